"""Settings: safe defaults; everything that differs between machines comes from the environment (`.env.example`)."""

from datetime import date, timedelta
from pathlib import Path

import environ
import pghistory
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")
env.read_env(BASE_DIR / ".local" / "env")  # written by `make run`: where its PostgreSQL and Valkey listen

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="django-insecure-for-a-machine-of-ones-own")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000")  # links in letters

# Whose portal this is, as the header says it on pages that nobody has signed in to.
ORGANISATION = env("ORGANISATION", default="Police and Crime Commissioner")
ORGANISATION_AREA = env("ORGANISATION_AREA", default="Hampshire and Isle of Wight")
CONTACT_EMAIL = env("CONTACT_EMAIL", default="portal@example.org")
DATA_LICENCE = env("DATA_LICENCE", default="")  # what the page about the public files says others may do with them
# The day on which the office found the accessibility statement and the privacy notice true; until then staff are told.
TEXTS_CONFIRMED_ON = env("TEXTS_CONFIRMED_ON", cast=date.fromisoformat, default=None)
FEED_AUTHORITY = env("FEED_AUTHORITY", default="")  # RFC 4151: a host and the year from which the ids of feeds count

INSTALLED_APPS = [
    "oversight.apps.OversightConfig",
    "oversight.bodies",
    "oversight.accounts",
    "oversight.local",
    "inspections",
    "responses",
    "oversight.apps.BackOfficeConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # so that the form renderer finds Django's own widget templates
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_filters",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "oversight.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "oversight.middleware.explain_wrong_methods",
]

ROOT_URLCONF = "oversight.urls"
WSGI_APPLICATION = "oversight.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oversight.context.portal",
            ],
            "builtins": ["oversight.templatetags.portal"],
        },
    },
]
FORM_RENDERER = "oversight.forms.rendering.GovukRenderer"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]

DATABASES = {
    "default": {
        **env.db("DATABASE_URL", default="postgresql://oversight@127.0.0.1:5432/oversight"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # three for each published response: its files and their sizes
    },
    "pages": {  # of the register, while the database stays as it is: each process has its own
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["oversight.accounts.backends.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "oversight.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator made the account and vouches for the address
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # tell people that their password has changed
ACCOUNT_FORMS = {
    "login": "oversight.accounts.forms.SignInForm",
    "reset_password": "oversight.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "oversight.accounts.forms.NewPasswordForm",
    "change_password": "oversight.accounts.forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,20/15m/key"}
# How many proxies stand in front: without the true number all visitors share one address, and its rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "oversight.formats"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / ".local" / "static"
EVIDENCE_ROOT = Path(env("EVIDENCE_ROOT", default=str(BASE_DIR / ".local" / "evidence")))  # outside the web root
STORAGES = {
    "default": {"BACKEND": "oversight.storage.Disk", "OPTIONS": {"location": EVIDENCE_ROOT}},
    "staticfiles": {"BACKEND": "oversight.storage.StaticFiles"},
}
EVIDENCE_BUCKET = env("EVIDENCE_BUCKET", default="")  # instead of EVIDENCE_ROOT; needs requirements/s3.txt
if EVIDENCE_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "oversight.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": EVIDENCE_BUCKET,
            "endpoint_url": env("EVIDENCE_BUCKET_URL", default="") or None,
            "region_name": env("EVIDENCE_BUCKET_REGION", default="") or None,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o600
CLAMAV_URL = env("CLAMAV_URL", default="")  # tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl
ALLOW_UNSCANNED = env.bool("ALLOW_UNSCANNED", default=False)  # may files be opened where there is no scanner
UPLOADS_OF_PERSON_MB = env.int("UPLOADS_OF_PERSON_MB", default=500)  # in 24 hours, also what is taken out again
UPLOADS_OF_REQUEST_MB = env.int("UPLOADS_OF_REQUEST_MB", default=500)
FILE_UPLOAD_HANDLERS = [
    "oversight.uploading.QuotaHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

_email = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025")
MAILERS = {
    "default": {
        "BACKEND": _email["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": _email["EMAIL_HOST"],
            "port": _email["EMAIL_PORT"],
            "username": _email["EMAIL_HOST_USER"],
            "password": _email["EMAIL_HOST_PASSWORD"],
            "use_tls": _email.get("EMAIL_USE_TLS", False),
            "use_ssl": _email.get("EMAIL_USE_SSL", False),
            "timeout": 10,
        },
    }
}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Inspection responses <portal@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # GET changes nothing, and may not read the session
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="record")  # `events` are the story on the page
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="redis://127.0.0.1:6379/0")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "health_check_interval": 25,
}
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "responses.tasks.tick", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
    "clear": {
        "task": "responses.tasks.clear",
        "schedule": crontab(hour="3", minute="30"),
        "options": {"expires": 3600},
    },
    "scan": {"task": "responses.tasks.scan", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
    "read": {"task": "responses.tasks.read", "schedule": crontab(minute="45"), "options": {"expires": 3600}},
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("HTTPS", default=False)  # one switch for everything that needs TLS in front
if HTTPS:
    if SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured("Set SECRET_KEY: with the one that everybody knows, anybody can sign in as anybody.")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "oversight.views.refused_as_forged"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
