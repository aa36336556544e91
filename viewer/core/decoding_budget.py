# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How much the bodies of a file may decode to while all of it is looked at: a few bytes can stand for gigabytes.

What goes beyond is not lost: an interaction that is selected is decoded for itself.
"""

from __future__ import annotations

from dataclasses import replace

from viewer.core import bodies
from viewer.core.analysis import Exchange
from viewer.core.errors import Problem, Severity
from viewer.core.model import Body, Interaction
from viewer.core.summary import stored_bytes

MOST_DECODED = 64 * 1024 * 1024
"""Bytes that all packed bodies of a file, or of the part of it that one worker reads, become."""
_EACH = 30
"""And so many for each byte that is stored: texts become some ten times as long, and only bombs a thousand times."""


class DecodingBudget:
    """Counts what was decoded, and says when it is enough."""

    def __init__(self, most: int = MOST_DECODED) -> None:
        """Nothing is spent yet."""
        self._left = most

    def refuses(self, interaction: Interaction) -> bool:
        """Whether the bodies of an interaction are packed, and the budget is spent."""
        return self._left < 0 and any(
            bodies.is_packed(side.body, side.headers) for side in (interaction.request, interaction.response)
        )

    def spend(self, exchange: Exchange) -> Exchange:
        """The same exchange, counted."""
        for decoded in (exchange.request, exchange.response):
            if decoded.encodings:
                self._left -= len(decoded.data)
        self._left += _EACH * stored_bytes(exchange.interaction)
        return exchange


def undecoded(interaction: Interaction) -> Interaction:
    """An interaction as it is while its file is looked at, when the budget is spent: without its packed bodies."""
    text = "not decoded: the packed bodies of this file stand for far more than is stored; select it to see it"
    line = interaction.place.line if interaction.place else None
    request, response = interaction.request, interaction.response
    if bodies.is_packed(request.body, request.headers):
        request = replace(request, body=Body(place=request.body.place))
    if bodies.is_packed(response.body, response.headers):
        response = replace(response, body=Body(place=response.body.place))
    problems = (*interaction.problems, Problem(Severity.WARNING, text, line))
    return replace(interaction, request=request, response=response, problems=problems)
