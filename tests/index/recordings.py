# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Interactions as go-vcr writes them, and what the index keeps of a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from viewer.core.recording import load
from viewer.index.reading import Reading, reading
from viewer.index.stamp import Stamp
from viewer.index.store import Store

SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"
COOKIE = "q7Wm2Zx9Lr4Tb8Nc"

Write = Callable[..., Path]


def exchange(asked: str, answered: str, **more: object) -> dict[str, Any]:
    """An interaction: a question and its answer."""
    request = {"model": "parrot-1", "messages": [{"role": "user", "content": asked}]}
    choice = {"index": 0, "message": {"role": "assistant", "content": answered}, "finish_reason": "stop"}
    answer = {
        "id": "chat-1", "object": "chat.completion", "model": "parrot-1", "choices": [choice],
        "usage": {"prompt_tokens": 21, "completion_tokens": 8},
    }  # fmt: skip
    return {
        "request": {
            "url": "https://llm.example/v1/chat/completions", "method": "POST", "body": json.dumps(request),
            "headers": {"Content-Type": ["application/json"]},
        },
        "response": {
            "code": 200, "status": "200 OK", "headers": {"Content-Type": ["application/json"]}, "duration": "1.5s",
            "body": json.dumps(answer), **more,
        },
    }  # fmt: skip


def secretive() -> dict[str, Any]:
    """An interaction with secrets wherever a cassette has text."""
    made = exchange(f"my key is {SECRET}", f"so it is {SECRET}", headers={"Set-Cookie": [f"session={COOKIE}"]})
    made["request"]["url"] += f"?key={SECRET}"
    made["request"]["headers"]["Authorization"] = [f"Bearer {SECRET}"]
    return made


def read(path: Path) -> Reading:
    """What the index keeps of a file."""
    stamp = Stamp.of(path)
    return reading(load(path), stamp)


def keep(store: Store, path: Path) -> Reading:
    """Read a file and put it into the index."""
    found = read(path)
    assert found.stamp is not None
    assert store.put(path, found.stamp, found.contents, found.pieces)
    return found
