"""The first minute: a name, then one of three ways in. Nothing else is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    WORKING = "working"


class Way(StrEnum):
    """What they chose."""

    CREATE = "create"
    JOIN = "join"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Which step is shown, what was said so far, and the sentence of what went wrong, if anything did."""

    step: Step = Step.NAME
    name: str = ""
    way: Way | None = None
    words: str = ""  # the group's name, or the link
    trouble: str = ""  # a sentence


MOST_CALLED = 30  # characters of a first name in a title

BACK = {Step.CHOICE: Step.NAME, Step.CREATE: Step.CHOICE, Step.JOIN: Step.CHOICE}
"""Where Retour leads."""

_MISSING = {Step.NAME: "first_needs_name", Step.CREATE: "first_needs_cell", Step.JOIN: "first_needs_link"}


def named(words: Words, name: str) -> FirstRun:
    """Return the choice of the three ways, or the same step with what is missing."""
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
    """Return the work to do with the group's name or the link, or the same step with what is missing."""
    kept = one_line(typed)
    if not kept:
        return FirstRun(state.step, state.name, state.way, trouble=words.say(_MISSING[state.step]))
    if state.way is Way.CREATE:
        kept = kept[:MAX_NAME_CHARACTERS]
    return FirstRun(Step.WORKING, state.name, state.way, kept)


def called(state: FirstRun) -> str:
    """Return the word to address the person by."""
    return shortened(first_name(state.name), MOST_CALLED)


def back(state: FirstRun) -> FirstRun:
    """Return the step before, with the name kept."""
    return FirstRun(BACK.get(state.step, state.step), state.name)


def refused(state: FirstRun, sentence: str) -> FirstRun:
    """Return the step that led to the work, with what was typed and the reason."""
    step = Step.CHOICE if state.way is Way.EXAMPLE else Step((state.way or Way.CREATE).value)
    return FirstRun(step, state.name, state.way, state.words, sentence)
