# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Our quick `@dataclass` makes what the library's makes: each test holds the same class, made by both, side by side."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import viewer
from viewer import dataclass as quick

OPTIONS = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
    {"slots": True, "eq": False, "repr": False},
]


def _kinds(make: Callable[..., Any], options: dict[str, bool]) -> tuple[Any, Any, Any]:
    """A class, one that inherits from it, and one that writes methods itself."""

    @make(**options)
    class Plain:
        """It has a text of its own."""

        a: int
        b: tuple[int, ...] = (2,)
        made: list[int] = dataclasses.field(default_factory=list)
        hidden: int = dataclasses.field(default=5, repr=False, compare=False)
        found: list[int] = dataclasses.field(init=False, compare=False, default_factory=list)
        fixed: int = dataclasses.field(init=False, default=7)

        def __post_init__(self) -> None:
            self.found.append(self.a)

    @make(**options)
    class Inherits(Plain):
        c: str = "c"

    @make(**options)
    class Writes:  # noqa: PLW1641 - what becomes of its hash is tested
        a: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, int) and self.a == other

        def __repr__(self) -> str:
            return "mine"

    return Plain, Inherits, Writes


def _facts(make: Callable[..., Any], options: dict[str, bool]) -> list[object]:
    """What can be seen of such classes from outside."""
    plain, inherits, writes = _kinds(make, options)
    one, more, own = plain(1, hidden=6), inherits(1, (3,), [4], 7, "d"), writes(3)
    named = "repr" not in options and "eq" not in options
    return [
        (one, more, own) if named else None,
        [repr(each) if "repr" not in options else None for each in (one, more, own)],
        one == plain(1),
        one == plain(1, (9,)),
        one == more,
        one != object(),
        own == 3,
        [kind.__hash__ is None for kind in (plain, inherits, writes)],
        [hasattr(each, "__dict__") for each in (one, more, own)],
        [dataclasses.astuple(each) for each in (one, more, dataclasses.replace(more, a=8))],
        [kind.__match_args__ for kind in (plain, inherits, writes)],
        plain.__doc__,
        [dataclasses.astuple(copy.copy(each)) for each in (one, more, own)],
        [_failure(plain), _failure(lambda: plain(1, 2, 3, 4, 5)), _failure(lambda: plain(1, nothing=2))],
        [_failure(partial(setattr, copy.copy(one), "a", 2)), _failure(partial(delattr, copy.copy(one), "a"))],
    ]  # fmt: skip


def _failure(act: Callable[[], object]) -> type[BaseException] | None:
    try:
        act()
    except (TypeError, AttributeError) as error:
        return type(error)
    return None


@pytest.mark.parametrize("calls", [1, 1000], ids=["compiled", "not compiled"])
@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options) or "plain")
def test_it_makes_what_the_library_makes(options: dict[str, bool], calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "_WORTH_COMPILING", calls)
    ours, theirs = _facts(quick.dataclass, options), _facts(dataclasses.dataclass, options)
    assert list(map(str, ours)) == list(map(str, theirs))


def test_equal_objects_have_the_same_hash_and_unhashable_values_have_none() -> None:
    plain, *_ = _kinds(quick.dataclass, {"frozen": True})
    assert _failure(lambda: hash(plain(1))) is TypeError, "a list is among the values"
    assert hash(plain(1, made=())) == hash(plain(1, made=(), hidden=9))


def test_each_object_has_a_list_of_its_own() -> None:
    plain, *_ = _kinds(quick.dataclass, {"slots": True})
    one, other = plain(1), plain(1)
    one.made.append(1)
    assert other.made == []


def test_the_first_objects_are_those_that_follow() -> None:
    plain, *_ = _kinds(quick.dataclass, {"frozen": True, "slots": True})
    first, *_, last = [plain(1, b=(3,)) for _ in range(3 * quick._WORTH_COMPILING)]
    assert (first, hash(first.b), str(first)) == (last, hash(last.b), str(last))
    assert plain.__init__.__code__.co_varnames[:2] == ("self", "a"), "it was compiled meanwhile"


def test_one_that_holds_itself_is_written() -> None:
    plain, *_ = _kinds(quick.dataclass, {"slots": True})
    one = plain(1)
    one.made.append(one)
    assert "made=[...]" in repr(one)


@quick.dataclass(frozen=True, slots=True)
class Kept:
    """Can be pickled: workers hand such objects over."""

    a: int
    b: list[int] = dataclasses.field(default_factory=list)


def test_pickling() -> None:
    assert pickle.loads(pickle.dumps(Kept(1, [2]))) == Kept(1, [2])  # noqa: S301 - our own


def test_no_module_uses_the_librarys() -> None:
    def uses(path: Path) -> bool:
        tree = ast.parse(path.read_text("utf-8"))
        found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"]
        return any(name.name == "dataclass" for node in found for name in node.names)

    paths = [path for path in Path(viewer.__path__[0]).rglob("*.py") if uses(path)]
    assert [path.name for path in paths] == ["dataclass.py"]
