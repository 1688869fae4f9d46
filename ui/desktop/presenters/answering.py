"""Answering a proposal, and speaking in its rounds: what is asked of the cell, and what forms must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from idos_p2p.governance.acts import Answer, Ground
from ui.desktop.presenters.projects import Missing
from ui.words.catalogue import Words
from ui.words.clean import lines

GROUNDS = (Ground.PURPOSE, Ground.RISK, Ground.DISENGAGEMENT)
MOST_WORDS = 4_000  # characters


@dataclass(frozen=True, slots=True)
class Ballot:
    """An answer as it is to be written; ``voter`` is the person without a computer who spoke it, or empty."""

    answer: Answer
    ground: Ground = Ground.NONE
    words: str = ""
    voter: str = ""


class AnsweringPort(Protocol):
    """What a decision's page does."""

    def say(self, decision: str, ballot: Ballot) -> bool:
        """Answer, and return whether that adopted the proposal."""
        ...

    def countersign(self, ballot: str) -> bool:
        """Say that one heard a spoken answer, and return whether that adopted the proposal."""
        ...

    def contest(self, ballot: str) -> None:
        """Say that one did not speak the answer recorded in one's name."""
        ...

    def comment(self, decision: str, words: str, round_name: str, teller: str) -> None:
        """Ask about a proposal, or react to it; ``teller``: the record of who said so, if somebody else did."""
        ...

    def integrate(self, comment: str, words: str) -> None:
        """Say how an objection was taken up."""
        ...

    def close(self, decision: str) -> None:
        """Withdraw a proposal."""
        ...


def ballot(words: Words, answer: Answer, ground: str, said: str, voter: str = "") -> Ballot | Missing:
    """Return an answer as typed, or what is missing: an objection has its reason, of one of three kinds."""
    text = lines(said).strip()[:MOST_WORDS]
    if answer is not Answer.OBJECTION:
        return Ballot(answer, Ground.NONE, text, voter)
    if ground not in {one.value for one in GROUNDS}:
        return Missing("ground", words.say("deciding_need_ground"))
    if not text:
        return Missing("words", words.say("deciding_need_words"))
    return Ballot(answer, Ground(ground), text, voter)


def said_words(words: Words, said: str) -> str | Missing:
    """Return what somebody says in a round, or what is missing."""
    text = lines(said).strip()[:MOST_WORDS]
    return text or Missing("words", words.say("deciding_need_said"))


def outcome(words: Words, done: str, *, adopted: bool) -> str:
    """Return the sentence to show after an answer."""
    return words.say("deciding_adopted_now") if adopted else words.say(done)
