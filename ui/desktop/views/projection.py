"""A decision for the whole room: one round at a time, in letters that are read from two metres, by the keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from idos_p2p.governance.acts import Answer
from ui.desktop.presenters.decision import ROUNDS, ChamberSheet, DecisionSheet, Round
from ui.desktop.views.page import Desk
from ui.desktop.views.round_steps import round_steps
from ui.desktop.widgets.answered import AnsweredFaceView
from ui.desktop.widgets.buttons import Button, IconButton, Segments
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.text import ElidedLabel, label
from ui.words.clean import breakable

TEXT = "text"
PLACES = (TEXT, *ROUNDS)
"""What is projected, in order: the proposal, then its rounds."""

LINES = 18  # of large text from the top of the window to its foot: a cap is 7 mm high on a laptop, more on a wall
LEAST = 28  # pixels at 100 %
WORDS_FROM = 1100  # width from which the steps are told in words
STEP_LINES = 2  # of one press of an arrow


class Projection(QWidget):
    """Covers the whole window until Échap. ``spoke`` asks for the form of a round, ``answered`` answers for oneself."""

    spoke = Signal(str)
    answered = Signal(object)
    noted = Signal()

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(layer)
        self.desk = desk
        self.at = TEXT
        self.sheet: DecisionSheet | None = None
        self.steps: Segments | None = None
        self._before: QWidget | None = None
        self._full = False  # the window was made to fill the screen from here
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(desk.words.say("projection_name"))
        px = desk.look.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(40), px(20), px(28), px(16))
        whole.setSpacing(px(16))
        self._top = QHBoxLayout()
        self._top.setSpacing(px(12))
        whole.addLayout(self._top)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, px(12), 0)
        self.area.setWidget(inner)
        whole.addWidget(self.area, 1)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(px(10))
        whole.addLayout(self._foot)
        layer.installEventFilter(self)
        self._make_keys()
        self.hide()

    def _make_keys(self) -> None:
        for keys, action in (
            ("Right", partial(self.move_by, 1)),
            ("PgDown", partial(self.move_by, 1)),
            ("Left", partial(self.move_by, -1)),
            ("PgUp", partial(self.move_by, -1)),
            ("Home", partial(self.go, TEXT)),
            ("End", partial(self.go, PLACES[-1])),
            ("Down", partial(self._scroll, 1)),
            ("Up", partial(self._scroll, -1)),
            ("Esc", self.leave),
            ("F11", self._fill_screen),
        ):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(action)

    @property
    def line(self) -> int:
        """Return the pixels of the large letters, at the height there is."""
        return max(self.desk.look.px(LEAST), self.height() // LINES)

    def start(self, sheet: DecisionSheet, at: str = TEXT) -> None:
        """Cover the window with a decision, from its text or from the round given."""
        self._before = QApplication.focusWidget()
        self.sheet = sheet
        self.at = TEXT if at == ROUNDS[0] and not sheet.round(at).words else at
        self._cover()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def leave(self) -> None:
        """Give the window back."""
        if self.isHidden():
            return
        if self._full:
            self._fill_screen()
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, sheet: DecisionSheet) -> None:
        """Show the decision as it is now: somebody answered, here or on another computer."""
        if self.isHidden() or self.sheet is None:
            return
        if sheet.id != self.sheet.id:
            self.leave()
            return
        self.sheet = sheet
        with kept_focus(self):
            self._tell()

    def go(self, place: str) -> None:
        """Show the text or a round."""
        if place != self.at:
            self.at = place
            with kept_focus(self):
                self._tell()
            self.area.verticalScrollBar().setValue(0)

    def move_by(self, step: int) -> None:
        """Go to the next round, or to the one before."""
        place = PLACES.index(self.at) + step
        if 0 <= place < len(PLACES):
            self.go(PLACES[place])

    def _scroll(self, step: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step * STEP_LINES * self.line)

    def _fill_screen(self) -> None:
        window = self.window()
        self._full = not window.isFullScreen()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _tell(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self._tell_top(sheet)
        empty(self._column)
        self._column.setSpacing(self.line // 3)
        if self.at == TEXT:
            self._tell_text(sheet)
        else:
            shown = sheet.round(self.at)
            self._column.addWidget(self._large(shown.title, 1.35, strong=True))
            self._column.addWidget(self._large(shown.lead, 0.62, "text2"))
            if self.at == ROUNDS[-1]:
                self._tell_chambers(sheet)
            else:
                self._tell_words(shown)
        self._column.addStretch(1)
        self._tell_foot(sheet)
        self.setAccessibleDescription(f"{sheet.title}. {sheet.banner[2]}. {sheet.banner[3]}")

    def _tell_top(self, sheet: DecisionSheet) -> None:
        look, say = self.desk.look, self.desk.words.say
        empty(self._top)
        first = ((TEXT, say("projection_text")),)
        self.steps = round_steps(self.desk, sheet.rounds, self.at, self.width() - look.px(140), first)
        self.steps.chosen.connect(self.go)
        self._top.addWidget(self.steps)
        self._top.addStretch(1)
        self._top.addWidget(IconButton(look, say("projection_leave"), self.leave, "x"))

    def _tell_text(self, sheet: DecisionSheet) -> None:
        self._column.addWidget(self._large(sheet.title, 1.35, strong=True))
        if sheet.body:
            self._column.addWidget(self._large(sheet.body, 0.9))
        for sentence in sheet.does:
            self._column.addWidget(self._large(sentence, 0.9, strong=True))
        self._column.addWidget(self._large(sheet.by, 0.62, "text2"))
        self._column.addWidget(self._large(sheet.banner[2], 0.62, "text2"))

    def _tell_words(self, shown: Round) -> None:
        for word in shown.words:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(self.line if word.inner else 0, 0, 0, 0)
            column.setSpacing(self.line // 8)
            title = " · ".join((word.title, *word.notes))
            tone = {"danger": "danger", "ok": "ok"}.get(word.tint, "text2")
            column.addWidget(self._large(title, 0.62, tone, strong=True))
            column.addWidget(self._large(word.text, 0.9))
            self._column.addWidget(box)
        if not shown.words:
            self._column.addWidget(self._large(shown.empty, 0.9))

    def _tell_chambers(self, sheet: DecisionSheet) -> None:
        self._column.addWidget(self._large(" · ".join(part for part in sheet.banner[2:] if part), 0.8, strong=True))
        row = QHBoxLayout()
        row.setSpacing(self.line)
        for chamber in sheet.chambers:
            row.addWidget(self._chamber(chamber), 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _chamber(self, chamber: ChamberSheet) -> QFrame:
        box = QFrame()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, self.line // 3, 0, 0)
        column.setSpacing(self.line // 4)
        column.addWidget(self._large(chamber.title, 0.8, strong=True))
        column.addWidget(self._large(chamber.count or chamber.empty, 0.62, "text2"))
        if chamber.faces:
            faces = Flowing(self.desk.look.px(4))
            size = round(self.line * 1.7 * 100 / self.desk.look.scale)
            for one in chamber.faces:
                faces.add(AnsweredFaceView(self.desk.look, one, size))
            column.addWidget(faces)
        return box

    def _tell_foot(self, sheet: DecisionSheet) -> None:
        look, say = self.desk.look, self.desk.words.say
        empty(self._foot)
        place = say("projection_place", number=PLACES.index(self.at) + 1, of=len(PLACES))
        hint = ElidedLabel("caption", "text2")
        hint.show_text(f"{place} · {say('projection_keys')}")
        self._foot.addWidget(hint, 1)
        for button in self._offers(sheet):
            self._foot.addWidget(button)
        words, steps = (
            (say("projection_previous"), say("projection_next")),
            (partial(self.move_by, -1), partial(self.move_by, 1)),
        )
        before: QPushButton
        after: QPushButton
        if self.width() >= look.px(WORDS_FROM):
            before = Button(look, words[0], steps[0], "plain", "arrow-left")
            after = Button(look, words[1], steps[1], "primary", "arrow-right")
        else:
            before = IconButton(look, words[0], steps[0], "arrow-left")
            after = IconButton(look, words[1], steps[1], "arrow-right")
        before.setEnabled(self.at != PLACES[0])
        after.setEnabled(self.at != PLACES[-1])
        self._foot.addWidget(before)
        self._foot.addWidget(after)

    def _offers(self, sheet: DecisionSheet) -> list[Button]:
        """Return what one may do in the round that is shown."""
        look, say = self.desk.look, self.desk.words.say
        if self.at == TEXT:
            return []
        if self.at != ROUNDS[-1]:
            shown = sheet.round(self.at)
            icon = {"clarification": "message-circle-question", "objection": "hand"}.get(self.at, "message-circle")
            return [Button(look, shown.offer, partial(self.spoke.emit, self.at), "plain", icon)] if shown.offer else []
        made = []
        if sheet.speakers:
            made.append(Button(look, say("deciding_spoken"), self.noted.emit, "quiet", "speech"))
        if sheet.mine.may:
            for answer, icon in ((Answer.CONSENT, "check"), (Answer.ASIDE, "circle-minus")):
                button = Button(
                    look, say(f"deciding_{answer.value}"), partial(self.answered.emit, answer), "pick", icon
                )
                made.append(button)
        return made

    def _large(self, text: str, share: float, tone: str = "text", *, strong: bool = False) -> QLabel:
        made = label(breakable(text), "body", tone, wrap=True)
        weight = 600 if strong else 400
        made.setStyleSheet(f"font-size: {round(self.line * share)}px; font-weight: {weight};")
        return made

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take letters that fit the new height."""
        super().resizeEvent(event)
        if not self.isHidden() and event.size().height() != event.oldSize().height():
            with kept_focus(self):
                self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._cover()
        return super().eventFilter(watched, event)
