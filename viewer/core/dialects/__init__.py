# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""StreamEvents or JSON -> Deltas; request -> Prompt. One module per provider API; order in `DIALECTS` breaks ties."""

from __future__ import annotations

from viewer.core.dialects._api import Clock, Dialect, Fitted
from viewer.core.dialects._recognised import recognise
from viewer.core.dialects._session import Session, SessionDialect
from viewer.core.dialects._url_facts import with_url_facts
from viewer.core.messages import Prompt
from viewer.core.model import Interaction, Json
from viewer.core.registry import Registry
from viewer.core.streams._api import StreamEvent

__all__ = ["DIALECTS", "Clock", "Dialect", "Fitted", "Session", "SessionDialect", "ask", "choose", "recognise"]

DIALECTS: Registry[Dialect] = Registry(
    "viewer.dialects",
    (
        "viewer.core.dialects.openai_chat:OpenAIChat",
        "viewer.core.dialects.anthropic:Anthropic",
        "viewer.core.dialects.anthropic_complete:AnthropicComplete",
        "viewer.core.dialects.bedrock_converse:BedrockConverse",
        "viewer.core.dialects.bedrock_invoke:BedrockInvoke",
        "viewer.core.dialects.bedrock_agents:BedrockAgents",
        "viewer.core.dialects.gemini:Gemini",
        "viewer.core.dialects.gemini_live:GeminiLive",
        "viewer.core.dialects.gemini_interactions:GeminiInteractions",
        "viewer.core.dialects.ollama:Ollama",
        "viewer.core.dialects.cohere:Cohere",
        "viewer.core.dialects.mistral:Mistral",
        "viewer.core.dialects.sourcegraph:Sourcegraph",
        "viewer.core.dialects.watsonx:Watsonx",
        "viewer.core.dialects.replicate:Replicate",
        "viewer.core.dialects.mcp:Mcp",
        "viewer.core.dialects.a2a:A2a",
        "viewer.core.dialects.openai_realtime:OpenAIRealtime",
        "viewer.core.dialects.openai_responses:OpenAIResponses",
        "viewer.core.dialects.openai_completions:OpenAICompletions",
        "viewer.core.dialects.openai_assistants:OpenAIAssistants",
        "viewer.core.dialects.xai:Xai",
        "viewer.core.dialects.claude_agent:ClaudeAgent",
        "viewer.core.dialects.openai_platform:PLATFORM",
        "viewer.core.dialects.guess:Guess",
    ),
)


def choose(interaction: Interaction, request: Json, first: StreamEvent | None) -> Dialect | None:
    """The dialect of an interaction, by URL and by the shape of request and answer; None when it is none of ours."""
    return DIALECTS.best(lambda dialect: dialect.match(interaction, request, first))


def ask(dialect: Dialect, interaction: Interaction, request: Json) -> Prompt:
    """What a request asks, by its body and by its URL."""
    return with_url_facts(dialect.request(request), interaction)
