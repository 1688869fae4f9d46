"""Deciding by consent: proposals, answers, circles, and who belongs, as documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.matters import Chamber, Charter, Exclude, Matter, Text
from idos_p2p.records.kinds import Value
from idos_p2p.services import matters
from idos_p2p.services.answer import comment, contest, countersign, integrate, say
from idos_p2p.services.cell import Cell
from idos_p2p.services.circles import circles_of, leave_circle, open_circle, without_concerned
from idos_p2p.services.decide import Put, amend, close, draft, propose, put
from idos_p2p.services.decisions import decision, decision_named, decisions, is_elector
from idos_p2p.services.enact import enact
from idos_p2p.services.matter_told import matter_told
from idos_p2p.services.resting import come_back, rest
from idos_p2p.services.voices import Voice, person_named, voices
from idos_p2p.services.waiting import waiting_for_me
from idos_p2p.views.records import find
from ui.command import decide_documents
from ui.command.table import Document, Options, Run
from ui.words.languages import words_for


def _propose(cell: Cell, options: Options) -> Document:
    if options["draft"]:
        return {"record": draft(cell, options["title"], options["body"] or "", options["project"])}
    matter = _matter(cell, options["matter"], options)
    if options["record"]:
        return _put(put(cell, options["record"], matter, review=options["review"]))
    text = {"body": options["body"] or "", "project": options["project"], "review": options["review"]}
    return _put(propose(cell, matter, options["title"], **text))


def _amend(cell: Cell, options: Options) -> Document:
    values = {name: options[name] for name in ("title", "body") if options[name] is not None}
    integrated = dict(options["integrated"])
    return _put(amend(cell, options["id"], values, integrated, review=options["review"]))


def _say(cell: Cell, options: Options) -> Document:
    said = say(
        cell,
        options["id"],
        Answer(options["answer"]),
        ground=Ground(options["ground"]),
        words=options["words"],
        voter=options["voter"],
    )
    return {"ballot": said.ballot, "comment": said.comment, "adopted": said.adopted}


def _countersign(cell: Cell, options: Options) -> Document:
    return {"adopted": countersign(cell, options["ballot"])}


def _contest(cell: Cell, options: Options) -> Document:
    contest(cell, options["ballot"])
    return {"ballot": options["ballot"]}


def _reply(cell: Cell, options: Options) -> Document:
    if options["round"] == "integration":
        return {"id": integrate(cell, options["id"], options["words"])}
    return {"id": comment(cell, options["id"], options["words"], options["round"], teller=options["teller"])}


def _enact(cell: Cell, options: Options) -> Document:
    found = decision_named(cell, options["id"])
    enact(cell, found.id.hex())
    return {"id": found.id.hex()}


def _close(cell: Cell, options: Options) -> Document:
    found = decision_named(cell, options["id"])
    close(cell, found.id.hex())
    return {"id": found.id.hex()}


def _show(cell: Cell, options: Options) -> Document:
    return decide_documents.whole(decision(cell, options["id"]))


def _list(cell: Cell, options: Options) -> Document:
    if options["waiting"]:
        return decide_documents.waiting(waiting_for_me(cell))
    told = [one for one in decisions(cell, options["project"]) if options["state"] in ("", one.state.value)]
    return {"items": [decide_documents.brief(one) for one in told]}


def _circle(cell: Cell, options: Options) -> Document:
    if options["leave"]:
        leave_circle(cell, options["project"])
    elif options["concerned"] or options["carrying"]:
        open_circle(cell, options["project"], options["concerned"], options["carrying"])
    return decide_documents.circles(circles_of(cell, options["project"]))


def _admit(cell: Cell, options: Options) -> Document:
    person, record = matters.admit_without_device(cell, options["name"], Chamber(options["chamber"]), options["record"])
    return {"person": record, "id": person.hex(), "name": find(cell.store.reader, record).title}


def _rest(cell: Cell, options: Options) -> Document:
    if options["back"]:
        come_back(cell)
    else:
        rest(cell)
    return {"resting": not options["back"]}


def _belonging(matter_name: str) -> Callable[[Cell, Options], Document]:
    """Return the command that proposes a matter in one go, and consents to it where one is an elector."""

    def command(cell: Cell, options: Options) -> Document:
        persons = [options["person"]] if options.get("person") else options.get("persons", [])
        matter = _matter(cell, matter_name, {**options, "persons": persons})
        if isinstance(matter, Charter):
            record = find(cell.store.reader, options["page"]).id
            found = put(cell, record, matter, review=options["review"])
        else:
            title = options["title"] or _title(cell, matter_name, persons, options)
            found = propose(cell, matter, title, body=options["body"] or "", review=options["review"])
        me = cell.membership.devices[cell.device]
        elector = is_elector(decision_named(cell, found.id), me)
        adopted = say(cell, found.id, Answer.CONSENT).adopted if elector else False
        void = matter_told(cell, voices(cell), matter).void_entries
        told = {"void_entries": void} if isinstance(matter, Exclude) else {}
        return {**_put(found), "adopted": adopted, **told}

    return command


def _matter(cell: Cell, name: str, options: Options) -> Matter:
    """Return the matter of that name, made from what the options name."""
    persons = options.get("persons") or [""]
    made: Mapping[str, Callable[[], Matter]] = {
        "text": Text,
        "confirm": lambda: matters.confirm(cell, persons[0]),
        "exclude": lambda: matters.exclude(cell, persons[0]),
        "rest": lambda: matters.put_to_rest(cell, persons),
        "rebind": lambda: matters.rebind(cell, persons[0], options["guest"]),
        "chambers": lambda: matters.chambers(cell, options["concerned"], options["carrying"], options.get("gone", ())),
        "charter": Charter,
        "forget": lambda: (
            matters.forget_person(cell, persons[0]) if persons[0] else matters.forget(cell, options["records"])
        ),
        "ratify": lambda: matters.ratify(cell, options["decision"]),
    }
    return made[name]()


def _title(cell: Cell, matter: str, persons: list[str], options: Options) -> str:
    """Return a title in a few words, in the language of the one who proposes."""
    known = voices(cell)
    words = words_for(options.get("language") or "fr")
    named = persons or [*options.get("concerned", ()), *options.get("carrying", ())]
    found: list[Voice] = [known.of(person_named(cell, known, person)) for person in named]
    names = ", ".join(voice.name or words.say("nobody") for voice in found)
    return words.say(f"decide_title_{matter}", names=names)


def marked(cell: Cell, projects: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """Return projects with a mark on each that names nobody whom it concerns."""
    lacking = without_concerned(cell)
    return [{**one, "without_concerned": True} if one["id"] in lacking else one for one in projects]


def _put(found: Put) -> Document:
    return {"id": found.id, "record": found.record}


COMMANDS: Mapping[str, Run] = {
    "decide propose": _propose,
    "decide amend": _amend,
    "decide say": _say,
    "decide countersign": _countersign,
    "decide contest": _contest,
    "decide reply": _reply,
    "decide enact": _enact,
    "decide close": _close,
    "decide show": _show,
    "decide list": _list,
    "decide circle": _circle,
    "cell admit": _admit,
    "cell rest": _rest,
    "cell confirm": _belonging("confirm"),
    "cell exclude": _belonging("exclude"),
    "cell put-to-rest": _belonging("rest"),
    "cell chambers": _belonging("chambers"),
    "cell charter": _belonging("charter"),
    "cell forget": _belonging("forget"),
}
