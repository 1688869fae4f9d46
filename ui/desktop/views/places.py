"""The pages of the window: their order in the sidebar, their keys, their icons, and which records are at home there."""

from __future__ import annotations

from collections.abc import Mapping

NAMES = (
    "around",
    "projects",
    "contributions",
    "recognition",
    "gifts",
    "decisions",
    "agenda",
    "pages",
    "compass",
    "past",
    "members",
    "meeting",
    "settings",
)
"""The pages, in the order of the sidebar."""

KEYS: Mapping[str, str] = {
    **{name: f"Ctrl+{number % 10}" for number, name in enumerate(NAMES[:10], start=1)},
    "members": "Ctrl+Shift+M",
    "meeting": "Ctrl+M",
    "settings": "Ctrl+,",
}
"""Their keys."""

ICONS: Mapping[str, str] = {
    "around": "circle-user-round",
    "projects": "folder-kanban",
    "contributions": "hand-heart",
    "recognition": "heart",
    "gifts": "gift",
    "decisions": "scale",
    "agenda": "calendar-days",
    "pages": "book-open",
    "compass": "compass",
    "past": "history",
    "members": "users-round",
    "meeting": "refresh-cw",
    "settings": "settings",
}
HOMES: Mapping[str, str] = {
    "person": "around",
    "project": "projects",
    "page": "pages",
    "meeting": "agenda",
    "proposal": "decisions",
    "decision": "decisions",
}
"""Where records of a kind are at home; the others are shown on a sheet."""

FOOT = "members"
"""From this page on, the entries of the sidebar stand at its foot."""
