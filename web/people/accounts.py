"""Rules of accounts: the one person, the first account, the last administrator."""

from django.db import transaction

from .models import Login, Person
from .rights import Role

EVERYTHING = " ".join(Role)


def has_passwords() -> bool:
    """Return whether anybody has a password: then nobody comes in without one."""
    return any(one.has_usable_password() for one in Person.objects.all())


def local_person(login: str) -> Person:
    """The person of an office of one.

    The account of the machine, with every role, without a password.
    """
    person, is_new = Person.objects.get_or_create(login=login, defaults={"full_name": login, "role_names": EVERYTHING})
    if is_new:
        person.set_unusable_password()
        person.save()
    return person


def add(full_name: str, login: str, post: str, roles: list[str], password: str) -> Person:
    """Add an account whose person chooses a password at the first login."""
    person = Person(full_name=full_name, login=login, post=post, role_names=" ".join(roles), must_change_password=True)
    person.set_password(password)
    person.save()
    return person


def leaves_no_administrator(person: Person, roles: list[str], *, is_active: bool) -> bool:
    """Return whether a change would leave nobody who can manage accounts."""
    if is_active and Role.ADMINISTRATOR in roles:
        return False
    others = Person.objects.filter(is_active=True).exclude(pk=person.pk)
    return not any(Role.ADMINISTRATOR in one.roles and one.has_usable_password() for one in others)


def change(person: Person, full_name: str, post: str, roles: list[str], password: str, *, is_active: bool) -> None:
    """Change an account.

    One with other rights, with a new password or out of use is logged out everywhere.
    """
    ends = set(roles) != set(person.role_names.split()) or bool(password) or not is_active
    with transaction.atomic():
        person.full_name, person.post, person.role_names = full_name, post, " ".join(roles)
        person.is_active = is_active
        if password:
            person.set_password(password)
            person.must_change_password = True
        person.save()
        if ends:
            log_out_everywhere(person)


def log_out_everywhere(person: Person) -> None:
    person.sessions.all().delete()


def note_login(person: Person | None, typed: str, address: str, browser: str, *, succeeded: bool) -> None:
    Login.objects.create(person=person, typed=typed[:60], address=address, browser=browser, succeeded=succeeded)
