"""The first minute: one question at a time, in the middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from idos_p2p.errors import Fault
from ui.desktop.presenters import first_run
from ui.desktop.presenters.first_run import FirstRun, Step, Way
from ui.desktop.presenters.ports import HomePort, OpenedCell
from ui.desktop.views.code_offers import CodeOffers
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Badge, Icon
from ui.desktop.widgets.text import label

WIDTH = 520
OF_A_CODE = ("first_join_do", "first_device_do")
WAYS = (
    (Way.CREATE, "sprout", "contribution"),
    (Way.JOIN, "log-in", "knowledge"),
    (Way.DEVICE, "laptop", "decision"),
    (Way.EXAMPLE, "eye", "gift"),
)


class FirstRunView(QWidget):
    """Asks a name and one of four ways in. ``opened`` carries the running cell."""

    opened = Signal(object)
    joined = Signal()  # what is opened was come into just now
    others_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk
        self.state = FirstRun()
        self._stack = QStackedWidget()
        self._stack.setFixedWidth(desk.look.px(WIDTH))
        self._steps: dict[Step, QWidget] = {
            Step.NAME: self._name_step(),
            Step.CHOICE: self._choice_step(),
            Step.CREATE: self._one_question("first_cell", "", "first_cell_hint", "first_create_do"),
            Step.JOIN: self._one_question("first_link", "first_link_why", "first_link_hint", "first_join_do"),
            Step.DEVICE: self._one_question("first_code", "first_code_why", "first_code_hint", "first_device_do"),
            Step.WORKING: self._working_step(),
        }
        for widget in self._steps.values():
            self._stack.addWidget(widget)
        inner = QWidget()
        inner.setObjectName("scrolled")
        row = QHBoxLayout(inner)
        row.addStretch(1)
        row.addWidget(self._stack)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.show_state(FirstRun())

    def _step(self, title: str, lead: str) -> tuple[QWidget, QVBoxLayout]:
        px = self.desk.look.px
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(px(8), px(24), px(8), px(24))
        column.setSpacing(px(10))
        column.addStrut(px(WIDTH - 16))  # or the wrapped lines ask for the height of a narrow column
        column.addStretch(2)
        head = label(title, "page", wrap=True)
        head.setObjectName("title")
        column.addWidget(head)
        if lead:
            column.addWidget(label(lead, "body", "text2", wrap=True))
        column.addSpacing(px(8))
        return box, column

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        field.setObjectName("answer")
        field.returnPressed.connect(self._go_on)
        return field

    def _end(self, column: QVBoxLayout, do: str, *, back: bool) -> None:
        say, look = self.desk.words.say, self.desk.look
        trouble = label("", "body", "danger", wrap=True)
        trouble.setObjectName("trouble")
        trouble.hide()
        column.addWidget(trouble)
        row = QHBoxLayout()
        if back:
            row.addWidget(Button(look, say("back"), self._go_back, "quiet"))
        row.addStretch(1)
        if do:
            row.addWidget(Button(look, say(do), self._go_on, "primary", "arrow-right"))
        column.addLayout(row)
        column.addStretch(3)

    def _name_step(self) -> QWidget:
        say = self.desk.words.say
        box, column = self._step(say("first_hello"), say("first_lead"))
        mark = Icon(self.desk.look, "sprout", "primary", 56)
        column.insertWidget(2, mark, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(say("first_name"), "button_strong"))
        column.addWidget(self._field(say("first_name"), say("first_name_hint")))
        self._end(column, "continue", back=False)
        second = Button(self.desk.look, say("first_device"), lambda: self._choose(Way.DEVICE), "quiet", "laptop")
        column.insertWidget(column.count() - 1, second, 0, Qt.AlignmentFlag.AlignLeft)
        others = Button(self.desk.look, say("homes_other"), self.others_wanted.emit, "quiet", "users-round")
        column.insertWidget(column.count() - 1, others, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _choice_step(self) -> QWidget:
        say = self.desk.words.say
        box, column = self._step(say("first_choice", name=""), "")
        for way, icon, tint in WAYS:
            column.addWidget(self._way_button(way, icon, tint))
        self._end(column, "", back=True)
        return box

    def _way_button(self, way: Way, icon: str, tint: str) -> QPushButton:
        look, say = self.desk.look, self.desk.words.say
        button = QPushButton()
        button.setProperty("kind", "way")
        button.setObjectName(way.value)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        title, why = say(f"first_{way.value}"), say(f"first_{way.value}_why")
        button.setAccessibleName(title)
        button.setAccessibleDescription(why)
        row = QHBoxLayout(button)
        row.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        row.setSpacing(look.px(14))
        row.addWidget(Badge(look, icon, tint, 44))
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        for line in (label(title, "card"), label(why, "body", "text2", wrap=True)):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(line)
        words.insertStretch(0, 1)
        words.addStretch(1)
        row.addLayout(words, 1)
        button.clicked.connect(lambda: self._choose(way))
        return button

    def _one_question(self, title: str, lead: str, hint: str, do: str) -> QWidget:
        say = self.desk.words.say
        box, column = self._step(say(title), say(lead) if lead else "")
        field = self._field(say(title), say(hint))
        column.addWidget(field)
        if do in OF_A_CODE:
            column.addWidget(CodeOffers(self.desk, field))
        self._end(column, do, back=True)
        return box

    def _working_step(self) -> QWidget:
        box, column = self._step(" ", "")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        column.addWidget(bar)
        column.addStretch(3)
        return box

    def show_state(self, state: FirstRun) -> None:
        """Show a step, what was typed in it, and what is wrong with it."""
        self.state = state
        step = self._steps[state.step]
        say = self.desk.words.say
        title = step.findChild(QLabel, "title")
        if title is not None and state.step is Step.CHOICE:
            title.setText(say("first_choice", name=first_run.called(state)))
        elif title is not None and state.step is Step.WORKING:
            title.setText(say(f"first_working_{(state.way or Way.CREATE).value}"))
        trouble = step.findChild(QLabel, "trouble")
        if trouble is not None:
            trouble.setText(state.trouble)
            trouble.setVisible(bool(state.trouble))
        self._stack.setCurrentWidget(step)
        first = step.findChild(QLineEdit, "answer") or step.findChild(QPushButton)
        if first is not None:
            first.setFocus()

    def _typed(self) -> str:
        field = self._steps[self.state.step].findChild(QLineEdit, "answer")
        return field.text() if field is not None else ""

    def _go_on(self) -> None:
        words = self.desk.words
        if self.state.step is Step.NAME:
            self.show_state(first_run.named(words, self._typed()))
        elif self.state.step in first_run.ASKED:
            self.show_state(first_run.answered(words, self.state, self._typed()))
            self._work()

    def _choose(self, way: Way) -> None:
        self.show_state(first_run.chosen(self.state, way))
        self._work()

    def _go_back(self) -> None:
        self.show_state(first_run.back(self.state))

    def _work(self) -> None:
        state = self.state
        if state.step is not Step.WORKING:
            return

        def question(home: HomePort) -> OpenedCell:
            if state.way is Way.JOIN:
                return home.join(state.words, state.name)
            if state.way is Way.DEVICE:
                return home.join_as_device(state.words)
            if state.way is Way.EXAMPLE:
                return home.example(state.name)
            return home.create(state.words, state.name)

        self.desk.bridge.ask_home(question, self._opened, self._refused)

    def _opened(self, cell: OpenedCell | None) -> None:
        joined = self.state.way in (Way.JOIN, Way.DEVICE)
        self.opened.emit(cell)
        if joined:
            self.joined.emit()

    def _refused(self, fault: Fault) -> None:
        self.show_state(first_run.refused(self.state, first_run.refusal(self.desk.words, fault.code, fault.fields)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Échap."""
        if event.key() == Qt.Key.Key_Escape and self.state.step in first_run.BACK:
            self._go_back()
            return
        super().keyPressEvent(event)
