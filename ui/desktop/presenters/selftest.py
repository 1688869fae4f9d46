"""Why somebody does not appear, in words: each check, its cause and what to do, and the ways out that help at once."""

from __future__ import annotations

from dataclasses import dataclass

from sync.presence import State
from sync.selftest.examine import Examined
from sync.selftest.observed import Outcome, Verdict, Way
from ui.words.catalogue import Words
from ui.words.clean import one_line

_SIGNS = {
    Outcome.OK: ("circle-check", "ok"),
    Outcome.FAULT: ("triangle-alert", "danger"),
    Outcome.UNKNOWN: ("circle-dashed", "text2"),
}
_MET = frozenset({State.TRUSTED, State.UP_TO_DATE})


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check. ``icon`` and ``tint`` name a drawing and a colour token; ``fault`` asks to be looked at."""

    title: str
    outcome: str
    text: str
    icon: str
    tint: str
    fault: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """What helps at once, whatever was found; ``way`` says what a button can do for it."""

    way: Way
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the self-test says. ``here`` is where the others may dial this computer; empty while nobody can."""

    tone: str
    icon: str
    title: str
    rows: tuple[CheckRow, ...]
    ways: tuple[WayOut, ...]
    here: str


def checked(words: Words, examined: Examined) -> Checked:
    """Return what the self-test found: the faults first, the rest in the order in which it was asked."""
    faults = [verdict for verdict in examined.verdicts if verdict.outcome is Outcome.FAULT]
    met = any(presence.ours and presence.state in _MET for presence in examined.presences)
    tone, icon, key = ("help", "triangle-alert", "selftest_found")
    if not faults:
        tone, icon, key = ("equal", "circle-check", "selftest_all_well") if met else ("here", "wifi", "selftest_nobody")
    rows = tuple(_row(words, verdict) for verdict in sorted(examined.verdicts, key=_by_weight))
    ways = dict.fromkeys(way for verdict in faults or examined.verdicts for way in verdict.ways)
    told = tuple(WayOut(way, words.say(f"way_{way.value}")) for way in ways)
    return Checked(tone, icon, words.say(key), rows, told, _here(examined))


def _by_weight(verdict: Verdict) -> bool:
    return verdict.outcome is not Outcome.FAULT


def _row(words: Words, verdict: Verdict) -> CheckRow:
    title, outcome = words.say(f"check_{verdict.check.value}"), words.say(f"outcome_{verdict.outcome.value}")
    text = words.say(verdict.cause, **{name: one_line(value) for name, value in verdict.named.items()})
    icon, tint = _SIGNS[verdict.outcome]
    fault = verdict.outcome is Outcome.FAULT
    spoken = words.say("spoken_step", title=title, state=outcome, reason=text)
    return CheckRow(title, outcome, text, icon, tint, fault, spoken)


def _here(examined: Examined) -> str:
    seen = examined.observed
    return f"{seen.hosts[0]}:{seen.port}" if seen.hosts and seen.port is not None and ":" not in seen.hosts[0] else ""
