"""Forms about people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from .models import Person
from .rights import LABELS, Role


class EntryForm(forms.Form):
    login = forms.CharField(label="Tên đăng nhập", max_length=60)
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput, max_length=200)


class PersonForm(forms.Form):
    """An account: added, or changed.

    A new one has a first password, which its person has to replace.
    """

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    login = forms.RegexField(
        r"^[a-z][a-z0-9._-]{1,58}\Z",
        label="Tên đăng nhập",
        help_text="Chữ thường không dấu, số, dấu chấm; ví dụ: a.nguyen. Tên này được ghi vào nhật ký.",
        error_messages={"invalid": "Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ."},
    )
    post = forms.CharField(label="Chức vụ", max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label="Vai trò",
        choices=[(role.value, LABELS[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một vai trò."},
    )
    password = forms.CharField(
        label="Mật khẩu đầu tiên",
        widget=forms.PasswordInput(render_value=False),
        max_length=200,
        help_text="Ít nhất 10 ký tự. Người dùng phải đổi khi vào lần đầu.",
    )

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"]
        if Person.objects.filter(login=login).exists():
            raise forms.ValidationError("Đã có người dùng tên đăng nhập này; mỗi tên chỉ của một người.")
        return login

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class ChangeForm(PersonForm):
    """A change of an account. A new password only where one is typed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["login"]
        self.fields["password"].required = False
        self.fields["password"].label = "Mật khẩu mới"
        self.fields["password"].help_text = "Để trống nếu không đổi."

    is_active = forms.BooleanField(label="Đang dùng", required=False)

    def clean_password(self) -> str:
        return super().clean_password() if self.cleaned_data["password"] else ""


class PasswordForm(forms.Form):
    """One's own password, changed."""

    old = forms.CharField(label="Mật khẩu hiện nay", widget=forms.PasswordInput, max_length=200)
    new = forms.CharField(
        label="Mật khẩu mới", widget=forms.PasswordInput, max_length=200, help_text="Ít nhất 10 ký tự."
    )
    again = forms.CharField(label="Gõ lại mật khẩu mới", widget=forms.PasswordInput, max_length=200)

    def __init__(self, person: Person, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._person = person

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self._person.check_password(old):
            raise forms.ValidationError("Mật khẩu hiện nay không đúng.")
        return old

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        new, again = given.get("new"), given.get("again")
        if new and again and new != again:
            self.add_error("again", "Hai lần gõ mật khẩu mới không giống nhau.")
        if new:
            try:
                validate_password(new, self._person)
            except forms.ValidationError as wrong:
                self.add_error("new", wrong)
        return given
