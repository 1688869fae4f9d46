"""What is said of a decision wherever it is shown: its state, what is missing, what it would do, what people answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.decisions import State
from idos_p2p.services.told import ChamberTold, DecisionTold, MatterTold
from idos_p2p.services.voices import Voice
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened

CODES: Mapping[State, str] = {
    State.OPEN: "open",
    State.ADOPTED: "adopted",
    State.UNDER_REVIEW: "under_review",
    State.CLOSED: "closed",
    State.DISPUTED: "disputed",
    State.CONTESTED: "contested",
}
TINTS: Mapping[State, str] = {
    State.OPEN: "decision",
    State.ADOPTED: "ok",
    State.UNDER_REVIEW: "warn",
    State.CLOSED: "meeting",
    State.DISPUTED: "danger",
    State.CONTESTED: "danger",
}
_TONES: Mapping[State, str] = {
    State.OPEN: "here",
    State.ADOPTED: "equal",
    State.UNDER_REVIEW: "hidden",
    State.CLOSED: "quiet",
    State.DISPUTED: "danger",
    State.CONTESTED: "danger",
}
_ICONS: Mapping[State, str] = {
    State.OPEN: "scale",
    State.ADOPTED: "circle-check",
    State.UNDER_REVIEW: "history",
    State.CLOSED: "x",
    State.DISPUTED: "triangle-alert",
    State.CONTESTED: "triangle-alert",
}
_FEW = 3  # persons named in a sentence; more are counted


def state_word(words: Words, state: State) -> str:
    """Return the word of a state, as a chip says it."""
    return words.say(f"decision_{CODES[state]}")


def banner(words: Words, told: DecisionTold, today: date) -> tuple[str, str, str, str]:
    """Return the tone, the icon, the sentence of a decision's state and what it means."""
    code, icon, tone = CODES[told.state], _ICONS[told.state], _TONES[told.state]
    if told.state is State.OPEN:
        missing = missing_words(words, told)
        return tone, icon, state_word(words, told.state), " ".join(missing)
    if told.state is State.CLOSED:
        why = "replaced" if told.replaced_by else "withdrawn"
        return tone, icon, words.say(f"deciding_is_closed_{why}"), words.say(f"deciding_is_closed_{why}_why")
    if told.state is State.ADOPTED and told.review_due:
        return "help", "calendar-clock", words.say("deciding_is_due"), words.say("deciding_is_due_why")
    state, means = state_word(words, told.state), words.say(f"decision_{code}_means")
    if told.adopted_ms is None:
        return tone, icon, state, means
    day = quantities.day(words, quantities.local(told.adopted_ms).date(), today)
    return tone, icon, words.say("deciding_is_dated", state=state, day=day), means


def line(words: Words, told: DecisionTold, today: date) -> str:
    """Return what a card says of where a decision stands."""
    if told.state is State.OPEN:
        return " ".join(missing_words(words, told))
    if told.state is State.CLOSED:
        return words.say("deciding_is_closed_replaced" if told.replaced_by else "deciding_is_closed_withdrawn")
    if told.state is State.ADOPTED:
        if told.replaced_by:
            return words.say("deciding_line_replaced")
        key = "deciding_line_due" if told.review_due else "deciding_line_adopted"
        return words.say(key, back=review_day(words, told, today))
    return words.say(f"deciding_line_{CODES[told.state]}")


def chips(words: Words, told: DecisionTold) -> tuple[tuple[str, ...], int]:
    """Return the small marks of a card, and how many of them ask for attention."""
    state = _lower(state_word(words, told.state))
    found = [state]
    warned = int(told.state in (State.UNDER_REVIEW, State.DISPUTED, State.CONTESTED))
    if told.review_due:
        found.insert(0, words.say("deciding_due"))
        warned += 1
    if told.matter.code != "text":
        found.append(words.say(f"deciding_matter_{told.matter.code}"))
    found.append(shortened(told.project_title, 48) if told.project_title else words.say("deciding_of_cell"))
    return tuple(found), warned


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]


def missing_words(words: Words, told: DecisionTold) -> tuple[str, ...]:
    """Return what an open decision lacks, a sentence for each chamber that is not there yet."""
    if told.state is not State.OPEN:
        return ()
    found = [sentence for chamber in told.chambers if (sentence := chamber_missing(words, chamber))]
    return tuple(found) or (words.say("deciding_lacks_nothing" if told.ready else "deciding_lacks_certificate"),)


def chamber_missing(words: Words, chamber: ChamberTold) -> str:
    """Return what one chamber of an open decision lacks; nothing when it has answered enough."""
    side = chamber.chamber.value
    if chamber.waits:
        return words.say(f"deciding_waits_{side}")
    if chamber.objections:
        return words.say(f"deciding_objects_{side}", count=chamber.objections)
    if chamber.missing:
        return words.say(f"deciding_lacks_{side}", count=chamber.missing)
    if chamber.consent_missing:
        return words.say(f"deciding_no_consent_{side}")
    return ""


def answer_word(words: Words, answer: Answer) -> str:
    """Return an answer as its button says it."""
    return words.say(f"deciding_{answer.value}")


def ground_word(words: Words, ground: Ground) -> str:
    """Return why somebody objects, in our words."""
    return words.say(f"deciding_ground_{ground.value}") if ground is not Ground.NONE else ""


def review_day(words: Words, told: DecisionTold, today: date) -> str:
    """Return the day on which a decision comes back."""
    return quantities.day(words, date.fromisoformat(told.review), today)


def matter_title(words: Words, matter: MatterTold) -> str:
    """Return what a proposal without a text is called."""
    return words.say(f"deciding_title_{matter.code}", names=people(words, matter.persons))


def matter_words(words: Words, matter: MatterTold) -> tuple[str, ...]:
    """Return what a proposal would do beyond what its text says, a sentence each."""
    if matter.code == "text":
        return ()
    found = []
    if matter.code == "chambers":
        for name in ("concerned", "carrying", "gone"):
            voices: tuple[Voice, ...] = getattr(matter, name)
            if voices:
                found.append(words.say(f"deciding_does_{name}", names=people(words, voices)))
        return tuple(found)
    names = people(words, matter.persons)
    found.append(words.say(f"deciding_does_{matter.code}", names=names, records=matter.record_count))
    if matter.code in ("exclude", "rebind") and matter.void_entries:
        found.append(words.say("deciding_void", count=matter.void_entries))
    return tuple(found)


def people(words: Words, voices: tuple[Voice, ...]) -> str:
    """Return these names in a sentence; of many, the first ones and how many more."""
    names = [shortened(one.name, 60) or words.say("nobody") for one in voices]
    if len(names) > _FEW:
        return words.say("names_more", names=", ".join(names[:_FEW]), count=len(names) - _FEW)
    return quantities.names(words, names) if names else ""
