# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The model and the wish to stream, where they stand in the URL."""

from __future__ import annotations

import pytest

from viewer.core.dialects._url_facts import with_url_facts
from viewer.core.messages import Prompt
from viewer.core.model import Interaction, Request, Response


def _of(url: str, prompt: Prompt) -> tuple[str | None, bool]:
    found = with_url_facts(prompt, Interaction(0, Request("POST", url), Response(200)))
    return found.model, found.stream


@pytest.mark.parametrize(
    ("path", "model", "stream"),
    [
        ("/model/us.m-1%3A0/converse", "us.m-1:0", False),
        ("/model/us.m-1:0/converse-stream", "us.m-1:0", True),
        ("/model/arn%3Aaws%3Abedrock%3Aa%2Fm-1/invoke-with-response-stream", "arn:aws:bedrock:a/m-1", True),
        ("/model/arn:aws:bedrock:a/m-1/invoke", "arn:aws:bedrock:a/m-1", False),
        ("/model/m-1/count-tokens/", "m-1", False),
        ("/v1beta/models/m-1:streamGenerateContent?alt=sse", "m-1", True),
        ("/v1/projects/p/publishers/anthropic/models/m-1@20250219:rawPredict", "m-1@20250219", False),
        ("/openai/deployments/m%2D1/chat/completions?api-version=1", "m-1", False),
        ("/v1/models/m-1", None, False),
        ("/v1/messages", None, False),
    ],
)
def test_urls(path: str, model: str | None, stream: bool) -> None:
    assert _of(f"https://example.com{path}", Prompt()) == (model, stream)
    assert _of(f"https://example.com{path}", Prompt(model="said", stream=True)) == ("said", True)


def test_a_url_that_is_none() -> None:
    assert _of("http://[broken", Prompt()) == (None, False)
