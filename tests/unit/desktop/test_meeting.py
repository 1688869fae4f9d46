"""What the room, the frame and the faces say."""

from __future__ import annotations

from dataclasses import replace

from sync.presence import State
from sync.room import SignState
from tests.qt import room_facts
from tests.qt.association import TODAY, lively
from ui.desktop.presenters.faces import NOBODY, face, first_name
from ui.desktop.presenters.home import frame, home
from ui.desktop.presenters.meeting import people
from ui.desktop.presenters.present import RoomNow
from ui.desktop.presenters.projects import matching, tiles
from ui.desktop.presenters.sign import sign, small_sign
from ui.words.languages import words_for

FR = words_for("fr")


def test_each_state_of_a_computer_is_said_in_words() -> None:
    shown = people(FR, room_facts.exchanging())
    assert shown.heading == "4 présents"
    me, karim, unknown, elodie = shown.cards
    assert me.name == "Aïcha Benali (vous)"
    assert not me.computers
    assert karim.line == "Mise à jour\u202f: 36 sur 100"
    assert karim.share == 0.36
    assert [step.holds for step in karim.computers[0].steps] == [True, True, True, False]
    assert unknown.face == NOBODY
    assert [step.holds for step in unknown.computers[0].steps] == [True, False, False, False]
    assert elodie.done
    assert elodie.line.startswith("À jour — 36 nouveautés échangées à ")
    assert all(step.holds for step in elodie.computers[0].steps)


def test_what_holds_somebody_up_is_a_sentence_at_the_step_it_holds_up() -> None:
    noel = people(FR, room_facts.held_up()).cards[0]
    assert noel.trouble
    assert noel.share is None
    assert noel.line == FR.error("peer_unreachable")
    seen, reached, trusted, equal = noel.computers[0].steps
    assert (seen.holds, reached.trouble, trusted.trouble, equal.holds) == (True, True, False, False)
    assert reached.reason == FR.error("peer_unreachable")


def test_somebody_who_came_in_unseen_is_reached_all_the_same() -> None:
    hidden = replace(room_facts.device("Zoë", State.TRUSTED, 3), instance=None)
    now = room_facts.room(SignState.EXCHANGING, (room_facts.person("Zoë", hidden), room_facts.person("Aïcha", me=True)))
    steps = people(FR, now).cards[0].computers[0].steps
    assert [step.holds for step in steps] == [False, True, True, False]


def test_of_many_who_are_up_to_date_only_the_faces_are_shown() -> None:
    shown = people(FR, room_facts.crowd(39, 3))
    assert (len(shown.cards), len(shown.faces)) == (3, 37)
    assert not any(row.done for row in shown.cards)
    few = people(FR, room_facts.equal(3))
    assert (len(few.cards), few.faces) == (4, ())


def test_one_sign_tells_the_whole_room_and_whether_one_may_leave() -> None:
    shown = sign(FR, "Les Semeuses", room_facts.equal(11))
    assert shown.count.replace("\u00a0", " ") == "12 présents, 12 à jour"
    assert (shown.tone, shown.title) == ("equal", "Vous pouvez partir.")
    assert small_sign(FR, room_facts.equal(11)).badge == "12/12"
    going_on = sign(FR, "x", room_facts.exchanging())
    assert "64 nouveautés" in going_on.text
    assert "Karim Ould-Ahmed et 1 autre" in going_on.text
    held_up = sign(FR, "x", room_facts.held_up())
    assert held_up.tone == "help"
    assert held_up.text.startswith("Avec Noël Dupré. " + FR.error("peer_unreachable")[:10])


def test_only_one_state_says_that_one_may_leave() -> None:
    persons = room_facts.equal(1).sign.persons
    leaving = [
        state
        for state in SignState
        if "partir." in sign(FR, "x", room_facts.room(state, persons)).title
        or "partir" in small_sign(FR, room_facts.room(state, persons)).title
    ]
    assert leaving == [SignState.MAY_LEAVE]


def test_alone_the_sign_says_whether_one_can_be_found() -> None:
    assert sign(FR, "x", RoomNow(visible=True)).tone == "here"
    assert sign(FR, "x", RoomNow()).tone == "hidden"
    assert sign(FR, "x", RoomNow(meets=False)).tone == "quiet"
    assert small_sign(FR, RoomNow(visible=True)).count == ""


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
