"""Answering a proposal: consent, standing aside, an objection with its reason; for oneself, or for who has no device.

The ballot and the comment that says why are one step. The device whose ballot makes a proposal ready certifies it at
once, in the same step.
"""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Answer, Ballot, Contest, Countersign, Ground
from idos_p2p.governance.decisions import Answered as Known
from idos_p2p.governance.decisions import Decision
from idos_p2p.ids import ABSENT, EntryId, PersonId
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import decision_named, is_elector, takes_answers
from idos_p2p.services.enact import certify_if_ready
from idos_p2p.services.put_text import find_if_here, is_as_put
from idos_p2p.services.voices import person_named, voices
from idos_p2p.services.write import add
from idos_p2p.views.records import PREFIX_DIGITS, find


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer did: the ballot, the comment that says why (empty without one), and whether it adopted."""

    ballot: str
    comment: str
    adopted: bool


def say(
    cell: Cell, named: str, answer: Answer, *, ground: Ground = Ground.NONE, words: str = "", voter: str = ""
) -> Outcome:
    """Answer a proposal, in place of what the same person said before; after it was adopted, too.

    ``voter``: the person without a device who spoke (``services.voices.person_named``); it counts once somebody else
    with a voice countersigns it. An objection needs its ground and its reason in words. Nobody lets pass what
    they cannot read as it was put: ``decision_textless``.
    Raises RefusedError: ``decision_closed``, ``not_elector``, ``objection_ground``, ``objection_words``,
    ``ground_unneeded``, ``no_voice``, ``voter_has_device`` (name), ``decision_textless``, and of ``decision_named``.
    """
    _check_words(answer, ground, words)
    spoken = person_named(cell, voices(cell), voter) if voter else None
    with one_step(cell) as step:
        found = decision_named(cell, named)
        _check_voter(cell, found, spoken)
        if answer is not Answer.OBJECTION and not is_as_put(cell, found.body):
            raise RefusedError("decision_textless", id=found.id.hex())
        comment = step.record("comment", _comment(cell, found, answer, words, spoken)) if words.strip() else ""
        reason = bytes.fromhex(comment) if comment else ABSENT
        ballot = step.act(Ballot(found.id, answer, ground, reason, spoken or ABSENT))
        step.conclude()
        adopted = certify_if_ready(cell, step, found.id)
    return Outcome(ballot.hex(), comment, adopted)


def countersign(cell: Cell, ballot_id: str) -> bool:
    """Say that one heard a spoken answer, too (id or prefix of its act); return whether that adopted the proposal.

    Raises RefusedError: ``ballot_unknown``, ``ballot_not_spoken``, ``countersign_own``, ``ballot_countersigned``,
    ``no_voice``, ``decision_closed``.
    """
    with one_step(cell) as step:
        found, ballot = ballot_named(cell, ballot_id)
        me = cell.membership.persons[cell.membership.devices[cell.device]]
        if not me.has_voice:
            raise RefusedError("no_voice")
        if me.id in (ballot.by, ballot.voter):
            raise RefusedError("countersign_own")
        if ballot.witness is not None:
            raise RefusedError("ballot_countersigned")
        if not takes_answers(found):
            raise RefusedError("decision_closed", id=found.id.hex())
        step.act(Countersign(ballot.id))
        step.conclude()
        return certify_if_ready(cell, step, found.id)


def contest(cell: Cell, ballot_id: str) -> None:
    """Say that one did not speak the answer that was recorded in one's name (id or prefix of its act).

    Raises RefusedError: ``ballot_unknown``, ``ballot_not_spoken``, ``not_my_ballot``, ``ballot_contested``.
    """
    with one_step(cell) as step:
        _, ballot = ballot_named(cell, ballot_id)
        if ballot.voter != cell.membership.person_of(cell.device):
            raise RefusedError("not_my_ballot")
        if ballot.contested:
            raise RefusedError("ballot_contested")
        step.act(Contest(ballot.id))


def comment(cell: Cell, named: str, words: str, round_name: str = "reaction", *, teller: str = "") -> str:
    """Ask about a proposal ("clarification") or react to it ("reaction"), and return the comment's id.

    ``teller``: the id of the person whose words these are, when another writes them down.
    Raises RefusedError: ``decision_textless``, those of ``decision_named`` and of ``services.write.add``.
    """
    about = _text_of(cell, decision_named(cell, named))
    return add(cell, "comment", {"about": about, "words": words, "round": round_name, "from": teller})


def integrate(cell: Cell, comment_id: str, words: str) -> str:
    """Say how an objection (id or prefix of its comment) was taken up, and return the id of what says so.

    Raises RefusedError: ``not_an_objection``, and those of ``services.write.add``.
    """
    view = find(cell.store.reader, comment_id)
    if view.kind != "comment" or view.fields.get("round") != "objection":
        raise RefusedError("not_an_objection", title=view.title)
    return add(cell, "comment", {"about": view.id, "words": words, "round": "integration"})


def ballot_named(cell: Cell, ballot_id: str) -> tuple[Decision, Known]:
    """Return the spoken answer of this id (or prefix), and the decision that it is about.

    Raises RefusedError: ``ballot_unknown``, ``ballot_not_spoken``.
    """
    wanted = ballot_id.strip().lower()
    found = [
        (decision, ballot)
        for decision in cell.membership.decisions.values()
        for ballot in decision.ballots
        if ballot.id.hex().startswith(wanted)
    ]
    if len(wanted) < PREFIX_DIGITS or len(found) != 1:
        raise RefusedError("ballot_unknown", prefix=ballot_id)
    if found[0][1].by == found[0][1].voter:
        raise RefusedError("ballot_not_spoken")
    return found[0]


def _check_words(answer: Answer, ground: Ground, words: str) -> None:
    if answer is not Answer.OBJECTION:
        if ground is not Ground.NONE:
            raise RefusedError("ground_unneeded")
        return
    if ground is Ground.NONE:
        raise RefusedError("objection_ground")
    if not words.strip():
        raise RefusedError("objection_words")


def _check_voter(cell: Cell, found: Decision, spoken: PersonId | None) -> None:
    """Refuse a ballot that everybody would hold void."""
    if not takes_answers(found):
        raise RefusedError("decision_closed", id=found.id.hex())
    me = cell.membership.persons[cell.membership.devices[cell.device]]
    if spoken is not None:
        voter = cell.membership.persons[spoken]
        if voter.devices:
            raise RefusedError("voter_has_device", name=voices(cell).of(spoken).name)
        if not me.has_voice:
            raise RefusedError("no_voice")
    if not is_elector(found, spoken or me.id):
        raise RefusedError("not_elector")


def _comment(cell: Cell, found: Decision, answer: Answer, words: str, spoken: PersonId | None) -> dict[str, object]:
    teller = voices(cell).of(spoken).record if spoken is not None else ""
    said = "objection" if answer is Answer.OBJECTION else "reaction"
    return {"about": _text_of(cell, found), "words": words, "round": said, "from": teller}


def _text_of(cell: Cell, found: Decision) -> str:
    """Return the id of the record that holds a proposal's text; raise RefusedError("decision_textless")."""
    view = find_if_here(cell.store.reader, EntryId(found.body.record))
    if view is None:
        raise RefusedError("decision_textless", id=found.id.hex())
    return view.id
