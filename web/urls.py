"""Every address of the desk: Vietnamese without marks."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .approval import views as approval
from .batches import views as batches
from .documents import views as documents
from .drafts import forms_views as forms
from .drafts import views as drafts
from .packages import views as packages
from .people import views as people
from .register import views as register
from .search import views as search
from .today import views as today


class ArchivePath(StringConverter):
    """A document's path in the archive: 2024/063-huyen-bach-thong/qd-00002-ubnd."""

    regex = r"[0-9]{4}/[0-9a-z-]+/[0-9a-z-]+"


register_converter(ArchivePath, "archive")

handler400 = "web.parts.errors.bad_request"
handler403 = "web.parts.errors.forbidden"
handler404 = "web.parts.errors.not_found"
handler500 = "web.parts.errors.failed"

urlpatterns = [
    path("", today.home, name="home"),
    path("vao", people.enter, name="enter"),
    path("vao/<str:token>", people.enter_by_link, name="enter-by-link"),
    path("ra", people.leave, name="leave"),
    path("mat-khau", people.password, name="password"),
    path("phien", people.sessions, name="sessions"),
    path("nguoi-dung", people.people, name="people"),
    path("nguoi-dung/them", people.add_person, name="add-person"),
    path("nguoi-dung/<str:login_name>", people.change_person, name="change-person"),
    path("hom-nay", today.today, name="today"),
    path("soan", drafts.listed, name="drafts"),
    path("soan/moi", forms.choose, name="choose"),
    path("soan/bat-dau", forms.begin, name="begin-form"),
    path("soan/tu-word", drafts.from_word, name="from-word"),
    path("soan/bieu-mau/<slug:id_>", forms.form, name="form"),
    path("soan/bieu-mau/<slug:id_>/bo", forms.discard, name="discard-form"),
    path("soan/trang/<slug:key>/<int:page>.png", drafts.picture, name="draft-picture"),
    path("soan/<slug:id_>", drafts.draft, name="draft"),
    path("soan/<slug:id_>/bieu-mau", forms.of_draft, name="form-of-draft"),
    path("soan/<slug:id_>/van-ban.docx", drafts.docx, name="draft-docx"),
    path("soan/<slug:id_>/nhan-word", drafts.take, name="take-docx"),
    path("soan/<slug:id_>/trinh", drafts.submit, name="submit"),
    path("soan/<slug:id_>/rut-lai", drafts.take_back, name="take-back"),
    path("soan/<slug:id_>/bo", drafts.withdraw, name="withdraw"),
    path("soan/<slug:id_>/phat-hanh", drafts.issue, name="issue"),
    path("hang-loat", batches.batches, name="batches"),
    path("hang-loat/<slug:id_>", batches.one, name="batch"),
    path("hang-loat/<slug:id_>/danh-dau.xlsx", batches.marked, name="marked-workbook"),
    path("hang-loat/<slug:id_>/xem-truoc", batches.preview, name="preview-batch"),
    path("hang-loat/<slug:id_>/ban-hanh", batches.issue, name="issue-batch"),
    path("hang-loat/<slug:id_>/dung", batches.stop, name="stop-batch"),
    path("hang-loat/<slug:id_>/van-ban.zip", batches.documents, name="batch-documents"),
    path("hop-duyet", approval.box, name="approval"),
    path("hop-duyet/<slug:id_>", approval.approve, name="approve"),
    path("hop-duyet/<slug:id_>/quyet-dinh", approval.decide, name="decide"),
    path("tim", search.search, name="search"),
    path("tim/luu", search.save, name="save-search"),
    path("tim/danh-sach.<str:form>", search.result_list, name="result-list"),
    path("ket-xuat", packages.packages, name="packages"),
    path("ket-xuat/<int:year>-<str:unit>.zip", packages.fetch, name="fetch-package"),
    path("so", register.register, name="register"),
    path("so/in.<str:form>", register.printed, name="register-print"),
    path("van-ban/<archive:path>", documents.document, name="document"),
    path("van-ban/<archive:path>/trang", documents.sheet, name="sheet"),
    path("van-ban/<archive:path>/trang/<int:page>.png", documents.picture, name="picture"),
    path("van-ban/<archive:path>/lien-quan", documents.relations_of, name="related"),
    path("van-ban/<archive:path>/tep/<slug:name>", documents.file, name="file"),
]
