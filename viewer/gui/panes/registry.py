# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which panes there are besides the conversation, in order. Each is imported and made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.gui.look.look import Look
    from viewer.gui.panes.pane import Pane
    from viewer.gui.tasks import Tasks

MakePane: TypeAlias = "Callable[[Look, Tasks, QWidget], Pane]"

# The imports are inside: together these panes take as long to import and make as the window without them.


def _request(look: Look, tasks: Tasks, parent: QWidget) -> Pane:
    from viewer.gui.panes.request import RequestPane  # noqa: PLC0415

    return RequestPane(look, tasks, parent)


def _response(look: Look, tasks: Tasks, parent: QWidget) -> Pane:
    from viewer.gui.panes.response import ResponsePane  # noqa: PLC0415

    return ResponsePane(look, tasks, parent)


def _events(look: Look, _tasks: Tasks, parent: QWidget) -> Pane:
    from viewer.gui.panes.events import EventsPane  # noqa: PLC0415

    return EventsPane(look, parent)


def _headers(look: Look, _tasks: Tasks, parent: QWidget) -> Pane:
    from viewer.gui.panes.headers import HeadersPane  # noqa: PLC0415

    return HeadersPane(look, parent)


def _problems(look: Look, _tasks: Tasks, parent: QWidget) -> Pane:
    from viewer.gui.panes.problems import ProblemsPane  # noqa: PLC0415

    return ProblemsPane(look, parent)


def _secrets(look: Look, tasks: Tasks, parent: QWidget) -> Pane:
    from viewer.gui.panes.secrets import SecretsPane  # noqa: PLC0415

    return SecretsPane(look, tasks, parent)


PANES: tuple[tuple[str, str, MakePane], ...] = (
    ("Request", "requestPane", _request),
    ("Response", "responsePane", _response),
    ("Events", "eventsPane", _events),
    ("Headers", "headersPane", _headers),
    ("Problems", "problemsPane", _problems),
    ("Secrets", "secretsPane", _secrets),
)
"""Title, objectName, and what makes it."""


def import_all() -> None:
    """Import every pane, off the GUI thread: what is left to do there is to make them."""
    from viewer.gui.code.highlighter import import_lexer  # noqa: PLC0415
    from viewer.gui.panes import events, headers, problems, request, response, secrets  # noqa: F401, PLC0415

    import_lexer("json")
