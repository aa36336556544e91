# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was said, where a log kept no HTTP -> items and answers as OpenAI's Responses API would have had them.

Unlike a chat completion a request of this API names the answer that it goes on from, so a log need not be repeated.
"""

from __future__ import annotations

from collections.abc import Sequence

from viewer.core.formats._chat_completion import json_text
from viewer.core.formats._composed import composed_json
from viewer.core.formats._document import Value
from viewer.core.model import Body
from viewer.core.place import Place

URL = "/v1/responses"
"""Where such a request would have gone to, whatever the host."""


def message(role: str, text: Value) -> Value:
    """What somebody said; the model's words are told apart from the others'."""
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def reasoning(text: Value) -> Value:
    """What the model thought."""
    return {"type": "reasoning", "summary": [{"type": "summary_text", "text": text}]}


def call(id_: Value, name: Value, arguments: Value) -> Value:
    """A call of a tool, whose arguments are JSON as text."""
    text = arguments if isinstance(arguments, str) else json_text(arguments if arguments is not None else {})
    return {"type": "function_call", "call_id": id_, "name": name, "arguments": text}


def result(id_: Value, output: Value, *, failed: bool) -> Value:
    """What a tool answered."""
    text = output if isinstance(output, str) else json_text(output)
    return {
        "type": "function_call_output",
        "call_id": id_,
        "output": text,
        "status": "failed" if failed else "completed",
    }


def answer(
    id_: Value, model: Value, output: Sequence[Value], usage: dict[str, Value] | None, place: Place | None
) -> Body:
    """The body of an answer."""
    told = {"object": "response", "id": id_, "status": "completed", "model": model, "output": list(output)}
    return composed_json({**told, "usage": usage}, place)


def counted(
    *, fresh: int | None, read: int | None, written: int | None, output: int | None, thought: int | None
) -> dict[str, Value] | None:
    """Counts of a log that tells cached tokens apart from the others; None where it tells none."""
    if fresh is None and output is None:
        return None
    return {
        "input_tokens": (fresh or 0) + (read or 0) + (written or 0),
        "output_tokens": output,
        "input_tokens_details": {"cached_tokens": read, "cache_write_tokens": written},
        "output_tokens_details": {"reasoning_tokens": thought},
    }


def failed(error: dict[str, Value], place: Place | None) -> Body:
    """The body of an error."""
    return composed_json({"error": error}, place)
