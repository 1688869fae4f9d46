"""What makes an act void, judged from its own past alone. A rule returns why, in one word; empty when the act is valid.

=========== ==========================================================================================================
body        no encoder writes it so, or this program does not know its kind
cell        a genesis that founds another cell
invite      a start that names no valid invitation, or that is not its device's first entry
proof       a key did not sign what it should have
voice       its author has none, in what they knew
writer      its author is nobody of the cell, in what they knew
start       it admits a device by what is no valid start
person      it names somebody who is none, or who cannot be meant
chamber     another one than the invitation names, or one person in both
origin      it begins a device's log without what it goes back to
device      a device that was bound before, one more than a person may have, or one that is not theirs
cuts        they do not name each device of the person at the end of one of its lines
project     opened by somebody else, or no decision of a project's
circle      its author is in no circle of the project
electorate  its author saw another one
few         too few have a voice for this, or too many would lose theirs
replaces    a proposal that its author may not take back
proposal    it is none, or it was closed
answer      an objection without a ground, or a ground without an objection
ballots     not exactly those that its author knew
short       not adopted by what its author knew
adopted     what it certifies was adopted already: once more would decide it anew, without anybody's consent
secret      it names no renewal
=========== ==========================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable

from idos_p2p.errors import BugError
from idos_p2p.governance.acts import (
    ActBody,
    AddDevice,
    Admit,
    Answer,
    Ballot,
    Begin,
    Body,
    Circle,
    Close,
    Contest,
    Countersign,
    Enact,
    Erase,
    Genesis,
    Ground,
    Invite,
    Leave,
    LeaveCircle,
    Propose,
    Rest,
    Revoke,
    Secret,
    Start,
    Succeed,
)
from idos_p2p.governance.counting import Tally
from idos_p2p.governance.decided import is_contested
from idos_p2p.governance.facts import Facts, Verify
from idos_p2p.governance.naming import circles_fault, cuts_fault, devices_to_cut
from idos_p2p.governance.past import Act
from idos_p2p.governance.proofs import adding_message, proof_message, succession_message
from idos_p2p.governance.proposing import propose_fault
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, PersonId
from idos_p2p.limits import MAX_DEVICES

Rule = Callable[[Facts, Standing, Act], str]


def start_fault(cell: CellId, act: Act, body: Start, invite: Invite | None, verify: Verify) -> str:
    """Return why a start is void, given the valid invitation that it names, if there is one; empty when it counts."""
    if act.seq or invite is None or body.number >= len(invite.keys):
        return "invite"
    message = proof_message(cell, body.invite, act.device, body.sealing)
    return "" if verify(DeviceId(invite.keys[body.number]), message, body.proof) else "proof"


def fault(facts: Facts, standing: Standing, act: Act) -> str:
    """Return why an act is void in the standing of its own past; empty when it is valid."""
    return "body" if act.body is None else _RULES[type(act.body)](facts, standing, act)


def _genesis(facts: Facts, _standing: Standing, act: Act) -> str:
    return "" if act.id == EntryId(facts.cell) else "cell"


def _start(facts: Facts, _standing: Standing, act: Act) -> str:
    body = _as(act, Start)
    invite = facts.invites.get(EntryId(body.invite))
    return start_fault(facts.cell, act, body, invite.body if invite else None, facts.verify)


def _voiced(_facts: Facts, standing: Standing, act: Act) -> str:
    return "" if standing.voice(act) is not None else "voice"


def _written(_facts: Facts, standing: Standing, act: Act) -> str:
    return "" if standing.writer(act) is not None else "writer"


def _free(_facts: Facts, _standing: Standing, _act: Act) -> str:
    return ""  # whose the record is, and so whether an erasure counts, is for the whole set to say


def _admit(facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, Admit)
    if standing.voice(act) is None:
        return "voice"
    if body.start == ABSENT:
        return ""
    key = facts.key_of.get(EntryId(body.start))
    if key is None:
        return "start"
    return "" if facts.invites[EntryId(key[0])].body.chamber == body.chamber else "chamber"


def _succeed(facts: Facts, _standing: Standing, act: Act) -> str:
    body = _as(act, Succeed)
    origin = facts.valid.get(EntryId(body.origin))
    if act.seq or origin is None or origin.seq or origin.device == act.device:
        return "origin"
    message = succession_message(facts.cell, body, act.device)
    return "" if facts.verify(origin.device, message, body.proof) else "proof"


def _add_device(facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, AddDevice)
    person = standing.writer(act)
    if person is None:
        return "writer"
    known = [first for first in facts.begun.get(DeviceId(body.device), ()) if standing.holds(first)]
    if known or len(standing.open_devices(person)) >= MAX_DEVICES:
        return "device"
    message = adding_message(facts.cell, act.device, DeviceId(body.device), body.sealing)
    return "" if facts.verify(DeviceId(body.device), message, body.proof) else "proof"


def _begin(facts: Facts, _standing: Standing, act: Act) -> str:
    added = facts.valid.get(EntryId(_as(act, Begin).added))
    body = added.body if added else None
    return "" if not act.seq and isinstance(body, AddDevice) and body.device == act.device else "origin"


def _revoke(facts: Facts, standing: Standing, act: Act) -> str:
    person = standing.writer(act)
    if person is None:
        return "writer"
    cuts = _as(act, Revoke).cuts
    devices = {DeviceId(cut.device) for cut in cuts}
    if not devices <= standing.open_devices(person) - {act.device}:
        return "device"
    return cuts_fault(facts, standing, cuts, devices)


def _leave(facts: Facts, standing: Standing, act: Act) -> str:
    person = standing.writer(act)
    if person is None:
        return "writer"
    others = devices_to_cut(facts, standing, person) - {act.device}
    return cuts_fault(facts, standing, _as(act, Leave).cuts, others)


def _circle(_facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, Circle)
    person = standing.voice(act)
    if person is None:
        return "voice"
    if standing.owner_of_device(DeviceId(body.project.device)) != person or standing.circle(body.project) is not None:
        return "project"
    return circles_fault(standing, body.concerned, body.carrying)


def _leave_circle(_facts: Facts, standing: Standing, act: Act) -> str:
    person, circle = standing.writer(act), standing.circle(_as(act, LeaveCircle).project)
    return "" if person and circle and person in {*circle.concerned, *circle.carrying} else "circle"


def _ballot(facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, Ballot)
    put = facts.puts.get(EntryId(body.proposal))
    if put is None or _closed(facts, standing, put.act.id):
        return "proposal"
    if (body.answer is Answer.OBJECTION) != (body.ground is not Ground.NONE):
        return "answer"
    by = standing.writer(act)
    voter = by if body.voter == ABSENT else PersonId(body.voter)
    if by is None or voter not in put.electors[0] | put.electors[1]:
        return "electorate"
    if voter == by:
        return "" if body.voter == ABSENT else "person"
    if not standing.has_voice(by):
        return "voice"
    return "" if not standing.open_devices(voter) else "device"


def _countersign(facts: Facts, standing: Standing, act: Act) -> str:
    cast = facts.ballots.get(EntryId(_as(act, Countersign).ballot))
    person = standing.voice(act)
    if cast is None or cast.by == cast.voter:
        return "ballots"
    return "" if person is not None and person not in {cast.by, cast.voter} else "voice"


def _contest(facts: Facts, standing: Standing, act: Act) -> str:
    cast = facts.ballots.get(EntryId(_as(act, Contest).ballot))
    if cast is None or cast.by == cast.voter:
        return "ballots"
    return "" if standing.writer(act) == cast.voter else "person"


def _enact(facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, Enact)
    put = facts.puts.get(EntryId(body.proposal))
    if standing.voice(act) is None:
        return "voice"
    if put is None or standing.off(put.act) or _closed(facts, standing, put.act.id):
        return "proposal"
    tally = Tally(facts, standing, put)
    if any(
        standing.has(one.at) and not is_contested(facts, tally, one) for one in facts.certificates.get(put.act.id, ())
    ):
        return "adopted"
    if body.ballots != tuple(cast.act.id for cast in tally.casts):
        return "ballots"
    return "" if tally.adopts else "short"


def _close(facts: Facts, standing: Standing, act: Act) -> str:
    return "" if may_close(facts, standing, act, EntryId(_as(act, Close).proposal)) else "proposal"


def may_close(facts: Facts, standing: Standing, act: Act, proposal: EntryId) -> bool:
    """Whether the author of an act may withdraw a proposal: their own, or that of somebody who has no voice left."""
    put, person = facts.puts.get(proposal), standing.voice(act)
    return put is not None and person is not None and (person == put.by or not standing.has_voice(put.by))


def _closed(facts: Facts, standing: Standing, proposal: EntryId) -> bool:
    return any(standing.counts(at) for at in facts.closes.get(proposal, ()))


def _secret(facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, Secret)
    if body.of == ABSENT:
        return _voiced(facts, standing, act)
    return _written(facts, standing, act) if EntryId(body.of) in facts.secrets else "secret"


def _propose(facts: Facts, standing: Standing, act: Act) -> str:
    body = _as(act, Propose)
    person = standing.voice(act)
    if person is None:
        return "voice"
    if body.replaces != ABSENT and not may_close(facts, standing, act, EntryId(body.replaces)):
        return "replaces"
    return propose_fault(facts, standing, person, body)


def _as(act: Act, kind: type[Body]) -> Body:
    if not isinstance(act.body, kind):
        raise BugError("rule_of_another_act", act=act.id.hex())
    return act.body


_RULES: dict[type[ActBody], Rule] = {
    Genesis: _genesis,
    Start: _start,
    Invite: _voiced,
    Admit: _admit,
    Succeed: _succeed,
    Erase: _free,
    AddDevice: _add_device,
    Begin: _begin,
    Revoke: _revoke,
    Leave: _leave,
    Rest: _voiced,
    Circle: _circle,
    LeaveCircle: _leave_circle,
    Propose: _propose,
    Ballot: _ballot,
    Countersign: _countersign,
    Contest: _contest,
    Enact: _enact,
    Close: _close,
    Secret: _secret,
}
