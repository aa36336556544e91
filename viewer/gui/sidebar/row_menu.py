# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What can be done with a row of the sidebar's tree."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from viewer.gui.models.nodes import FolderNode, Node
from viewer.named_place import NamedPlace


class RowMenu(QMenu):
    """The menu of one row."""

    close_requested = Signal(Path)
    export_requested = Signal(Path)
    note_requested = Signal(Path, int)


def row_menu(node: Node, library: Path | None, parent: QWidget) -> RowMenu:
    """The menu of a node; what lies in a library is closed with all of it."""
    menu = RowMenu(parent)
    folder = node.path if isinstance(node, FolderNode) else node.path.parent
    if node.path.is_absolute():  # a text that was pasted lies in no file
        menu.addAction("Copy &path", lambda: QGuiApplication.clipboard().setText(str(node.path)))
        if node.exchange >= 0:
            link = NamedPlace(str(node.path), node.exchange).link
            menu.addAction("Copy &link", lambda: QGuiApplication.clipboard().setText(link))
            menu.addAction("&Note…", lambda: menu.note_requested.emit(node.path, node.exchange))
        menu.addAction("Show in file &manager", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    if isinstance(node, FolderNode):
        menu.addAction("&Export all…", lambda: menu.export_requested.emit(node.path))
    menu.addSeparator()
    if library is None:
        menu.addAction("&Close file", lambda: menu.close_requested.emit(node.path))
    else:
        words = f"&Close folder {library.name.replace('&', '&&')}"
        menu.addAction(words, lambda: menu.close_requested.emit(library))
    return menu
