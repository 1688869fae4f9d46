"""What ``meeting check`` says to a person: every verdict that can come has its sentence, in both languages."""

from __future__ import annotations

import pytest

from sync.presence import State
from sync.selftest.judge import judge
from sync.selftest.observed import Check, Outcome, Way
from tests.unit.command.documents import CHECKING_DOCUMENTS
from tests.unit.meeting.test_judge import ALONE, WELL
from ui.command.text import tell
from ui.words.catalogue import Language
from ui.words.languages import LANGUAGES, words_for


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_check_outcome_way_and_state_has_its_word(language: Language) -> None:
    wanted = {
        *(f"check_{check.value}" for check in Check),
        *(f"outcome_{outcome.value}" for outcome in Outcome),
        *(f"way_{way.value}" for way in Way),
        *(f"near_{state.value}" for state in State),
        *(verdict.cause for seen in (WELL, ALONE) for verdict in judge(seen)),
    }
    assert wanted - set(language.sentences) == set()


def test_a_fault_is_told_with_its_ways_out_and_who_is_near() -> None:
    said = tell("meeting check", CHECKING_DOCUMENTS["meeting check"], words_for("fr")).splitlines()
    assert said[0] == words_for("fr").say("selftest_found")
    assert any("Horloge" in line and "retarde de 3 h" in line for line in said)
    assert f"  {words_for('fr').say('way_usb')}" in said
    assert any(line.startswith("  a1a1a1a1") for line in said)


def test_alone_nobody_is_blamed() -> None:
    alone = {"ok": True, "checks": [], "peers": []}
    assert tell("meeting check", alone, words_for("en")) == words_for("en").say("selftest_nobody")
