# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.responses: payloads to make up, and what the dialect makes of them."""

from __future__ import annotations

import json
from typing import Any

from viewer.core.answer import Answer
from viewer.core.dialects.openai.responses import OpenAIResponses
from viewer.core.fold import fold
from viewer.core.messages import Part
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

DIALECT = OpenAIResponses()
PNG = "iVBORw0KGgo="


def streamed_answer(*payloads: dict[str, Any]) -> Answer:
    events = (StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True) for i, p in enumerate(payloads))
    return fold(DIALECT.deltas(event) for event in events).answer()


def whole_answer(body: Json) -> Answer:
    return fold([DIALECT.response(body)]).answer()


def parts_of(answer: Answer) -> list[Part]:
    return [part for message in answer.messages for part in message.parts]


def response_with(*output: Json, status: str = "completed", **more: Json) -> dict[str, Any]:
    return {"id": "resp_1", "object": "response", "status": status, "model": "m-1", "output": list(output), **more}


def event_of(kind: str, **more: object) -> dict[str, Any]:
    return {"type": f"response.{kind}", "output_index": 0, "content_index": 0, **more}


def text_item(text: str, **more: Json) -> dict[str, Any]:
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text, **more}]}
