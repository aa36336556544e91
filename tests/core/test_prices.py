# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Estimates: by the price list of the host that answered, at the prices of the day; never in a provider's name."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from viewer.core.prices import estimate
from viewer.core.text.json_values import Json

_OPENAI = "https://api.openai.com/v1/chat/completions"
_DAY = datetime(2025, 3, 2, 12, tzinfo=UTC)


def _chat(prompt: Json, completion: Json, **more: Json) -> Json:
    return {"object": "chat.completion", "usage": {"prompt_tokens": prompt, "completion_tokens": completion, **more}}


def test_amount_date_and_source() -> None:
    found = estimate(_chat(1_000_000, 0), _OPENAI, "gpt-4o-mini", "openai.chat", _DAY)
    assert found is not None
    assert found.amount_usd == pytest.approx(0.15)
    assert found.price_date == date(2025, 3, 2)
    assert found.source.startswith("genai-prices ")
    assert found.label == "estimate, genai-prices 2025-03-02"


def test_cached_tokens_cost_less_whoever_counts_them() -> None:
    cached = _chat(1_000_000, 0, prompt_tokens_details={"cached_tokens": 1_000_000})
    plain = estimate(_chat(1_000_000, 0), _OPENAI, "gpt-4o-mini", "openai.chat", _DAY)
    less = estimate(cached, _OPENAI, "gpt-4o-mini", "openai.chat", _DAY)
    assert plain is not None
    assert less is not None
    assert less.amount_usd == pytest.approx(plain.amount_usd / 2)
    apart: Json = {"usage": {"input_tokens": 0, "cache_read_input_tokens": 100_000, "output_tokens": 0}}
    found = estimate(apart, "https://api.anthropic.com/v1/messages", "claude-sonnet-4-5", "anthropic", _DAY)
    assert found is not None
    assert found.amount_usd == pytest.approx(0.03)


@pytest.mark.parametrize(
    ("url", "model", "answered"),
    [
        ("http://localhost:11434/v1/chat/completions", "gpt-4o-mini", _chat(10, 1)),
        ("https://gateway.example/v1/chat/completions", "gpt-4o-mini", _chat(10, 1)),
        ("", "gpt-4o-mini", _chat(10, 1)),
        (_OPENAI, "nobody-knows-1", _chat(10, 1)),
        (_OPENAI, "gpt-4o-mini", _chat(0, 0)),
        (_OPENAI, "gpt-4o-mini", _chat("many", None)),
        (_OPENAI, "gpt-4o-mini", _chat(-5, 1)),
        (_OPENAI, "gpt-4o-mini", _chat(1, 1, prompt_tokens_details={"cached_tokens": 50})),
        (_OPENAI, "gpt-4o-mini", {"usage": []}),
        (_OPENAI, "gpt-4o-mini", None),
        (_OPENAI, "gpt-4o-mini", ["usage"]),
    ],
)
def test_nothing_is_guessed(url: str, model: str, answered: Json) -> None:
    assert estimate(answered, url, model, "openai.chat", _DAY) is None


def test_port_does_not_matter() -> None:
    assert estimate(_chat(10, 1), "https://api.openai.com:443/v1/x", "gpt-4o-mini", "openai.chat", _DAY) is not None


def test_nothing_is_fetched_and_nothing_loaded_before_it_is_asked_for() -> None:
    program = f"""
import socket, sys, threading
def refuse(*_): raise AssertionError("the network was used")
socket.socket.connect = socket.getaddrinfo = refuse
import viewer.batch
from viewer.core import prices
assert "genai_prices" not in sys.modules
assert prices.estimate({_chat(10, 1)!r}, {_OPENAI!r}, "gpt-4o-mini", "openai.chat") is not None
assert threading.active_count() == 1
"""
    subprocess.run([sys.executable, "-c", program], check=True)
