# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The context menu of the code view: only what the line under it can do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from viewer.core.text.json_layout import LineKind
from viewer.gui.code.document_view import DocumentView


def code_menu(view: DocumentView, index: int) -> QMenu:
    """The menu for a line; the caller shows and deletes it."""
    menu = QMenu(view)
    line = view.page.document.lines[index]
    has_path = line.kind not in (LineKind.TEXT, LineKind.RAW)

    def add(text: str, act: Callable[[], object], *, enabled: bool = True) -> None:
        if enabled:
            menu.addAction(text, act)

    add("Copy", view.copy)
    add("Copy value", lambda: view.copy_value(index))
    add("Copy path", lambda: view.copy_path(index), enabled=has_path)
    add("Copy jq path", lambda: view.copy_jq_path(index), enabled=has_path)
    menu.addSeparator()
    add("Open string as JSON", lambda: view.value_requested.emit("json", index), enabled=line.json_in_string)
    add("Show full value", lambda: view.value_requested.emit("show", index), enabled=line.elision is not None)
    add("Save value…", lambda: view.value_requested.emit("save", index))
    menu.addSeparator()
    opening = view.page.container(index)
    if opening is not None:
        text = "Unfold" if view.page.folds.is_folded(opening) else "Fold"
        add(text, lambda: view.toggle_fold(opening))
    if view.page.document.containers(0)[0]:
        for level in (1, 2, 3):
            add(f"Fold to level {level}", lambda level=level: view.fold_to_level(level))  # type: ignore[misc]
        add("Expand all", view.expand_all)
    add("Select all", view.select_all)
    return menu
