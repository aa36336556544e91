# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's images, audio and videos: bodies and events of streams -> Deltas."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import Delta, FinishDelta, PartDelta, PieceDelta, TextDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._content_parts import located
from viewer.core.dialects._envelope import usage
from viewer.core.dialects._shape import integer, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted, data_part
from viewer.core.messages import Blob, FinishReason, Other
from viewer.core.text.json_values import Json

# How the base64 of pictures and of sound begins in each format.
_PICTURES = {"iVBORw0KGgo": "image/png", "/9j/": "image/jpeg", "UklGR": "image/webp", "R0lGOD": "image/gif"}
_SOUNDS = {
    "SUQz": "audio/mpeg",
    "//": "audio/mpeg",
    "UklGR": "audio/wav",
    "T2dnUw": "audio/ogg",
    "ZkxhQw": "audio/flac",
}


def image_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A list of pictures, or an event with one: `image_generation.partial_image`, `image_edit.completed` and so on."""
    kind = string(body.get("type"))
    if kind and "b64_json" in body:
        yield from _picture(body, "image", ())
    for index, item in enumerate(sequence(body.get("data"))):
        yield from _picture(mapping(item), index, ("data", index))
    if found := usage(body.get("usage")):
        yield UsageDelta(found, path=("usage",))
    if kind.endswith(".completed"):
        yield FinishDelta(kind, FinishReason.STOP, path=("type",))
    elif "data" not in body and "b64_json" not in body:
        yield UnknownDelta(kind or "answer", body)


def _picture(told: dict[str, Json], key: str | int, path: tuple[str | int, ...]) -> Iterator[Delta]:
    """One picture; a partial one gives way to the next."""
    if data := optional_string(told.get("b64_json")):
        mime_type = optional_string(told.get("mime_type")) or _mime_type(data, told)
        yield PartDelta(Blob("image", mime_type, data), key=("image", key), path=(*path, "b64_json"))
    elif url := optional_string(told.get("url")):
        yield PartDelta(located("image", url), key=("image", key), path=(*path, "url"))
    elif told:
        yield PartDelta(Other("image", told), path=path)
    if revised := optional_string(told.get("revised_prompt")):
        yield PartDelta(Other("revised_prompt", revised, title="revised prompt"), path=(*path, "revised_prompt"))


def _mime_type(data: str, told: dict[str, Json]) -> str | None:
    format_ = optional_string(told.get("output_format"))
    return _begins(data, _PICTURES) or (f"image/{format_}" if format_ else None)


def _begins(data: str, formats: dict[str, str]) -> str | None:
    """The format that the first digits of base64 tell."""
    return next((mime for begins, mime in formats.items() if data.startswith(begins)), None)


def audio_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A transcription, whole or as an event; or a piece of speech."""
    kind = string(body.get("type"))
    if kind == "transcript.text.delta":
        yield TextDelta(string(body.get("delta")), path=("delta",))
    elif kind == "transcript.text.segment":
        yield PartDelta(Other(kind, body, title=_segment(body)))
    elif kind == "speech.audio.delta" or "audio_data" in body:
        yield _speech(body, "audio" if "audio" in body else "audio_data", is_piece=bool(kind))
    elif "text" in body:
        yield TextDelta(string(body["text"]), path=("text",), cumulative=True)
    elif kind != "speech.audio.done":
        yield UnknownDelta(kind or "answer", body)
    for name in ("segments", "words"):
        if told := sequence(body.get(name)):
            yield PartDelta(Other(name, told, title=counted(len(told), name[:-1])), path=(name,))
    if found := usage(body.get("usage")):
        yield UsageDelta(found, path=("usage",))
    if kind.endswith(".done"):
        yield FinishDelta(kind, FinishReason.STOP, path=("type",))


def _speech(body: dict[str, Json], name: str, *, is_piece: bool) -> Delta:
    """Sound in base64, whole or a piece of it; Mistral has a name of its own for it."""
    data = string(body.get(name))
    if is_piece:
        return PieceDelta(Blob("audio", None, data), key="speech", path=(name,))
    return PartDelta(Blob("audio", _begins(data, _SOUNDS), data), path=(name,))


def _segment(told: dict[str, Json]) -> str:
    """Who speaks."""
    speaker = optional_string(told.get("speaker"))
    return f"segment, speaker {speaker}" if speaker else "segment"


def video_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A video being made, and where it lies once it is; xAI puts it under `video`."""
    made = data_part(body, "video")
    percent = integer(body.get("progress"))
    yield PartDelta(made if percent is None else Other(made.type, made.data, title=f"{made.title}, {percent} %"))
    for path in (("video", "url"), ("url",)):
        told: Json = body
        for name in path:
            told = mapping(told).get(name)
        if url := optional_string(told):
            yield PartDelta(located("video", url), path=path)
            return
