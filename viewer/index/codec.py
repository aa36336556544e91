# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: ANN401 - values of every type pass through here
"""Contents <-> JSON, by the types that its classes declare.

Rule: what is read may be damaged or hostile. Only the classes in `_CLASSES` are ever made, of values that have the
declared types; anything else is a `CodecError`. Texts are masked on the way in, and `Summary.text` is left out: it is
among the pieces that are indexed. Conversations are found again by the summaries.
"""

from __future__ import annotations

import json
import types
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from viewer.core.contents import Contents
from viewer.core.conversations import converse
from viewer.core.errors import Problem, Severity
from viewer.core.links import CallKey, Links, ResultKey
from viewer.core.messages import FinishReason, Usage
from viewer.core.secrets.masking import Masker
from viewer.core.summary import Marks, Summary

_CLASSES = frozenset((Contents, Problem, Usage, CallKey, Links, Marks, ResultKey, Summary))
_PLAIN = (str, int, float, bool, types.NoneType)

Encode = Callable[[Any, Masker], Any]
Decode = Callable[[Any], Any]


class CodecError(ValueError):
    """A value that is not what its type says."""


def encode(contents: Contents, masker: Masker | None = None) -> bytes:
    """The contents as JSON, masked, without what was said; raises CodecError where a type does not hold."""
    bare = replace(contents, path="", summaries=[replace(summary, text="") for summary in contents.summaries])
    written, _ = _codec(Contents)
    told = written(bare, masker or Masker())
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes, path: str) -> Contents:
    """The contents that stand in `data`, of the file at `path`; raises CodecError and nothing else."""
    _, read = _codec(Contents)
    try:
        found: Contents = read(json.loads(data.decode("utf-8", "surrogatepass")))
        numbers = range(len(found.summaries))
        if [summary.index for summary in found.summaries] != list(numbers):
            raise CodecError("the interactions are not numbered")
        summaries = tuple(found.summaries)
        return replace(found, path=path, summaries=summaries, threads=converse(summaries))
    except (ValueError, OverflowError, RecursionError) as error:
        raise CodecError(str(error)) from error


def shape() -> str:
    """The fields and types that are written, as text: with another shape it is another format."""
    return ";".join(
        f"{kind.__name__}({','.join(f'{name}:{hint}' for name, hint in get_type_hints(kind).items())})"
        for kind in sorted(_CLASSES, key=lambda kind: kind.__name__)
    )


def _fits(value: object, kind: type) -> None:
    if type(value) is not kind:
        raise CodecError(f"{type(value).__name__} is no {kind.__name__}")


def _list(value: Any, length: int | None = None) -> Any:
    _fits(value, list)
    if length is not None and len(value) != length:
        raise CodecError(f"{len(value)} values where {length} belong")
    return value


@cache
def _codec(hint: Any) -> tuple[Encode, Decode]:
    """How values of a type are written and read."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union(get_args(hint))
    if origin is tuple or origin is Sequence:
        return _sequence(hint)
    if origin is dict:
        return _mapping(*get_args(hint))
    if isinstance(hint, type):
        return _of_class(hint)
    raise TypeError(f"{hint} has no codec")


def _of_class(kind: type) -> tuple[Encode, Decode]:
    if kind in _CLASSES:
        return _record(kind)
    if kind in (Severity, FinishReason):
        return _word(kind)
    if kind not in _LEAVES:
        raise TypeError(f"{kind} has no codec")
    return _LEAVES[kind]


def _exact(value: Any, kind: type) -> Any:
    _fits(value, kind)
    return value


def _number(value: Any) -> Any:
    """A float; where somebody put a whole number it stays one."""
    if type(value) is not int:
        _fits(value, float)
    return value


def _bytes(value: Any) -> bytes:
    return a2b_base64(_exact(value, str), strict_mode=True)


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(_exact(value, str))


_LEAVES: dict[type, tuple[Encode, Decode]] = {
    str: ((lambda value, masker: masker.text(_exact(value, str))), (lambda value: _exact(value, str))),
    int: ((lambda value, _: _exact(value, int)), (lambda value: _exact(value, int))),
    float: ((lambda value, _: _number(value)), _number),
    bool: ((lambda value, _: _exact(value, bool)), (lambda value: _exact(value, bool))),
    bytes: ((lambda value, _: b2a_base64(_exact(value, bytes), newline=False).decode("ascii")), _bytes),
    datetime: ((lambda value, _: _exact(value, datetime).isoformat()), _moment),
}


def _word(kind: type[StrEnum]) -> tuple[Encode, Decode]:
    return (lambda value, _: _exact(value, kind).value), (lambda value: kind(_exact(value, str)))


def _union(kinds: Sequence[Any]) -> tuple[Encode, Decode]:
    """One of several types; which one is told by what it is written as, so at most one of them may be a text."""
    if len(kinds) == 2 and kinds[1] is types.NoneType:
        write, read = _codec(kinds[0])
        return (
            lambda value, masker: None if value is None else write(value, masker),
            lambda value: None if value is None else read(value),
        )
    if all(kind in _PLAIN for kind in kinds):
        return lambda value, masker: _one_of(value, kinds, masker), lambda value: _one_of(value, kinds, None)
    # Records of several classes: the class's place among them stands before its values.
    codecs = [_codec(kind) for kind in kinds]

    def write_record(value: Any, masker: Masker) -> Any:
        for number, kind in enumerate(kinds):
            if type(value) is kind:
                return [number, codecs[number][0](value, masker)]
        raise CodecError(f"{type(value).__name__} is none of the classes that belong here")

    def read_record(value: Any) -> Any:
        number, told = _list(value, 2)
        if type(number) is not int or not 0 <= number < len(codecs):
            raise CodecError(f"no class {number!r}")
        return codecs[number][1](told)

    return write_record, read_record


def _one_of(value: Any, kinds: Sequence[type], masker: Masker | None) -> Any:
    if type(value) not in kinds:
        raise CodecError(f"{type(value).__name__} does not belong here")
    return masker.text(value) if masker is not None and isinstance(value, str) else value


def _sequence(hint: Any) -> tuple[Encode, Decode]:
    """`tuple[X, ...]` and `Sequence[X]`, and tuples of a fixed length."""
    arguments = get_args(hint)
    if get_origin(hint) is not tuple or (len(arguments) == 2 and arguments[1] is Ellipsis):
        write, read = _codec(arguments[0])
        return (
            lambda value, masker: [write(item, masker) for item in value],
            lambda value: tuple([read(item) for item in _list(value)]),
        )
    codecs = [_codec(argument) for argument in arguments]

    def write_tuple(value: Any, masker: Masker) -> Any:
        return [write(item, masker) for (write, _), item in zip(codecs, value, strict=True)]

    def read_tuple(value: Any) -> Any:
        return tuple([read(item) for (_, read), item in zip(codecs, _list(value, len(codecs)), strict=True)])

    return write_tuple, read_tuple


def _mapping(key: Any, item: Any) -> tuple[Encode, Decode]:
    write_pairs, read_pairs = _codec(tuple[tuple[key, item], ...])
    return (lambda value, masker: write_pairs(value.items(), masker)), (lambda value: dict(read_pairs(value)))


def _record(kind: type) -> tuple[Encode, Decode]:
    """A frozen dataclass or a named tuple: its values in order of its fields."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.compare] if is_dataclass(kind) else list(kind._fields)  # type: ignore[attr-defined]
    codecs = [(name, *_codec(hints[name])) for name in names]

    def write(value: Any, masker: Masker) -> Any:
        _fits(value, kind)
        return [write_one(getattr(value, name), masker) for name, write_one, _ in codecs]

    def read(value: Any) -> Any:
        told = _list(value, len(codecs))
        return kind(*[read_one(item) for (_, _, read_one), item in zip(codecs, told, strict=True)])

    return write, read
