# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands in the content's place when a file has nothing to show: unreadable, empty, or still being read."""

from __future__ import annotations

import codecs
from array import array
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.errors import NotACassette
from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.json_layout import plain_lines
from viewer.core.text.lines import PlainText
from viewer.dataclass import dataclass
from viewer.gui.code.view import CodeView
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.documents.document import Document
    from viewer.gui.look.look import Look

_CONTEXT_LINES = 5
_TEXT_MOST = 4_000_000
_LOOKED_AT = 65_536
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Content(Enum):
    """What there is to show of a file, whatever it is."""

    NOTHING = "nothing"
    TEXT = "text"
    BINARY = "binary"


def beginning_of(document: Document, size: int) -> bytes:
    """The first bytes of a file or text; none where it is missing, unreadable, or would be waited for."""
    if document.text is not None:
        return document.text.data[:size]
    if not document.path.is_file():
        return b""
    try:
        with document.path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def content_of(document: Document) -> Content:
    """What a document's beginning holds; nothing where it is missing, empty or unreadable."""
    head = beginning_of(document, _LOOKED_AT)
    if not head.strip():
        return Content.NOTHING
    if head.startswith(_WIDE_MARKS):
        return Content.TEXT
    strange = head.decode("utf-8", "replace").count("\ufffd")
    # A text in another encoding than UTF-8 has some strange letters, and never a zero.
    return Content.BINARY if b"\0" in head or strange * 10 > len(head) else Content.TEXT


@dataclass(frozen=True, slots=True)
class Notice:
    """What to say of a document: a title, the reason, and the file's line where it lies."""

    title: str
    reason: str
    line: int | None
    is_error: bool


def notice_of(document: Document) -> Notice:
    """Why a document has nothing to show."""
    name = in_one_line(document.path.name)
    if document.error is not None:
        error = document.error
        if isinstance(error, NotACassette):
            reason = error.reason.removeprefix("not a cassette; ")  # the title says that
            return Notice(f"{name} is not a cassette", reason[:1].upper() + reason[1:], error.line, is_error=True)
        return Notice(f"{name} cannot be read", error.reason, error.line, is_error=True)
    if document.recording is None:
        done, every = document.progress or (0, 0)
        return Notice(f"Reading {name}", f"{done} of {every} interactions" if every else "", None, is_error=False)
    problems = document.recording.cassette.problems
    reason = problems[0].text if problems else "The recorder wrote this cassette without any interaction."
    line = problems[0].line if problems else None
    return Notice(f"{name} holds no interaction", reason, line, is_error=False)


class NoticePage(QWidget):
    """A card with the reason, and the file's own lines around it."""

    reload_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing to say yet."""
        super().__init__(parent)
        self.setAccessibleName("Notice")
        self._look = look
        self._document: Document | None = None
        self._line: int | None = None
        self._is_error = False
        plain = Qt.TextFormat.PlainText
        self._title = QLabel(self, textFormat=plain, wordWrap=True)
        self._reason = QLabel(self, textFormat=plain, wordWrap=True)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._view = CodeView(look.theme, self)
        self._view.setAccessibleName("The file's text")
        self._open = Button(look, "Open as text", Icon.FILE)
        self._again = Button(look, "Try again", Icon.RETRY)
        self._lay_out()
        self._open.clicked.connect(self._on_open)
        self._again.clicked.connect(self.reload_requested)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._title.setFont(look.theme.font(15, bold=True))
        self._reason.setFont(look.theme.font(13))
        self._view.set_theme(look.theme)
        for button in (self._open, self._again):
            button.set_look(look)
        self.update()

    def show_document(self, document: Document) -> None:
        """Say why there is nothing to show of a document."""
        notice = notice_of(document)
        self._document, self._line, self._is_error = document, notice.line, notice.is_error
        self._title.setText(notice.title)
        content = Content.NOTHING if document.is_loading else content_of(document)
        reason = f"line {notice.line}: {notice.reason}" if notice.line else notice.reason
        untold = content is Content.BINARY and "binary" not in reason
        self._reason.setText(f"{reason}\nIts content is binary." if untold else reason)
        self.setAccessibleDescription(f"{notice.title}. {self._reason.text()}")
        self._open.setVisible(content is Content.TEXT)
        self._again.setVisible(notice.is_error and document.text is None)
        context = self._context(notice.line) if notice.line and content is Content.TEXT else plain_lines("")
        self._view.setVisible(bool(context.text))
        self._view.setFixedHeight(self._look.theme.px(24 * (2 * _CONTEXT_LINES + 1)))
        self._view.set_document(context, "text")
        if notice.line:
            self._view.go_to_line(min(notice.line - 1, _CONTEXT_LINES))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The content's background, and a red edge left of an error's words."""
        painter = QPainter(self)
        theme = self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        if self._is_error:
            words = self._title.geometry().united(self._reason.geometry())
            edge = QRectF(words.left() - theme.px(16), words.top(), theme.px(3), words.height())
            painter.fillRect(edge, theme.color("red"))
        painter.end()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 60, 60, 24)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._reason)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.addWidget(self._open)
        row.addWidget(self._again)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._view)
        column.addStretch(1)

    def _text(self) -> str:
        """The beginning of the file as text; empty when the system cannot read it."""
        data = beginning_of(self._document, _TEXT_MOST) if self._document else b""
        return data.decode("utf-16" if data.startswith(_WIDE_MARKS) else "utf-8-sig", "replace")

    def _context(self, line: int) -> PlainText:
        """Some lines around the one that is named, with their numbers in the file."""
        first = max(line - 1 - _CONTEXT_LINES, 0)
        around = self._text().split("\n")[first : line + _CONTEXT_LINES]
        shown = plain_lines("\n".join(self._look.masker.text(text) for text in around))
        return replace(shown, numbers=array("q", range(first + 1, first + 1 + len(shown.starts))))

    def _on_open(self) -> None:
        self._view.setVisible(True)
        self._view.setMinimumHeight(self._look.theme.px(320))
        self._view.setMaximumHeight(16_777_215)
        self._view.set_document(plain_lines(self._look.masker.text(self._text())), "text")
        self._view.go_to_line((self._line or 1) - 1)
        self._view.setFocus()
