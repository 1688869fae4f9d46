"""Signs of Markdown put around words and before lines, and taken away again: what a toolbar does."""

from __future__ import annotations

import re
from dataclasses import dataclass

PREFIXES = {"heading": "## ", "list": "- ", "numbers": "1. ", "quote": "> "}
MARKS = {"bold": "**", "italic": "*"}

_PREFIX = re.compile(r"^(?:#{1,6} |[-*+] |\d+\. |> )")


@dataclass(frozen=True, slots=True)
class Edited:
    """What stands in the place of the words chosen, and which part of it is chosen then."""

    text: str
    start: int
    end: int


def marked(chosen: str, mark: str) -> Edited:
    """Return the words between two marks, or without them when they had them."""
    size = len(mark)
    if len(chosen) >= 2 * size and chosen.startswith(mark) and chosen.endswith(mark):
        bare = chosen[size:-size]
        return Edited(bare, 0, len(bare))
    return Edited(f"{mark}{chosen}{mark}", size, size + len(chosen))


def prefixed(chosen: str, tool: str) -> str:
    """Return the lines each with that sign before it, or without when all had it; another sign is replaced."""
    lines = chosen.split("\n")
    wanted = [f"{place}. " if tool == "numbers" else PREFIXES[tool] for place in range(1, len(lines) + 1)]
    if all(line.startswith(prefix) for line, prefix in zip(lines, wanted, strict=True)):
        return "\n".join(line[len(prefix) :] for line, prefix in zip(lines, wanted, strict=True))
    return "\n".join(f"{prefix}{_PREFIX.sub('', line)}" for line, prefix in zip(lines, wanted, strict=True))


def bracketed(chosen: str) -> Edited:
    """Return the words in double brackets, the cursor inside."""
    return Edited(f"[[{chosen}]]", 2, 2 + len(chosen))
