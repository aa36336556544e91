# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a row of the tree says while secrets are shown: made anew of what was read, for the rows that somebody sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.core.contents import Contents, contents
from viewer.core.secrets.masking import Masker
from viewer.gui.models.rows import conversation_row, interaction_row

if TYPE_CHECKING:
    from viewer.gui.documents.documents import Documents
    from viewer.gui.models.nodes import Node
    from viewer.gui.models.rows import Row

_OPEN = Masker(show=True)


class RevealedRows:
    """Rows with their secrets. A file that only the index knows, which keeps none, stays as it is."""

    def __init__(self, documents: Documents) -> None:
        """Know the files that are read."""
        self._documents = documents

    def __call__(self, node: Node) -> Row | None:
        """The row of a node; None where it says nothing else, or that is not known."""
        document = self._documents.get(node.path)
        if document is None or document.recording is None:
            return None
        made = _row(node, contents(document.recording))
        if made is None or _words(made) == _words(node.row):
            return None
        if not node.row.unread:
            return made
        spoken, mark = f"{node.row.unread}, {made.spoken}", node.row.tip.rpartition("\n")[2]
        return replace(made, unread=node.row.unread, spoken=spoken, tip=f"{made.tip}\n{mark}")


def _words(row: Row) -> tuple[str, str, str, str]:
    return row.title, row.left, row.tip, row.spoken


def _row(node: Node, known: Contents) -> Row | None:
    if 0 <= node.exchange < len(known.summaries):
        return interaction_row(known, node.exchange, _OPEN)
    first = node.children[0].exchange if node.row.level == "conversation" and node.children else -1
    number = known.threads.number_of(first) if 0 <= first < len(known.summaries) else None
    return conversation_row(known, number, _OPEN) if number is not None else None
