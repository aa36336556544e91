# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> where secrets stand in it, by the names of the places, without a character of them."""

from __future__ import annotations

from viewer.core.analysis import Exchange
from viewer.core.secrets.masking import Masker

_MOST_SEARCHED = 1_000_000


def secret_places(exchange: Exchange, masker: Masker) -> dict[str, int]:
    """Places such as `request header authorization` and `response body`, with how many secrets stand there."""
    interaction = exchange.interaction
    found: dict[str, int] = {}
    for word, headers in (("request", interaction.request.headers), ("response", interaction.response.headers)):
        for name, value in headers:
            if masker.header(name, value) != value:
                found[f"{word} header {name.lower()}"] = 1
    if masker.url(interaction.request.url) != interaction.request.url:
        found["request url"] = 1
    for word, body in (("request", exchange.request), ("response", exchange.response)):
        text = (body.text or "")[:_MOST_SEARCHED]
        if count := len({text[start:end] for start, end in masker.found(text)}):
            found[f"{word} body"] = count
    return found
