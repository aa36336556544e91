# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The request's body: re-indented JSON, or as it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.gui.panes.body_facts import body_facts, hex_dump, language_of, stored_text
from viewer.gui.panes.body_pane import BodyPane, Form

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

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
        if not decoded.data:
            return [Form("Body", lambda: "", "text", "no request body was recorded", 0)]
        text = decoded.text
        stored = Form("As stored", lambda: stored_text(body), "text", facts, len(body.stored or b""))
        if text is None:
            return [Form("Bytes", lambda: hex_dump(decoded.data), "text", facts, len(decoded.data)), stored]
        language = language_of(decoded, content_type)
        return [
            Form("Pretty" if language == "json" else "Body", lambda: text, language, facts, len(decoded.data)),
            stored,
        ]
