# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`@dataclass` of the standard library, in a tenth of its time.

That one writes the source of up to six methods for each class and compiles them, 0.6 ms a class: with 150 classes an
eighth of a start. Here the library only collects the fields and makes the slots. The methods are closures over the
names of the fields; `__init__` and `__repr__`, which have to be source to be fast, are compiled when they are first
called.
Classes look and behave the same: `fields`, `replace`, `asdict`, patterns, pickling.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Never, TypeAlias

__all__ = ["dataclass"]

_Methods: TypeAlias = dict[str, Callable[..., Any] | None]

if TYPE_CHECKING:  # type checkers know the library's by its name
    from dataclasses import dataclass
else:

    def dataclass(
        *,
        frozen: bool = False,
        slots: bool = False,
        eq: bool = True,
        repr: bool = True,  # noqa: A002 - the library's name
    ) -> Callable[[type], type]:
        """Make a class a dataclass, as `dataclasses.dataclass` does."""

        def make(cls: type) -> type:
            # The library writes the signature of a class without a docstring into it, which takes long.
            cls.__doc__ = cls.__doc__ or cls.__name__
            written = vars(cls)
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            methods = _init(made, frozen=frozen)
            if repr:
                methods |= _repr(made)
            if eq:
                methods |= _equality(made, hashable=frozen)
            if frozen:
                methods |= _FROZEN
            if frozen and slots:
                methods |= _pickling(made)
            for name, method in methods.items():
                if written.get(name) is None:  # Python itself writes a `__hash__` of None beside an `__eq__`
                    setattr(made, name, method)
            return made

        return make


def _init(cls: Any, *, frozen: bool) -> _Methods:  # noqa: ANN401 - of a class whose methods are set
    def init(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever the fields are
        cls.__init__ = _compiled_init(cls, frozen=frozen)
        cls.__init__(self, *args, **kwargs)

    return {"__init__": init}


def _compiled_init(cls: type, *, frozen: bool) -> Callable[..., None]:
    """`def __init__(self, a, b=default): ...` of a class's fields."""
    known: dict[str, Any] = {"set": object.__setattr__, "MISSING": dataclasses.MISSING}
    parameters, body = ["self"], ["pass"]
    for field in dataclasses.fields(cls):
        name, value = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"default_{name}"] = field.default
            parameters += [f"{name}=default_{name}"] if field.init else []
            value = name if field.init else f"default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"make_{name}"] = field.default_factory
            parameters += [f"{name}=MISSING"] if field.init else []
            value = f"make_{name}() if {name} is MISSING else {name}" if field.init else f"make_{name}()"
        elif field.init:
            parameters.append(name)
        else:
            continue  # whoever makes the object sets it
        body.append(_setting(cls, name, value, known) if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n    " + "\n    ".join(body)
    exec(source, known)  # noqa: S102 - of the names of fields, as the library does
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _setting(cls: type, name: str, value: str, known: dict[str, Any]) -> str:
    """How `__init__` sets what nobody else may: through the slot itself, where there is one."""
    slot = getattr(cls, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"set(self, {name!r}, {value})"
    known[f"set_{name}"] = slot.__set__
    return f"set_{name}(self, {value})"


def _repr(cls: type) -> _Methods:
    written: list[Callable[[object], str]] = []

    @recursive_repr()
    def described(self: object) -> str:
        if not written:
            written.append(_compiled_repr(cls))
        return written[0](self)

    return {"__repr__": described}


def _compiled_repr(cls: type) -> Callable[[object], str]:
    """Name and values of an object, as `A(a=1, b=2)`."""
    values = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in dataclasses.fields(cls) if field.repr)
    made: Callable[[object], str] = eval(f"lambda self: f'{{type(self).__qualname__}}({values})'")  # noqa: S307 - of the names of fields, as the library does
    return made


def _equality(cls: type, *, hashable: bool) -> _Methods:
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    values: Callable[[object], object] = attrgetter(*names) if names else type

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed if hashable else None}


def _pickling(cls: type) -> _Methods:
    """With slots an object has no `__dict__` to keep, and a frozen one lets nobody set what was kept."""
    names = [field.name for field in dataclasses.fields(cls)]
    values = attrgetter(*names) if len(names) > 1 else None
    slots: list[Callable[[object, object], None]] = []

    def state(self: object) -> tuple[object, ...]:
        return values(self) if values else tuple(getattr(self, name) for name in names)

    def restore(self: object, kept: tuple[object, ...]) -> None:
        if not slots:
            slots.extend(getattr(cls, name).__set__ for name in names)
        for put, value in zip(slots, kept, strict=True):
            put(self, value)

    return {"__getstate__": state, "__setstate__": restore}


def _refuse_to_set(_self: object, name: str, _value: object) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_FROZEN: _Methods = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
