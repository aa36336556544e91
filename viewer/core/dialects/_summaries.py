# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is data rather than a message, said in a few words: lists, files, jobs, embeddings, verdicts, tokens."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Sequence

from viewer.core.dialects._shape import integer, mapping, optional_string, sequence, string
from viewer.core.messages import Other, Part, Text
from viewer.core.text.json_values import Json

_LOOKED_AT = 16  # numbers of an embedding
_LEAST, _MOST = 1e-12, 1e6  # what they lie between


def counted(count: int, noun: str) -> str:
    """`1 file`, `3 files`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def data_part(body: dict[str, Json], noun: str) -> Other:
    """A list, a job, a file or any other object, with a title that says what it is and how it stands."""
    kind = string(body.get("object")) or noun
    items = body.get("data")
    if isinstance(items, list):
        return Other(kind, body, title=_list_title(body, items, noun))
    words = [word for word in (_noun(kind), optional_string(body.get("id"))) if word]
    state = "deleted" if body.get("deleted") is True else string(body.get("status"))
    return Other(kind, body, title=" ".join(words) + (f": {state}" if state else ""))


def _list_title(body: dict[str, Json], items: list[Json], noun: str) -> str:
    kind = _noun(string(mapping(items[0]).get("object"))) if items else ""
    more = " and more" if body.get("has_more") is True else ""
    return counted(len(items), kind or noun) + more


def _noun(kind: str) -> str:
    """`vector_store.file` in words, and what remains of `file.deleted`."""
    return kind.removesuffix(".deleted").replace("_", " ").replace(".", " ")


def embeddings_part(body: dict[str, Json]) -> Other:
    """The embeddings of a list of objects."""
    return vectors_part([mapping(item).get("embedding") for item in sequence(body.get("data"))])


def vectors_part(vectors: Sequence[Json]) -> Other:
    """How many embeddings of how many numbers; the numbers themselves say nothing to a reader."""
    sizes = [_size(vector) for vector in vectors]
    told = list(dict.fromkeys(size for size in sizes if size))
    title = counted(len(sizes), "embedding") + (f" of {' or '.join(told)}" if told else "")
    return Other("embeddings", {"count": len(sizes), "size": [*told]}, title=title)


def _size(embedding: Json) -> str | None:
    """The length of a list of numbers; of one in base64 too, unless its bytes are no such numbers."""
    if isinstance(embedding, list):
        return counted(len(embedding), "number")
    try:
        data = base64.b64decode(string(embedding), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not data:
        return None
    return counted(len(data) // 4, "number") if _are_floats(data) else counted(len(data), "byte")


def _are_floats(data: bytes) -> bool:
    """Whether bytes may be little-endian 32-bit floats of a vector; others are small integers or bits."""
    count = min(len(data) // 4, _LOOKED_AT)
    some = struct.unpack_from(f"<{count}f", data)
    return len(data) % 4 == 0 and all(number == 0 or _LEAST < abs(number) < _MOST for number in some)


def moderation_part(result: Json) -> Other:
    """What a moderation found."""
    told = mapping(result)
    found = [name for name, flagged in mapping(told.get("categories")).items() if flagged is True]
    title = f"flagged: {', '.join(found) or 'yes'}" if told.get("flagged") is True or found else "nothing flagged"
    return Other("moderation", result, title=title)


def progress(body: dict[str, Json]) -> str | None:
    """`3 of 5` for a job that counts its requests."""
    counts = mapping(body.get("request_counts"))
    done, total = integer(counts.get("completed")), integer(counts.get("total"))
    return None if done is None or total is None else f"{done:,} of {total:,}"


def prompt_part(prompt: Json) -> Part:
    """A prompt that is no message: a text, or one in tokens."""
    if isinstance(prompt, str):
        return Text(prompt)
    count = len(prompt) if isinstance(prompt, list) else 0
    return Other("tokens" if count else "prompt", prompt, title=counted(count, "token") if count else None)
