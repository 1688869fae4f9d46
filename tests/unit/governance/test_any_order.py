"""Membership is a function of the set of acts: whatever their order, and whatever else arrives later."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idos_p2p.governance.membership import Membership, Status
from idos_p2p.governance.past import Act, act_of
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.chain import Height
from tests.unit.governance.histories import Cell, Writer, conclude, new_cell
from tests.unit.log.authors import NOBODY, Author, admit_body

WHO = st.integers(0, 9)
NUMBER = st.integers(0, 3)
Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("invite", "join", "join", "start", "admit", "nobody", "meet", "meet", "fork", "unread")),
        WHO,
        WHO,
        NUMBER,
    ),
    min_size=6,
    max_size=20,
)
RUNS = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def invite(cell: Cell, who: Writer, _other: int, number: int) -> None:
    cell.invite(who, uses=number + 1)


def join(cell: Cell, who: Writer, other: int, number: int) -> None:
    known = [act for act in cell.links if act in who.known]
    if known:
        cell.join(who, known[other % len(known)], number)


def start(cell: Cell, _who: Writer, other: int, number: int) -> None:
    if cell.links:
        cell.start(cell.newcomer(), sorted(cell.links)[other % len(cell.links)], number)


def admit(cell: Cell, who: Writer, other: int, _number: int) -> None:
    """Admit anybody's first act, be it a start or not."""
    newcomer = cell.writers[other % len(cell.writers)]
    first = next((act for act in newcomer.known.values() if act.device == newcomer.device and not act.seq), None)
    if first:
        who.known[first.id] = first
        who.say(admit_body(first.id))


def nobody(_cell: Cell, who: Writer, _other: int, _number: int) -> None:
    who.say(admit_body(NOBODY))


def meet(cell: Cell, who: Writer, other: int, _number: int) -> None:
    who.meet(cell.writers[other % len(cell.writers)])


def fork(cell: Cell, who: Writer, _other: int, number: int) -> None:
    """Write a second act at a place of this device's log that has one, unknown to itself."""
    own = sorted((act for act in who.known.values() if act.device == who.device), key=lambda act: act.seq)
    if own:
        place = own[number % len(own)].seq or 1
        author = Author(who.author.seed, cell.id, Height(place, EntryId(b"b" * 32)))
        forked = act_of(author.act(admit_body(NOBODY)), who.last(place))
        cell.writers[0].known[forked.id] = forked


def unread(_cell: Cell, who: Writer, _other: int, number: int) -> None:
    """Write an act that this program cannot read."""
    seq = who.author.height.count
    act = Act(EntryId(bytes([200 + number, seq]) * 16), who.device, seq, who.membership().heads, None, who.last())
    who.author.height = Height(seq + 1, act.id)
    who.known[act.id] = act


DO: dict[str, Callable[[Cell, Writer, int, int], None]] = {
    "invite": invite,
    "join": join,
    "start": start,
    "admit": admit,
    "nobody": nobody,
    "meet": meet,
    "fork": fork,
    "unread": unread,
}


def lived(steps: Iterable[Step]) -> Cell:
    """Return a cell that went through these steps."""
    cell = new_cell()
    for step, who, other, number in steps:
        DO[step](cell, cell.writers[who % len(cell.writers)], other, number)
    return cell


@RUNS
@given(STEPS, st.data())
def test_the_order_in_which_acts_arrive_changes_nothing(steps: list[Step], data: st.DataObject) -> None:
    cell = lived(steps)
    acts = list(cell.everything().values())
    shuffled = data.draw(st.permutations(acts))
    assert conclude(cell.id, shuffled) == conclude(cell.id, acts)
    assert conclude(cell.id, [*shuffled, *acts[:3]]) == conclude(cell.id, acts)


@RUNS
@given(STEPS)
def test_devices_that_met_conclude_the_same(steps: list[Step]) -> None:
    cell = lived(steps)
    for writer in cell.writers[1:]:
        cell.founder.meet(writer)
    for writer in cell.writers:
        writer.meet(cell.founder)
    assert all(writer.membership() == cell.founder.membership() for writer in cell.writers)


def part_of(acts: Iterable[Act], heights: dict[DeviceId, int]) -> list[Act]:
    """Return the acts that a peer holds which has each device's log up to a height."""
    return [act for act in acts if act.seq < heights.get(act.device, 1 << 32)]


@RUNS
@given(STEPS, st.data())
def test_what_was_concluded_stands_when_more_arrives(steps: list[Step], data: st.DataObject) -> None:
    """Without forks: an act once judged is judged so for ever, and who belongs goes on belonging."""
    cell = lived(step for step in steps if step[0] != "fork")
    acts = list(cell.everything().values())
    devices = sorted({act.device for act in acts})
    heights = {device: data.draw(st.integers(0, 6)) for device in devices}
    less, more = conclude(cell.id, part_of(acts, heights)), conclude(cell.id, acts)
    assert less.void.items() <= more.void.items()
    assert less.devices.items() <= more.devices.items()
    assert less.starts.items() <= more.starts.items()
    assert less.invites.keys() <= more.invites.keys()
    assert all(less.invites[invite].used <= more.invites[invite].used for invite in less.invites)
    assert set(less.alarms) <= set(more.alarms)
    assert confirmed(less) - confirmed(more) <= _shares_a_key(more)


def confirmed(membership: Membership) -> set[bytes]:
    """Return the persons who have a voice, each named by the act that brought them in."""
    return {person.id for person in membership.persons.values() if person.status is Status.CONFIRMED}


def _shares_a_key(membership: Membership) -> set[bytes]:
    """Return the persons whose start is under an alarm: the one way by which a voice is suspended."""
    return {act for _, act in membership.alarms}


@RUNS
@given(STEPS)
def test_only_acts_of_confirmed_devices_open_doors(steps: list[Step]) -> None:
    cell = lived(step for step in steps if step[0] != "fork")
    membership = cell.concluded()
    acts = cell.everything()
    with_voice = confirmed(membership) | _shares_a_key(membership)
    for person in membership.persons.values():
        for why in [reason.act for reason in person.why]:
            by = membership.devices.get(acts[why].device)
            assert by is not None
            assert by in with_voice or why == membership.starts.get(acts[why].device)
    for invite in membership.invites.values():
        assert membership.devices[invite.by] in with_voice
