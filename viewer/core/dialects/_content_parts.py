# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Content parts of OpenAI-style messages, in requests and answers alike."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import Blob, File, Other, Part, Reasoning, Text, ToolCall, Uri
from viewer.core.text.json_values import Json

_TEXT_TYPES = ("text", "input_text", "output_text")
_URL_MODALITIES = {
    "image_url": "image",
    "input_image": "image",
    "video_url": "video",
    "audio_url": "audio",
    "document_url": "document",
    "file_url": "document",
}
PART_TYPES = frozenset({*_TEXT_TYPES, *_URL_MODALITIES, "thinking", "refusal", "reference", "input_audio", "file"})
"""Types of the parts that are known here; an object of any other type need not be a part."""

_FORMATS = {"mp3": "audio/mpeg", "pcm16": "audio/pcm"}


def parts(content: Json) -> Iterator[Part]:
    """The parts of a message's `content`: a text, a list of parts, or one part alone."""
    if isinstance(content, list):
        for item in content:
            yield part(item)
    elif not is_blank(content):
        yield part(content)


def part(item: Json) -> Part:
    """One content part; a type that is not known becomes `Other`."""
    if isinstance(item, str):
        return Text(item)
    told = mapping(item)
    kind = optional_string(told.get("type"))
    if isinstance(told.get("text"), str) and (kind is None or kind in _TEXT_TYPES):
        return Text(string(told["text"]), tuple(sequence(told.get("annotations"))))
    if kind == "thinking":
        return Reasoning(thinking(told.get("thinking")), optional_string(told.get("signature")))
    if kind == "refusal" and isinstance(told.get("refusal"), str):
        return Text(string(told["refusal"]), refusal=True)
    return _media(kind, told) or Other(kind or "part", item)


def thinking(value: Json) -> str:
    """The text of a `thinking` part: a string, or a list of text parts (Mistral)."""
    if isinstance(value, str):
        return value
    return "".join(string(mapping(item).get("text")) or string(item) for item in sequence(value))


def _media(kind: str | None, told: dict[str, Json]) -> Part | None:
    """A part that carries data or points to it."""
    kind = kind or next((name for name in _URL_MODALITIES if name in told), None)
    if kind in _URL_MODALITIES:
        target = told.get(kind, told.get("image_url"))
        url = optional_string(target) or optional_string(mapping(target).get("url"))
        return located(_URL_MODALITIES[kind], url) if url else None
    if kind == "input_audio":
        return _audio(told.get("input_audio"))
    if kind == "file":
        return _file(told)
    return None


def located(modality: str, url: str) -> Blob | Uri:
    """Data behind a URL: a `data:` URI (RFC 2397) holds it itself, any other only points to it."""
    if url[:5].lower() != "data:":
        return Uri(modality, None, url)
    head, comma, data = url[5:].partition(",")
    if not comma:
        return Uri(modality, None, url)
    mime_type = head.partition(";")[0] or None
    if not head.lower().endswith(";base64"):
        data = base64.b64encode(unquote_to_bytes(data)).decode("ascii")
    return Blob(_modality(mime_type) or modality, mime_type, data)


def _modality(mime_type: str | None) -> str | None:
    """What a MIME type says about the kind of data."""
    family = (mime_type or "").partition("/")[0]
    return family if family in ("image", "audio", "video") else None


def _audio(value: Json) -> Part | None:
    told = mapping(value)
    data = optional_string(value) or optional_string(told.get("data")) or optional_string(told.get("url"))
    if data is None:
        return None
    if not _is_base64(data):
        return located("audio", data)
    format_ = optional_string(told.get("format"))
    return Blob("audio", _FORMATS.get(format_, f"audio/{format_}") if format_ else None, data)


def _is_base64(data: str) -> bool:
    """Whether text is base64 rather than a URL; its beginning tells."""
    try:
        base64.b64decode(data[:64], validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _file(told: dict[str, Json]) -> Part:
    data = mapping(told.get("file")) or told
    held = optional_string(data.get("file_data"))
    if held and held.lower().startswith("data:"):
        return located("document", held)
    return File(told.get("file", told))


def tool_call(item: Json) -> ToolCall:
    """One entry of a whole message's `tool_calls`: a function, or a custom tool with free text input."""
    told = mapping(item)
    function, custom = mapping(told.get("function")), mapping(told.get("custom"))
    arguments = function.get("arguments") if is_blank(custom) else custom.get("input")
    return ToolCall(
        id=optional_string(told.get("id")),
        name=optional_string(function.get("name")) or optional_string(custom.get("name")),
        arguments=as_text(arguments),
    )
