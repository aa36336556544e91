# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The context menu of the canvas. Rule: it holds only what works where it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from viewer.gui.conversation.canvas import Canvas


def context_menu(canvas: Canvas, point: QPoint) -> QMenu:
    """The menu for a point of the viewport."""
    menu = QMenu(canvas)
    selected = menu.addAction("&Copy", canvas.copy)
    selected.setShortcut(QKeySequence.StandardKey.Copy)
    selected.setEnabled(not canvas.view.selection.is_empty)
    entry = canvas.pointer.entry_at(point)
    if entry is not None:
        group = entry.row.group
        words = "Copy tool ca&ll" if group.is_card else "Copy &message"
        menu.addAction(words, lambda: _copy(canvas.group_text(group)))
        arguments = canvas.arguments_of(group)
        if arguments is not None:
            menu.addAction("Copy &arguments", lambda: _copy(arguments.text))
    event = canvas.pointer.event_at(point)
    if event is not None:
        menu.addSeparator()
        menu.addAction(f"&Go to event {event}", lambda: canvas.event_picked.emit(event))
    menu.addSeparator()
    menu.addAction("Select &all", canvas.select_all).setShortcut(QKeySequence.StandardKey.SelectAll)
    return menu


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
