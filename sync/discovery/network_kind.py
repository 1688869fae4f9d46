"""Whether the system hides this computer on the network it is on: Windows does, on one that it holds for public."""

from __future__ import annotations

import platform
import subprocess
from enum import StrEnum

_QUESTION = ("powershell", "-NoProfile", "-NonInteractive", "-Command", "(Get-NetConnectionProfile).NetworkCategory")
_SECONDS = 5.0  # ux.md §4: asking Windows may hang


class Kind(StrEnum):
    """What the system makes of its networks."""

    OPEN = "open"  # computers may see each other: private, or of a domain
    PUBLIC = "public"  # one of them is held for public: others do not see this computer there
    UNASKED = "unasked"  # this system knows no such difference, or does not tell


def kind_of_network() -> Kind:
    """Ask the system. Blocks up to five seconds, on Windows only."""
    if platform.system() != "Windows":
        return Kind.UNASKED
    try:
        said = subprocess.run(_QUESTION, capture_output=True, text=True, timeout=_SECONDS, check=True)  # noqa: S603  # our own words
    except (OSError, subprocess.SubprocessError):
        return Kind.UNASKED
    return kind_in(said.stdout)


def kind_in(said: str) -> Kind:
    """Return the kind in what Windows answered: a category a line, by name or number."""
    categories = {line.strip().lower() for line in said.splitlines() if line.strip()}
    if categories & {"public", "0"}:
        return Kind.PUBLIC
    return Kind.OPEN if categories & {"private", "1", "domainauthenticated", "2"} else Kind.UNASKED
