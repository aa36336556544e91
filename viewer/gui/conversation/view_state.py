# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the user points at, selects and searches for, as far as it is painted."""

from __future__ import annotations

from dataclasses import field

from viewer.dataclass import dataclass
from viewer.gui.conversation.search import Search
from viewer.gui.conversation.selection import Selection
from viewer.gui.conversation.targets import Target


@dataclass(slots=True)
class ViewState:
    """Selection, search, the targets under the pointer and with the focus, and whether the caret blinks on."""

    selection: Selection = field(default_factory=Selection)
    search: Search = field(default_factory=Search)
    hovered: Target | None = None
    focused: Target | None = None
    caret_is_on: bool = True
