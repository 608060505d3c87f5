"""`vanthu serve`: an office's desk, from settings to a server that answers.

settings → accounts' tables → pages → server → browser. Nothing of it runs before the command asks for it.
"""

import hashlib
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from doc_engine import child_process
from doc_engine.errors import system_reason
from office import Office

from . import server
from .faults import AccountUnknown, NobodyMayEnter, NotEncrypted, PortTaken
from .settings import SCHEMA, STATIC, Desk, django_settings

LOOPBACK = "127.0.0.1"
_TO_STOP = 20  # seconds for a job in hand to come to a safe place


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk answers. `names`: further host names by which it may be asked."""

    address: str
    port: int
    tls: bool
    names: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        return self.address == "localhost" or (_is_ip(self.address) and ip_address(self.address).is_loopback)

    @property
    def origin(self) -> str:
        host = LOOPBACK if self.address in ("0.0.0.0", "::") else self.address
        return f"{'https' if self.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name and address by which a browser may ask for the desk."""
        own = ("localhost", LOOPBACK, "[::1]")
        if self.is_local:
            return own
        here = {socket.gethostname().lower(), socket.getfqdn().lower(), *_addresses()}
        if self.address not in ("0.0.0.0", "::"):
            here.add(self.address)
        return tuple(dict.fromkeys([*own, *sorted(here), *(name.lower() for name in self.names)]))


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _addresses() -> set[str]:
    """The machine's own addresses, as far as it knows them."""
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        return set()


def prepare(office: Office, place: Place) -> None:
    """Configure the desk of an office, and bring its tables up to date.

    Raises NotEncrypted, and what opening the registry database raises.
    """
    if not place.is_local and not place.tls:
        raise NotEncrypted(address=place.address)
    configure(office, place)
    from django.core.management import call_command

    if office.settings.registry_url:
        _make_schema()
    call_command("migrate", verbosity=0, interactive=False)


def configure(office: Office, place: Place) -> None:
    """Configure Django for an office; once in a process."""
    import django
    from django.conf import settings

    office.files.registry.mkdir(exist_ok=True)
    files, url = office.files, office.settings.registry_url
    names, static = place.all_names, _version_of(STATIC)
    desk = Desk(files.desk_secret, files.desk_database, names, url, static, place.tls)
    settings.configure(**django_settings(desk))
    django.setup()

    from .parts.views import open_office

    open_office(office)


def _make_schema() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")


def _version_of(folder: Path) -> str:
    """A name for the static files as they are: another file, another address."""
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            whole.update(f"{file.relative_to(folder)}".encode() + file.read_bytes())
    return whole.hexdigest()[:12]


def serve(office: Office, listening: socket.socket, certificate: tuple[Path, Path] | None) -> None:
    """Serve pages and static files, with a worker beside, until told to stop."""
    from django.core.asgi import get_asgi_application

    from .parts import pages

    try:
        with _worker(office.folder):
            server.made(get_asgi_application(), certificate).run(sockets=[listening])
    finally:
        pages.close()


@contextmanager
def _worker(folder: Path) -> Iterator[None]:
    """The process that does long work.

    It ends when this one does: then nobody holds its input open any more.
    """
    ends = threading.Event()
    keeping = threading.Thread(target=_keep_working, args=(folder.resolve(), ends), daemon=True)
    keeping.start()
    try:
        yield
    finally:
        ends.set()
        keeping.join(_TO_STOP)


def _keep_working(folder: Path, ends: threading.Event) -> None:
    """Start a worker, and another one should it die."""
    command = child_process.command("web.jobs.worker", str(folder))
    while not ends.is_set():
        with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:
            while process.poll() is None and not ends.wait(1):
                pass
            assert process.stdin is not None, "it is a pipe"
            process.stdin.close()
            try:
                process.wait(_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()  # what it had in hand goes on with the next desk
        ends.wait(1)  # a worker that dies at once is not started all the time


def entry_address(place: Place, actor: str, login: str = "", token: str = "") -> str:
    """The address by which the person at this machine comes in.

    With accounts that have passwords, the login; a link that works once for the one person of a small office, or for
    `login`, whoever sits at the office's folder. `token`: of that link, where the browser has it already. Raises
    NobodyMayEnter or AccountUnknown.
    """
    from .people import accounts
    from .people.models import EntryLink, Person

    guarded = accounts.has_passwords()
    if not place.is_local and not guarded:
        raise NobodyMayEnter
    if login:
        person = Person.objects.filter(login=login, is_active=True).first()
        if person is None:
            raise AccountUnknown(login=login)
    elif guarded:
        return f"{place.origin}/"
    else:
        person = accounts.local_person(actor)
    return f"{place.origin}/vao/{EntryLink.make(person, token)}"


def listen(place: Place) -> socket.socket:
    """Return a socket bound before the address is printed. Raises PortTaken."""
    try:
        return server.bound(place.address, place.port)
    except OSError as error:
        raise PortTaken(address=place.address, port=place.port, why=system_reason(error)) from error
