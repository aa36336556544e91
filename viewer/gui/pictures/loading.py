# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Pictures for widgets: decoded in the background, and nobody waits for one whose widget is gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QSize
from PySide6.QtGui import QImage

from viewer.gui.pictures import process
from viewer.gui.tasks import Tasks

Decoded = tuple[QImage, str]
"""The picture, and why there is none."""


class _Loader(Tasks):
    """The application's own: it outlives every window, and ends the process that decodes when it is stopped."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        application.aboutToQuit.connect(self.stop)

    def stop(self, wait_ms: int = -1) -> bool:
        """End with what is being decoded."""
        process.end()
        return super().stop(wait_ms)


def load(owner: QObject, name: str, data: bytes, within: QSize, on_done: Callable[[Decoded], None]) -> None:
    """Decode for `owner`, which calls it `name`, no larger than `within` pixels; asked twice it decodes once."""
    loader = _loader()
    request = f"{id(owner)} {name}"
    if not loader.is_running(request):
        loader.run(request, lambda _cancelled: process.decode(data, within), on_done)
        owner.destroyed.connect(lambda: loader.cancel(request))


def _loader() -> _Loader:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("pictures are for widgets, and those need an application")
    return application.findChild(_Loader) or _Loader(application)
