"""Whatever a record or a member may hold from a list of ours has its word in each language."""

from __future__ import annotations

import pytest

from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Status
from idos_p2p.records.kinds import KINDS, FieldType
from sync.peers import PeerState
from ui.words.catalogue import Language
from ui.words.languages import LANGUAGES

CHOICES = {"roles": "role_", "form": "form_", "state": "project_", "says": "says_", "round": "in_round_"}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_word_of_the_records_and_members_is_said(language: Language) -> None:
    fields = [field for kind in KINDS for field in kind.fields]
    wanted = {
        *(f"kind_{kind.name}" for kind in KINDS),
        *(f"field_{field.name}" for field in fields),
        *(CHOICES[field.name] + choice for field in fields for choice in field.choices),
        *(f"status_{status.value}" for status in Status),
        *(f"chamber_{chamber.value}" for chamber in Chamber),
        *(f"peer_state_{state.value}" for state in PeerState),
        *(f"event_{state.value}" for state in PeerState),
        *(f"accepted_{kind.value}" for kind in FieldType),
    }
    assert wanted - set(language.sentences) == set()
