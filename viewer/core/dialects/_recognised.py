# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""APIs that are known by name but not understood yet, so that the window can say which dialect is missing.

A row goes when its dialect comes.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from viewer.core.model import Interaction

# Tried in order against host and path, without query.
_BY_URL: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (title, re.compile(pattern))
    for title, pattern in (
        ("Raw prediction on Vertex AI", r":(streamR|r)awPredict$"),
        ("Bedrock agents", r"bedrock-agent"),
        ("Rerank", r"/rerank$"),
        ("Embeddings", r"/(embeddings?|embed|multimodalembeddings)$"),
        ("Files", r"/files(/[^/]+)*$"),
        ("Model list", r"/models(/[^/:]+)*$"),
    )
)


def recognise(interaction: Interaction) -> str | None:
    """The name of the API that an interaction calls; None when even that is not known."""
    return api_of_url(interaction.request.url)


def api_of_url(url: str) -> str | None:
    """The API behind a URL, by host and path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    place = parts.netloc + unquote(parts.path).rstrip("/")
    return next((title for title, pattern in _BY_URL if pattern.search(place)), None)
