# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a user saves from the window: made and written in the background, through the gate that guards cassettes.

The gate reads what lies at the target, which may be large or far away. What was asked for is written even when its
window is closed meanwhile, or the program ends; and whoever closed it still hears why it was not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from viewer.core.errors import CassetteError
from viewer.core.text.printable import one_line
from viewer.gui.tasks import Tasks
from viewer.output_file import write_bytes


class _Saver(Tasks):
    """The application's own: it outlives every window."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        application.aboutToQuit.connect(self.finish)


def save(owner: QWidget, path: str, make: Callable[[], bytes], told: Callable[[str], None] | None = None) -> None:
    """Write what `make` gives to a file, whole or not at all.

    `told` follows, with the reason why it was not written or an empty text. Without it, or when `owner` is gone by
    then, a message over the main window says the reason.
    """
    main = owner
    while above := main.parentWidget():
        main = above

    def tell(reason: str) -> None:
        if told is not None and isValid(owner):
            told(reason)
        elif reason and isValid(main):
            _warn(main, reason)

    _saver().run(
        f"{id(owner)} {path}", lambda _cancelled: write_bytes(Path(path), make()),
        lambda _none: tell(""), lambda error: tell(reason_of(error, path)),
    )  # fmt: skip


def reason_of(error: Exception, path: str) -> str:
    """Why a file was not written, in one line."""
    if isinstance(error, CassetteError):
        return one_line(f"{path} {error.reason}")
    if isinstance(error, OSError):
        return one_line(f"{path}: {error.strerror or error}")
    return one_line(f"{path}: {type(error).__name__}: {error}")


def _warn(parent: QWidget, reason: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Not saved", reason, QMessageBox.StandardButton.Ok, parent)
    box.setObjectName("notSaved")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _saver() -> _Saver:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("what is saved comes from widgets, and those need an application")
    return application.findChild(_Saver) or _Saver(application)
