# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""StreamEvents or JSON -> Deltas; request -> Prompt. One module per provider API; order in `DIALECTS` breaks ties."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.core.dialects._recognised import recognise
from viewer.core.dialects._session import Session, SessionDialect, is_session_dialect
from viewer.core.dialects._url_facts import with_url_facts
from viewer.core.dialects.api import Clock, Dialect, Fitted, is_clock, is_fitted
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match, Registry
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

__all__ = [
    "DIALECTS",
    "Clock",
    "Dialect",
    "Fitted",
    "Session",
    "SessionDialect",
    "ask",
    "choose",
    "is_clock",
    "is_fitted",
    "is_session_dialect",
    "recognise",
]

DIALECTS: Registry[Dialect] = Registry(
    "viewer.dialects",
    (
        "viewer.core.dialects.openai.chat:OpenAIChat",
        "viewer.core.dialects.anthropic.messages:Anthropic",
        "viewer.core.dialects.anthropic.complete:AnthropicComplete",
        "viewer.core.dialects.bedrock.converse:BedrockConverse",
        "viewer.core.dialects.bedrock.invoke:BedrockInvoke",
        "viewer.core.dialects.bedrock.agents:BedrockAgents",
        "viewer.core.dialects.google.gemini:Gemini",
        "viewer.core.dialects.google.live:GeminiLive",
        "viewer.core.dialects.google.interactions:GeminiInteractions",
        "viewer.core.dialects.ollama.chat:Ollama",
        "viewer.core.dialects.cohere.chat:Cohere",
        "viewer.core.dialects.mistral:Mistral",
        "viewer.core.dialects.sourcegraph:Sourcegraph",
        "viewer.core.dialects.watsonx:Watsonx",
        "viewer.core.dialects.replicate:Replicate",
        "viewer.core.dialects.dashscope:DashScope",
        "viewer.core.dialects.text_generation:TextGeneration",
        "viewer.core.dialects.ai_sdk:AiSdk",
        "viewer.core.dialects.json_rpc.mcp:Mcp",
        "viewer.core.dialects.json_rpc.a2a:A2a",
        "viewer.core.dialects.openai.realtime:OpenAIRealtime",
        "viewer.core.dialects.openai.responses:OpenAIResponses",
        "viewer.core.dialects.writer:Writer",
        "viewer.core.dialects.openai.completions:OpenAICompletions",
        "viewer.core.dialects.openai.assistants:OpenAIAssistants",
        "viewer.core.dialects.xai.grpc:Xai",
        "viewer.core.dialects.anthropic.agent:ClaudeAgent",
        "viewer.core.dialects.openai.platform:PLATFORM",
        "viewer.core.dialects.rerank:Rerank",
        "viewer.core.dialects.guess:Guess",
    ),
)


def choose(
    interaction: Interaction, request: Json, first: StreamEvent | None, others: Iterable[StreamEvent] = ()
) -> Dialect | None:
    """The dialect of an interaction, by URL and by the shape of request and answer; None when it is none of ours.

    Where the first event does not tell, the first of the `others` that does decides.
    """
    best, how = _best(interaction, request, first)
    for event in others if how < Match.LIKELY else ():
        found, fits = _best(interaction, request, event)
        if fits > how:
            best, how = found, fits
        if how >= Match.LIKELY:
            break
    return best


def _best(interaction: Interaction, request: Json, event: StreamEvent | None) -> tuple[Dialect | None, Match]:
    return DIALECTS.best_match(lambda dialect: dialect.match(interaction, request, event))


def ask(dialect: Dialect, interaction: Interaction, request: Json) -> Prompt:
    """What a request asks, by its body and by its URL."""
    return with_url_facts(dialect.request(request), interaction)
