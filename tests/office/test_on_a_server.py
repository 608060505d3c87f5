"""An office with its registry database on a PostgreSQL server.

The same answers, and one consistent copy in each replica.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.database import is_whole
from cli.main import run
from doc_engine.workbook import Reading
from office.integrity import replicas, verification
from office.issue import batch, single_documents
from office.issue.planning import Choice
from office.office import Office
from office.records import case_files
from office.records.case_files import Wanted
from office.search import finding
from tests.support.documents import DECISION, drafted
from tests.support.offices import NOON, create_office, faults, open_office, restore_office
from tests.support.postgres import emptied, moved_to

PLANS = Choice(frozenset({"ke-hoach-huyen", "ke-hoach-xa"}))


@pytest.fixture
def on_a_server(postgres: str, tmp_path: Path) -> Iterator[Office]:
    create_office(tmp_path / "vp", "UBND huyện Bạch Thông").close()
    moved_to(emptied(postgres), tmp_path / "vp")
    office = open_office(tmp_path / "vp", clock=lambda: NOON)
    yield office
    office.close()


def test_it_answers_as_an_office_with_its_registry_database_in_its_folder(
    on_a_server: Office, make_office: Callable[..., Office], reading: Reading
) -> None:
    beside = make_office("beside")
    for office in (on_a_server, beside):
        batch.issue(office, reading, PLANS)
        case_files.close(office, [Wanted("02008.dg", 2024)], None, "5 năm")
    assert on_a_server.catalogue.everything() == beside.catalogue.everything()
    assert on_a_server.register.entries() == beside.register.entries()
    assert on_a_server.filed.everything() == beside.filed.everything()
    assert on_a_server.catalogue.of_year(2024) == beside.catalogue.of_year(2024)
    found = [finding.search(office, "ke hoach cam giang").found for office in (on_a_server, beside)]
    assert found[0] == found[1]
    assert faults(on_a_server) == []
    assert not (on_a_server.folder / "so" / "vanthu.sqlite-wal").exists()


def test_an_emptied_server_is_filled_again_from_the_archive(
    on_a_server: Office, postgres: str, reading: Reading
) -> None:
    batch.issue(on_a_server, reading, PLANS)
    before = on_a_server.register.entries(), on_a_server.catalogue.everything()
    on_a_server.close()
    emptied(postgres)
    reopened = open_office(on_a_server.folder, clock=lambda: NOON)
    assert reopened.registry_is_lost
    verification.rebuild(reopened)
    assert (reopened.register.entries(), reopened.catalogue.everything()) == before
    assert faults(reopened) == []
    reopened.close()


def test_a_replica_has_the_registry_database_and_an_office_comes_back_without_the_server(
    on_a_server: Office, postgres: str, tmp_path: Path, reading: Reading
) -> None:
    batch.issue(on_a_server, reading, PLANS)
    case_files.close(on_a_server, [Wanted("02008.dg", 2024)], None, "5 năm")
    cited_in_short = drafted(on_a_server, DECISION, noi_dung=["Thực hiện Quyết định số 01/QĐ-UBND"])
    single_documents.issue(on_a_server, cited_in_short, "Mẫu của tỉnh")
    (one,) = replicas.chosen(on_a_server, replicas.add(on_a_server, tmp_path / "usb"))
    replicas.sync(on_a_server, one)
    assert is_whole(one.folder / "so" / "vanthu.sqlite")
    assert sorted(file.name for file in (one.folder / "so").iterdir()) == ["vanthu.sqlite"]
    before = on_a_server.register.entries(), on_a_server.filed.everything()
    records = on_a_server.catalogue.everything()
    assert "Mẫu của tỉnh" in [one.override_reason for one in records]
    on_a_server.close()
    emptied(postgres)
    assert restore_office(one.folder, tmp_path / "moi").faults == []
    reopened = open_office(tmp_path / "moi", clock=lambda: NOON)
    assert reopened.settings.registry_url == ""
    assert (reopened.register.entries(), reopened.filed.everything()) == before
    assert reopened.catalogue.everything() == records
    assert faults(reopened) == []
    reopened.close()


def test_a_server_that_is_away_is_reported_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_office(tmp_path / "vp", "UBND huyện Bạch Thông").close()
    moved_to(f"postgresql://vanthu@/vanthu?host={tmp_path}/khong-co", tmp_path / "vp")
    assert run(["--office", str(tmp_path / "vp"), "register", "list"]) == 7
    said = capsys.readouterr().err
    assert "SO-01" in said
    assert "không kết nối được" in said
