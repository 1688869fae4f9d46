"""What the services tell of decisions, as JSON documents."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.services.told import (
    Answered,
    ChamberTold,
    CirclesTold,
    DecisionTold,
    MatterTold,
    Said,
    SpokenTold,
    Waiting,
)
from idos_p2p.services.voices import Voice
from ui.command.documents import behind, moment, voice
from ui.command.table import Document


def brief(told: DecisionTold) -> dict[str, Document]:
    """Return a proposal as a list shows it to the person at this computer."""
    return {**of_all(told), "answered": told.mine.answer.value if told.mine else ""}


def of_all(told: DecisionTold) -> dict[str, Document]:
    """Return a proposal as a list shows it to anybody."""
    return {
        "id": told.id,
        "record": told.record,
        "title": told.title,
        "matter": _matter(told.matter),
        "project": told.project,
        "project_title": told.project_title,
        "by": voice(told.by),
        "put": moment(told.put_ms),
        "state": told.state.value,
        "ready": told.ready,
        "waiting": list(told.waiting),
        "review": told.review,
        "review_due": told.review_due,
        "adopted": None if told.adopted_ms is None else moment(told.adopted_ms),
    }


def whole(told: DecisionTold) -> dict[str, Document]:
    """Return a proposal with its chambers, its answers, and the acts behind each fact."""
    return {
        **brief(told),
        "body": told.body,
        "as_put": told.as_put,
        "changed_since": told.changed_since,
        "chambers": {chamber.chamber.value: _chamber(chamber) for chamber in told.chambers},
        "answers": [_answer(answer) for answer in told.answers],
        "said": [_said(said) for said in told.said],
        "replaces": told.replaces,
        "replaced_by": list(told.replaced_by),
        "why": behind(told.why),
    }


def circles(told: CirclesTold) -> dict[str, Document]:
    """Return the two circles of a project."""
    return {
        "project": told.project,
        "concerned": _voices(told.concerned),
        "carrying": _voices(told.carrying),
        "without_concerned": told.without_concerned,
        "why": behind(told.why),
    }


def waiting(told: Waiting) -> dict[str, Document]:
    """Return what waits for a person."""
    return {
        "proposals": [brief(one) for one in told.proposals],
        "countersign": [_spoken(one) for one in told.countersign],
        "in_my_name": [_spoken(one) for one in told.in_my_name],
        "guests": _voices(told.guests),
        "reviews": [brief(one) for one in told.reviews],
    }


def _voices(found: Iterable[Voice]) -> list[Document]:
    return [voice(one) for one in found]


def _matter(told: MatterTold) -> dict[str, Document]:
    document: dict[str, Document] = {"code": told.code}
    seats = {name: getattr(told, name) for name in ("persons", "concerned", "carrying", "gone")}
    document |= {name: _voices(found) for name, found in seats.items() if found}
    if told.record_count:
        document["records"] = [{"id": record, "title": title} for record, title in told.records]
        document["record_count"] = told.record_count
    if told.decision:
        document["decision"] = told.decision
    if told.code in {"exclude", "rebind"}:
        document["void_entries"] = told.void_entries
    return document


def _chamber(told: ChamberTold) -> dict[str, Document]:
    return {
        "persons": _voices(told.persons),
        "needed": told.needed,
        "waits": told.waits,
        "consents": told.consents,
        "asides": told.asides,
        "objections": told.objections,
        "silent": _voices(told.silent),
        "missing": told.missing,
        "reached": told.reached,
    }


def _answer(told: Answered) -> dict[str, Document]:
    return {
        "ballot": told.ballot,
        "voter": voice(told.voter),
        "answer": told.answer.value,
        "ground": told.ground.value,
        "comment": told.reason,
        "words": told.words,
        "by": voice(told.by),
        "spoken": told.spoken,
        "witness": voice(told.witness) if told.witness else None,
        "contested": told.contested,
        "counts": told.counts,
        "when": moment(told.when_ms),
        "integrated": [_said(said) for said in told.integrated],
    }


def _said(told: Said) -> dict[str, Document]:
    return {
        "id": told.id,
        "round": told.round,
        "words": told.words,
        "who": voice(told.who),
        "by": voice(told.by),
        "when": moment(told.when_ms),
    }


def _spoken(told: SpokenTold) -> dict[str, Document]:
    return {"decision": told.decision, "title": told.title, "answer": _answer(told.answer)}
