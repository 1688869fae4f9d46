"""What a person reads on the command line: aligned, in their language, and harmless whatever others wrote."""

from __future__ import annotations

from typing import Any

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.records.fields import accept, parse
from idos_p2p.records.kinds import BY_NAME
from tests.unit.command.around_documents import AROUND_DOCUMENTS
from tests.unit.command.decide_documents import DECIDE_DOCUMENTS, WHY
from tests.unit.command.documents import (
    ATTACHING_DOCUMENTS,
    CARRYING_DOCUMENTS,
    CHECKING_DOCUMENTS,
    EVIL,
    IDENTITY_DOCUMENTS,
    KEEPING_DOCUMENTS,
    MEETING_DOCUMENTS,
    PAIRING_DOCUMENTS,
    PAPER_DOCUMENTS,
    THREAD_DOCUMENTS,
    A,
    B,
    C,
)
from tests.unit.command.history_documents import HISTORY_DOCUMENTS
from tests.unit.command.room_documents import ROOM_DOCUMENTS_OF_MEETINGS, SIGN
from ui.command.layout import clean
from ui.command.table import APART, ON_CELL
from ui.command.text import tell, tell_event, tell_fault
from ui.words.catalogue import NARROW, Words
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

FRENCH, ENGLISH = words_for("fr"), words_for("en")
BOTH = pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])


DOCUMENTS: dict[str, Any] = {
    "cell create": {"id": A, "person": B, "device": C},
    "cell join": {"id": A, "person": B, "device": C},
    "cell show": {
        "id": A,
        "name": EVIL,
        "term": "2030-02-02",
        "members": 2,
        "devices": 2,
        "entries": 1527,
        "heights": {B: 1500, C: 27},
        "digest": "d4" * 16,
        "conditions": [{"code": "repaired", "count": 1527}, {"code": "not_yet_known"}],
        "alarms": [{"code": "invite_key_twice", "act": A}, {"code": "not_yet_known", "act": B}],
        "forks": [{"device": B, "from": 1499, "heads": [A, C]}],
        "folder": {"folder": EVIL, "looked": None, "code": "", "own": 0, "others": 0},
    },
    "cell members": [
        {
            "person": A,
            "name": EVIL,
            "roles": ["leader", EVIL],
            "status": "confirmed",
            "chamber": "carrying",
            "devices": [B],
            "why": WHY,
        },
        {"person": "", "name": "", "roles": [], "status": "guest", "chamber": "concerned", "devices": []},
    ],
    "cell invite": {"link": "idos1abcdef"},
    "add": {"id": A},
    "set": {"id": A, "entries": 1},
    "list": [{"id": A, "kind": "project", "title": EVIL, "state": EVIL, "place": EVIL}],
    "search": {"items": [{"id": A, "kind": "page", "title": EVIL}, {"id": B, "kind": "from_later", EVIL: EVIL}]},
    "check": {"ok": False, "entries": 3, "faults": [{"code": "view_extra", "record": EVIL, "title": EVIL}]},
    "pictures": [EVIL],
    **KEEPING_DOCUMENTS,
    **IDENTITY_DOCUMENTS,
    **DECIDE_DOCUMENTS,
    **AROUND_DOCUMENTS,
    **THREAD_DOCUMENTS,
    **HISTORY_DOCUMENTS,
    **ATTACHING_DOCUMENTS,
    **CARRYING_DOCUMENTS,
    **CHECKING_DOCUMENTS,
    **PAPER_DOCUMENTS,
    **MEETING_DOCUMENTS,
    **PAIRING_DOCUMENTS,
    **ROOM_DOCUMENTS_OF_MEETINGS,
}
"""One document a command, with whatever a hostile peer or file could put in it."""

EVENTS: list[dict[str, Any]] = [
    {"event": "listening", "host": "127.0.0.1", "port": 4242},
    {"event": "seen", "instance": EVIL},
    {"event": "connected", "device": A},
    {"event": "exchanging", "device": A},
    {"event": "received", "device": A, "received": 1200},
    {"event": "up_to_date", "device": A},
    {"event": "ended", "device": A, "code": ""},
    {"event": "ended", "device": A, "code": "peer_closed"},
    {"event": "ended", "device": A, "code": EVIL},
    {"event": "refused", "code": "knock_refused", "host": EVIL, "step": "knock"},
    {"event": "unreachable", "endpoint": EVIL, "code": "peer_unreachable"},
    {"event": "members"},
    {"event": "meeting"},
    {"event": "room", **SIGN},
    {"event": "from_later", "who": EVIL},
]


def _is_harmless(text: str) -> bool:
    """Say whether a terminal only shows this text."""
    steering = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029", "\u202e", "\u2066"} - {"\n"}
    return not steering & set(text)


def test_every_command_that_answers_is_told() -> None:
    answering = {command for commands in (*ON_CELL.values(), *APART.values()) for command in commands}
    assert answering == set(DOCUMENTS)


@BOTH
@pytest.mark.parametrize("command", DOCUMENTS)
def test_nothing_somebody_wrote_steers_the_terminal(command: str, words: Words) -> None:
    told = tell(command, DOCUMENTS[command], words)
    assert told
    assert _is_harmless(told)
    assert "…" not in told.replace(clean(EVIL), ""), "a sentence was left without one of its fields"


@BOTH
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["event"])
def test_every_event_is_one_harmless_line(event: dict[str, Any], words: Words) -> None:
    told = tell_event(event, words)
    assert told
    assert "\n" not in told
    assert _is_harmless(told)


def test_a_list_has_one_aligned_line_a_record() -> None:
    document = [
        {
            "id": A,
            "kind": "contribution",
            "what": "Plantation des bulbes",
            "date": "2026-11-05",
            "minutes": 150,
            "persons": [A, B],
        },
        {
            "id": B,
            "kind": "contribution",
            "what": "料理 pour tous",
            "date": "2026-10-12",
            "minutes": 45,
            "cents": 1250,
            "persons": [A],
        },
    ]
    first, second = tell("list", document, FRENCH).replace(NO_BREAK, " ").split("\n")
    assert first == "a1a1a1a1   5 nov. 2026  Plantation des bulbes  2 h 30 · 2 personnes"
    assert second == "b2b2b2b2  12 oct. 2026  料理 pour tous         45 min · 12,50 € · 1 personne"


def test_a_search_names_the_kinds() -> None:
    items = [{"id": A, "kind": "gift", "cents": 5000, "date": "2026-01-02"}, {"id": B, "kind": "person", "name": "Zoë"}]
    first, second = tell("search", {"items": items}, FRENCH).replace(NO_BREAK, " ").split("\n")
    assert first == "a1a1a1a1  Don       2 janv. 2026       50,00 €"
    assert second == "b2b2b2b2  Personne                Zoë"


def test_an_empty_answer_says_so() -> None:
    assert tell("list", [], FRENCH) == "Aucune fiche pour l’instant."
    assert tell("search", {"items": []}, FRENCH).startswith("Aucune fiche ne contient ces mots.")


def test_a_record_shows_a_field_a_line_and_a_text_in_a_block() -> None:
    document = {
        "id": A,
        "kind": "project",
        "purpose": "Nourrir.\n\n  Partager.",
        "state": "open",
        "title": "Jardin",
    }
    assert tell("show", document, FRENCH).split("\n") == [
        "Projet a1a1a1a1",
        "  Titre          Jardin",
        "  Raison d’être",
        "    Nourrir.",
        "",
        "      Partager.",
        "  État           En cours",
    ]


def test_versions_are_told_by_person() -> None:
    document = {
        "id": A,
        "kind": "contribution",
        "what": "Repas",
        "minutes": 60,
        "versions": {"minutes": [{"value": 60, "who": "Zoë", "entry": B}, {"value": 90, "who": "", "entry": C}]},
    }
    *_, head, first, second = tell("show", document, FRENCH).replace(NO_BREAK, " ").split("\n")
    assert head == f"Durée{NARROW}: 2 versions, écrites chacune de son côté"
    assert [first, second] == [f"  Zoë{NARROW}: 1 h", f"  Sans nom{NARROW}: 1 h 30"]


def test_members_are_told_in_words() -> None:
    first, *why, second = tell("cell members", DOCUMENTS["cell members"], FRENCH).split("\n")
    assert "membre " in first
    assert "porteurs" in first
    assert "Responsable" in first
    assert [line.split(", par")[0] for line in why] == [
        "  Proposition soumise",
        "  Un ordinateur de plus",
        "  Autre fait",
    ]
    assert "Luc, 22 nov. 2026".replace(" n", f"{NO_BREAK}n").replace(". ", f".{NO_BREAK}") in why[2]
    assert second.split("  ")[0] == "–"
    assert "Sans nom" in second
    assert "personne invitée" in second
    assert "sans ordinateur" in second


def test_the_link_of_an_invitation_stands_alone_on_its_line() -> None:
    assert tell("cell invite", {"link": "idos1abcdef"}, FRENCH).split("\n")[-1] == "idos1abcdef"


def test_a_sound_cell_is_told_in_one_sentence() -> None:
    told = tell("check", {"ok": True, "entries": 1527, "faults": []}, FRENCH)
    assert told == f"Tout est en ordre{NARROW}: 1{NARROW}527 nouveautés gardées ici."


def test_a_damaged_cell_says_what_is_safe_and_what_to_do() -> None:
    ill = [{"code": "file", "detail": "hole"}, {"code": "membership"}]
    head, *faults = tell("check", {"ok": False, "entries": 3, "faults": ill}, FRENCH).split("\n")
    assert "à 2 endroits" in head
    assert "en sécurité" in head
    assert faults == [
        f"  Le fichier de la cellule{NARROW}: hole",
        "  Qui fait partie de la cellule ne découle pas de ses actes.",
    ]


def _import(**changed: Any) -> str:
    document = {"entries": 0, "records": {"person": 25, "page": 0}, "already": {"person": 2, "page": 0}}
    return tell("import", {**document, "ignored": [], "faults": [], **changed}, FRENCH)


def test_an_import_counts_what_is_new_and_what_was_there() -> None:
    assert _import(entries=25).split("\n") == [
        "L’importation est faite. Tout est enregistré.",
        "  Personne  25 nouvelles  2 déjà là",
    ]
    assert _import().startswith("Voici ce qui serait écrit.")
    assert _import(records={"person": 0}).startswith("Tout était déjà dans la cellule.")


def test_a_fault_of_an_import_stands_where_an_editor_finds_it() -> None:
    faults = [
        {
            "file": "dons.csv",
            "line": 12,
            "column": 5,
            "heading": "montant",
            "code": "import_amount",
            "fields": {"value": "12,5O"},
        },
        {
            "file": "dons.csv",
            "line": 1,
            "column": 0,
            "heading": "",
            "code": "import_heading_missing",
            "fields": {"field": "donor"},
        },
        {
            "file": "gros.csv",
            "line": 0,
            "column": 0,
            "heading": "",
            "code": "import_file_too_large",
            "fields": {"limit": 16 << 20},
        },
    ]
    head, *told = _import(faults=faults).replace(NARROW, " ").replace(NO_BREAK, " ").split("\n")
    assert head.startswith("Il y a 3 points à corriger dans les fichiers. Rien n’a été écrit.")
    assert told == [
        "dons.csv:12:5 : « 12,5O » n’est pas un montant. Écrivez-le comme 12,50 € ou 1 200. (colonne « montant »)",
        "dons.csv:1 : Il manque la colonne « Donné par ». Ajoutez-la.",
        "gros.csv : Ce fichier est trop grand : 16,8 Mo au plus. Coupez-le en plusieurs fichiers.",
    ]


def _peer(**changed: Any) -> dict[str, Any]:
    peer = {"device": A, "state": "up_to_date", "sent": 3, "received": 1, "bytes_out": 9_000, "bytes_in": 5_200}
    return {**peer, "code": "", **changed}


def test_a_meeting_is_told_a_line_a_computer() -> None:
    document = {"peers": [_peer(), _peer(device=B, received=1200)], "digest": "", "equal": True}
    assert tell("sync", document, FRENCH).replace(NARROW, " ").split("\n") == [
        "a1a1a1a1  à jour        1 nouveauté reçue  3 données  14,2 ko",
        "b2b2b2b2  à jour  1 200 nouveautés reçues  3 données  14,2 ko",
        "Vous êtes à jour avec 2 ordinateurs : vous pouvez partir.",
    ]


def test_a_meeting_that_was_cut_says_why_and_what_to_do() -> None:
    document = {"peers": [_peer(state="ended", code="peer_closed")], "digest": "", "equal": False}
    line, cause, verdict = tell("sync", document, FRENCH).split("\n")
    assert line.startswith("a1a1a1a1  interrompu")
    assert cause.startswith(f"a1a1a1a1{NARROW}: La rencontre s’est arrêtée")
    assert verdict.endswith("puis recommencez.")


def test_nobody_in_the_room_is_told_with_a_way_out() -> None:
    told = tell("sync", {"peers": [], "digest": "", "equal": False}, FRENCH)
    assert told == FRENCH.error("nobody_found")


def test_the_demo_tells_who_brought_and_received_what() -> None:
    told = tell("demo", {**DOCUMENTS["demo"], "picture": "picture.png"}, FRENCH).replace(NARROW, " ").split("\n")
    assert told[0].endswith("300 nouveautés apportées  1 200 reçues  d4d4d4d4")
    assert told[2:] == ["12,3 secondes pour se mettre à jour, 1,2 Mo échangés.", "Image de la fenêtre : picture.png"]


def test_a_fault_is_told_with_its_fields_fit_to_read() -> None:
    choice = RefusedError("field_choice", kind="project", field="state", accepted=["idea", "open", "closed"])
    assert f"ces mots{NARROW}: idea, open, closed." in tell_fault(choice, FRENCH)
    typed = RefusedError("field_type", kind="gift", field="date", accepted="YYYY-MM-DD")
    assert f"Il faut{NARROW}: un jour écrit comme 2026-11-22." in tell_fault(typed, FRENCH)
    hostile = RefusedError("kind_unknown", kind=EVIL, accepted="page, person")
    assert _is_harmless(tell_fault(hostile, FRENCH))


def test_ids_that_look_alike_are_told_up_to_where_they_differ() -> None:
    ambiguous = RefusedError("record_ambiguous", prefix="abcd", ids=("abcd" * 16, "abcd" * 15 + "abce"))
    assert "abcd" * 15 + "abce" in tell_fault(ambiguous, FRENCH)
    plain = RefusedError("record_ambiguous", prefix="abcd", ids=("abcd0" + "0" * 59, "abcd1" + "0" * 59))
    assert "abcd0000, abcd1000" in tell_fault(plain, FRENCH)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("gift", {"donor": "short", "date": "2026-11-05"}),
        ("gift", {"donor": A, "date": "hier"}),
        ("gift", {"donor": A, "date": "2026-11-05", "cents": -1}),
        ("gift", {"donor": A, "date": "2026-11-05", "cents": "douze"}),
        ("gift", {"donor": A, "date": "2026-11-05", "wish": 3}),
        ("use", {"gifts": [A], "date": "2026-11-05", "effect": "repas"}),
        ("person", {"name": 3}),
        ("person", {"name": "Zoë", "skills": "jardin"}),
        ("contribution", {"what": "Repas", "date": "2026-11-05", "persons": "Zoë"}),
    ],
)
def test_what_a_field_takes_is_told_in_words(kind: str, values: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as refused:
        accept(BY_NAME[kind], values, partial=False)
    assert refused.value.code == "field_type"
    assert f"{NARROW}: {refused.value.fields['accepted']}." not in tell_fault(refused.value, FRENCH)


def test_what_an_option_of_shares_takes_is_told_in_words() -> None:
    with pytest.raises(RefusedError) as refused:
        parse(BY_NAME["use"], "gifts", "no-cents")
    assert "FICHE=CENTIMES" in tell_fault(refused.value, FRENCH)
