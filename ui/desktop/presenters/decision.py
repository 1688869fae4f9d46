"""One decision: its text, its two chambers, and the rounds of a meeting by consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from idos_p2p.governance.acts import Answer
from idos_p2p.governance.decisions import State
from idos_p2p.services.told import Answered, ChamberTold, DecisionTold, Said
from idos_p2p.services.voices import Voice
from ui.desktop.presenters import verdicts
from ui.desktop.presenters.deciding import DecisionView, name_of, title_of
from ui.desktop.presenters.faces import Face, face
from ui.desktop.presenters.ports import Named
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, shortened

ROUNDS = ("clarification", "reaction", "objection", "integration", "consent")
"""The rounds of a decision by consent, in order."""

MOST_SAID = 2_000  # characters of what somebody said, on the page


@dataclass(frozen=True, slots=True)
class AnsweredFace:
    """A person of a chamber, and what they answered: "consent", "aside", "objection", "unheard" or "silent"."""

    name: str
    face: Face
    answer: str
    spoken: str
    record: str


@dataclass(frozen=True, slots=True)
class ChamberSheet:
    """One chamber, ready to show."""

    name: str  # "concerned" or "carrying"
    title: str
    count: str
    missing: str  # "" when it has answered enough
    reached: bool  # what is said then
    faces: tuple[AnsweredFace, ...]
    empty: str  # said where it counts nobody


@dataclass(frozen=True, slots=True)
class Word:
    """Something said in a round, ready to show; ``act`` and ``target`` are what may be done of it."""

    id: str
    icon: str
    tint: str
    title: str
    text: str
    when: str
    notes: tuple[str, ...] = ()
    warned: int = 0
    act: str = ""  # "integrate", "countersign" or "contest"
    inner: bool = False  # of what stands above it


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what was said in it, and what is said where nobody spoke."""

    name: str
    title: str
    short: str  # with how many there are
    lead: str
    words: tuple[Word, ...]
    empty: str
    offer: str = ""  # the words of what one may do in it; "" for nothing


@dataclass(frozen=True, slots=True)
class MyAnswer:
    """What the person at this computer may answer, and what they did."""

    may: bool
    title: str
    text: str
    now: str  # the answer that counts, "" before the first


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A decision, ready to show."""

    id: str
    record: str
    title: str
    body: str
    by: str
    project: Named | None
    state: State
    banner: tuple[str, str, str, str]  # tone, icon, sentence, what it means
    does: tuple[str, ...]
    notes: tuple[str, ...]  # what else must be known of the text
    chambers: tuple[ChamberSheet, ChamberSheet]
    rounds: tuple[Round, ...]
    at: str  # the round that the decision has come to
    mine: MyAnswer
    speakers: tuple[Voice, ...]  # electors without a computer, whose answer one may note
    review: str
    why: tuple[str, ...]
    replaces: str  # the decision of which this is a new version
    replaced_by: str
    may_amend: bool
    may_close: bool
    may_ratify: bool
    integrable: tuple[tuple[str, str], ...]  # each standing objection's comment, and its words

    def round(self, name: str) -> Round:
        """Return the round of that name."""
        return next(one for one in self.rounds if one.name == name)


def _notes(words: Words, told: DecisionTold) -> tuple[str, ...]:
    """Return what has to be known of the text that is shown."""
    if not told.as_put:
        return (words.say("deciding_not_as_put"),)
    return (words.say("deciding_changed_since"),) if told.changed_since else ()


def sheet(words: Words, view: DecisionView, today: date) -> DecisionSheet:
    """Return a decision as its page and the projected screen show it."""
    told = view.told
    day = quantities.day(words, quantities.local(told.put_ms).date(), today)
    rounds = _rounds(words, view, today)
    standing = tuple(one for one in told.answers if one.counts and one.answer is Answer.OBJECTION)
    closed = told.state is State.CLOSED
    return DecisionSheet(
        id=told.id,
        record=told.record,
        title=title_of(words, told),
        body=lines(told.body).strip(),
        by=words.say("deciding_by", name=name_of(words, told.by), day=day),
        project=Named(told.project, shortened(told.project_title, 120), "project") if told.project else None,
        state=told.state,
        banner=verdicts.banner(words, told, today),
        does=verdicts.matter_words(words, told.matter),
        notes=_notes(words, told),
        chambers=(_chamber(words, told, told.chambers[0]), _chamber(words, told, told.chambers[1])),
        rounds=rounds,
        at=_at(told, rounds),
        mine=_mine(words, told, today),
        speakers=_speakers(view) if view.voice and not closed else (),
        review=words.say("deciding_review_on", back=verdicts.review_day(words, told, today)),
        why=tuple(_why(words, told, today)),
        replaces=told.replaces,
        replaced_by=told.replaced_by[0] if told.replaced_by else "",
        may_amend=bool(told.record) and not closed and not told.replaced_by and (view.voice or told.may_answer),
        may_close=told.may_close,
        may_ratify=told.state is State.DISPUTED and view.voice,
        integrable=tuple((one.reason, shortened(one.words, 36)) for one in standing if one.reason),
    )


def _at(told: DecisionTold, rounds: Iterable[Round]) -> str:
    if any(one.counts and one.answer is Answer.OBJECTION for one in told.answers):
        return "objection"
    if told.state is not State.OPEN or any(one.counts for one in told.answers):
        return "consent"
    spoken = [one.name for one in rounds if one.words]
    return spoken[-1] if spoken else ROUNDS[0]


def _chamber(words: Words, told: DecisionTold, chamber: ChamberTold) -> ChamberSheet:
    name = chamber.chamber.value
    counted = {one.voter.person: one for one in told.answers if one.counts}
    unheard = {one.voter.person for one in told.answers if _unheard(one)}
    answered = chamber.consents + chamber.asides
    count = words.say("deciding_count", count=answered, needed=chamber.needed) if chamber.persons else ""
    empty = ""
    if not chamber.persons:
        empty = words.say(f"deciding_waits_{name}" if chamber.waits else f"deciding_empty_{name}")
    return ChamberSheet(
        name=name,
        title=words.say(f"deciding_chamber_{name}"),
        count=count,
        missing="" if told.state is not State.OPEN or chamber.waits else verdicts.chamber_missing(words, chamber),
        reached=bool(chamber.persons) and chamber.reached and told.state is not State.CLOSED,
        faces=tuple(_face(words, one, counted.get(one.person), one.person in unheard) for one in chamber.persons),
        empty=empty,
    )


def _unheard(one: Answered) -> bool:
    return one.spoken and one.witness is None and not one.contested


def _face(words: Words, voice: Voice, answer: Answered | None, unheard: bool) -> AnsweredFace:
    name = name_of(words, voice)
    code = answer.answer.value if answer is not None else "unheard" if unheard else "silent"
    said = words.say(f"deciding_face_{code}")
    return AnsweredFace(name, face(name), code, words.say("deciding_face", name=name, said=said), voice.record)


def _rounds(words: Words, view: DecisionView, today: date) -> tuple[Round, ...]:
    told = view.told
    of: Mapping[str, tuple[Word, ...]] = {
        "clarification": tuple(_said(words, one, today) for one in told.said if one.round == "clarification"),
        "reaction": tuple(_said(words, one, today) for one in told.said if one.round in ("reaction", "")),
        "objection": tuple(
            _objection(words, view, one, today) for one in told.answers if one.answer is Answer.OBJECTION
        ),
        "integration": tuple(_integrations(words, told, today)),
        "consent": tuple(_answer(words, view, one, today) for one in told.answers if one.counts or _unheard(one)),
    }
    return tuple(_round(words, told, name, of[name]) for name in ROUNDS)


def _round(words: Words, told: DecisionTold, name: str, said: tuple[Word, ...]) -> Round:
    title = words.say(f"round_{name}")
    offer = ""
    if told.state is not State.CLOSED and told.record and name in ("clarification", "reaction"):
        offer = words.say(f"round_{name}_do")
    elif name == "objection" and told.may_answer:
        offer = words.say("deciding_objection")
    number = sum(not one.inner for one in said)
    return Round(
        name=name,
        title=title,
        short=words.say("round_with_count", title=title, number=number) if said else title,
        lead=words.say(f"round_{name}_lead"),
        words=said,
        empty=words.say(f"round_{name}_none"),
        offer=offer,
    )


def _moment(words: Words, when_ms: int, today: date) -> str:
    return quantities.day(words, quantities.local(when_ms).date(), today)


def _said(words: Words, one: Said, today: date, *, inner: bool = False) -> Word:
    notes = () if one.who.person == one.by.person else (words.say("chip_by", name=name_of(words, one.by)),)
    icon = {"clarification": "message-circle-question", "integration": "puzzle"}.get(one.round, "message-circle")
    tint = "ok" if one.round == "integration" else "knowledge" if one.round == "clarification" else "meeting"
    text = lines(one.words)[:MOST_SAID].strip()
    return Word(
        one.id, icon, tint, name_of(words, one.who), text, _moment(words, one.when_ms, today), notes, inner=inner
    )


def _objection(words: Words, view: DecisionView, one: Answered, today: date) -> Word:
    notes = [verdicts.ground_word(words, one.ground)]
    if not one.counts:
        notes.append(words.say("deciding_unheard" if _unheard(one) else "deciding_lifted"))
    if one.spoken:
        notes.append(words.say("deciding_noted_by", name=name_of(words, one.by)))
    return Word(
        id=one.ballot,
        icon="hand",
        tint="danger" if one.counts else "meeting",
        title=name_of(words, one.voter),
        text=lines(one.words)[:MOST_SAID].strip() or words.say("deciding_words_missing"),
        when=_moment(words, one.when_ms, today),
        notes=tuple(note for note in notes if note),
        warned=int(one.counts),
        act=_act(view, one),
    )


def _integrations(words: Words, told: DecisionTold, today: date) -> Iterable[Word]:
    """Return each objection, and below it how it was taken up."""
    for one in told.answers:
        if one.answer is not Answer.OBJECTION or not one.reason:
            continue
        standing = one.counts and told.state is not State.CLOSED
        yield Word(
            id=one.reason,
            icon="hand",
            tint="danger" if one.counts else "meeting",
            title=words.say("deciding_objection_of", name=name_of(words, one.voter)),
            text=lines(one.words)[:MOST_SAID].strip() or words.say("deciding_words_missing"),
            when="",
            act="integrate" if standing else "",
        )
        yield from (_said(words, each, today, inner=True) for each in one.integrated)


def _answer(words: Words, view: DecisionView, one: Answered, today: date) -> Word:
    icons = {Answer.CONSENT: "check", Answer.ASIDE: "circle-minus", Answer.OBJECTION: "hand"}
    tints = {Answer.CONSENT: "ok", Answer.ASIDE: "meeting", Answer.OBJECTION: "danger"}
    notes = []
    if one.contested:
        notes.append(words.say("deciding_contested_by", name=name_of(words, one.voter)))
    elif one.spoken and one.witness is None:
        notes.append(words.say("deciding_unheard"))
    warned = len(notes)
    if one.spoken:
        notes.append(words.say("deciding_noted_by", name=name_of(words, one.by)))
    if one.witness is not None:
        notes.append(words.say("deciding_heard_by", name=name_of(words, one.witness)))
    said = verdicts.answer_word(words, one.answer)
    return Word(
        id=one.ballot,
        icon=icons[one.answer],
        tint=tints[one.answer],
        title=words.say("deciding_says", name=name_of(words, one.voter), answer=said),
        text=lines(one.words)[:MOST_SAID].strip() if one.answer is not Answer.OBJECTION else "",
        when=_moment(words, one.when_ms, today),
        notes=tuple(notes),
        warned=warned,
        act=_act(view, one),
    )


def _act(view: DecisionView, one: Answered) -> str:
    """Return what the person at this computer may do about a spoken answer."""
    if not one.spoken or one.contested or view.told.state is State.CLOSED or view.me is None:
        return ""
    if one.voter.person == view.me:
        return "contest"
    return "countersign" if _unheard(one) and view.voice and one.by.person != view.me else ""


def _mine(words: Words, told: DecisionTold, today: date) -> MyAnswer:
    if not told.may_answer:
        key = "deciding_mine_closed" if told.state is State.CLOSED else "deciding_mine_not"
        return MyAnswer(False, words.say("deciding_mine"), words.say(key), "")
    mine = told.mine
    if mine is None:
        late = "deciding_mine_first" if told.state is State.OPEN else "deciding_mine_late"
        return MyAnswer(True, words.say("deciding_mine_ask"), words.say(late), "")
    said, day = verdicts.answer_word(words, mine.answer), _moment(words, mine.when_ms, today)
    text = words.say("deciding_mine_change" if told.state is State.OPEN else "deciding_mine_late")
    return MyAnswer(True, words.say("deciding_mine_done", answer=said, day=day), text, mine.answer.value)


def _speakers(view: DecisionView) -> tuple[Voice, ...]:
    """Return the electors without a computer."""
    several = {one.person: one for chamber in view.told.chambers for one in chamber.persons}
    return tuple(one for person, one in several.items() if person in view.deviceless)


def _why(words: Words, told: DecisionTold, today: date) -> Iterable[str]:
    for one in told.why:
        key = f"deciding_why_{one.code}"
        if key in words.language.sentences:
            yield words.say(key, name=name_of(words, one.who), day=_moment(words, one.when_ms, today))
