# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Items of the Responses API -> parts. Requests, whole answers and stream events hold the same items.

Rule: stateless. Each part has a key that is the same wherever its item is told again, so later forms replace it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from viewer.core.dialects._content_parts import located, part
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import (
    Blob,
    File,
    JsonPath,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
)
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

_CUT = -2  # what closes a text in an object: a quote and a brace


class Piece(NamedTuple):
    """One part of an item: its key within the item, and the path from the item to its value."""

    key: Hashable
    part: Part
    path: JsonPath = ()


@dataclass(frozen=True, slots=True)
class _Tool:
    """A tool of the API's own: the keys of its call that hold arguments, and the one that holds its result.

    `whole` is one key whose value is all arguments. `local` tools are run by the client.
    """

    name: str
    whole: str | None = None
    fields: tuple[str, ...] = ()
    result: str | None = None
    local: bool = False


# Fields that are streamed come first, a diff last, so that a call's text only grows.
_TOOLS = {
    "web_search_call": _Tool("web_search", whole="action", result="results"),
    "x_search_call": _Tool("x_search", whole="action", result="results"),
    "file_search_call": _Tool("file_search", fields=("queries",), result="results"),
    "code_interpreter_call": _Tool("code_interpreter", fields=("code", "container_id"), result="outputs"),
    "image_generation_call": _Tool(
        "image_generation",
        fields=("prompt", "revised_prompt", "action", "size", "quality", "background", "output_format"),
    ),
    "mcp_call": _Tool("mcp", result="output"),
    "tool_search_call": _Tool("tool_search"),
    "computer_call": _Tool("computer", fields=("action", "actions", "pending_safety_checks"), local=True),
    "shell_call": _Tool("shell", whole="action", local=True),
    "local_shell_call": _Tool("local_shell", whole="action", local=True),
    "apply_patch_call": _Tool("apply_patch", whole="operation", local=True),
    "program": _Tool("program", fields=("code",)),
}

# What a call answered: the keys under which results stand.
_RESULTS = ("output", "tools", "result")

_CONTENT_FIELDS = ("text", "refusal")
_REASONING_FIELDS = ("summary", "content")

_WAITING = ("function_call", "custom_tool_call", "mcp_approval_request")


def kind_of(item: Json) -> str:
    """The item's type; messages may leave it out."""
    told = mapping(item)
    return string(told.get("type")) or ("message" if "role" in told or "content" in told else "")


def is_result(kind: str) -> bool:
    """Whether items of a type tell what a call answered."""
    return kind.endswith("_output")


def awaits_client(item: Json) -> bool:
    """Whether an answer that holds this item waits for the client to run something."""
    kind, tool = kind_of(item), _TOOLS.get(kind_of(item))
    if tool is None:
        return kind in _WAITING
    return _is_local(mapping(item), tool) or mapping(item).get("execution") == "client"


def pieces(item: Json) -> Iterator[Piece]:
    """The parts of one item; a type that is not known is one part of that type."""
    kind, told = kind_of(item), mapping(item)
    if kind in _READERS:
        yield from _READERS[kind](told)
    elif kind in _TOOLS:
        yield from _tool_call(told, kind, _TOOLS[kind])
    elif is_result(kind):
        yield from _result(told, kind)
    elif isinstance(item, str):
        yield Piece(("content", 0), Text(item))
    else:
        yield Piece("item", Other(kind or "item", item))


def content_part(item: Json) -> Part:
    """One part of a message's content, or of a tool's output."""
    told = mapping(item)
    kind = string(told.get("type"))
    if kind in ("input_image", "computer_screenshot") and not optional_string(told.get("image_url")):
        return File(item)
    if kind == "computer_screenshot":
        return located("image", string(told["image_url"]))
    if kind == "input_file":
        return _file(told)
    if kind in ("reasoning_text", "summary_text") and isinstance(told.get("text"), str):
        return Reasoning(string(told["text"]))
    return part(item)


def content_path(item: Json) -> JsonPath:
    """Where in a content part its text stands."""
    return next(((name,) for name in _CONTENT_FIELDS if isinstance(mapping(item).get(name), str)), ())


def opening_arguments(item: Json) -> str | None:
    """How the argument text of a call begins whose text is streamed; None for any other."""
    kind, told = kind_of(item), mapping(item)
    operation = mapping(told.get("operation"))
    if kind == "code_interpreter_call" and not told.get("code"):
        return '{"code": "'
    if kind == "shell_call" and not mapping(told.get("action")).get("commands"):
        return '{"commands": ['
    if kind == "apply_patch_call" and operation.get("diff") == "":
        return _json(_ordered(operation))[:_CUT]
    return None


# --- Messages and reasoning


def _message(item: dict[str, Json]) -> Iterator[Piece]:
    content = item.get("content")
    if isinstance(content, list):
        for index, told in enumerate(content):
            yield Piece(("content", index), content_part(told), ("content", index, *content_path(told)))
    elif not is_blank(content):
        yield Piece(("content", 0), content_part(content), ("content",))


def _reasoning(item: dict[str, Json]) -> Iterator[Piece]:
    """Summaries, then the text itself; the encrypted text is the signature of the first of them."""
    signature = optional_string(item.get("encrypted_content"))
    for name in _REASONING_FIELDS:
        for index, told in enumerate(_listed(item.get(name))):
            text = told if isinstance(told, str) else mapping(told).get("text")
            path = (name, index, "text")
            if isinstance(text, str):
                yield Piece((name, index), Reasoning(text, signature), path)
                signature = None
            elif not is_blank(told):
                yield Piece((name, index), Other(string(mapping(told).get("type")) or name, told), path[:2])
    if signature:
        yield Piece(("summary", 0), Reasoning("", signature), ("encrypted_content",))


def _listed(value: Json) -> list[Json]:
    """A list, or what stands in its place."""
    if isinstance(value, list):
        return value
    return [] if is_blank(value) else [value]


# --- Calls


def _function_call(item: dict[str, Json]) -> Iterator[Piece]:
    field = "input" if item.get("type") == "custom_tool_call" else "arguments"
    call = ToolCall(_call_id(item), optional_string(item.get("name")), as_text(item.get(field)))
    yield Piece("call", call, (field,))


def _tool_call(item: dict[str, Json], kind: str, tool: _Tool) -> Iterator[Piece]:
    """A call of one of the API's own tools, and beside it what came of it."""
    id_, name = _call_id(item), optional_string(item.get("name")) or tool.name
    field, arguments = _arguments(item, tool)
    yield Piece("call", ToolCall(id_, name, arguments, server=not _is_local(item, tool)), (field,) if field else ())
    answered = tool.result if tool.result and not is_blank(item.get(tool.result)) else "error"
    if not is_blank(item.get(answered)):
        failed = answered == "error" or _failed(item)
        yield Piece("result", ToolCallResponse(id_, item[answered], name, server=True, is_error=failed), (answered,))
    yield from _images(item, kind)


def _call_id(item: dict[str, Json]) -> str | None:
    return optional_string(item.get("call_id")) or optional_string(item.get("id"))


def _is_local(item: dict[str, Json], tool: _Tool) -> bool:
    """A shell may also run in the provider's container."""
    environment = string(mapping(item.get("environment")).get("type"))
    return tool.local and not environment.startswith("container")


def _arguments(item: dict[str, Json], tool: _Tool) -> tuple[str | None, str]:
    """The key that holds the arguments, and them as text; xAI gives text to every tool."""
    for name in ("arguments", tool.whole):
        if name and not is_blank(item.get(name)):
            value = item[name]
            return name, _json(_ordered(value)) if isinstance(value, dict) else as_text(value)
    told = {name: item[name] for name in tool.fields if not is_blank(item.get(name))}
    return (next(iter(told)), _json(told)) if told else (None, "")


def _ordered(value: dict[str, Json]) -> dict[str, Json]:
    """What is streamed into the arguments comes first or last, so that the text told whole continues it."""
    rank = {"commands": 0, "type": 1, "path": 2, "diff": 4}
    return dict(sorted(value.items(), key=lambda told: rank.get(told[0], 3)))


def _json(value: Json) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return as_text(value)


def _images(item: dict[str, Json], kind: str) -> Iterator[Piece]:
    """Pictures that a tool made."""
    made = optional_string(item.get("result"))
    if kind == "image_generation_call" and made:
        yield Piece("image", image(made, item.get("output_format")), ("result",))
    for index, told in enumerate(sequence(item.get("outputs"))):
        if url := optional_string(mapping(told).get("url")):
            yield Piece(("image", index), located("image", url), ("outputs", index, "url"))


def image(data: str, output_format: Json) -> Blob | Uri:
    """A picture that was made: base64, or at some hosts its address."""
    if data[:8].lower().startswith(("http:", "https:", "data:")):
        return located("image", data)
    return Blob("image", f"image/{optional_string(output_format) or 'png'}", data)


# --- Results


def _result(item: dict[str, Json], kind: str) -> Iterator[Piece]:
    """What a tool answered; images and files beside its text follow as parts of their own."""
    field = next((name for name in _RESULTS if name in item), None)
    output = item.get(field) if field else item
    told = [content_part(one) for one in _contents(output)]
    texts = [one.content for one in told if isinstance(one, Text)]
    response = "".join(texts) if texts else output
    server = item.get("execution") == "server" or kind == "program_output"
    if not texts and told:
        response = ""
    answered = ToolCallResponse(_call_id(item), response, server=server, is_error=_failed(item))
    yield Piece("result", answered, (field,) if field else ())
    for index, one in enumerate(told):
        if not isinstance(one, Text):
            yield Piece(("result", index), one, (field,) if field else ())


def _failed(item: dict[str, Json]) -> bool:
    """Whether an item that is over says that its tool did not come to an end, or not to a good one."""
    return item.get("status") in ("failed", "incomplete")


def _contents(output: Json) -> list[Json]:
    """An output that is content rather than data: a list of parts, or a screenshot."""
    if isinstance(output, list) and output and all(string(mapping(o).get("type")).startswith("input_") for o in output):
        return output
    return [output] if mapping(output).get("type") == "computer_screenshot" else []


def _file(told: dict[str, Json]) -> Part:
    held = optional_string(told.get("file_data"))
    if held and held[:5].lower() == "data:":
        return located("document", held)
    url = optional_string(told.get("file_url"))
    return Uri("document", None, url) if url and not held else File(told)


_READERS: dict[str, Callable[[dict[str, Json]], Iterator[Piece]]] = {
    "message": _message,
    "reasoning": _reasoning,
    "function_call": _function_call,
    "custom_tool_call": _function_call,
}
