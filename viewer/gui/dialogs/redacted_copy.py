# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Save a copy of the open cassette without its secrets, and say what is left in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from viewer.core.errors import CassetteError
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural
from viewer.output_file import write_bytes
from viewer.redaction import Redaction, redact

if TYPE_CHECKING:
    from viewer.gui.tasks import Tasks

_MOST_TOLD = 10


def save_redacted_copy(parent: QWidget, tasks: Tasks, path: str) -> None:
    """Ask where to; the copy is made and written in the background, then a message tells what came of it."""
    cassette = Path(path)
    proposed = cassette.with_name(f"{cassette.stem}-redacted{cassette.suffix}")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save redacted copy", str(proposed))
    if not chosen:
        return
    target = Path(chosen)

    def work() -> Redaction:
        made = redact(str(cassette), cassette.read_bytes())
        write_bytes(target, made.data)
        return made

    tasks.run(
        "redact",
        lambda _cancelled: work(),
        lambda made: _tell(parent, f"Saved {target}", _outcome(made)),
        lambda error: _tell(parent, "No copy was saved", _reason(error)),
    )


def _outcome(made: Redaction) -> str:
    lines = [f"{plural(made.places, 'secret')} replaced by stand-ins of the same length."]
    if made.left:
        lines += ["", "Still in the copy, in texts that cannot be changed in place:"]
        lines += [one_line(f"{secret.told}, line {secret.line}", 200) for secret in made.left[:_MOST_TOLD]]
        lines += ["…"] if len(made.left) > _MOST_TOLD else []
    return "\n".join(lines)


def _reason(error: Exception) -> str:
    if isinstance(error, CassetteError):
        return one_line(error.reason)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"{type(error).__name__}: {error}"


def _tell(parent: QWidget, title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Information, title, text, QMessageBox.StandardButton.Ok, parent)
    box.setObjectName("redactedCopy")
    box.open()
