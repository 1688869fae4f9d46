"""Every pair of colours that meets on a screen can be read."""

from __future__ import annotations

import ast

import pytest

from tests.meta.tree import ROOT, called, modules, nodes
from ui.desktop.presenters.faces import TINTS
from ui.desktop.theme.stylesheet import stylesheet
from ui.desktop.theme.tokens import DARK, LIGHT, SCALES, Tokens, contrast, mixed

TEXT = 4.5  # WCAG 2.2 AA, text
SIGN = 3.0  # WCAG 2.2 AA, borders of fields, icons, focus

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("bg", "sidebar", "surface", "nav_selected", "nav_hover")
PAIRS = [
    *((ink, ground) for ink in ("text", "text2") for ground in (*GROUNDS, "surface2", "soft", "warn_soft", "ok_soft")),
    *(("primary", ground) for ground in ("bg", "surface", "nav_selected")),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("on_primary", "primary_press"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("text", "danger_soft"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("knowledge", "surface"),
    *(("on_primary", tint) for tint in (*TINTS, "meeting")),
]


@THEMES
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_can_be_read(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens.color(ink), tokens.color(ground)) >= TEXT


@THEMES
def test_signs_can_be_seen(tokens: Tokens) -> None:
    for sign in ("border_strong", "focus"):
        for ground in ("bg", "surface"):
            assert contrast(tokens.color(sign), tokens.color(ground)) >= SIGN, (sign, ground)
    for tint in ("project", "contribution", "thanks", "gift", "decision", "knowledge", "meeting"):
        ground = mixed(tokens.color(tint), tokens.surface, 0.24 if tokens.dark else 0.14)
        assert contrast(tokens.color(tint), ground) >= SIGN, tint


@THEMES
@pytest.mark.parametrize("scale", SCALES)
def test_no_radius_exceeds_half_the_height_it_rounds(tokens: Tokens, scale: int) -> None:
    """Qt ignores such a radius: the chips would turn square."""
    sheet = stylesheet(tokens, scale / 100)
    chip = next(rule for rule in sheet.split("}") if 'QLabel[chip="quiet"]' in rule)
    radius = int(chip.partition("border-radius: ")[2].partition("px")[0])
    assert 2 * radius <= round(22 * scale / 100)


def test_contrast_agrees_with_its_definition() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_drawings_are_those_the_window_uses() -> None:
    """None is missing where a screen would draw it, none is carried for nothing."""
    folder = ROOT / "ui" / "desktop" / "resources" / "icons"
    drawings = {path.stem for path in folder.glob("*.svg")}
    words = {
        node.value
        for path in modules("ui")
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert drawings - words == set()
    asked = {
        "Icon",
        "Badge",
        "Banner",
        "EmptyState",
        "icon",
        "draw_icon",
        "IconButton",
        "Button",
        "offer",
        "_draw_sign",
    }
    named = {
        argument.value
        for path in modules("ui")
        for node in nodes(path)
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in asked
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    others = {
        "",
        "text",
        "text2",
        "equal",
        "plain",
        "primary",
        "quiet",
        "pick",
        "here",
        "hidden",
        "help",
        "danger",
        "ok",
        "warn",
    } | set(TINTS)
    assert named - others - drawings == set()


def test_letters_and_drawings_carry_their_licences() -> None:
    resources = ROOT / "ui" / "desktop" / "resources"
    assert "SIL OPEN FONT LICENSE" in (resources / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()
    assert "ISC License" in (resources / "icons" / "LICENSE").read_text(encoding="utf-8")
