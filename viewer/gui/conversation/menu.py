# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The context menu of the canvas. Rule: it holds only what works where it was opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from viewer.dataclass import dataclass
from viewer.gui.conversation.hit_testing import event_at, item_at
from viewer.gui.conversation.row_view import RowView


@dataclass(frozen=True, slots=True)
class MenuCommands:
    """What the menu calls."""

    copy: Callable[[], object]
    select_all: Callable[[], object]
    go_to_event: Callable[[int], object]
    copy_link: Callable[[int], object]


def context_menu(view: RowView, point: QPoint, commands: MenuCommands) -> QMenu:
    """The menu for a point of the viewport."""
    menu, at = QMenu(view), point - view.offset
    selected = menu.addAction("&Copy", commands.copy)
    selected.setShortcut(QKeySequence.StandardKey.Copy)
    selected.setEnabled(not view.state.selection.is_empty)
    item = item_at(view.row_layout, at)
    if item is not None:
        group, conversation = item.row.group, view.conversation
        words = "Copy tool ca&ll" if group.is_card else "Copy &message"
        menu.addAction(words, lambda: _copy(conversation.group_text(group)))
        arguments = conversation.arguments_of(group)
        if arguments is not None:
            menu.addAction("Copy &arguments", lambda: _copy(arguments.text))
    event = event_at(view.row_layout, at)
    if event is not None:
        menu.addSeparator()
        menu.addAction(f"&Go to event {event}", lambda: commands.go_to_event(event))
        menu.addAction("Copy &link to it", lambda: commands.copy_link(event))
    menu.addSeparator()
    menu.addAction("Select &all", commands.select_all).setShortcut(QKeySequence.StandardKey.SelectAll)
    return menu


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
