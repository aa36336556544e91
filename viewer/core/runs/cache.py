# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How much of a prompt came from the provider's cache, and where it did not why: only what the recording supports.

A cache holds prefixes: tools, then the instructions, then the messages. What differs first is why all that follows was
read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import zip_longest

from viewer.core.analysis import Exchange
from viewer.core.media_types import SAID
from viewer.core.messages import Message, Prompt, Usage
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

SMALLEST = 1024
"""Tokens below which no provider caches a prompt by itself."""
LIFETIME = timedelta(minutes=5)
"""How long a prefix is kept at the least where nothing else is asked for."""
_LONG_LIFETIME = timedelta(hours=1)
_WRITTEN_LONG = "ephemeral_1h_input_tokens"
"""How Anthropic counts what it keeps for an hour."""
_ASKS_FOR_CACHING = "cache_control"
"""How a request of Anthropic's API, which caches nothing by itself, marks where the cached prefix ends."""
_INVALIDATING = ("tool_choice", "thinking", "prompt_cache_key")
"""Settings that a cached prefix belongs to."""
_ALMOST = 0.95
"""Caches work in blocks: this share of what could have been read is all of it."""
_EXCERPT = 40


class CacheState(StrEnum):
    """What became of the part of a prompt that the request before had already."""

    HIT = "hit"
    PARTIAL = "partial"
    MISS = "miss"
    NONE = "nothing to read"
    """The first request, or one before which nothing was cached."""
    UNTOLD = "not told"


@dataclass(frozen=True, slots=True)
class PrefixChange:
    """The first place where two prompts differ: `where` names the tool, the instructions or the message (from 1).

    `character` is the first that differs there (from 0); `before` and `after` are what is around it, and it stands at
    `marked` in both.
    """

    where: str
    character: int
    before: str
    after: str
    marked: int = 0


@dataclass(frozen=True, slots=True)
class CacheUse:
    """Tokens read of those that could have been; `cause` is empty where nothing recorded tells one.

    It tells why less was read than could have been, and of what was too small to be cached that it was.
    """

    state: CacheState
    read: int = 0
    could: int = 0
    cause: str = ""
    change: PrefixChange | None = None


def is_missed(cache: CacheUse) -> bool:
    """Whether less was read than could have been."""
    return cache.state in (CacheState.MISS, CacheState.PARTIAL)


def cache_use(usage: Usage | None, before: Usage | None) -> CacheUse:
    """What a request read of the cache, by the counts of its answer and of the one before it; without a cause."""
    if usage is None or (usage.cache_read_input_tokens is None and usage.cache_creation_input_tokens is None):
        return CacheUse(CacheState.UNTOLD)
    read, could = usage.cache_read_input_tokens or 0, _cached_by(before)
    if could == 0:
        cause = "" if read else _too_small(usage) or (_too_small(before) if before is not None else "")
        return CacheUse(CacheState.HIT if read else CacheState.NONE, read, cause=cause)
    if read >= could * _ALMOST:
        return CacheUse(CacheState.HIT, read, could)
    return CacheUse(CacheState.PARTIAL if read else CacheState.MISS, read, could)


def _too_small(usage: Usage) -> str:
    """Why nothing of a prompt is cached, where it has too few tokens."""
    told = usage.input_tokens
    is_small = told is not None and 0 < told < SMALLEST and not usage.cache_creation_input_tokens
    return f"{told:,} tokens: below {SMALLEST:,} no provider caches a prompt by itself" if is_small else ""


def _cached_by(usage: Usage | None) -> int:
    """Tokens of a prompt that were in the cache after its answer; where writing is not told, all that are enough."""
    if usage is None:
        return 0
    if usage.cache_creation_input_tokens is not None:
        return (usage.cache_read_input_tokens or 0) + usage.cache_creation_input_tokens
    told = usage.input_tokens or 0
    return told if told >= SMALLEST and usage.cache_read_input_tokens is not None else 0


def cause_of(now: Exchange, before: Exchange) -> tuple[str, PrefixChange | None]:
    """Why a prefix was not read again: it changed, another model was asked, or its time was over."""
    if now.model != before.model and now.model and before.model:
        return f"another model: {before.model}, then {now.model}", None
    if now.prompt is None or before.prompt is None:
        return "", None
    is_log = now.interaction.request.body.media_type == SAID  # which tells instructions once
    change = None if is_log else first_change(before.prompt, now.prompt)
    if change is not None:
        return f"{change.where} changed", change
    return _cause_beside(now, before, is_log=is_log), None


def _cause_beside(now: Exchange, before: Exchange, *, is_log: bool) -> str:
    """Why the very same prefix was not read again: settings, no wish for it, or its time was over."""
    setting = next((name for name in _INVALIDATING if _setting(before, name) != _setting(now, name)), None)
    if setting is not None:
        return f"{setting} changed"
    asked, asks = (_ASKS_FOR_CACHING in (one.request.text or "") for one in (before, now))
    if asked and not asks and not is_log:
        return f"it asks for no caching ({_ASKS_FOR_CACHING}), as the request before did"
    passed = _between(before.interaction.recorded_at, now.interaction.recorded_at)
    lifetime = _lifetime(before.answer.usage)
    if passed is None or passed <= lifetime:
        return ""
    later, kept = (f"{span.total_seconds() / 60:.0f} minutes" for span in (passed, lifetime))
    return f"{later} after the request before; a prefix is kept for {kept} at the least"


def _setting(exchange: Exchange, name: str) -> Json:
    return exchange.prompt.settings.get(name) if exchange.prompt else None


def _lifetime(written: Usage | None) -> timedelta:
    """How long what a request wrote is kept: longer where the provider counted it so."""
    reported = written.reported if written is not None else None
    told = reported.get("cache_creation") if isinstance(reported, dict) else None
    return _LONG_LIFETIME if isinstance(told, dict) and told.get(_WRITTEN_LONG) else LIFETIME


def _between(last: datetime | None, begun: datetime | None) -> timedelta | None:
    if last is None or begun is None or (last.tzinfo is None) != (begun.tzinfo is None):
        return None
    return begun - last


def first_change(before: Prompt, now: Prompt) -> PrefixChange | None:
    """The first place where a prompt does not begin with the one before it; None where it does.

    Where the provider holds what was said before, only tools and instructions are compared.
    """
    pieces = zip_longest(_pieces(before), _pieces(now), fillvalue=("", ""))
    for (was_where, was), (where, is_now) in pieces:
        if not was_where:
            return None  # all that there was is there again
        if was != is_now or was_where != where:
            name = where if where == was_where else was_where
            return _change(name, was, is_now if where == was_where else "")
        if now.previous_response_id and was_where.startswith("message"):
            return None
    return None


def _pieces(prompt: Prompt) -> Iterator[tuple[str, str]]:
    """What stands in a prompt, in the order in which caches see it, each by its name."""
    for number, tool in enumerate(prompt.tools, 1):
        told = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
        yield f"tool {number}", json.dumps(told, ensure_ascii=False)
    yield "system", "\n".join(map(_words, prompt.system))
    if prompt.previous_response_id is None:
        for number, message in enumerate(prompt.messages, 1):
            yield f"message {number}", f"{message.role}\n{_words(message)}"


def _words(message: Message) -> str:
    return "\n".join(getattr(part, "content", None) or repr(part) for part in message.parts)


def _change(where: str, was: str, is_now: str) -> PrefixChange:
    pairs = enumerate(zip(was, is_now, strict=False))
    at = next((number for number, (one, other) in pairs if one != other), min(len(was), len(is_now)))
    begin = max(at - _EXCERPT // 2, 0)
    return PrefixChange(where, at, was[begin : at + _EXCERPT], is_now[begin : at + _EXCERPT], at - begin)
