# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Header fields in the ways that recorders write them: mappings, pairs, and lines of the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from viewer.core.formats._entry import Entry
from viewer.core.model import Headers


def header_fields(*entries: Entry) -> Headers:
    """The header fields of each entry in turn.

    An entry is a mapping of names to a value or a list of values, or a list of `[name, value]` and `name: value`.
    """
    return Headers(tuple(field for entry in entries for field in _fields(entry)))


def named_header_fields(entry: Entry) -> Headers:
    """The header fields of a list of mappings with `name` and `value`, as HAR has them; Polly.JS lists values."""
    fields = list(entry.mappings())
    return Headers(tuple((field["name"].text(), value) for field in fields for value in _of(field, "value")))


def paired_header_fields(entry: Entry) -> Headers:
    """The header fields of a flat list of names and values in turn, as Node's `rawHeaders` has them."""
    words = [element.text() for element in entry.elements()]
    if len(words) % 2:
        entry.say(f"header {words[-1][:40]!r} has no value")
    return Headers(tuple(zip(words[::2], words[1::2], strict=False)))


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry.value, list):
        for element in entry.elements():
            yield from _field(element)
        return
    for name in entry.members():
        yield from ((name, value) for value in _of(entry, name))


def _field(element: Entry) -> Iterator[tuple[str, str]]:
    """One `[name, value]` or `name: value`; anything else is again a collection of fields, a set among them."""
    if isinstance(element.value, (str, bytes)):
        name, _, value = element.text().partition(":")
        yield name.strip(), value.strip()
    elif _is_pair(element.value):
        pair = tuple(element.elements())
        yield from ((pair[0].text(), value) for value in _values(pair[1]))
    else:
        yield from _fields(element)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], (str, bytes))


def _of(entry: Entry, key: str) -> Iterable[str]:
    """The values of a member; mostly it is text or a list of texts, of which there is nothing to complain."""
    value = entry.members().get(key)
    if type(value) is str:
        return (value,)
    if type(value) is list and all(type(text) is str for text in value):
        return value
    return _values(entry[key])


def _values(entry: Entry) -> Iterator[str]:
    """A value, or each of a list, which string classes of some libraries wrap once more."""
    if not isinstance(entry.value, list):
        yield entry.text()
        return
    for element in entry.elements():
        yield from _values(element)
