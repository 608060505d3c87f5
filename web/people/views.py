"""Coming in and going out; accounts; one's own sessions."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ..parts.views import allowed, person_of, public
from . import accounts
from .forms import ChangeForm, EntryForm, PasswordForm, PersonForm
from .middleware import address_of, browser_of
from .models import DeskSession, EntryLink, Login, Person, digest
from .rights import Action

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


def _next(request: HttpRequest) -> str:
    """The page that was asked for before coming in; never one of another host."""
    asked = request.POST.get("tiep") or request.GET.get("tiep") or "/"
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe and asked.startswith("/") else "/"


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The login."""
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["login"].strip().lower()
        person = authenticate(request, username=typed, password=form.cleaned_data["password"])
        found = person if isinstance(person, Person) else None
        accounts.note_login(found, typed, address_of(request), browser_of(request), succeeded=found is not None)
        if found is not None:
            login(request, found)
            return redirect(_next(request))
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        form.add_error(None, _WRONG)
    context = {"form": form, "next": _next(request), "has_passwords": accounts.has_passwords()}
    return render(request, "people/enter.html", context, status=422 if form.errors else 200)


@public
def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The page after too many wrong passwords."""
    return render(request, "people/locked.html", status=429)


@public
@never_cache
def enter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by a link that works once."""
    person = EntryLink.use(token)
    accounts.note_login(person, "liên kết", address_of(request), browser_of(request), succeeded=person is not None)
    if person is None or not person.is_active:
        return render(request, "people/link_over.html", status=410)
    login(request, person, backend=_BACKEND)
    return redirect("today")


@require_POST
@allowed(Action.ENTER)
def leave(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("enter")


@sensitive_post_parameters()
@allowed(Action.ENTER)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of the person ends."""
    person = person_of(request)
    form = PasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["new"])
        person.must_change_password = False
        person.save()
        own = digest(request.session.session_key or "")
        person.sessions.exclude(session_key=own).delete()
        update_session_auth_hash(request, person)
        messages.success(request, "Đã đổi mật khẩu. Các máy khác đã được đăng xuất.")
        return redirect("today")
    context = {"form": form, "is_first": person.must_change_password}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


password.before_password = True  # type: ignore[attr-defined]  # the one page before a first password is replaced
leave.before_password = True  # type: ignore[attr-defined]


@allowed(Action.ENTER)
def sessions(request: HttpRequest) -> HttpResponse:
    """One's own sessions, to be ended one by one or all at once."""
    person = person_of(request)
    own = digest(request.session.session_key or "")
    if request.method == "POST":
        which = request.POST.get("phien", "")
        ending = person.sessions.all() if which == "tat-ca" else person.sessions.filter(session_key=which)
        here = ending.filter(session_key=own).exists()
        ending.delete()
        if here:
            request.session.flush()
            return redirect("enter")
        messages.success(request, "Đã đăng xuất ở máy ấy.")
        return redirect("sessions")
    found = list(person.sessions.order_by("-used_at"))
    logins = Login.objects.filter(person=person).order_by("-at")[:20]
    return render(request, "people/sessions.html", {"sessions": found, "own": own, "logins": logins})


@allowed(Action.PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Every account, and who came in."""
    found = Person.objects.order_by("-is_active", "login")
    open_sessions = DeskSession.objects.exclude(person=None).order_by("-used_at")[:50]
    logins = Login.objects.select_related("person").order_by("-at")[:30]
    context = {"people": found, "open_sessions": open_sessions, "logins": logins, "alone": not accounts.has_passwords()}
    return render(request, "people/people.html", context)


@sensitive_post_parameters("password")
@allowed(Action.PEOPLE)
def add_person(request: HttpRequest) -> HttpResponse:
    """Add an account. The first one turns passwords on, and must be an administrator."""
    is_first = not accounts.has_passwords()
    form = PersonForm(request.POST or None, initial={"roles": ["administrator"]} if is_first else {})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if is_first and "administrator" not in given["roles"]:
            form.add_error("roles", "Tài khoản đầu tiên phải có vai trò quản trị, để còn thêm được người khác.")
        else:
            made = accounts.add(given["full_name"], given["login"], given["post"], given["roles"], given["password"])
            messages.success(request, f"Đã thêm {made.full_name}. Từ nay vào bàn làm việc phải có mật khẩu.")
            return redirect("people")
    context = {"form": form, "is_first": is_first}
    return render(request, "people/person.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@allowed(Action.PEOPLE)
def change_person(request: HttpRequest, login_name: str) -> HttpResponse:
    """Change an account: name, post, roles, password, use."""
    person = get_object_or_404(Person, login=login_name)
    known = {"full_name": person.full_name, "post": person.post, "roles": list(person.roles)}
    form = ChangeForm(request.POST or None, initial={**known, "is_active": person.is_active})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if accounts.leaves_no_administrator(person, given["roles"], is_active=given["is_active"]):
            form.add_error(None, "Văn phòng phải còn ít nhất một người quản trị đang dùng.")
        else:
            accounts.change(
                person, given["full_name"], given["post"], given["roles"], given["password"],
                is_active=given["is_active"],
            )  # fmt: skip
            messages.success(request, f"Đã ghi thay đổi của {person.full_name}.")
            return redirect("people")
    context = {"form": form, "person_changed": person}
    return render(request, "people/person.html", context, status=422 if form.errors else 200)
