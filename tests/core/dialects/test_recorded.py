# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the provider's own SDK made of recorded answers, where such recordings lie beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import Reasoning, Text, ToolCall, Usage
from viewer.core.model import Cassette

Row: TypeAlias = Any
"""One line of `expected.jsonl`."""


def _arguments(text: str) -> object:
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text


def _differences(row: Row, exchange: Exchange) -> list[str]:
    assert exchange.dialect is not None
    name = exchange.dialect.name  # the answers of InvokeModel are listed by their vendors
    wrong = [] if name in (row["dialect"], "bedrock.invoke") else ["dialect"]
    for choice, message in zip(row["choices"], exchange.answer.messages, strict=True):
        text = "".join(part.content for part in message.parts if isinstance(part, Text) and not part.refusal)
        thought = "".join(part.content for part in message.parts if isinstance(part, Reasoning))
        calls = [
            (p.id, p.name, _arguments(p.arguments)) for p in message.parts if isinstance(p, ToolCall) and not p.server
        ]
        told = [(call["id"], call["name"], _arguments(call["arguments"])) for call in choice["tools"]]
        wrong += ["text"] * (text.strip() != (choice["text"] or "").strip())
        wrong += ["reasoning"] * (bool(choice["reasoning"]) and thought.strip() != choice["reasoning"].strip())
        wrong += ["tool calls"] * (calls != told)
        code = message.native_finish_code
        finish = message.native_finish_reason if code is None else code
        wrong += ["finish"] * (bool(choice["finish"]) and finish != choice["finish"])
    usage = exchange.answer.usage or Usage()
    # Where cached tokens are counted apart, an SDK's count is without them.
    apart = usage.uncached_input_tokens
    counts = [usage.input_tokens if apart is None else apart, usage.output_tokens]
    if row["usage"] and None not in row["usage"] and counts != row["usage"]:
        wrong.append("usage")
    return wrong


def test_recorded_answers_are_read_as_the_sdk_reads_them(shared: Path, recorded: dict[Path, Cassette]) -> None:
    rows = [json.loads(line) for line in (shared / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    compared, wrong = 0, []
    for row in rows:
        cassette = recorded.get(shared / "cassettes" / row["path"])  # none of a recorder that is not known yet
        if cassette is not None:
            compared += 1
            if found := _differences(row, analyse(cassette.interactions[row["pos"]])):
                wrong.append((row["path"], row["pos"], found))
    assert not wrong
    assert compared > 5
