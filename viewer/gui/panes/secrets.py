# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which secrets the exchange on show holds, and where; looked for in the background, for a body may be long."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.models.secrets_model import SecretsModel
from viewer.gui.panes.table_pane import TablePane
from viewer.gui.saving import reason_of, save
from viewer.gui.widgets.announcement import announce
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.run_label import Run, RunLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from viewer.core.analysis import Exchange
    from viewer.core.secret_inventory import KeptSecret
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.tasks import Tasks

_NOTHING, _LOOKING = "No secret found in this exchange.", "Looking for secrets…"
_TIP = "Write selected secrets, or all of this exchange, into a list that check --secrets --baseline leaves out"
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
        self._baseline: Path | None = None
        """The list of known secrets that the user named."""
        self._told = RunLabel(look, self)
        self._told.setObjectName("baselineLabel")
        self.add_button = Button(look, "Add to baseline…", tip=_TIP, parent=self)
        self.add_button.clicked.connect(self._ask_baseline)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._told, 1)
        self._foot.addWidget(self.add_button)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addLayout(self._foot)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self._model.set_look(look)
        px = look.theme.px
        for part in (self._told, self.add_button):
            part.set_look(look)
        self._foot.setContentsMargins(px(16), px(8), px(16), px(8))

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
        self.add_button.setVisible(bool(secrets))
        self._told.setVisible(bool(secrets))
        self._mark_known()

    def _words(self, row: int) -> str:
        """What a row is found by: its mark takes long to work out, and nobody looks for it."""
        return self._model.words(row)

    def _on_activated(self, index: QModelIndex) -> None:
        """Go to the line of the file."""
        self.line_requested.emit(self._model.file_line(index.row()))

    # --- The list of known secrets

    def _ask_baseline(self) -> None:
        """Let the user name the list."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - its enumerations take long to make

        path, _ = QFileDialog.getSaveFileName(
            self,
            "Add to baseline",
            str(self._baseline or "known-secrets.txt"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing that is there is lost
        )
        if path:
            self.add_to(Path(path))

    def add_to(self, baseline: Path) -> None:
        """Add the selected secrets to a list, or without a selection all of them; then mark what it knows."""
        rows = sorted({index.row() for index in self._table.selectionModel().selectedRows()})
        secrets = self._model.secrets
        chosen = [secrets[row] for row in rows] if rows else list(secrets)
        path = self.recording.cassette.path if self.recording is not None else ""

        def make() -> bytes:
            from viewer.core.secret_baseline import with_added  # noqa: PLC0415

            return with_added(baseline, path, chosen)

        def tell(reason: str) -> None:
            if reason:
                self._tell(reason, "red")
            else:
                self._baseline = baseline
                self._mark_known()

        save(self, str(baseline), make, tell)

    def _mark_known(self) -> None:
        """Mark the rows that the list knows; marks take long to work out."""
        baseline, secrets = self._baseline, self._model.secrets
        self._tell("", "text2")
        if baseline is None or not secrets:
            return

        def work() -> frozenset[int]:
            from viewer.core.secret_baseline import known_marks  # noqa: PLC0415

            known = known_marks(baseline)
            return frozenset(row for row, secret in enumerate(secrets) if secret.mark in known)

        def use(rows: frozenset[int]) -> None:
            if self._model.secrets is secrets:
                self._model.show_known(rows)
                self._tell(f"{len(rows):,} of {len(secrets):,} in {baseline.name}", "text2")

        self._tasks.run(
            "known secrets",
            lambda _cancelled: work(),
            use,
            lambda error: self._tell(reason_of(error, str(baseline)), "red"),
        )

    def _tell(self, words: str, token: Token) -> None:
        self._told.set_runs([Run(in_one_line(words), token, size=12)])
        if words:
            announce(self._told, words)
