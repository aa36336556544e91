# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was said, where a recorder kept no HTTP -> the bodies that OpenAI's chat completions would have had for it.

Rule: only the envelope is made up. What was said stands in it as the recorder has it, and the body says that it was
made of a value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from viewer.core.formats._composed import composed_json
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
    told = {"model": model or None, "messages": list(messages), **more}
    return composed_json(told, place, None if "tools" in more else SAID)


def answered(
    message: Mapping[str, Value], finish_reason: str | None, more: Mapping[str, Value], place: Place | None
) -> Body:
    """The body of an answer; of `more` what is empty is left out."""
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish_reason}
    return whole([choice], more, place)


def whole(choices: Sequence[Value], more: Mapping[str, Value], place: Place | None) -> Body:
    """The body of an answer of several choices."""
    return composed_json({"object": "chat.completion", "choices": list(choices), **more}, place)


def failed(error: Mapping[str, Value], place: Place | None) -> Body:
    """The body of an error, which stands under `error`; none where nothing is told of one."""
    return composed_json(error, place) if error else Body(place=place)


def tool_call(id_: Value, name: Value, arguments: Value) -> Value:
    """A call of a tool, whose arguments are JSON as text."""
    text = arguments if isinstance(arguments, str) else json_text(arguments)
    return {"id": id_, "type": "function", "function": {"name": name, "arguments": text}}


def json_text(value: Value) -> str:
    """A value as the text of its JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)
