# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a URL says of a request: which model is asked, and whether it is to stream.

Bedrock, Gemini, Vertex AI and Azure put these into the path, not into the body. What the body says goes first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.late_pattern import late_pattern

# In paths as they were sent: a model's id may hold slashes, percent-encoded or not.
_MODELS = (
    re.compile(r"/model/(.+)/(?:invoke|invoke-with-response-stream|converse|converse-stream|count-tokens)$"),
    re.compile(r"/models/([^/]+):[A-Za-z]+$"),
    re.compile(r"/deployments/([^/]+)/"),
)
_STREAMS = late_pattern(r"(?:-stream|:stream[A-Z][A-Za-z]*|retrieveAndGenerateStream)$")


def with_url_facts(prompt: Prompt, interaction: Interaction) -> Prompt:
    """A prompt with what only the URL says of it."""
    path = interaction.request.target.path.rstrip("/")
    found = next((match[1] for match in (pattern.search(path) for pattern in _MODELS) if match), None)
    streams = prompt.stream or _STREAMS.search(unquote(path)) is not None
    model = prompt.model or (unquote(found) if found else None)
    return prompt if (model, streams) == (prompt.model, prompt.stream) else replace(prompt, model=model, stream=streams)
