FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
ARG REQUIREMENTS=production
WORKDIR /app
COPY requirements requirements
RUN python -m venv /venv \
    && /venv/bin/pip install --no-deps --require-hashes -r requirements/${REQUIREMENTS}.txt \
    && python -m venv /tools \
    && /tools/bin/pip install --no-deps --require-hashes -r requirements/local.txt
COPY . .
RUN /tools/bin/python manage.py build_frontend \
    && /venv/bin/python manage.py collectstatic --no-input \
    && rm -rf node_modules

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 EVIDENCE_ROOT=/data/evidence
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /data/evidence
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER portal
EXPOSE 8000
VOLUME /data
CMD ["gunicorn", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-", "oversight.wsgi"]
