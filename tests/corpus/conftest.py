# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes to make tables of, and tables read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Json = Any
Cassette = Callable[..., Path]
SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"


@pytest.fixture
def secret() -> str:
    return SECRET


def _interaction(messages: Json, answer: Json, **request: Json) -> Json:
    body = {"model": "demo-1", "messages": messages, **request}
    return {
        "request": {
            "url": f"https://api.anthropic.com/v1/messages?key={SECRET}",
            "method": "POST",
            "body": json.dumps(body),
            "headers": {"Content-Type": ["application/json"], "X-Api-Key": [SECRET]},
        },
        "response": {
            "code": 200,
            "status": "200 OK",
            "headers": {"Content-Type": ["application/json"]},
            "body": json.dumps(answer),
            "duration": "1.5s",
        },
    }


def _answer(*content: Json, stop: str = "end_turn") -> Json:
    usage = {"input_tokens": 10, "output_tokens": 5}
    message = {"type": "message", "role": "assistant", "id": "msg_1", "model": "demo-1-2026"}
    return {**message, "content": content, "stop_reason": stop, "usage": usage}


def talk() -> Json:
    """A question, a call to a tool that fails, and an answer that tells a secret: two interactions."""
    question = {"role": "user", "content": f"How deep is it? {SECRET}"}
    call = {"type": "tool_use", "id": "call_0", "name": "depth", "input": {"lake": "Oeschinen"}}
    result = {"type": "tool_result", "tool_use_id": "call_0", "content": "no such lake", "is_error": True}
    asked = [question, {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    tools = [{"name": "depth", "description": "", "input_schema": {"type": "object"}}]
    said = {"type": "text", "text": f"Nobody knows {SECRET} \x00 half \ud83d of a pair \u2028"}
    first = _interaction([question], _answer(call, stop="tool_use"), system="Be brief.", tools=tools)
    return [first, _interaction(asked, _answer(said), system="Be brief.", tools=tools, temperature=0.5)]


@pytest.fixture
def cassette(tmp_path: Path) -> Cassette:
    """Write a go-vcr file below `in` (JSON is YAML)."""

    def write(name: str = "talk.yaml", interactions: Json = None) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"version": 2, "interactions": interactions or talk()}), "utf-8")
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of tables, which is not there yet."""
    return tmp_path / "tables"


@pytest.fixture
def rows_of(folder: Path) -> Callable[..., list[Json]]:
    """Read all rows of a table of JSON lines, or those of one input."""

    def read(table: str, name: str | None = None) -> list[Json]:
        files = sorted((folder / table).rglob("*.jsonl")) if name is None else [folder / table / f"{name}.jsonl"]
        return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]

    return read
