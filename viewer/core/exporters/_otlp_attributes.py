# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> attributes of a span by the GenAI semantic conventions of OpenTelemetry; messages are JSON as text.

Reference: opentelemetry.io/docs/specs/semconv/gen-ai. A key without a value is None and left out.
"""

from __future__ import annotations

from math import isfinite

from viewer.core.analysis import Exchange
from viewer.core.messages import Message, Prompt, Usage
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.transcript import json_output
from viewer.core.transcript.message_json import part_json

_OPERATIONS = {"openai.completions": "text_completion", "anthropic.complete": "text_completion"}
_OPERATIONS |= {"gemini": "generate_content", "gemini.interactions": "generate_content"}
_PROVIDERS_BY_HOST = (
    ("api.openai.com", "openai"),
    (".openai.azure.com", "azure.ai.openai"),
    ("api.anthropic.com", "anthropic"),
    ("generativelanguage.googleapis.com", "gcp.gemini"),
    ("aiplatform.googleapis.com", "gcp.vertex_ai"),
    (".amazonaws.com", "aws.bedrock"),
    ("api.cohere.com", "cohere"),
    ("api.cohere.ai", "cohere"),
    ("api.deepseek.com", "deepseek"),
    ("api.groq.com", "groq"),
    ("api.mistral.ai", "mistral_ai"),
    ("api.perplexity.ai", "perplexity"),
    ("api.x.ai", "x_ai"),
    (".ml.cloud.ibm.com", "ibm.watsonx.ai"),
)
_PROVIDERS = {"anthropic": "anthropic", "bedrock": "aws.bedrock", "gemini": "gcp.gemini", "cohere": "cohere"}
_PROVIDERS |= {"mistral": "mistral_ai", "openai": "openai", "watsonx": "ibm.watsonx.ai", "xai": "x_ai"}
"""By the first word of a dialect, where no host tells: an API may be spoken by others."""
_SETTINGS = {
    "temperature": ("temperature",),
    "top_p": ("top_p", "topP", "p"),
    "top_k": ("top_k", "topK", "k"),
    "max_tokens": ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "maxTokens"),
    "frequency_penalty": ("frequency_penalty", "frequencyPenalty"),
    "presence_penalty": ("presence_penalty", "presencePenalty"),
    "seed": ("seed",),
    "choice.count": ("n", "candidateCount"),
}
_WHOLE = ("max_tokens", "seed", "choice.count")
_WITHIN = ("generationConfig", "inferenceConfig", "options")
"""Where some providers keep their settings together."""
_STOPS = ("stop", "stop_sequences", "stopSequences")
_UNKNOWN = "unknown"
"""The conventions demand a reason for every end; an answer that told none did not stop for any of theirs."""


def attributes_of(exchange: Exchange, masker: Masker) -> dict[str, Json]:
    """What the conventions have names for, masked."""
    prompt, answer = exchange.prompt or Prompt(), exchange.answer
    reasons: list[Json] = [_reason(message, exchange) for message in exchange.answered]
    told: dict[str, Json] = {
        "gen_ai.operation.name": _operation(exchange),
        "gen_ai.request.model": prompt.model or None,
        "gen_ai.request.stream": prompt.stream or None,
        "gen_ai.response.model": answer.model or None,
        "gen_ai.response.id": answer.id or None,
        "gen_ai.response.finish_reasons": reasons or None,
        "http.response.status_code": exchange.interaction.response.status or None,
        "error.type": _error_type(exchange),
    }
    plain: dict[str, Json] = {**told, **_settings(prompt.settings), **_counts(answer.usage or Usage())}
    return {**{key: masker.json(value) for key, value in plain.items()}, **_said(exchange, prompt, masker)}


def _operation(exchange: Exchange) -> str:
    name = exchange.dialect.name if exchange.dialect else ""
    if exchange.interaction.request.target.path.rstrip("/").endswith(("/embeddings", ":embedContent")):
        return "embeddings"
    return _OPERATIONS.get(name, "chat")


def provider_of(exchange: Exchange) -> str | None:
    """Who answered, in the conventions' names: by the host, else by the API that was spoken."""
    host = (exchange.interaction.request.target.hostname or "").lower()
    for known, provider in _PROVIDERS_BY_HOST:
        if host == known or (known.startswith(".") and host.endswith(known)) or host.endswith("." + known):
            return provider
    first = exchange.dialect.name.partition(".")[0] if exchange.dialect else ""
    return exchange.answer.provider or _PROVIDERS.get(first) or first or None


def _error_type(exchange: Exchange) -> str | None:
    if not exchange.failed:
        return None
    error, status = exchange.answer.error, exchange.interaction.response.status
    told = (error.type or error.code) if error is not None else None
    return str(told or status or "_OTHER")


def _settings(settings: dict[str, Json]) -> dict[str, Json]:
    inner = [value for name in _WITHIN if isinstance(value := settings.get(name), dict)]
    told: dict[str, Json] = {}
    for name, keys in _SETTINGS.items():
        found = (level[key] for level in (settings, *inner) for key in keys if key in level)
        told[f"gen_ai.request.{name}"] = _number(next(found, None), is_whole=name in _WHOLE)
    stops = next((level[key] for level in (settings, *inner) for key in _STOPS if level.get(key)), None)
    listed: list[Json] = [stops] if isinstance(stops, str) else stops if isinstance(stops, list) else []
    told["gen_ai.request.stop_sequences"] = [stop for stop in listed if isinstance(stop, str)] or None
    return told


def _number(value: Json, *, is_whole: bool) -> Json:
    """A number of the type that the conventions want; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return int(value) if is_whole else float(value)


def _counts(usage: Usage) -> dict[str, Json]:
    return {
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cache_read_input_tokens,
        "gen_ai.usage.cache_creation.input_tokens": usage.cache_creation_input_tokens,
        "gen_ai.usage.reasoning.output_tokens": usage.reasoning_output_tokens,
        "cassette.cost_usd": usage.cost,
    }


def _said(exchange: Exchange, prompt: Prompt, masker: Masker) -> dict[str, Json]:
    """The messages, masked before they become a text: a secret inside of JSON inside of JSON has another shape."""
    system: list[Json] = [part_json(part) for message in prompt.system for part in message.parts]
    asked: list[Json] = [_message(message) for message in exchange.asked]
    answered: list[Json] = [_message(message, _reason(message, exchange)) for message in exchange.answered]
    tools: list[Json] = [
        {"type": tool.type, "name": tool.name, "description": tool.description, "parameters": tool.parameters}
        for tool in prompt.tools
    ]
    lists = {"system_instructions": system, "input.messages": asked, "output.messages": answered}
    lists["tool.definitions"] = tools
    return {
        f"gen_ai.{name}": json_output.dump(masker.json(listed)) if listed else None for name, listed in lists.items()
    }


def _message(message: Message, reason: str | None = None) -> Json:
    told: dict[str, Json] = {"role": message.role, "parts": [part_json(part) for part in message.parts]}
    if message.name is not None:
        told["name"] = message.name
    return told if reason is None else {**told, "finish_reason": reason}


def _reason(message: Message, exchange: Exchange) -> str:
    if message.finish_reason is not None:
        return message.finish_reason.value
    return "error" if exchange.failed else message.native_finish_reason or _UNKNOWN


def value_of(value: Json) -> Json:
    """A value with its type, as OTLP has it (common.proto, AnyValue)."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)} if abs(value) < 1 << 63 else {"stringValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [value_of(item) for item in value]}}
    return {"stringValue": value if isinstance(value, str) else json_output.dump(value)}
