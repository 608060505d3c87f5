"""The file and folder names of an office. They are a format: they do not change.

vanthu.toml       settings
thoi-han.toml     retention periods, which the office confirms
viet-tat.txt      the office's own abbreviations, where it has any
cau-tim.txt       saved searches
ngay-nghi.txt     days off that the office lists, where it has any
ban-sao.json      the folders of the replicas
kho/              the archive (OCFL 1.1), the one thing that must not be lost
so/               registry database: registers and catalogue; rebuilt from the archive
                  ban-lam-viec.*: accounts, sessions and preferences of the desk; rebuilt from nothing
chi-muc/          search index; rebuilt from the archive
nhat-ky/          the ledger: who did what, chained by hashes
du-thao/          documents before issue; bieu-mau/: forms that somebody is filling in;
                  hang-loat/: uploaded workbooks
dang-xu-ly/       objects while they are written; empty at rest
hong/             evidence: damaged objects that a repair replaced
ket-xuat/         packages for inspectors, for a week
mau/              the office's own templates, where it has any
don-vi.xlsx       units that the office adds or dates itself, where it has any
chuong-trinh/     figures of programmes that the office has confirmed
*.lock            who changes the archive (dang-xu-ly), writes the index (chi-muc), issues a batch (hang-loat)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import retention
from doc_engine.vietnamese import slug
from index import abbreviations

SETTINGS = "vanthu.toml"


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """The files of a single document before issue: facts and steps, data, .docx."""

    folder: Path

    @property
    def facts(self) -> Path:
        return self.folder / "ho-so.json"

    @property
    def data(self) -> Path:
        return self.folder / "du-lieu.json"

    @property
    def document(self) -> Path:
        return self.folder / "van-ban.docx"

    @property
    def lock(self) -> Path:
        """One of a few files beside the folders; none goes while somebody waits for it."""
        return self.folder.with_name(f"khoa-{self.folder.name[-1:] or '-'}.lock")


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """The paths of everything in an office's folder.

    A replica has archive, registry and ledger under the same names.
    """

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS

    @property
    def retention_table(self) -> Path:
        return self.root / retention.FILE

    @property
    def own_units(self) -> Path:
        return self.root / "don-vi.xlsx"

    @property
    def abbreviations(self) -> Path:
        return self.root / abbreviations.FILE

    @property
    def saved_searches(self) -> Path:
        return self.root / "cau-tim.txt"

    @property
    def days_off(self) -> Path:
        return self.root / "ngay-nghi.txt"

    @property
    def replica_list(self) -> Path:
        return self.root / "ban-sao.json"

    @property
    def archive(self) -> Path:
        return self.root / "kho"

    @property
    def staging(self) -> Path:
        return self.root / "dang-xu-ly"

    @property
    def change_lock(self) -> Path:
        return self.root / "dang-xu-ly.lock"

    @property
    def registry(self) -> Path:
        return self.root / "so"

    @property
    def registry_database(self) -> Path:
        return self.registry / "vanthu.sqlite"

    @property
    def desk_database(self) -> Path:
        """Accounts, sessions and jobs of the desk; never a document, a number or a deed."""
        return self.registry / "ban-lam-viec.sqlite"

    @property
    def desk_worker_lock(self) -> Path:
        """Held by the process that does an office's long work, as long as it lives."""
        return self.registry / "ban-lam-viec.lock"

    @property
    def desk_secret(self) -> Path:
        """The key that signs what browsers bring back."""
        return self.registry / "ban-lam-viec.khoa"

    @property
    def desk_certificates(self) -> Path:
        """The desk's certificate authority and certificate, where it speaks TLS."""
        return self.root / "chung-chi"

    @property
    def verified_templates(self) -> Path:
        """The templates that were compared with docxtpl, and how each is rendered."""
        return self.registry / "mau-da-kiem.json"

    @property
    def indexed_by(self) -> Path:
        """The name of the index whose documents the catalogue has noted."""
        return self.registry / "chi-muc-dang-dung"

    @property
    def verification_progress(self) -> Path:
        return self.registry / "kiem-tra-do-dang.json"

    @property
    def indices(self) -> Path:
        """The folder of the search indices, with a subfolder for each engine."""
        return self.root / "chi-muc"

    @property
    def index_lock(self) -> Path:
        return self.root / "chi-muc.lock"

    @property
    def batch_lock(self) -> Path:
        return self.root / "hang-loat.lock"

    @property
    def batch_series(self) -> Path:
        """The series that a batch in hand still needs."""
        return self.registry / "hang-loat.json"

    @property
    def ledger(self) -> Path:
        return self.root / "nhat-ky"

    @property
    def drafts(self) -> Path:
        return self.root / "du-thao"

    @property
    def form_entries(self) -> Path:
        """The forms that somebody is filling in."""
        return self.drafts / "bieu-mau"

    @property
    def batch_orders(self) -> Path:
        """The workbooks that were uploaded to be issued."""
        return self.drafts / "hang-loat"

    @property
    def templates(self) -> Path:
        return self.root / "mau"

    def confirmed_figures(self, programme_id: str) -> Path:
        return self.root / "chuong-trinh" / f"{slug(programme_id)}.json"

    @property
    def packages(self) -> Path:
        """The packages for inspectors that were ordered at the desk."""
        return self.root / "ket-xuat"

    @property
    def evidence(self) -> Path:
        return self.root / "hong"

    def draft(self, id_: str) -> DraftFiles:
        """The files of a single document's draft, whether it exists or not."""
        return DraftFiles(self.drafts / id_)

    def existing_drafts(self) -> Iterator[DraftFiles]:
        return (DraftFiles(facts.parent) for facts in self.drafts.glob("*/ho-so.json"))
