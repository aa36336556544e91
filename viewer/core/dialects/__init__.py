# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""StreamEvents or JSON -> Deltas; request -> Prompt. One module per provider API; order in `DIALECTS` breaks ties."""

from __future__ import annotations

from viewer.core.dialects._api import Dialect
from viewer.core.dialects._recognised import recognise
from viewer.core.dialects._session import Session, SessionDialect
from viewer.core.dialects._url_facts import with_url_facts
from viewer.core.dialects.anthropic import Anthropic
from viewer.core.dialects.anthropic_complete import AnthropicComplete
from viewer.core.dialects.bedrock_agents import BedrockAgents
from viewer.core.dialects.bedrock_converse import BedrockConverse
from viewer.core.dialects.bedrock_invoke import BedrockInvoke
from viewer.core.dialects.gemini import Gemini
from viewer.core.dialects.gemini_interactions import GeminiInteractions
from viewer.core.dialects.openai_assistants import OpenAIAssistants
from viewer.core.dialects.openai_chat import OpenAIChat
from viewer.core.dialects.openai_completions import OpenAICompletions
from viewer.core.dialects.openai_platform import PLATFORM
from viewer.core.dialects.openai_realtime import OpenAIRealtime
from viewer.core.dialects.openai_responses import OpenAIResponses
from viewer.core.messages import Prompt
from viewer.core.model import Interaction, Json
from viewer.core.registry import Registry
from viewer.core.streams._api import StreamEvent

__all__ = ["DIALECTS", "Dialect", "Session", "SessionDialect", "ask", "choose", "recognise"]

DIALECTS: Registry[Dialect] = Registry(
    "viewer.dialects",
    (
        OpenAIChat(),
        Anthropic(),
        AnthropicComplete(),
        BedrockConverse(),
        BedrockInvoke(),
        BedrockAgents(),
        Gemini(),
        GeminiInteractions(),
        OpenAIRealtime(),
        OpenAIResponses(),
        OpenAICompletions(),
        OpenAIAssistants(),
        *PLATFORM,
    ),
)


def choose(interaction: Interaction, request: Json, first: StreamEvent | None) -> Dialect | None:
    """The dialect of an interaction, by URL and by the shape of request and answer; None when it is none of ours."""
    return DIALECTS.best(lambda dialect: dialect.match(interaction, request, first))


def ask(dialect: Dialect, interaction: Interaction, request: Json) -> Prompt:
    """What a request asks, by its body and by its URL."""
    return with_url_facts(dialect.request(request), interaction)
