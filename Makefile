# Needs Python 3.12 or later; uses uv if it is there. PORT=8001 changes the port of `make run`.
.DEFAULT_GOAL := run
.PHONY: run test check format migrate demo statuses bench
SHELL := /bin/sh
BIN := .venv/bin
PYTHON := $(BIN)/python
# Where containers set it, each process compiles all that it imports anew: three seconds of processor, and a test run starts dozens.
unexport PYTHONDONTWRITEBYTECODE
MANAGE := $(PYTHON) manage.py
LOCAL := .venv/local.stamp
DEVELOPMENT := .venv/development.stamp
# One more than a small machine has cores: browser tests wait for the browser half of the time.
AT_ONCE := --numprocesses=3 --dist=worksteal
# To count lines takes a fifth of the time of the tests: only where the floor decides what may land.
COUNTED := $(if $(CI),--cov --cov-report=term-missing:skip-covered)
# What a server in production has set; for checks only.
AS_IN_PRODUCTION := SECRET_KEY=only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz HTTPS=1 ALLOWED_HOSTS=portal.example.org \
	CLAMAV_URL=tcp://127.0.0.1:3310

run: $(LOCAL)
	@$(MANAGE) build_frontend
	@exec $(MANAGE) run

test: $(DEVELOPMENT)
	$(MANAGE) build_frontend
	$(PYTHON) -m pytest $(if $(ARGS),,$(AT_ONCE)) $(COUNTED) $(ARGS)

check: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(PYTHON) -W "ignore:Got an error checking a consistent migration history" manage.py makemigrations --check --dry-run
	$(AS_IN_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) statuses --check
	git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 6.1 --check

format: $(DEVELOPMENT)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 6.1

migrate: $(LOCAL)
	$(MANAGE) with_services migrate $(ARGS)

bench: $(LOCAL)
	$(MANAGE) build_frontend
	$(MANAGE) with_services bench $(ARGS)

demo: $(LOCAL)
	$(MANAGE) with_services prepare --demo --verbosity=0

statuses: $(LOCAL)
	$(MANAGE) statuses

$(LOCAL): requirements/local.txt | $(PYTHON)
	@$(call install,$<)
	@touch $@

$(DEVELOPMENT): requirements/development.txt | $(PYTHON)
	@$(call install,$<)
	@touch $@ $(LOCAL)

install = if command -v uv >/dev/null; then uv pip install --quiet --python $(PYTHON) --require-hashes -r $(1); \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(1); fi

# The system's python3 may be too old and pyenv's commands may be stubs: try until one answers.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 12))
CANDIDATES := python3.13 python3.14 python3.12 python3 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python)

$(PYTHON):
	@for python in $(CANDIDATES) "$$(uv python find '>=3.12' 2>/dev/null)"; do \
		if "$$python" -c "$(NEW_ENOUGH)" 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Python 3.12 or later is needed and was not found. Install it, or uv, and try again." >&2; exit 1; fi; \
	echo "Making .venv with $$("$$found" -V) …"; \
	if command -v uv >/dev/null; then uv venv --quiet --python "$$found" .venv; else "$$found" -m venv .venv; fi
