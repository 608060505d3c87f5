"""Django's settings for one office.

No file of the user's is Django's: an office has vanthu.toml.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from archive.durable import write_text

WEB = Path(__file__).parent
STATIC = WEB / "static"
SCHEMA = "ban_lam_viec"  # of the desk's tables, on a PostgreSQL server
IDLE = timedelta(hours=1)
SCREENS = ("parts", "people", "today", "search", "documents", "register", "drafts", "approval", "batches", "packages")
LARGEST_UPLOAD = 50 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk of one office is started with.

    `secret`, `database`: the files of its key and, where it has no server, of its tables. `names`: the host names and
    addresses by which it may be asked. `registry_url`: of a PostgreSQL server, "" for SQLite. `static_version`: in the
    addresses of static files, which may be cached for ever.
    """

    secret: Path
    database: Path
    names: tuple[str, ...]
    registry_url: str
    static_version: str
    is_tls: bool


_APPS: Any = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "web.people",
    "web.jobs",
    "web.parts",
]
_MIDDLEWARE: Any = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "web.people.middleware.NoteSession",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.parts.errors.OfficeErrors",
    "web.people.middleware.DenyByDefault",
    "axes.middleware.AxesMiddleware",
]
_TEMPLATES: Any = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / screen / "templates" for screen in SCREENS],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "web.parts.frame.frame",
            ],
            "builtins": ["django.templatetags.static", "web.parts.templatetags.vietnamese"],
        },
    }
]
_VALIDATORS: Any = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
_POLICY: Any = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
_LOGGING: Any = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}


def django_settings(desk: Desk) -> dict[str, Any]:
    """Return the settings for `django.conf.settings.configure`."""
    return {
        "SECRET_KEY": _secret(desk.secret),
        "DEBUG": False,
        "ALLOWED_HOSTS": list(desk.names),
        "ROOT_URLCONF": "web.urls",
        "USE_TZ": True,
        "TIME_ZONE": "Asia/Ho_Chi_Minh",
        "LANGUAGE_CODE": "vi",
        "USE_I18N": True,
        "APPEND_SLASH": False,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": _APPS,
        "MIDDLEWARE": _MIDDLEWARE,
        "TEMPLATES": _TEMPLATES,
        "DATABASES": {"default": _database(desk)},
        "STATIC_ROOT": STATIC,
        "WHITENOISE_ALLOW_ALL_ORIGINS": False,
        "WHITENOISE_IMMUTABLE_FILE_TEST": lambda *_: True,  # another file, another address
        "STATIC_URL": f"/static/{desk.static_version}/",
        **_people(desk),
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 5 << 20,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 20_000,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 10,
        "LOGGING": _LOGGING,
        "SILENCED_SYSTEM_CHECKS": ["axes.W003"],
        "VANTHU_DESK": desk,
    }


def _people(desk: Desk) -> dict[str, Any]:
    """The settings of logins, sessions, forms and what a browser may do."""
    return {
        "AUTH_USER_MODEL": "people.Person",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": _VALIDATORS,
        "LOGIN_URL": "/vao",
        "SESSION_ENGINE": "web.people.sessions",
        "SESSION_COOKIE_NAME": "phien",
        "SESSION_COOKIE_AGE": int(IDLE.total_seconds()),
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": desk.is_tls,
        "CSRF_COOKIE_NAME": "bieu_mau",
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": desk.is_tls,
        "CSRF_USE_SESSIONS": False,
        "CSRF_FAILURE_VIEW": "web.parts.errors.csrf_failed",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_HSTS_SECONDS": 31_536_000 if desk.is_tls else 0,
        "X_FRAME_OPTIONS": "DENY",
        "CONTENT_SECURITY_POLICY": _POLICY,
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": timedelta(minutes=15),
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "web.people.views.locked_out",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
    }


def _secret(file: Path) -> str:
    """The key that signs what the browser brings back, made once for an office."""
    if not file.exists():
        file.touch(mode=0o600)
        write_text(file, secrets.token_urlsafe(50))
        file.chmod(0o600)
    return file.read_text("ascii")


def _database(desk: Desk) -> dict[str, Any]:
    if not desk.registry_url:
        # IMMEDIATE: two writers wait for each other instead of failing in the middle of a transaction.
        options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": desk.database, "OPTIONS": options}
    # The same URL as the registry database's: what psycopg takes may stand in its query, too.
    url = make_url(desk.registry_url)
    query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database or "",
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or query.pop("host", ""),
        "PORT": url.port or query.pop("port", ""),
        "OPTIONS": {**query, "options": f"-c search_path={SCHEMA}"},
    }
