"""The desk has words for every remedy."""

import pytest

from doc_engine.remedies import RemedyAction
from web.parts.remedies import WORDS, worded


def test_every_action_has_words_and_none_is_a_command() -> None:
    assert set(WORDS) == set(RemedyAction)
    assert [text for text in WORDS.values() if "vanthu " in text or "--" in text] == []


@pytest.mark.parametrize("action", RemedyAction)
def test_a_remedy_reads_as_a_sentence(action: RemedyAction) -> None:
    assert worded(f"Hãy {action.of('dt-1')}.").isprintable()
