# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A JSON value against a JSON Schema (json-schema.org, drafts 3 to 2020-12), by `jsonschema`.

Rule: a schema from a cassette is a stranger's program. What it refers to is never fetched, and effort is bounded: the
number of keywords applied, the size of what must be unique, and the cost of its regular expressions. What exceeds that
raises `CannotCheckError`; it neither passes nor fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from threading import get_ident
from typing import TYPE_CHECKING, TypeAlias

from viewer.core.text.json_values import Json
from viewer.core.text.plain_json_schema import CannotCheckError, Schema
from viewer.dataclass import dataclass
from viewer.late_imports import import_lock

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_MOST_KEPT = 64
_MOST_KEYWORDS = 100_000
_MOST_UNIQUE_ITEMS = 1_000
_MOST_PATTERN_STEPS = 10_000_000


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a value does not fit, and the path from its root to what fails."""

    reason: str
    path: tuple[str | int, ...]


def import_library() -> None:
    """Import what the first check would import, which takes a while."""
    with import_lock:
        import jsonschema  # noqa: F401, PLC0415  start-up time


def first_failure(schema: Schema, value: Json) -> Failure | None:
    """The failure that says most; None when the value fits. Raises CannotCheckError and nothing else."""
    with import_lock:
        from jsonschema.exceptions import best_match  # noqa: PLC0415  start-up time

    try:
        validator, budget = _validator(json.dumps(schema), get_ident())
        budget.applied = 0
        found = best_match(validator.iter_errors(value))
    except CannotCheckError:
        raise
    except Exception as error:  # a stranger's schema can make the validator raise anything
        raise CannotCheckError(_why(error)) from error
    return None if found is None else Failure(found.message, tuple(found.absolute_path))


@lru_cache(maxsize=_MOST_KEPT)
def _validator(schema_text: str, _thread: int) -> tuple[Validator, _Budget]:
    """A validator of the draft that the schema names, 2020-12 by default; its registry holds nothing to refer to.

    Made once for all calls of a tool; its budget serves one check at a time, so each thread has its own.
    """
    schema: Schema = json.loads(schema_text)
    with import_lock:
        from jsonschema import Draft202012Validator, validators  # noqa: PLC0415  start-up time
        from referencing import Registry  # noqa: PLC0415

    draft = validators.validator_for(schema, default=Draft202012Validator)
    draft.check_schema(schema)  # type: ignore[arg-type]  # true and false are schemas too
    budget = _Budget()
    keywords = {name: budget.bounded(name, apply) for name, apply in draft.VALIDATORS.items()}
    bounded: Validator = validators.extend(draft, keywords)(schema, registry=Registry())  # type: ignore[no-untyped-call]
    return bounded, budget


_Keyword: TypeAlias = "Callable[[Validator, Json, Json, Schema], Iterator[ValidationError] | None]"


class _Budget:
    """Counts the keywords applied, and looks at the costly ones before they run."""

    def __init__(self) -> None:
        self.applied = 0

    def bounded(self, name: str, apply: _Keyword) -> _Keyword:
        """The keyword `name`, which raises when it would cost too much."""

        def keyword(validator: Validator, said: Json, value: Json, schema: Schema) -> Iterator[ValidationError]:
            self.applied += 1
            if self.applied > _MOST_KEYWORDS:
                raise CannotCheckError("the schema takes too many steps")
            _check_cost(name, said, value, schema)
            yield from apply(validator, said, value, schema) or ()

        return keyword


def _check_cost(name: str, said: Json, value: Json, schema: Schema) -> None:
    """Refuse what may take quadratic or exponential time within one keyword."""
    if name == "uniqueItems" and isinstance(value, list) and len(value) > _MOST_UNIQUE_ITEMS:
        raise CannotCheckError("a list is too long to look for repeated items")
    if name == "pattern" and isinstance(said, str) and isinstance(value, str):
        _check_pattern(said, len(value))
    patterns = schema.get("patternProperties") if isinstance(schema, dict) and name.endswith("Properties") else None
    if isinstance(patterns, dict) and isinstance(value, dict):
        longest = max(map(len, value), default=0)
        for pattern in patterns:
            _check_pattern(pattern, longest)


_ATOM = re.compile(r"\\.|\[\^?\]?[^\]\\]*+(?:\\.[^\]\\]*+)*\]", re.DOTALL)
_GROUP_START = re.compile(r"\(\?(?:[:=!>]|<[=!]|P?<\w+>|[a-zA-Z-]+:)")
_GROUP = re.compile(r"\(([^()]*+)\)(\*|\+|\{[0-9]*,?[0-9]*\})?")
_VARIABLE = re.compile(r"[*+?|{]")
_REPEAT = re.compile(r"[*+]|\{[0-9]*,[0-9]*\}")


def _check_pattern(pattern: str, length: int) -> None:
    """Refuse a regular expression that may backtrack too long over `length` characters."""
    plain = _GROUP_START.sub("(", _ATOM.sub("x", pattern))
    while group := _GROUP.search(plain):
        inside, repeated = group[1], group[2]
        if repeated and _VARIABLE.search(inside):
            raise CannotCheckError("the schema's pattern may take too long")
        plain = plain[: group.start()] + inside + plain[group.end() - len(repeated or "") :]
    # Each repetition may end anywhere, each option doubles the ways, and without anchor it begins anywhere.
    degree = len(_REPEAT.findall(plain)) + (not plain.startswith("^"))
    options = min(plain.count("?") + plain.count("|"), 64)
    if max(length, 1) ** degree * 2**options > _MOST_PATTERN_STEPS:
        raise CannotCheckError("a text is too long for the schema's pattern")


def _why(error: Exception) -> str:
    """Why a schema cannot be applied, in a few words."""
    from jsonschema.exceptions import SchemaError  # noqa: PLC0415
    from referencing.exceptions import Unresolvable  # noqa: PLC0415

    if isinstance(error, SchemaError):
        return f"the schema is broken: {error.message}"
    if isinstance(error, Unresolvable) or isinstance(error.__cause__, Unresolvable):
        return f"the schema refers to “{getattr(error, 'ref', error)}”, which it does not hold"
    if isinstance(error, RecursionError):
        return "the schema or the value is nested too deeply"
    return str(error) or type(error).__name__
