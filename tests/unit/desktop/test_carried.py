"""What a key and a shared folder tell, and which disks may be keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from sync.carry.folder import Exchanged
from sync.carry.reading import Reading
from sync.carry.series import FolderStatus
from sync.carry.writing import Written
from tests.qt.association import NOON_MS, TODAY
from ui.desktop.presenters.carried import (
    Volume,
    exchanged,
    folder,
    is_plugged,
    previewed,
    taken,
    volume_line,
    written,
)
from ui.words.languages import words_for

FR = words_for("fr")
ZOE, NOEL, STRANGER = DeviceId(b"z" * 32), DeviceId(b"n" * 32), DeviceId(b"s" * 32)
NAMES = {ZOE: "Zoë Martin", NOEL: "Noël Dupré"}


def reading(
    news: dict[DeviceId, int], stopped: RefusedError | None = None, exporter: DeviceId = ZOE, *, equal: bool = False
) -> Reading:
    """Return what a file held."""
    return Reading(exporter, NOON_MS, 1_912, news, 0, 0, equal, frozenset(), (), stopped)


def test_a_preview_says_whose_file_it_is_and_what_would_come() -> None:
    shown = previewed(FR, reading({ZOE: 24, NOEL: 1_200}), NAMES, TODAY)
    assert shown.title == "1\u202f224 nouveautés arriveraient\u202f:"
    assert shown.may_take
    assert shown.lines[0].startswith("Fichier de rencontre écrit par Zoë Martin, aujourd’hui à ")
    assert shown.rows == (("Noël Dupré", "1\u202f200 nouveautés"), ("Zoë Martin", "24 nouveautés"))
    assert FR.say("key_preview_kept") in shown.more


def test_a_file_without_news_cannot_be_taken() -> None:
    assert previewed(FR, reading({}, equal=True), NAMES, TODAY).title == FR.say("carry_equal")
    shown = previewed(FR, reading({}), NAMES, TODAY)
    assert (shown.title, shown.may_take) == (FR.say("carry_nothing_new"), False)


def test_somebody_unknown_is_named_by_their_computer_and_warned_of() -> None:
    shown = previewed(FR, reading({STRANGER: 1}, exporter=STRANGER), NAMES, TODAY)
    assert shown.lines[1] == FR.say("carry_from_nobody")
    assert shown.rows[0][0] == "l’ordinateur 73737373"


def test_a_file_that_ends_too_early_keeps_what_came_and_says_why() -> None:
    shown = taken(FR, reading({ZOE: 3}, RefusedError("bundle_cut")), NAMES, TODAY)
    assert shown.tone == "help"
    assert shown.title == "3 nouveautés sont arrivées\u202f:"
    assert FR.error("bundle_cut") in shown.more
    assert FR.say("carry_take_out") not in shown.more


def test_one_may_take_the_key_out_only_once_all_is_written_or_read() -> None:
    done = written(FR, Written(Path("/media/k/x.idos-bundle"), 1_912, 5, 4_200_000, 2, 1))
    assert done.title == FR.say("carry_take_out")
    assert len(done.lines) == 4
    assert FR.say("carry_take_out") in taken(FR, reading({ZOE: 3}), NAMES, TODAY).more


def test_the_folder_says_what_passed_and_what_holds_it_up() -> None:
    busy = Exchanged(Path("/srv/x"), {ZOE: 2}, 0, 1, 4, 0, 9_000, 1, 0, None)
    shown = exchanged(FR, busy, NAMES)
    assert shown.title == "2 nouveautés sont arrivées\u202f:"
    assert len(shown.more) == 2
    full = Exchanged(Path("/srv/x"), {}, 0, 0, 0, 0, 0, 0, 0, RefusedError("bundle_full", path="/srv/x"))
    assert exchanged(FR, full, NAMES).tone == "help"
    assert exchanged(FR, Exchanged(Path("x"), {}, 0, 0, 0, 0, 0, 0, 0, None), NAMES).more == (FR.say("folder_nothing"),)


def test_the_card_of_the_folder_tells_when_it_was_looked_at_and_why_it_could_not() -> None:
    assert folder(FR, FolderStatus(None, None, "", 0, 0), TODAY).path == ""
    status = FolderStatus(Path("/srv/Nuage/IDOS"), NOON_MS, "folder_missing", 2, 3)
    shown = folder(FR, status, TODAY)
    assert shown.name == "IDOS"
    assert shown.line.startswith("Regardé aujourd’hui à ")
    assert "/srv/Nuage/IDOS" in shown.trouble


@pytest.mark.parametrize(
    ("root", "system", "may_be"),
    [
        ("/media/aicha/CLE", "/", True),
        ("/run/media/aicha/CLE", "/", True),
        ("/Volumes/CLE", "/", True),
        ("/mnt/usb", "/", True),
        ("/", "/", False),
        ("/boot/efi", "/", False),
        ("/home", "/", False),
        ("E:/", "C:/", True),
        ("C:/", "C:/", False),
    ],
)
def test_a_disk_that_a_person_plugged_in_may_be_a_key(root: str, system: str, may_be: bool) -> None:
    assert is_plugged(root, system) is may_be


def test_a_protected_key_says_so() -> None:
    assert volume_line(FR, Volume("/media/k", "K", 5, read_only=True)) == FR.say("key_read_only")
    assert volume_line(FR, Volume("/media/k", "K", 14_200_000_000)) == "14,2 Go libres"
