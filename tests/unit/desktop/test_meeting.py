"""What the room, the frame and the faces say."""

from __future__ import annotations

from dataclasses import replace

from tests.qt.association import NOON_MS, TODAY, lively
from ui.desktop.presenters.faces import NOBODY, face, first_name
from ui.desktop.presenters.home import frame, home
from ui.desktop.presenters.meeting import room
from ui.desktop.presenters.ports import PeerCard, PeerState
from ui.desktop.presenters.projects import matching, tiles
from ui.words.languages import words_for

FR = words_for("fr")
KARIM = PeerCard("d1", "Karim", PeerState.TRUSTED, done=48, total=112)
ZOE = PeerCard("d2", "Zoë", PeerState.UP_TO_DATE, sent=12, received=24, since_ms=NOON_MS)


def test_each_state_is_said_in_words() -> None:
    peers = [KARIM, ZOE, *(PeerCard(state.value, "", state) for state in PeerState)]
    shown = room(FR, "Les Semeuses", peers, visible=True)
    assert shown.heading == "6 ordinateurs proches"
    assert shown.rows[0].line == "Mise à jour\u202f: 48 sur 112"
    assert shown.rows[0].share == 48 / 112
    assert shown.rows[1].line.startswith("À jour — 36 nouveautés échangées à ")
    assert shown.rows[2].face == NOBODY
    assert len({row.line for row in shown.rows}) == 6
    assert shown.banner.tone == "here"


def test_one_sign_tells_the_whole_room_is_up_to_date() -> None:
    assert room(FR, "x", [ZOE], visible=True).banner.tone == "equal"
    assert room(FR, "x", [ZOE, KARIM], visible=True).banner.tone == "here"
    assert room(FR, "x", [], visible=False).banner.tone == "hidden"


def test_a_cause_is_a_sentence_and_no_progress() -> None:
    (row,) = room(FR, "x", [replace(KARIM, cause="unexpected")], visible=True).rows
    assert row.trouble
    assert row.share is None
    assert row.line == FR.error("unexpected")


def test_faces_have_initials_and_keep_their_colour() -> None:
    names = ("Aïcha Benali", "Karim Ould-Ahmed", "Élodie", "  ", "\u202e", "🌱")
    assert [face(name).initials for name in names] == ["AB", "KO", "É", "", "", ""]
    assert face("Zoë Martin") == face("Zoë Martin")
    assert first_name("Jean-Baptiste Lefèvre") == "Jean-Baptiste"


def test_the_frame_and_the_head_speak_of_the_cell() -> None:
    cell = lively()
    cell.worker.shutdown()
    shown = frame(FR, cell.overview(), TODAY)
    assert (shown.cell, shown.members) == ("Les Semeuses", "Cellule · 16 membres")
    assert shown.met == "Vu ensemble mar.\u00a017\u00a0nov."
    head = home(FR, cell.overview())
    assert head.line == "Bénévole et responsable depuis mars 2024"
    assert [figure.value for figure in head.figures] == ["127\u00a0h", "64", "14", "18"]


def test_a_cell_that_never_met_says_so() -> None:
    cell = lively()
    cell.worker.shutdown()
    overview = replace(cell.overview(), last_meeting_ms=None, roles=("wizard",), since_ms=None, person_name="")
    assert frame(FR, overview, TODAY).met == "Pas encore de rencontre"
    assert home(FR, overview).line == "Membre"
    assert home(FR, overview).name == "Sans nom"


def test_projects_are_tiles_one_can_look_through() -> None:
    cell = lively()
    cell.worker.shutdown()
    shown = tiles(FR, cell.projects(), TODAY)
    assert shown[0].foot == "21 personnes · 640\u00a0h · aujourd’hui"
    assert [tile.state for tile in shown[-3:]] == ["Terminé", "En cours", "Idée"]
    assert [tile.title for tile in matching(shown, "velo")] == ["Atelier vélo"]
