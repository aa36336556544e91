# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The schemas that most tools declare, and values that plainly fit them: yes, or else ask `json_schema`.

Rule: a yes is what `jsonschema` says too, whichever draft from 7 on the schema names. Whatever is not plain, in schema
or value, is no yes: what does not fit is for the library to explain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from viewer.core.text.json_values import Json

Schema: TypeAlias = "dict[str, Json] | bool"
"""A schema: an object, or true for anything and false for nothing."""

_DEEPEST = 20
_DRAFTS = (
    "http://json-schema.org/draft-07/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
)

_OfType: TypeAlias = Callable[[Json], bool]
_TYPES: Mapping[str, _OfType] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


class CannotCheckError(Exception):
    """The schema cannot be applied; the text says why."""


def plainly_fits(schema: Json, value: Json) -> bool:
    """Whether a schema is plain and a value fits it; False says nothing."""
    return _is_plain(schema, 0) and _fits(schema, value)


def _is_plain(schema: Json, depth: int) -> bool:
    """Whether a schema, with all that it holds, is well-formed and has plain keywords only."""
    if isinstance(schema, bool):
        return True
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return False
    return all(name in _PLAIN and _PLAIN[name](said, depth + 1) for name, said in schema.items())


def _is_text(said: Json, _depth: int) -> bool:
    return isinstance(said, str)


def _is_anything(_said: Json, _depth: int) -> bool:
    return True


def _is_draft(said: Json, _depth: int) -> bool:
    return isinstance(said, str) and said.removesuffix("#") in _DRAFTS


def _is_type(said: Json, _depth: int) -> bool:
    return (
        said in _TYPES if isinstance(said, str) else _is_names(said, 0) and all(name in _TYPES for name in _list(said))
    )


def _is_names(said: Json, _depth: int) -> bool:
    """A list of texts, none twice."""
    names = [name for name in _list(said) if isinstance(name, str)]
    return isinstance(said, list) and bool(said) and len(set(names)) == len(said)


def _is_required(said: Json, depth: int) -> bool:
    return said == [] or _is_names(said, depth)


def _is_schemas(said: Json, depth: int) -> bool:
    return bool(_list(said)) and all(_is_plain(one, depth) for one in _list(said))


def _is_properties(said: Json, depth: int) -> bool:
    return isinstance(said, dict) and all(_is_plain(one, depth) for one in said.values())


_PLAIN: Mapping[str, Callable[[Json, int], bool]] = {
    "$schema": _is_draft,
    "additionalProperties": _is_plain,
    "anyOf": _is_schemas,
    "default": _is_anything,
    "description": _is_text,
    "enum": _is_names,
    "format": _is_text,  # says what a text is for; nobody checks it
    "items": _is_plain,
    "properties": _is_properties,
    "required": _is_required,
    "title": _is_text,
    "type": _is_type,
}
"""Each keyword with what is plain of it."""


def _list(said: Json) -> list[Json]:
    return said if isinstance(said, list) else []


def _fits(schema: Json, value: Json) -> bool:
    if not isinstance(schema, dict):
        return schema is True
    kinds = schema.get("type", [])
    if kinds and not any(_TYPES[str(kind)](value) for kind in ([kinds] if isinstance(kinds, str) else _list(kinds))):
        return False
    if "enum" in schema and not (isinstance(value, str) and value in _list(schema["enum"])):
        return False
    if "anyOf" in schema and not any(_fits(one, value) for one in _list(schema["anyOf"])):
        return False
    if isinstance(value, list):
        return "items" not in schema or all(_fits(schema["items"], item) for item in value)
    return not isinstance(value, dict) or _members_fit(schema, value)


def _members_fit(schema: Mapping[str, Json], value: Mapping[str, Json]) -> bool:
    if not all(name in value for name in _list(schema.get("required"))):
        return False
    declared = schema.get("properties")
    known = declared if isinstance(declared, dict) else {}
    others = schema.get("additionalProperties", True)
    return all(_fits(known.get(name, others), member) for name, member in value.items())
