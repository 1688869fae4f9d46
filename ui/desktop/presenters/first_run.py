"""The first minute: a name, then one of four ways in. Nothing else is asked; of a second computer, no name either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from idos_p2p.errors import RefusedError
from idos_p2p.identity.invitation import is_link
from idos_p2p.identity.spoken_code import PREFIX_LETTERS, completions, read_code
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters.faces import first_name
from ui.words.catalogue import Words
from ui.words.clean import one_line, shortened


class Step(StrEnum):
    """Where the person is."""

    NAME = "name"
    CHOICE = "choice"
    CREATE = "create"
    JOIN = "join"
    DEVICE = "device"
    WORKING = "working"


class Way(StrEnum):
    """What they chose."""

    CREATE = "create"
    JOIN = "join"
    DEVICE = "device"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Which step is shown, what was said so far, and the sentence of what went wrong, if anything did."""

    step: Step = Step.NAME
    name: str = ""
    way: Way | None = None
    words: str = ""  # the group's name, the link, or the code
    trouble: str = ""  # a sentence


MOST_CALLED = 30  # characters of a first name in a title

_LAST_WORD = re.compile(r"[^\W\d_]+$")
MOST_OFFERED = 4  # codes, or beginnings of one, under the field

BACK = {Step.CHOICE: Step.NAME, Step.CREATE: Step.CHOICE, Step.JOIN: Step.CHOICE, Step.DEVICE: Step.CHOICE}
"""Where Retour leads."""

ASKED = (Step.CREATE, Step.JOIN, Step.DEVICE)
"""The steps that ask one thing."""

_MISSING = {
    Step.NAME: "first_needs_name",
    Step.CREATE: "first_needs_cell",
    Step.JOIN: "first_needs_link",
    Step.DEVICE: "first_needs_code",
}
_SAID_HERE = {"code_for_device": "first_code_for_device", "code_for_person": "first_code_for_person"}
"""Refusals whose way out is another one in the window than on the command line."""


def named(words: Words, name: str) -> FirstRun:
    """Return the choice of the ways in, or the same step with what is missing."""
    kept = one_line(name)[:MAX_NAME_CHARACTERS]
    if not kept:
        return FirstRun(Step.NAME, trouble=words.say(_MISSING[Step.NAME]))
    return FirstRun(Step.CHOICE, kept)


def chosen(state: FirstRun, way: Way) -> FirstRun:
    """Return the one question of that way, or the work itself for the example."""
    if way is Way.EXAMPLE:
        return FirstRun(Step.WORKING, state.name, way)
    return FirstRun(Step(way.value), state.name, way)


def answered(words: Words, state: FirstRun, typed: str) -> FirstRun:
    """Return the work to do with the group's name, the link or the code, or the same step with what is wrong."""
    kept = one_line(typed)
    if not kept:
        return FirstRun(state.step, state.name, state.way, trouble=words.say(_MISSING[state.step]))
    if state.way is Way.CREATE:
        kept = kept[:MAX_NAME_CHARACTERS]
    elif state.way is Way.DEVICE or not (is_link(kept) or ":" in kept):  # a link cut short is still no code
        try:
            kept = str(read_code(kept))
        except RefusedError as refused_code:
            sentence = words.error(refused_code.code, refused_code.fields)
            return FirstRun(state.step, state.name, state.way, kept, sentence)
    return FirstRun(Step.WORKING, state.name, state.way, kept)


def offered(typed: str) -> tuple[str, ...]:
    """Return the codes, or beginnings of one, that what is typed may become: from four letters of a word on.

    Nothing is offered for what is whole already, nor for a link.
    """
    word = _LAST_WORD.search(typed)
    if word is None or len(word.group()) < PREFIX_LETTERS or is_link(typed):
        return ()
    return tuple(code for code in completions(typed, MOST_OFFERED) if code != typed)


def called(state: FirstRun) -> str:
    """Return the word to address the person by."""
    return shortened(first_name(state.name), MOST_CALLED)


def back(state: FirstRun) -> FirstRun:
    """Return the step before, with the name kept: the first one for whoever was not asked theirs."""
    return FirstRun(BACK.get(state.step, state.step) if state.name else Step.NAME, state.name)


def refusal(words: Words, code: str, fields: Mapping[str, object]) -> str:
    """Return the sentence of a refusal, with the way out that the window has."""
    return words.say(_SAID_HERE[code]) if code in _SAID_HERE else words.error(code, fields)


def refused(state: FirstRun, sentence: str) -> FirstRun:
    """Return the step that led to the work, with what was typed and the reason."""
    step = Step.CHOICE if state.way is Way.EXAMPLE else Step((state.way or Way.CREATE).value)
    return FirstRun(step, state.name, state.way, state.words, sentence)
