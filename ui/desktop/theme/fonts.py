"""Inter, brought along: the same letters on every computer, the narrow no-break space among them."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from idos_p2p.errors import BugError
from ui.desktop.theme.icons import RESOURCES


def load_fonts() -> None:
    """Make the four weights of Inter known to Qt; once a process is enough."""
    if "Inter" in QFontDatabase.families():
        return
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise BugError("font_unreadable", path=path.name)
