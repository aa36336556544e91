# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The request's body: re-indented JSON, or as it is stored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from viewer.core.summary import calls_of
from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.quantities import plural
from viewer.gui.panes.body_facts import body_facts, hex_dump, language_of
from viewer.gui.panes.body_form import Form, stored_form, text_form
from viewer.gui.panes.body_pane import BodyPane

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.core.analysis import Exchange
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks


class RequestPane(BodyPane):
    """What was sent."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, tasks, parent)
        self.setObjectName("requestPane")
        self.setAccessibleName("Request")
        self.view.setAccessibleName("Request body")
        self.set_look(look)

    def forms(self) -> list[Form]:
        """Pretty and stored."""
        exchange = self.exchange
        if exchange is None:
            return []
        body, decoded = exchange.interaction.request.body, exchange.request
        content_type = exchange.interaction.request.headers.get("content-type")
        facts = body_facts(body, decoded, content_type)
        facts += f",  {tools}" if (tools := self._tools(exchange)) else ""
        if not decoded.data:
            return [Form("Body", lambda: "", "text", "no request body was recorded", 0)]
        text = decoded.text
        stored = stored_form(body, facts)
        if text is None:
            return [Form("Bytes", lambda: hex_dump(decoded.data), "text", facts, len(decoded.data)), stored]
        language = language_of(decoded, content_type)
        return [text_form(text, language, facts), stored]

    def _tools(self, exchange: Exchange) -> str:
        """How many tools were offered, and which of them the answer calls."""
        offered = exchange.prompt.tools if exchange.prompt is not None else ()
        called = Counter(self.look.masker.text(call.name or "a tool") for call in calls_of(exchange))
        if not offered and not called:
            return ""
        names = ", ".join(f"{in_one_line(name)} ×{n}" if n > 1 else in_one_line(name) for name, n in called.items())
        return f"{plural(len(offered), 'tool')} offered, {f'called: {names}' if names else 'none called'}"
