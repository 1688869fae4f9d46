"""The style sheet, made from the tokens and the person's text size.

Qt ignores a radius larger than half the height, so lengths are rounded down; a rule without ``border`` loses its
radius, so each states both.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.desktop.theme.tokens import (
    CHIP,
    CONTROL,
    FAMILY,
    NAV,
    RADIUS_CARD,
    RADIUS_CONTROL,
    TYPES,
    Tokens,
)

Px = Callable[[float], str]


def stylesheet(tokens: Tokens, scale: float) -> str:
    """Return the whole style sheet of a theme; ``scale`` is 1.0 at 100 %."""

    def px(pixels: float) -> str:
        return f"{int(pixels * scale)}px"

    parts = (_base, _writing, _buttons, _nav, _fields, _frames, _lists, _small)
    return "\n".join(part(tokens, px) for part in parts)


def _font(px: Px, role: str) -> str:
    size = TYPES[role]
    return f"font-size: {px(size.px)}; font-weight: {size.weight};"


def _base(c: Tokens, px: Px) -> str:
    return f"""
QWidget {{ font-family: "{FAMILY}"; {_font(px, "body")} color: {c.text}; }}
QMainWindow, QDialog, QWidget#page, QWidget#content {{ background: {c.bg}; }}
QWidget#sidebar {{ background: {c.sidebar}; border: none; border-right: 1px solid {c.border}; }}
QLabel {{ background: transparent; }}
QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.border_strong};
    padding: {px(6)} {px(8)}; {_font(px, "caption")} }}
QMenu {{ background: {c.surface}; border: 1px solid {c.border}; padding: {px(4)}; }}
QMenu::item {{ padding: {px(8)} {px(16)}; border-radius: {px(6)}; }}
QMenu::item:selected {{ background: {c.surface2}; }}
"""


def _writing(c: Tokens, px: Px) -> str:
    rules = [f'QLabel[role="{role}"] {{ {_font(px, role)} }}' for role in TYPES]
    rules += [
        f'QLabel[tone="{tone}"] {{ color: {c.color(tone)}; }}'
        for tone in ("text", "text2", "primary", "danger", "ok", "warn", "knowledge")
    ]
    return "\n".join(rules)


def _buttons(c: Tokens, px: Px) -> str:
    return f"""
QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.border_strong};
    border-radius: {px(RADIUS_CONTROL)}; padding: 0 {px(14)}; min-height: {px(CONTROL - 2)}; {_font(px, "button")} }}
QPushButton:hover {{ background: {c.surface2}; }}
QPushButton:pressed {{ background: {c.border}; }}
QPushButton:disabled {{ color: {c.text_disabled}; border-color: {c.border}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; padding: 0 {px(13)}; min-height: {px(CONTROL - 4)}; }}
QPushButton[kind="primary"] {{ background: {c.primary}; color: {c.on_primary}; border: 1px solid {c.primary};
    {_font(px, "button_strong")} }}
QPushButton[kind="primary"]:hover {{ background: {c.primary_hover}; border-color: {c.primary_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {c.primary_press}; border-color: {c.primary_press}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.surface2}; color: {c.text_disabled};
    border-color: {c.surface2}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {c.primary}; border: 1px solid transparent; }}
QPushButton[kind="quiet"]:hover {{ background: {c.surface2}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[kind="pick"] {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.border_strong};
    border-radius: {px(CONTROL // 2)}; }}
QPushButton[kind="pick"]:hover {{ background: {c.surface2}; }}
QPushButton[kind="pick"]:checked {{ background: {c.soft}; color: {c.text}; border: 2px solid {c.primary};
    padding: 0 {px(13)}; min-height: {px(CONTROL - 4)}; {_font(px, "button_strong")} }}
QPushButton[kind="pick"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[kind="segment"] {{ background: transparent; border: 1px solid transparent;
    border-radius: {px(6)}; min-height: {px(CONTROL - 6)}; }}
QPushButton[kind="segment"]:hover {{ background: {c.border}; }}
QPushButton[kind="segment"]:checked {{ background: {c.nav_selected}; {_font(px, "button_strong")} }}
QPushButton[kind="segment"]:focus {{ border: 2px solid {c.focus}; min-height: {px(CONTROL - 8)}; }}
"""


def _nav(c: Tokens, px: Px) -> str:
    return f"""
QPushButton[kind="nav"] {{ background: transparent; color: {c.text}; border: 1px solid transparent;
    border-radius: {px(RADIUS_CONTROL)}; min-height: {px(NAV - 2)}; padding: 0 {px(12)}; text-align: left;
    {_font(px, "body")} }}
QPushButton[kind="nav"]:hover {{ background: {c.nav_hover}; }}
QPushButton[kind="nav"]:checked {{ background: {c.nav_selected}; color: {c.primary}; {_font(px, "button_strong")} }}
QPushButton[kind="nav"]:focus {{ border: 2px solid {c.focus}; padding: 0 {px(11)}; min-height: {px(NAV - 4)}; }}
QPushButton[kind="nav"][folded="true"] {{ text-align: center; padding: 0; }}
QPushButton[kind="way"] {{ background: {c.surface}; border: 1px solid {c.border}; text-align: left;
    border-radius: {px(RADIUS_CARD)}; padding: 0; min-height: {px(76)}; }}
QPushButton[kind="way"]:hover {{ background: {c.surface2}; border-color: {c.border_strong}; }}
QPushButton[kind="way"]:focus {{ border: 2px solid {c.focus}; min-height: {px(74)}; }}
"""


def _fields(c: Tokens, px: Px) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QComboBox, QDateEdit {{ background: {c.surface}; color: {c.text};
    border: 1px solid {c.border_strong}; border-radius: {px(RADIUS_CONTROL)}; padding: 0 {px(10)};
    selection-background-color: {c.primary}; selection-color: {c.on_primary}; }}
QLineEdit, QComboBox, QDateEdit {{ min-height: {px(CONTROL - 2)}; }}
QPlainTextEdit {{ padding: {px(8)} {px(6)}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus {{ border: 2px solid {c.focus};
    padding-left: {px(9)}; padding-right: {px(9)}; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus {{ min-height: {px(CONTROL - 4)}; }}
QPlainTextEdit:focus {{ padding: {px(7)} {px(5)}; }}
QLineEdit[kind="title"] {{ {_font(px, "section")} }}
QLineEdit[wrong="true"], QDateEdit[wrong="true"] {{ border: 2px solid {c.danger};
    min-height: {px(CONTROL - 4)}; }}
QLineEdit[kind="search"] {{ padding: 0 {px(6)}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {px(32)}; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.border_strong};
    selection-background-color: {c.soft}; selection-color: {c.text}; outline: none; padding: {px(4)}; }}
QComboBox QAbstractItemView::item {{ min-height: {px(CONTROL)}; padding: 0 {px(8)}; }}
QCalendarWidget QWidget {{ alternate-background-color: {c.surface2}; }}
QCalendarWidget QToolButton {{ color: {c.text}; background: transparent; border: none; padding: {px(6)};
    min-height: {px(CONTROL - 12)}; }}
QCalendarWidget QAbstractItemView {{ background: {c.surface}; color: {c.text};
    selection-background-color: {c.primary}; selection-color: {c.on_primary}; }}
QCheckBox {{ spacing: {px(8)}; min-height: {px(CONTROL)}; }}
"""


def _frames(c: Tokens, px: Px) -> str:
    card = f"border-radius: {px(RADIUS_CARD)};"
    tones = {
        "here": c.soft,
        "equal": c.ok_soft,
        "hidden": c.warn_soft,
        "help": c.warn_soft,
        "danger": c.danger_soft,
        "quiet": c.surface2,
    }
    banners = "\n".join(
        f'QFrame[frame="banner"][tone="{tone}"] {{ background: {ground}; border: 1px solid {ground}; {card} }}'
        for tone, ground in tones.items()
    )
    return f"""
QFrame[frame="card"] {{ background: {c.surface}; border: 1px solid {c.border}; {card} }}
QFrame[frame="segments"] {{ background: {c.surface2}; border: none; border-radius: {px(RADIUS_CONTROL)}; }}
QFrame[frame="rule"] {{ background: {c.border}; border: none; }}
QFrame[frame="sheet"] {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: {px(16)}; }}
QFrame[frame="toast"] {{ background: {c.surface}; border: 1px solid {c.border_strong}; {card} }}
QFrame[frame="toast"][tone="danger"] {{ background: {c.danger_soft}; border: 1px solid {c.danger}; {card} }}
{banners}
"""


def _lists(c: Tokens, px: Px) -> str:
    return f"""
QListView, QScrollArea, QTextBrowser, QScrollArea > QWidget > QWidget#scrolled {{ background: transparent;
    border: none; outline: none; }}
QListView::item {{ border: none; }}
QListView[kind="popup"] {{ background: {c.surface}; border: 1px solid {c.border_strong};
    selection-background-color: {c.soft}; selection-color: {c.text}; padding: {px(4)}; }}
QListView[kind="popup"]::item {{ min-height: {px(CONTROL)}; padding: 0 {px(8)}; }}
QTableView {{ background: transparent; border: none; outline: none; selection-background-color: {c.soft};
    selection-color: {c.text}; }}
QTableView::item {{ border: none; border-bottom: 1px solid {c.border}; padding: 0 {px(8)}; }}
QTableView::item:selected {{ background: {c.soft}; color: {c.text}; }}
QTableView[foot="true"] {{ border-top: 1px solid {c.border_strong}; {_font(px, "button_strong")} }}
QHeaderView, QTableCornerButton::section {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; border: none; border-bottom: 1px solid {c.border_strong};
    padding: {px(6)} {px(11)}; color: {c.text2}; {_font(px, "heading")} }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c.border}; border-radius: {px(4)}; min-height: {px(36)};
    margin: {px(2)} {px(2)}; }}
QScrollBar::handle:vertical:hover {{ background: {c.border_strong}; }}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {c.border}; border-radius: {px(4)}; min-width: {px(36)};
    margin: {px(2)} {px(2)}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _small(c: Tokens, px: Px) -> str:
    chip = f"border: none; border-radius: {px(CHIP // 2)}; padding: 0 {px(12)}; {_font(px, 'caption')}"
    tones = {
        "quiet": (c.surface2, c.text2),
        "ok": (c.ok_soft, c.ok),
        "warn": (c.warn_soft, c.warn),
    }
    chips = "\n".join(
        f'QLabel[chip="{tone}"] {{ background: {ground}; color: {ink}; {chip} }}'
        for tone, (ground, ink) in tones.items()
    )
    return f"""
{chips}
QLabel[key="true"] {{ background: {c.surface2}; border: 1px solid {c.border}; border-radius: {px(5)};
    padding: {px(3)} {px(8)}; {_font(px, "caption")} }}
QProgressBar {{ background: {c.surface2}; border: none; border-radius: {px(4)}; min-height: {px(8)};
    max-height: {px(8)}; }}
QProgressBar::chunk {{ background: {c.primary}; border-radius: {px(4)}; }}
"""
