# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Header fields as rows: a heading for the request, its fields, a heading for the response, its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.secrets.masking import Masker
from viewer.core.secrets.names import is_secret_header
from viewer.core.text.invisible_characters import made_visible
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.model import Headers, Interaction
    from viewer.gui.look.look import Look

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


_LONGEST = 4000
"""Characters that a cell shows, which are more than any screen has room for: Qt would lay out all of megabytes."""


@dataclass(frozen=True, slots=True)
class _Line:
    """`value` is what a cell shows; `recorded` is the whole value where that is longer."""

    name: str
    value: str
    is_section: bool = False
    is_secret: bool = False
    recorded: str | None = None


class HeadersModel(QAbstractTableModel):
    """Two columns, name and value; values masked by the look."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._lines: tuple[_Line, ...] = ()
        self._look: Look | None = None

    def set_look(self, look: Look) -> None:
        """Use another theme or masking from the next `show` on."""
        self._look = look

    def show(self, interaction: Interaction | None) -> None:
        """List the fields of an interaction."""
        self.beginResetModel()
        self._lines = ()
        if interaction and self._look:
            request, response = interaction.request, interaction.response
            url = self._beginning(request.url) or self._look.masker.url(request.url)
            first = f"{request.method} {url}  {request.http_version or ''}".rstrip()
            status = f"{response.http_version or ''} {response.status or 'no status'} {response.reason}".strip()
            self._lines = (
                _Line(f"Request   {first}", "", is_section=True),
                *self._fields(request.headers),
                _Line(f"Response   {status}", "", is_section=True),
                *self._fields(response.headers),
            )
        self.endResetModel()

    @property
    def has_fields(self) -> bool:
        """Whether anything but headings is there."""
        return any(not line.is_section for line in self._lines)

    def is_section(self, row: int) -> bool:
        """Whether a row is a heading."""
        return self._lines[row].is_section

    def line(self, row: int) -> str:
        """A field as it stands in HTTP."""
        line = self._lines[row]
        return line.name if line.is_section else f"{line.name}: {self.value(row)}"

    def value(self, row: int) -> str:
        """A field's value, masked."""
        line = self._lines[row]
        if line.recorded is None or self._look is None:
            return line.value
        return self._look.masker.header(line.name, line.recorded)

    def _fields(self, headers: Headers) -> list[_Line]:
        return [self._field(name, value) for name, value in headers]

    def _field(self, name: str, value: str) -> _Line:
        masker = self._look.masker if self._look else Masker()
        if is_secret_header(name) or (shown := self._beginning(value)) is None:
            masked = masker.header(name, value)
            return _Line(name, masked, is_secret=masked != value)
        is_secret = shown != f"{value[:_LONGEST]}…"
        return _Line(name, shown, is_secret=is_secret, recorded=value)

    def _beginning(self, text: str) -> str | None:
        """What a cell shows of a text that is too long for it, masked; None of any other."""
        if len(text) <= _LONGEST or self._look is None:
            return None
        return self._look.masker.prefix(text, _LONGEST) + "…"

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Name and value."""
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Column titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Name", "Value")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Texts, and the colours that tell headings and secrets."""
        if not index.isValid() or self._look is None:
            return None
        line, theme = self._lines[index.row()], self._look.theme
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return made_visible(line.name if index.column() == 0 else line.value)
            case Qt.ItemDataRole.FontRole:
                return theme.font(12, bold=line.is_section) if index.column() == 0 else theme.mono(12)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.color(
                    "amber" if line.is_secret and index.column() else "text" if line.is_section else "text2"
                )
            case Qt.ItemDataRole.BackgroundRole:
                return theme.color("raised") if line.is_section else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be selected."""
        enabled = Qt.ItemFlag.ItemIsEnabled
        section = index.isValid() and self._lines[index.row()].is_section
        return enabled if section else enabled | Qt.ItemFlag.ItemIsSelectable
