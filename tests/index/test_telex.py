"""Leftover Telex/VNI keystrokes that did not become Vietnamese letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.telex import decoded

MEANT = """
coong cong; nhaajn nhan; quyeets quyet; ddinhj dinh; hoachj hoach; chuowng chuong; truwowngf truong; uyr uy; baor bao;
treer tre; thw thu; vawn van; twf tu; trwx tru;
huowng huong; co6ng cong; nha65n nhan; d9inh5 dinh; quye61t quyet; tre3 tre
"""


@pytest.mark.parametrize(("typed", "meant"), [tuple(pair.split()) for pair in MEANT.split(";")])
def test_the_folded_word_that_was_meant(typed: str, meant: str) -> None:
    assert decoded(typed) == meant


@pytest.mark.parametrize(
    "plain", [*["cong", "nhan", "xa", "tre", "em", "2024", "12", "qd", "ubnd", "qd-ubnd", "h52", "w"], ""]
)
def test_a_plain_word_is_left_alone(plain: str) -> None:
    assert decoded(plain) == ""


@given(st.text())
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    assert isinstance(decoded(typed), str)
