# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Who answers, and what was asked for, in the words of the conventions."""

from __future__ import annotations

import pytest

from viewer.core.dialects import DIALECTS
from viewer.corpus.providers import operation, provider


@pytest.mark.parametrize(
    ("host", "dialect", "name"),
    [
        ("api.openai.com", "openai.chat", "openai"),
        ("one.openai.azure.com", "openai.chat", "azure.ai.openai"),
        ("api.deepseek.com", "openai.chat", "deepseek"),
        ("API.X.AI", "openai.chat", "x_ai"),
        ("notx.ai", "openai.chat", "openai"),
        ("generativelanguage.googleapis.com", "gemini", "gcp.gemini"),
        ("europe-west1-aiplatform.googleapis.com", "anthropic", "gcp.vertex_ai"),
        ("aiplatform.googleapis.com", "gemini", "gcp.vertex_ai"),
        ("proxy.example", "gemini", "gcp.gen_ai"),
        ("bedrock-runtime.us-east-1.amazonaws.com", "anthropic", "aws.bedrock"),
        ("localhost", "ollama", "ollama"),
        (None, "openai.responses", "openai"),
        ("api.openai.com", None, None),
        ("localhost", "mcp", None),
    ],
)
def test_provider(host: str | None, dialect: str | None, name: str | None) -> None:
    assert provider(host, dialect) == name


@pytest.mark.parametrize(
    ("path", "dialect", "name"),
    [
        ("/v1/chat/completions", "openai.chat", "chat"),
        ("/v1/completions", "openai.completions", "text_completion"),
        ("/v1beta/models/gemini-2.0-flash:streamGenerateContent", "gemini", "generate_content"),
        ("/v1beta/models/text-embedding-004:batchEmbedContents", "gemini", "embeddings"),
        ("/v1beta/models/gemini-2.0-flash:countTokens", "gemini", None),
        ("/v1/messages/count_tokens", "anthropic", None),
        ("/api/embed", "ollama", "embeddings"),
        ("/v2/embed/", "cohere", "embeddings"),
        ("/v1/files", "openai.files", None),
        ("/mcp", "mcp", None),
        ("/", None, None),
    ],
)
def test_operation(path: str, dialect: str | None, name: str | None) -> None:
    assert operation(path, dialect) == name


def test_every_dialect_has_a_provider_or_is_no_models_api() -> None:
    names = {dialect.name for dialect in DIALECTS}
    assert {name for name in names if provider(None, name) is None} == {"mcp", "a2a", "guess"}
