"""Pages as people wrote them, read without opening anything they name (security §3.4)."""

from __future__ import annotations

from markdown_it import MarkdownIt
from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from ui.desktop.presenters.knowing import target_of
from ui.desktop.theme.look import Look

MOST_RENDERED = 200_000  # characters laid out; a longer page is read in parts elsewhere, and stays whole in the cell
_SAFE_SCHEMES = ("https", "mailto")


def _nothing() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(0)
    return image


class ClosedDocument(QTextDocument):
    """A document that loads nothing: Qt opens the named file itself when it is answered with nothing at all."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return one clear pixel, whatever is asked for."""
        return _nothing()


class Reader(QTextBrowser):
    """Shows Markdown. A link is never followed: ``link_chosen`` carries its address, to be shown.

    ``record_chosen`` carries the kind and the id of a record of the cell that a link leads to.
    """

    link_chosen = Signal(str)
    record_chosen = Signal(str, str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._body = ""
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setDocument(ClosedDocument(self))
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(look.px(22))
        self.anchorClicked.connect(self._clicked)
        look.colors_changed.connect(self._render)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return one clear pixel, whatever is asked for."""
        return _nothing()

    def show_markdown(self, body: str) -> None:
        """Show a page; the place one reads at is kept."""
        if body == self._body:
            return
        self._body = body
        self._render()

    def _render(self) -> None:
        place = self.verticalScrollBar().value()
        document = self.document()
        document.setDefaultFont(self._look.font("body"))
        document.setDefaultStyleSheet(_page_style(self._look))
        self.setHtml(self._markdown.render(self._body[:MOST_RENDERED]))
        self.verticalScrollBar().setValue(place)

    def _clicked(self, url: QUrl) -> None:
        target = target_of(url.toString())
        if target is not None:
            self.record_chosen.emit(*target)
        elif url.scheme().lower() in _SAFE_SCHEMES:
            self.link_chosen.emit(url.toDisplayString())


def _page_style(look: Look) -> str:
    px, color = look.px, look.tokens.color
    return f"""
    body, p, li, td, th {{ color: {color("text")}; font-size: {px(15)}px; }}
    p, li {{ line-height: 130%; }}
    p {{ margin-top: 0; margin-bottom: {px(10)}px; }}
    h1 {{ font-size: {px(20)}px; font-weight: 600; margin-top: {px(18)}px; margin-bottom: {px(6)}px; }}
    h2 {{ font-size: {px(17)}px; font-weight: 600; margin-top: {px(16)}px; margin-bottom: {px(6)}px; }}
    h3, h4, h5, h6 {{ font-size: {px(15)}px; font-weight: 600; margin-top: {px(12)}px; margin-bottom: {px(4)}px; }}
    ul, ol {{ margin-top: 0; margin-bottom: {px(10)}px; }}
    li {{ margin-bottom: {px(2)}px; }}
    a {{ color: {color("knowledge")}; }}
    code, pre {{ background-color: {color("surface2")}; font-size: {px(13)}px; }}
    blockquote p {{ color: {color("text2")}; font-style: italic; }}
    blockquote {{ margin-left: {px(16)}px; margin-top: 0; margin-bottom: {px(8)}px; }}
    table {{ border-collapse: collapse; border: 1px solid {color("border")}; }}
    th {{ font-weight: 600; background-color: {color("surface2")}; padding: {px(6)}px {px(10)}px; text-align: left;
        border: 1px solid {color("border")}; }}
    td {{ padding: {px(6)}px {px(10)}px; border: 1px solid {color("border")}; }}
    """
