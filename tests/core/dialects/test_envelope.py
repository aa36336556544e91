# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Usage and errors as the providers of OpenAI-style APIs word them."""

from __future__ import annotations

import pytest

from viewer.core.dialects import _envelope as envelope
from viewer.core.dialects.openai.chat import OpenAIChat
from viewer.core.fold import fold
from viewer.core.messages import ApiError, Usage
from viewer.core.text.json_values import Json


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (
            {
                "prompt_tokens": 7,
                "completion_tokens": 5,
                "prompt_tokens_details": {"cached_tokens": 3, "cache_write_tokens": 2},
                "completion_tokens_details": {"reasoning_tokens": 4},
                "cost": 0.25,
            },
            Usage(7, 5, 3, 2, 4, 0.25),
        ),
        ({"prompt_tokens": 7, "completion_tokens": None, "prompt_cache_hit_tokens": 0}, Usage(7, None, 0)),
        ({"cache_read_input_tokens": 1, "cache_creation_input_tokens": 2}, Usage(None, None, 1, 2)),
        ({"prompt_tokens": 1, "cost": {"total_cost": 0.5}}, Usage(1, cost=0.5)),
        ({"prompt_tokens": 1, "cost": {"usd": 0.5}}, Usage(1, cost=0.5)),
        ({"prompt_tokens": 1, "cost_in_usd_ticks": 5_000_000_000}, Usage(1, cost=0.5)),
        ({"prompt_tokens": True, "completion_tokens": "5"}, None),
        (None, None),
    ],
)
def test_usage(usage: Json, expected: Usage | None) -> None:
    assert envelope.usage(usage) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"error": {"message": "No", "type": "invalid_request_error", "param": None, "code": "bad"}},
            ApiError("invalid_request_error", "bad", "No"),
        ),
        (
            {"error": {"message": "Provider error", "code": 429, "metadata": {"raw": "too many"}}, "user_id": "u"},
            ApiError(None, 429, "Provider error: too many"),
        ),
        ({"error": "just text"}, ApiError(None, None, "just text")),
        (
            {"error": {"code": None, "message": "No", "innererror": {"code": "Filtered"}}},
            ApiError(None, "Filtered", "No"),
        ),
        ({"detail": "Unauthorized"}, ApiError(None, None, "Unauthorized")),
        ({"detail": [{"loc": ["body", "n"], "msg": "too big"}]}, ApiError(None, None, "body.n: too big")),
        ({"object": "error", "message": "No", "type": "t", "code": 3}, ApiError("t", 3, "No")),
        ({"error_code": "BUSY", "message": "Later"}, ApiError(None, "BUSY", "Later")),
        ({"success": False, "errors": [{"code": 7, "message": "No"}]}, ApiError(None, 7, "No")),
        ("upstream connect error\n", ApiError(None, None, "upstream connect error")),
    ],
)
def test_error_bodies(body: Json, expected: ApiError) -> None:
    answer = fold([OpenAIChat().response(body)]).answer()
    assert answer.error == expected
    assert answer.unknown == ()
