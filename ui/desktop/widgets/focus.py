"""Keeping the keyboard where it is while a part of a page is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


@contextmanager
def kept_focus(root: QWidget) -> Iterator[None]:
    """Make what is inside ``root`` anew: the keyboard goes to the control that has the same name as before."""
    now = QApplication.focusWidget()
    inside = now is not None and root.isAncestorOf(now)
    name = now.accessibleName() if now is not None and inside else ""
    before = root.findChildren(QWidget)  # some are on their way out, and have the same names
    yield
    if not inside or (now is not None and shiboken6.isValid(now) and now.isVisible()):
        return
    old = set(before)
    for widget in root.findChildren(QWidget):
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if name and tabbed and widget not in old and widget.accessibleName() == name:
            _show_now(widget, root)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
    root.setFocus(Qt.FocusReason.OtherFocusReason)


def _show_now(widget: QWidget, root: QWidget) -> None:
    """Show what was just added: Qt would do it later, and what is not shown takes no keyboard."""
    chain: list[QWidget] = []
    each: QWidget | None = widget
    while each is not None and each is not root:
        chain.append(each)
        each = each.parentWidget()
    for one in reversed(chain):
        if not one.isVisible():
            one.show()
