"""Keys come back from their texts whole, whatever stands in a part."""

from hypothesis import given
from hypothesis import strategies as st

from archive.keys import AgencyKey, CycleIdentity, CycleRule, DocumentPath, OutgoingRule

CODES = st.from_regex(r"[0-9]{2,5}", fullmatch=True)
PARTS = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
PROGRAMMES = st.from_regex(r"[a-z0-9:.-]{1,30}", fullmatch=True)  # a programme's author may write a colon
YEARS = st.integers(1945, 2200)


@given(PROGRAMMES, YEARS, CODES, PARTS, CODES)
def test_an_identity_comes_back_whatever_the_programme_is_called(
    programme: str, year: int, lead: str, template: str, unit: str
) -> None:
    identity = CycleIdentity(programme, year, lead, template, unit)
    assert CycleIdentity.parse(str(identity)) == identity


@given(CODES, st.sampled_from(["", "HĐXD", "BCĐ"]))
def test_an_agency_comes_back(unit: str, body: str) -> None:
    assert AgencyKey.parse(str(AgencyKey(unit, body))) == AgencyKey(unit, body)


@given(YEARS, PARTS, PARTS)
def test_a_path_comes_back(year: int, unit: str, name: str) -> None:
    assert DocumentPath.parse(str(DocumentPath(year, unit, name))) == DocumentPath(year, unit, name)


@given(CODES, YEARS)
def test_the_rule_of_outgoing_documents_is_known_from_that_of_a_cycle(unit: str, year: int) -> None:
    assert OutgoingRule.parse(str(OutgoingRule(unit, year))) == OutgoingRule(unit, year)
    assert OutgoingRule.parse(str(CycleRule("xa:phu-hop", year, "063", unit))) is None
    assert OutgoingRule.parse("") is None


def test_a_document_of_no_cycle_has_no_identity_of_one() -> None:
    assert CycleIdentity.parse("du-thao:dt-a1b2c3") is None
