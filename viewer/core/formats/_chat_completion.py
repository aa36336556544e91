# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was said, where a recorder kept no HTTP -> the bodies that OpenAI's chat completions would have had for it.

Rule: only the envelope is made up. What was said stands in it as the recorder has it, and the body says that it was
made of a value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from viewer.core.formats._document import Value
from viewer.core.media_types import SAID
from viewer.core.model import Body
from viewer.core.place import Place

IS_COMPOSED = "the recorder kept what was said, not what was sent; it is shown as a chat completion"
"""What to say of such an interaction."""

PATH = "/chat/completions"
"""Where such a request would have gone to, whatever the host."""


def asked(model: str, messages: Sequence[Value], more: Mapping[str, Value], place: Place | None) -> Body:
    """The body of a request; of `more` what is empty is left out. Without `tools` there it tells none."""
    body = _body({"model": model or None, "messages": list(messages), **more}, place)
    return body if "tools" in more else replace(body, media_type=SAID)


def answered(
    message: Mapping[str, Value], finish_reason: str | None, more: Mapping[str, Value], place: Place | None
) -> Body:
    """The body of an answer; of `more` what is empty is left out."""
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish_reason}
    return _body({"object": "chat.completion", "choices": [choice], **more}, place)


def tool_call(id_: Value, name: Value, arguments: Value) -> Value:
    """A call of a tool, whose arguments are JSON as text."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False, default=str)
    return {"id": id_, "type": "function", "function": {"name": name, "arguments": text}}


def _body(value: dict[str, Value], place: Place | None) -> Body:
    kept = {key: item for key, item in value.items() if item is not None}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)
    return Body(text.encode("utf-8", "surrogatepass"), place, was_text=False, was_parsed=True)
