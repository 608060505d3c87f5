"""The desk of an office whose registers, and its own tables, are on PostgreSQL."""

from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url

from tests.support.desk import Desk, entered, staff
from tests.support.offices import create_office
from tests.support.postgres import emptied, moved_to


def test_accounts_sessions_and_documents_are_kept_on_the_server(postgres: str, tmp_path: Path) -> None:
    create_office(tmp_path / "vp").close()
    moved_to(emptied(postgres), tmp_path / "vp")
    with Desk(tmp_path / "vp") as desk:
        staff(desk)
        with entered(desk, "clerk") as visitor:
            assert visitor.get("/hom-nay").status_code == 200
            assert visitor.get("/so").status_code == 200
    assert not (tmp_path / "vp" / "so" / "ban-lam-viec.sqlite").exists()
    engine = create_engine(make_url(postgres).set(drivername="postgresql+psycopg"))
    assert "people_person" in inspect(engine).get_table_names(schema="ban_lam_viec")
    engine.dispose()
