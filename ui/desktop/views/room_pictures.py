"""The states of Rencontre for the pictures of every screen, with an invented room: the cell itself meets nobody."""

from __future__ import annotations

from collections.abc import Callable

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.voices import Voice
from sync.presence import State
from sync.room import DeviceHere, PersonHere, Sign, SignState
from ui.desktop.presenters.present import Passed, RoomChanged, RoomNow
from ui.desktop.views.key_sheet import WRITE
from ui.desktop.views.meeting import PARTS, MeetingPage
from ui.desktop.views.shell import Shell

OTHERS = (
    "Karim Ould-Ahmed",
    "Élodie Garçon",
    "Zoë Martin",
    "Noël Dupré",
    "Fatou N’Diaye",
    "Jean-Baptiste Lefèvre",
    "Inès Costa",
    "Œdipe Roux",
    "Maëlys Faure",
    "Thuy Nguyên",
    "Bernadette de La Tour d’Auvergne-Lauraguais",
)
FULL = 39  # others in a full room
_SEEN_MS = 1_795_352_700_000  # 22 November 2026, as the pictures of the demo


def rooms_of_meeting(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    """Show each state and each part of the page, and call ``seen`` with its name."""
    shell.go("meeting")
    page = shell.page
    if not isinstance(page, MeetingPage):
        raise TypeError(type(page).__name__)
    settle()
    for name, now in (("updating", _updating()), ("held-up", _held_up()), ("full", _full()), ("leave", _equal())):
        shell.event_arrived(RoomChanged(now))
        settle()
        seen(f"room-{name}")
    page.sign.open_large()
    seen("room-large")
    page.large.leave()
    for part in PARTS[1:]:
        page.show_part(part)
        seen(f"room-{part}")
    page.show_part(PARTS[0])
    page.key.start(WRITE)
    seen("key")
    page.key.close_sheet()
    shell.event_arrived(RoomChanged(RoomNow()))
    settle()


def _updating() -> RoomNow:
    persons = (_me(equal=False), _person(OTHERS[0], State.TRUSTED, 64), _person(OTHERS[1]))
    return _room(SignState.EXCHANGING, persons, DeviceHere(None, "seen", State.SEEN, False, 0, ""))


def _held_up() -> RoomNow:
    return _room(SignState.HELD_UP, (_me(), _person(OTHERS[1]), _person(OTHERS[3], State.SEEN, 0, "peer_unreachable")))


def _equal() -> RoomNow:
    return _room(SignState.MAY_LEAVE, (_me(), *map(_person, OTHERS)))


def _full() -> RoomNow:
    names = [*OTHERS, *(f"{OTHERS[number % 7].split()[0]} {number}" for number in range(len(OTHERS), FULL))]
    late = [_person(name, State.TRUSTED, 40 * place) for place, name in enumerate(names[:3], start=1)]
    return _room(SignState.EXCHANGING, (_me(), *late, *map(_person, names[3:])))


def _room(state: SignState, persons: tuple[PersonHere, ...], *unknown: DeviceHere) -> RoomNow:
    devices = [device for person in persons for device in person.devices]
    passed = {each.device: Passed(12, 24, each.remaining, _SEEN_MS) for each in devices if each.device}
    return RoomNow(Sign(state, persons, unknown), passed, visible=True)


def _me(*, equal: bool = True) -> PersonHere:
    return PersonHere(_voice("Aïcha Benali"), True, equal, ())


def _person(name: str, state: State = State.UP_TO_DATE, remaining: int = 0, reason: str = "") -> PersonHere:
    equal = state is State.UP_TO_DATE
    device = DeviceHere(DeviceId(_voice(name).person), name, state, equal, remaining, reason)
    return PersonHere(_voice(name), False, equal, (device,))


def _voice(name: str) -> Voice:
    return Voice(PersonId(name.encode()[:32].ljust(32, b".")), "", name)
