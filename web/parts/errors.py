"""The office's errors as pages: what is wrong and what to do, in the desk's words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doc_engine.errors import DiskRefused, ExitCode, InputRejected, VanthuError, system_reason
from doc_engine.problem_groups import grouped

from .remedies import worded
from .views import public

STATUS = {
    ExitCode.USAGE: 400,
    ExitCode.INPUT: 422,
    ExitCode.NOT_FOUND: 404,
    ExitCode.REFUSED: 409,
    ExitCode.STORE: 503,
    ExitCode.MISSING_TOOL: 503,
}


class OfficeErrors:
    """Turns an error of the office that a view lets through into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OSError):
            error = DiskRefused(file=error.filename or "dữ liệu", why=system_reason(error))
        if not isinstance(error, VanthuError):
            return None
        return page_of(request, error)


def page_of(request: HttpRequest, error: VanthuError) -> HttpResponse:
    """Return the page of an error, with the status that fits its exit code."""
    context = {"error": Told.of(error)}
    return render(request, "parts/error.html", context, status=STATUS.get(error.exit_code, 500))


class Told:
    """An error as a person reads it.

    Reason, problems one by one, remedy, and the code in small type.
    """

    def __init__(self, reason: str, remedy: str, code: str, problems: list[str]) -> None:
        self.reason, self.remedy, self.code, self.problems = reason, remedy, code, problems

    @classmethod
    def of(cls, error: VanthuError) -> "Told":
        problems = [worded(str(one)) for one in grouped(error.problems)] if isinstance(error, InputRejected) else []
        return cls(worded(str(error)), worded(error.remedy_text), error.code, problems)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 404, "Không có trang này", "Hãy chọn trang ở cột bên trái, hoặc tìm ở ô đầu trang.")


@public
def failed(request: HttpRequest) -> HttpResponse:
    remedy = "Việc vừa làm chưa chắc đã xong. Hãy xem lại rồi báo người phụ trách máy chủ; nhật ký của máy có chi tiết."
    return HttpResponse(_FAILED.format(remedy=remedy), status=500)


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_FAILED.format(remedy="Trình duyệt đã gửi một yêu cầu không đúng."), status=400)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 403, "Không được phép", "Tài khoản của bạn không có quyền này.")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was not sent from the desk, or whose login has ended."""
    remedy = "Hãy mở lại trang rồi gửi lại. Trình duyệt phải nhận cookie của bàn làm việc."
    return _plain(request, 403, "Biểu mẫu này không gửi từ bàn làm việc, hoặc phiên đã hết", remedy)


def _plain(request: HttpRequest, status: int, reason: str, remedy: str) -> HttpResponse:
    return render(request, "parts/error.html", {"error": Told(reason, remedy, "", [])}, status=status)


# Without a template: what failed may be the frame itself.
_FAILED = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Lỗi</title>'
    "<h1>Có lỗi ngoài dự kiến</h1><p>{remedy}</p><p><a href='/'>Về trang đầu</a></p></html>"
)
