# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The response's body: a stream reassembled as the provider would have answered it whole, its events, or as stored."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from viewer.core.text.quantities import plural
from viewer.gui.panes.body_facts import body_facts, hex_dump, language_of
from viewer.gui.panes.body_form import Form, stored_form, text_form
from viewer.gui.panes.body_pane import BodyPane

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.core.analysis import Exchange
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks


class ResponsePane(BodyPane):
    """What came back."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, tasks, parent)
        self.setObjectName("responsePane")
        self.setAccessibleName("Response")
        self.view.setAccessibleName("Response body")
        self.set_look(look)

    def forms(self) -> list[Form]:
        """Reassembled, events and stored for a stream; pretty and stored for a whole answer."""
        exchange = self.exchange
        if exchange is None:
            return []
        body, decoded = exchange.interaction.response.body, exchange.response
        content_type = exchange.interaction.response.headers.get("content-type")
        facts = body_facts(body, decoded, content_type)
        if not decoded.data:
            return [Form("Body", lambda: "", "text", "no response body was recorded", 0)]
        stored = stored_form(body, facts)
        text = decoded.text
        if not exchange.is_stream:
            if text is None:
                return [Form("Bytes", lambda: hex_dump(decoded.data), "text", facts, len(decoded.data)), stored]
            language = language_of(decoded, content_type)
            return [text_form(text, language, facts), stored]
        of_events = partial(_events_text, exchange)
        events = Form("Events", of_events, "json", facts, len(decoded.data), beginning=of_events)
        return [*_reassembled(exchange), events, stored]


def _reassembled(exchange: Exchange) -> list[Form]:
    """The answer as one JSON document, where the dialect knows how that looks."""
    dialect = exchange.dialect
    if dialect is None:
        return []
    facts = f"reassembled from {plural(len(exchange.events), 'event')}, not in the file as such"

    def text() -> str:
        return json.dumps(dialect.assemble(exchange.answer, exchange.events), ensure_ascii=False)

    return [Form("Reassembled", text, "json", facts, len(exchange.response.data))]


def _events_text(exchange: Exchange, most: int | None = None) -> str:
    """The payloads of all events as one JSON list, each as it was recorded; those that are not JSON as strings.

    With `most` the first characters of it, so many.
    """
    payloads, length = [], 0
    for event in exchange.events:
        payloads.append(event.data if event.is_json else json.dumps(event.data, ensure_ascii=False))
        length += 1 + len(payloads[-1])
        if most is not None and length > most:
            break
    return ("[" + ",".join(payloads) + "]")[:most]
