"""How large a life is, and how the hours of a long run are spread over lives of different sizes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import ceil

WEEK_HOURS = 168


@dataclass(frozen=True)
class Plan:
    """One association from its founding on. With its seed it says everything that will happen."""

    seed: int
    devices: int
    weeks: int
    entries: int  # at least, beside those of the joining
    faults: int  # exactly
    on_files: bool = False  # the real encrypted store, in a temporary folder

    @property
    def hours(self) -> int:
        """Device-hours that this life simulates, counted from the day everybody is in."""
        return self.devices * self.weeks * WEEK_HOURS

    def __str__(self) -> str:
        words = f"seed={self.seed},devices={self.devices},weeks={self.weeks},entries={self.entries}"
        return f"{words},faults={self.faults},on_files={int(self.on_files)}"

    @classmethod
    def parse(cls, text: str) -> Plan:
        """Read what ``str`` writes."""
        numbers = {name: int(value) for name, _, value in (part.partition("=") for part in text.split(","))}
        files = bool(numbers.pop("on_files", 0))
        return cls(**numbers, on_files=files)


HOURS_AN_ENTRY = 10  # a device writes one at least so often, on average over a whole run
# devices, weeks, part of an entry they write each ten hours, and in how many hours of a run there is one
_LARGE = ((150, 1, 0.03, 700_000), (40, 2, 0.25, 300_000), (24, 3, 0.4, 200_000))
_SMALL_WEEKS = 20
_FILE_WEEKS = 2


def spread(seed: int, hours: int, faults: int) -> list[Plan]:
    """Return lives of so many device-hours in all, with one entry for each ten of them and so many faults.

    Most hours go to cells of 3 to 8 devices, which write more than their part; a long run also has some of 24, of 40
    and one of 150, which write less of theirs; a few are on the real store.
    """
    rng = random.Random(f"spread {seed}")
    sizes: list[tuple[int, int, float, bool]] = []  # devices, weeks, part of an entry each ten hours, on files
    left = hours
    for devices, weeks, part, each in _LARGE:
        for _ in range(hours // each):
            sizes.append((devices, weeks, part, False))
            left -= devices * weeks * WEEK_HOURS
    for _ in range(2 + hours // 100_000):
        sizes.append((3, _FILE_WEEKS, 1.0, True))
        left -= 3 * _FILE_WEEKS * WEEK_HOURS
    while left > 0:
        devices = rng.randint(3, 8)
        weeks = min(_SMALL_WEEKS, ceil(left / devices / WEEK_HOURS))
        sizes.append((devices, weeks, 1.0, False))
        left -= devices * weeks * WEEK_HOURS
    return _with_entries(seed, sizes, hours, faults)


def _with_entries(seed: int, sizes: list[tuple[int, int, float, bool]], hours: int, faults: int) -> list[Plan]:
    """Share out the entries by the part each life writes, and the faults by the entries."""
    weights = [devices * weeks * part for devices, weeks, part, _ in sizes]
    all_hours = max(hours, sum(devices * weeks * WEEK_HOURS for devices, weeks, _, _ in sizes))
    entries = _shares(ceil(all_hours / HOURS_AN_ENTRY), weights)
    wrong = _shares(faults, weights)
    return [
        Plan(seed * 1_000 + number, devices, weeks, entries[number], wrong[number], on_files)
        for number, (devices, weeks, _, on_files) in enumerate(sizes)
    ]


def _shares(total: int, weights: list[float]) -> list[int]:
    """Cut a number into whole parts by weight, exactly."""
    parts, given, heard, whole = [], 0, 0.0, sum(weights)
    for weight in weights:
        heard += weight
        parts.append(round(total * heard / whole) - given)
        given += parts[-1]
    return parts
