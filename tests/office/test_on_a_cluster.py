"""An office with its index on OpenSearch servers.

It issues without them and catches up when they answer again.
"""

import os
import shutil
from pathlib import Path

import pytest

from cli.main import run
from index.engines.opensearch import IndexUnreachable
from office.folder import SETTINGS
from office.integrity import verification
from office.office import Office
from office.search import finding
from tests.support.documents import issued
from tests.support.offices import NOON, create_office, open_office
from tests.support.opensearch import Servers


@pytest.fixture
def login(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.opensearch._WAITS", ())
    for name, value in (("USER", "admin"), ("PASSWORD", "admin"), ("CA", servers.authority)):
        monkeypatch.setenv(f"VANTHU_OPENSEARCH_{name}", value)


def moved_to(folder: Path, name: str, *urls: str) -> Office:
    """Open the office with its index on those servers, under that name."""
    file = folder / SETTINGS
    lines = [line for line in file.read_text("utf-8").splitlines() if line.split(" ")[0] not in _OURS]
    there = lines.index("[tim_kiem]") + 1
    listed = ", ".join(f'"{url}"' for url in urls)
    lines[there:there] = ['cong_cu = "opensearch"', f"may_chu = [{listed}]", f'ten_chi_muc = "{name}"']
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return open_office(folder, clock=lambda: NOON, environment=os.environ)


_OURS = ("cong_cu", "may_chu", "ten_chi_muc")
NOBODY = "https://127.0.0.1:9"


@pytest.mark.usefixtures("login")
def test_what_is_issued_while_the_servers_are_away_is_found_when_they_are_back(
    servers: Servers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_office(tmp_path / "vp", "UBND huyện").close()
    away = moved_to(tmp_path / "vp", "vang_mat", NOBODY)
    first = issued(away)
    with pytest.raises(IndexUnreachable):
        finding.search(away, "")
    assert run(["--office", str(tmp_path / "vp"), "search", "gì đó"]) == 7
    assert "không nối được" in capsys.readouterr().err
    away.close()
    back = moved_to(tmp_path / "vp", "vang_mat", *servers.of("").urls)
    assert [one.record for one in finding.search(back, "").found] == [first]
    second = issued(back, trich_yeu="Việc thứ hai")
    assert [one.record for one in finding.search(back, "viec thu hai").found] == [second]
    back.close()
    away = moved_to(tmp_path / "vp", "vang_mat", NOBODY)
    third = issued(away, trich_yeu="Việc thứ ba")
    away.close()
    back = moved_to(tmp_path / "vp", "vang_mat", NOBODY, *servers.of("").urls)  # the next server is asked
    assert [one.record for one in finding.search(back, "viec thu ba").found] == [third]
    assert not [fault for checked in verification.verify(back) for fault in checked.faults]
    back.index.drop()
    back.close()


@pytest.mark.usefixtures("login")
def test_an_office_finds_on_servers_what_it_finds_in_its_folder(
    servers: Servers, whole_office: Path, tmp_path: Path
) -> None:
    shutil.copytree(whole_office, tmp_path / "vp")
    here, there = (
        open_office(whole_office, clock=lambda: NOON),
        moved_to(tmp_path / "vp", "ca_ky", *servers.of("").urls),
    )
    assert verification.rebuild(there) == 80
    for typed in ("02/QĐ-UBND", "ke hoach cam giang", '"phù hợp với trẻ em" loại:bc', "năm:2024 xếp:cũ", "tờ trìh"):
        ours, theirs = (finding.search(office, typed, limit=100, count=True) for office in (here, there))
        assert {one.record.path for one in ours.found} == {one.record.path for one in theirs.found}, typed
        assert (ours.total, ours.meant, ours.facets) == (theirs.total, theirs.meant, theirs.facets), typed
        assert ours.found[0].record == theirs.found[0].record, typed
    there.index.drop()
    for office in (here, there):
        office.close()
