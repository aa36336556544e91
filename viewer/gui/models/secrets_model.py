# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Secrets of an exchange as rows: kind, place and how each was found; a value is never shown, nor kept by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.text.invisible_characters import made_visible
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.core.secret_inventory import KeptSecret
    from viewer.gui.look.look import Look

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class SecretsModel(QAbstractTableModel):
    """Columns: kind, place, how found, line."""

    titles = ("Kind", "Place", "Found", "Line")

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._look = look
        self._secrets: tuple[KeptSecret, ...] = ()
        self._known: frozenset[int] = frozenset()

    def set_look(self, look: Look) -> None:
        """Draw with another theme."""
        self._look = look

    def show(self, secrets: tuple[KeptSecret, ...]) -> None:
        """List these."""
        self.beginResetModel()
        self._secrets, self._known = secrets, frozenset()
        self.endResetModel()

    @property
    def secrets(self) -> tuple[KeptSecret, ...]:
        """Those that are listed."""
        return self._secrets

    def show_known(self, rows: frozenset[int]) -> None:
        """Mark those rows as known: a list that the user named has them."""
        self._known = rows
        if self._secrets:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._secrets) - 1, len(self.titles) - 1))

    def file_line(self, row: int) -> int:
        """The 1-based line of the file that a row's secret stands on."""
        return self._secrets[row].line

    def words(self, row: int) -> str:
        """What a row says."""
        return made_visible(self._masked(self._secrets[row].told))

    def line(self, row: int) -> str:
        """A row as one line of text: with its mark, as `check --secrets` prints it and `--baseline` knows it again."""
        return f"{self._secrets[row].line}: secret: {self.words(row)} [{self._secrets[row].mark}]"

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of secrets."""
        return 0 if parent.isValid() else len(self._secrets)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Four."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Column titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Texts, and a key before the kind."""
        if not index.isValid():
            return None
        secret = self._secrets[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                how = f"{secret.how} · known" if index.row() in self._known else secret.how
                texts = (secret.kind, secret.place, how, str(secret.line))
                return made_visible(self._masked(texts[index.column()]))
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return self._look.icons.icon(Icon.KEY, "text3" if index.row() in self._known else "amber")
            case Qt.ItemDataRole.ForegroundRole:
                return self._look.theme.color("text2" if index.row() in self._known else "text")
            case Qt.ItemDataRole.ToolTipRole:
                return "Enter opens its place; what is copied is a line for check --secrets --baseline"
        return None

    def _masked(self, text: str) -> str:
        """The name of a header may itself be a secret."""
        return self._look.masker.text(text)
