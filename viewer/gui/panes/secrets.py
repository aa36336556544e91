# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which secrets the exchange on show holds, and where; looked for in the background, for a body may be long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from viewer.gui.models.secrets_model import SecretsModel
from viewer.gui.panes.table_pane import TablePane

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from viewer.core.analysis import Exchange
    from viewer.core.secret_inventory import KeptSecret
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

_NOTHING, _LOOKING = "No secret found in this exchange.", "Looking for secrets…"
_PLACE = 1
"""The column that takes the room which the others leave."""


class SecretsPane(TablePane):
    """A table; Enter or a double click opens the line of the file. No row tells what a secret is."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent, "Secrets of this exchange", _NOTHING)
        self.setObjectName("secretsPane")
        self.setAccessibleName("Secrets")
        self._tasks = tasks
        self._shown: Exchange | None = None
        self._model = SecretsModel(look, self)
        self._show_model(self._model, self._model)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_PLACE, QHeaderView.ResizeMode.Stretch)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.activated.connect(self._on_activated)
        self._table.doubleClicked.connect(self._on_activated)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self._model.set_look(look)

    def _fill(self) -> None:
        exchange = self._shown = self.exchange
        self._keep(exchange, ())
        if exchange is None:
            return
        self._placeholder.setText(_LOOKING)

        def work() -> tuple[KeptSecret, ...]:
            from viewer.core.secret_inventory import kept_secrets  # noqa: PLC0415

            return tuple(kept_secrets(exchange))

        self._tasks.run("secrets", lambda _cancelled: work(), lambda secrets: self._keep(exchange, secrets))

    def _keep(self, exchange: Exchange | None, secrets: tuple[KeptSecret, ...]) -> None:
        if exchange is not self._shown:
            return
        self._placeholder.setText(_NOTHING)
        self._model.show(secrets)
        self._show_placeholder(is_empty=not secrets)

    def _words(self, row: int) -> str:
        """What a row is found by: its mark takes long to work out, and nobody looks for it."""
        return self._model.words(row)

    def _on_activated(self, index: QModelIndex) -> None:
        """Go to the line of the file."""
        self.line_requested.emit(self._model.file_line(index.row()))
