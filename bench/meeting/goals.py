"""The goals of a meeting (performance.md §9), and the tables that say how far we are. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from bench.meeting.beside import Ceiling, Cut, Edits, Opening
from bench.meeting.cells import WORKLOADS
from bench.meeting.ends import REPO, REPO_EACH, US, Meeting

MIB = 1 << 20


class Found(NamedTuple):
    """Everything that one run of the bench has measured; what was left out is empty or None."""

    meetings: Sequence[Meeting]
    raw_plain: Mapping[str, int]  # by workload, bytes of the changes that pass: of records as plain maps
    raw_ours: Mapping[str, int]  # and of our own records of the same words
    edits: Mapping[str, Edits]
    opening: Opening | None
    ceiling: Ceiling | None
    cuts: Sequence[Cut]
    gate: float | None


class Goal(NamedTuple):
    """One row: what must be, what would be better, and what is."""

    number: int
    name: str
    must: float
    stretch: float
    found: float | None
    beside: str = ""

    @property
    def verdict(self) -> str:
        """Say how far it is reached."""
        if self.found is None:
            return "not measured"
        return "stretch" if self.found <= self.stretch else "must" if self.found <= self.must else "**not**"


def middle(found: Found, engine: str, workload: str) -> Meeting | None:
    """Return the medians of an engine's meetings on a workload."""
    rounds = [one for one in found.meetings if (one.engine, one.workload) == (engine, workload)]
    if not rounds:
        return None

    def pairs(of: Callable[[Meeting], tuple[float, float]]) -> tuple[float, float]:
        return median(of(one)[0] for one in rounds), median(of(one)[1] for one in rounds)

    return Meeting(
        engine,
        workload,
        median(one.equal_s for one in rounds),
        median(one.wall_s for one in rounds),
        pairs(lambda one: one.processor_s),
        _whole(pairs(lambda one: one.bytes)),
        _whole(pairs(lambda one: one.frames)),
        pairs(lambda one: one.grown_mib),
        pairs(lambda one: one.peak_mib),
        round(median(one.line_bytes for one in rounds)),
    )


def _whole(pair: tuple[float, float]) -> tuple[int, int]:
    return round(pair[0]), round(pair[1])


def to(found: Found, workload: str, beside: str, of: Callable[[Meeting], float]) -> float | None:
    """Return the median, over the rounds, of our figure to another engine's of the same round."""
    ours = [of(one) for one in found.meetings if (one.engine, one.workload) == (US, workload)]
    theirs = [of(one) for one in found.meetings if (one.engine, one.workload) == (beside, workload)]
    ratios = [one / other for one, other in zip(ours, theirs, strict=False) if other]
    return median(ratios) if ratios else None


def goals(found: Found) -> list[Goal]:
    """Return all rows of performance.md §9."""
    return [*_bytes(found), *_times(found), *_memory(found), *_others(found)]


def _bytes(found: Found) -> Iterable[Goal]:
    w2, w5 = middle(found, US, "W2"), middle(found, US, "W5")
    own = f"{sum(w2.bytes) / found.raw_ours['W2']:.2f} of our own records’ changes" if w2 else ""
    yield Goal(1, "W2 wire / raw change bytes", 0.42, 0.36, sum(w2.bytes) / found.raw_plain["W2"] if w2 else None, own)
    for number, work, must, stretch in ((2, "W2", 0.85, 0.72), (3, "W4", 0.28, 0.20)):
        ratio = to(found, work, REPO, lambda one: sum(one.bytes))
        yield Goal(number, f"{work} wire / automerge-repo", must, stretch, ratio)
    frames = f"{w5.frames[0]}+{w5.frames[1]} frames" if w5 else ""
    yield Goal(4, "W5 bytes", 100, 40, float(sum(w5.bytes)) if w5 else None, frames)


def _times(found: Found) -> Iterable[Goal]:
    rows = ((5, "W2", REPO, 0.35, 0.20), (6, "W3", REPO, 0.50, 0.30), (7, "W1", REPO_EACH, 0.05, 0.02))
    for number, work, beside, must, stretch in rows:
        durable = to(found, work, beside, lambda one: one.equal_s)
        used = to(found, work, beside, lambda one: sum(one.processor_s))
        said = f"equal and durable {durable:.2f}; of the processor {used:.2f}" if durable and used else ""
        ratio = to(found, work, beside, lambda one: one.wall_s)
        yield Goal(number, f"{work} time / {beside}", must, stretch, ratio, said)
    yield Goal(8, "gate / the binding’s load and read", 2.5, 1.2, found.gate)
    w3, top = middle(found, US, "W3"), found.ceiling
    yield Goal(9, "W3 durable / verified only", 2.5, 1.5, w3.equal_s / top.seconds if w3 and top else None)


def _memory(found: Found) -> Iterable[Goal]:
    grown = to(found, "W3", REPO, lambda one: one.grown_mib[1])
    w3 = middle(found, US, "W3")
    absolute = w3.grown_mib[1] * MIB / 1e6 if w3 else None
    yield Goal(10, "W3 receiver’s growth / automerge-repo", 0.10, 0.04, grown)
    yield Goal(10, "W3 receiver’s growth, MB", 80, 35, absolute)
    used = w3.processor_s[0] / w3.processor_s[1] if w3 else None
    yield Goal(11, "W3 processor of the sender / receiver", 0.10, 0.02, used)


def _others(found: Found) -> Iterable[Goal]:
    ours, theirs = found.edits.get(US), found.edits.get(REPO)
    p50 = ours.there_p50_ms / theirs.there_p50_ms if ours and theirs else None
    size = ours.bytes / theirs.bytes if ours and theirs else None
    yield Goal(12, "live edit, p50 / automerge-repo", 0.8, 0.4, p50)
    yield Goal(13, "bytes a live edit / automerge-repo", 0.75, 0.6, size)
    yield Goal(
        14, "first 50 of 100,000 / automerge-py load", 0.02, 0.005, found.opening.ratio if found.opening else None
    )
    yield Goal(15, "SQLCipher / SQLite, whole sync", 1.3, 1.1, None)
    worst = max((cut.ratio for cut in found.cuts), default=None)
    yield Goal(16, "W3 cut once and resumed / uncut, bytes", 1.05, 1.02, worst)


COLUMNS = (
    *("", "engine", "bytes, both ways", "an entry", "/ raw", "/ repo", "messages", "processor s"),
    *("equal s", "shown s", "/ repo", "grown, peak MiB"),
)


def table(found: Found) -> list[str]:
    """Return the lines of the one table, every engine on every workload, as Markdown."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|---|" + "--:|" * (len(COLUMNS) - 2)]
    for work in WORKLOADS.values():
        beside = middle(found, REPO, work.name)
        for engine in dict.fromkeys(one.engine for one in found.meetings):
            one = middle(found, engine, work.name)
            if one:
                lines.append(_line(one, beside, work.new, found.raw_plain.get(work.name, 0)))
    return lines


def _line(one: Meeting, beside: Meeting | None, new: int, raw: int) -> str:
    size = sum(one.bytes)
    cells = [
        one.workload,
        f"**{one.engine}**" if one.engine == US else one.engine,
        f"{size:,}",
        f"{size / new:.1f}" if new else "",
        f"{size / raw:.2f}" if raw else "",
        f"{size / sum(beside.bytes):.2f}" if beside else "",
        f"{one.frames[0]}+{one.frames[1]}",
        f"{one.processor_s[0]:.3f}+{one.processor_s[1]:.3f}",
        f"{one.equal_s:.3f}",
        f"{one.wall_s:.3f}",
        f"{one.wall_s / beside.wall_s:.2f}" if beside else "",
        f"+{one.grown_mib[1]:.0f}, {one.peak_mib[1]:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def goal_lines(found: Found) -> list[str]:
    """Return the rows of the goals, as Markdown."""
    lines = ["| # | goal | must | stretch | found | reached | beside |", "|--:|---|--:|--:|--:|---|---|"]
    for goal in goals(found):
        value = "" if goal.found is None else f"{goal.found:.3g}"
        cells = (goal.number, goal.name, f"≤ {goal.must:g}", f"≤ {goal.stretch:g}", value, goal.verdict, goal.beside)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines
