"""The approval box: each waiting draft is approved or returned, then the next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from office import Office, drafts, single_documents

from ..drafts.views import draft_context
from ..parts.views import allowed, office_of
from ..people.rights import Action


@allowed(Action.APPROVE)
def box(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    waiting = [(one, one.steps[-1]) for one in _waiting(office)]
    return render(request, "approval/box.html", {"waiting": waiting})


def _waiting(office: Office) -> list[drafts.Draft]:
    """The drafts that wait for approval, the one submitted first on top."""
    found = [one for one in drafts.everything(office) if one.state is drafts.State.SUBMITTED]
    return sorted(found, key=lambda one: (one.steps[-1].time, one.id))


@never_cache
@allowed(Action.APPROVE)
def approve(request: HttpRequest, id_: str) -> HttpResponse:
    office = office_of(request)
    one = drafts.get(office, id_)
    if one.state is not drafts.State.SUBMITTED:
        return redirect("draft", id_)
    waiting = [draft.id for draft in _waiting(office)]
    place = waiting.index(one.id)
    context = draft_context(request, office, one)
    context |= {"place": place + 1, "waiting": len(waiting), "own": office.actor.name in one.drafters}
    context["four_eyes"] = office.settings.four_eyes
    return render(request, "approval/approve.html", context)


@require_POST
@allowed(Action.APPROVE)
def decide(request: HttpRequest, id_: str) -> HttpResponse:
    """Approve what was shown, or return it with a remark; then the next one."""
    office = office_of(request)
    one, note = drafts.get(office, id_), request.POST.get("y_kien", "").strip()
    if request.POST.get("lam") == "tra":
        if not note:
            messages.error(request, "Hãy ghi vì sao trả lại, để người soạn biết sửa gì.")
            return redirect("approve", id_)
        single_documents.move(office, id_, drafts.State.DRAFT, note)
        messages.success(request, f"Đã trả lại “{one.title}”.")
    elif request.POST.get("ban") != drafts.with_digests(office, one).digest:
        messages.error(request, "Dự thảo đã thay đổi sau khi trang này mở ra. Hãy đọc lại rồi mới duyệt.")
        return redirect("approve", id_)
    else:
        single_documents.move(office, id_, drafts.State.APPROVED, note)
        messages.success(request, f"Đã duyệt “{one.title}”.")
    following = _waiting(office)
    return redirect("approve", following[0].id) if following else redirect("approval")
