# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Host and dialect -> provider and operation, in the words of the OpenTelemetry GenAI conventions.

The words are those of the attributes `gen_ai.provider.name` and `gen_ai.operation.name`; a provider for which the
conventions have none is called as its dialect is.
"""

from __future__ import annotations

import re
from itertools import chain

_HOSTS = (
    ("openai.azure.com", "azure.ai.openai"),
    ("cognitiveservices.azure.com", "azure.ai.openai"),
    ("ai.azure.com", "azure.ai.inference"),
    ("openai.com", "openai"),
    ("anthropic.com", "anthropic"),
    ("generativelanguage.googleapis.com", "gcp.gemini"),
    ("aiplatform.googleapis.com", "gcp.vertex_ai"),
    ("cohere.com", "cohere"),
    ("cohere.ai", "cohere"),
    ("mistral.ai", "mistral_ai"),
    ("deepseek.com", "deepseek"),
    ("groq.com", "groq"),
    ("x.ai", "x_ai"),
    ("perplexity.ai", "perplexity"),
    ("ml.cloud.ibm.com", "ibm.watsonx.ai"),
)
_REGIONAL = (
    (re.compile(r"[a-z0-9-]+-aiplatform\.googleapis\.com"), "gcp.vertex_ai"),
    (re.compile(r"bedrock[a-z-]*\..+\.amazonaws\.com"), "aws.bedrock"),
)
_FAMILIES = {
    "anthropic": "anthropic",
    "claude": "anthropic",
    "bedrock": "aws.bedrock",
    "cohere": "cohere",
    "gemini": "gcp.gen_ai",
    "mistral": "mistral_ai",
    "openai": "openai",
    "watsonx": "ibm.watsonx.ai",
    "xai": "x_ai",
}
_NO_PROVIDER = ("mcp", "a2a", "guess")

_OPERATIONS = {
    "anthropic": "chat",
    "anthropic.complete": "text_completion",
    "bedrock.agents": "invoke_agent",
    "bedrock.converse": "chat",
    "bedrock.invoke": "chat",
    "claude.agent": "invoke_agent",
    "a2a": "invoke_agent",
    "cohere": "chat",
    "gemini": "generate_content",
    "gemini.interactions": "generate_content",
    "gemini.live": "generate_content",
    "mistral": "chat",
    "ollama": "chat",
    "openai.chat": "chat",
    "openai.completions": "text_completion",
    "openai.embeddings": "embeddings",
    "openai.realtime": "chat",
    "openai.responses": "chat",
    "sourcegraph": "chat",
    "watsonx": "chat",
    "xai": "chat",
}
_BY_PATH = (
    (re.compile(r"[/:](?:batch)?embed[a-z]*$", re.IGNORECASE), "embeddings"),
    (re.compile(r"[/:](?:count[-_]?tokens|tokenize|rerank|models)$", re.IGNORECASE), None),
    (re.compile(r"/api/generate$|/text/generation(?:_stream)?$"), "text_completion"),
)


def provider(host: str | None, dialect: str | None) -> str | None:
    """Who answered: by the host, else the one whose API is spoken there; None for what is no model's API."""
    if dialect is None or dialect in _NO_PROVIDER:
        return None
    name = (host or "").lower()
    by_name = (told for end, told in _HOSTS if name == end or name.endswith(f".{end}"))
    by_region = (told for pattern, told in _REGIONAL if pattern.fullmatch(name))
    family = dialect.partition(".")[0]
    return next(chain(by_name, by_region), _FAMILIES.get(family, family))


def operation(path: str, dialect: str | None) -> str | None:
    """What was asked for; None where no model is called, or it is not known what for."""
    if dialect not in _OPERATIONS:
        return None
    return next((told for pattern, told in _BY_PATH if pattern.search(path.rstrip("/"))), _OPERATIONS[dialect])
