"""Every colour and size, once. The pairs are checked for contrast by ``tests/unit/desktop/test_tokens.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, "#RRGGBB"."""

    dark: bool
    bg: str
    sidebar: str
    nav_selected: str
    nav_hover: str
    surface: str
    surface2: str
    border: str
    border_strong: str
    text: str
    text2: str
    text_disabled: str
    primary: str
    primary_hover: str
    primary_press: str
    on_primary: str
    soft: str
    focus: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    project: str
    contribution: str
    thanks: str
    gift: str
    decision: str
    knowledge: str
    meeting: str

    def color(self, name: str) -> str:
        """Return the colour of that token; an unknown name is our own mistake."""
        value = getattr(self, name)
        if not isinstance(value, str):
            raise TypeError(name)
        return value


LIGHT = Tokens(
    dark=False,
    bg="#F7F5F1",
    sidebar="#EFECE6",
    nav_selected="#FFFFFF",
    nav_hover="#E6E2DA",
    surface="#FFFFFF",
    surface2="#EFECE6",
    border="#DDD8CE",
    border_strong="#8C877C",
    text="#1E2329",
    text2="#5B6068",
    text_disabled="#A09B92",
    primary="#17695B",
    primary_hover="#125648",
    primary_press="#0D4439",
    on_primary="#FFFFFF",
    soft="#DDEFEA",
    focus="#1F5FBF",
    danger="#B3261E",
    danger_soft="#FBE4E1",
    warn="#8A5A00",
    warn_soft="#FCEFD2",
    ok="#1E6E3A",
    ok_soft="#DFF1E4",
    project="#3F51B5",
    contribution="#17695B",
    thanks="#B0355F",
    gift="#8A5A00",
    decision="#6B3FA8",
    knowledge="#1F5FBF",
    meeting="#5B6068",
)

DARK = Tokens(
    dark=True,
    bg="#17191C",
    sidebar="#121416",
    nav_selected="#1F3B35",
    nav_hover="#1C1F22",
    surface="#202327",
    surface2="#2A2E33",
    border="#3A3F45",
    border_strong="#7E858D",
    text="#ECEBE8",
    text2="#ABB0B7",
    text_disabled="#6C727A",
    primary="#63C7AE",
    primary_hover="#7BD4BE",
    primary_press="#4FB299",
    on_primary="#0B2A23",
    soft="#1F3B35",
    focus="#8AB8FF",
    danger="#FF9C92",
    danger_soft="#452724",
    warn="#F2C261",
    warn_soft="#40341C",
    ok="#86D59F",
    ok_soft="#20382A",
    project="#A3AFFF",
    contribution="#63C7AE",
    thanks="#F49AB6",
    gift="#F2C261",
    decision="#C7A6F5",
    knowledge="#8AB8FF",
    meeting="#ABB0B7",
)

SCALES = (100, 115, 130, 150)
"""Text sizes offered, percent."""


@dataclass(frozen=True, slots=True)
class Type:
    """One size of writing: pixels at 100 % and weight."""

    px: int
    weight: int


TYPES: dict[str, Type] = {
    "caption": Type(12, 400),
    "heading": Type(12, 600),  # the months of the timeline
    "body": Type(14, 400),
    "button": Type(14, 500),
    "button_strong": Type(14, 600),
    "card": Type(15, 600),
    "section": Type(20, 600),
    "number": Type(24, 600),
    "page": Type(26, 600),
    "sign": Type(44, 600),  # the room's sign
}

FAMILY = "Inter"

# Pixels at 100 %; the look multiplies them by the person's text size.
SIDEBAR = 232
SIDEBAR_ICONS = 72  # folded
NAV = 38
CONTROL = 36  # buttons and fields: also the smallest area to hit
CHIP = 22
BADGE = 36
ICON = 18
ICON_NAV = 20
AVATAR = 44
AVATAR_LARGE = 56
PAGE_SIDE = 32
PAGE_TOP = 24
GAP = 8
SCROLL = 26  # the bar and the air before it
BLOCK = 16
RADIUS_CONTROL = 8
RADIUS_CARD = 12
FOLD_BELOW = 900  # width under which the sidebar shows icons alone


def mixed(over: str, under: str, share: float) -> str:
    """Return ``over`` laid at ``share`` (0 to 1) upon ``under``: the quiet ground behind an icon."""
    upper, lower = _channels(over), _channels(under)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in zip(upper, lower, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    linear = [
        channel / 255 / 12.92 if channel / 255 <= 0.04045 else ((channel / 255 + 0.055) / 1.055) ** 2.4
        for channel in _channels(color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
