# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`@dataclass` of the standard library, in a tenth of its time.

That one makes an object of each field, writes the source of up to six methods and compiles them: 0.6 ms a class, which
with 150 classes is an eighth of a start. Here a class with slots is made once more, as there, and its methods are
closures over the names of its fields. What takes long is made when it is first asked for: `__repr__`, which has to be
source to be fast, and the library's own objects, which `fields`, `replace` and `asdict` go by. `__init__` is compiled
when it was called a few times: of most classes a start makes no more objects than that.
Classes look and behave the same, to patterns and to pickle too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Never, TypeAlias

__all__ = ["dataclass"]

_Methods: TypeAlias = dict[str, Any]
_Plan: TypeAlias = Sequence[tuple[str, bool, Any, Any]]
"""Of each field its name, whether it is a parameter, its default and what makes that."""
_MISSING: Any = dataclasses.MISSING
_FIELDS = "__dataclass_fields__"
_WORTH_COMPILING = 40
"""Calls of an `__init__` that together take as long as compiling it."""
_NONE = object()

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
            told = _Told(cls)
            methods = _init(told, frozen=frozen)
            if repr:
                methods |= _repr(told)
            if eq:
                methods |= _equality(told, hashable=frozen)
            if frozen:
                methods |= _FROZEN
            if frozen and slots:
                methods |= _pickling(told)
            written = vars(cls)
            # Python itself writes a `__hash__` of None beside an `__eq__`.
            added = {name: method for name, method in methods.items() if written.get(name) is None}
            added |= {_FIELDS: _LibraryFields(told), "__replace__": _replaced, "__match_args__": told.arguments}
            told.cls = _with_slots(told, added) if slots else _with_defaults(told, added)
            return told.cls

        return make


class _Told:
    """What a class says of its fields: the default of each, the library's `field(...)`, or that it has none."""

    def __init__(self, cls: Any) -> None:  # noqa: ANN401 - it gets methods
        self.cls = cls
        written = vars(cls)
        self.own = {
            name: written.get(name, _MISSING)
            for name, annotation in cls.__annotations__.items()
            if not annotation.startswith("ClassVar")
        }
        self.all: dict[str, Any] = {}
        """Those of the classes that it inherits from, and its own."""
        for base in cls.__mro__[-1:0:-1]:
            if isinstance(inherited := vars(base).get(_FIELDS), _LibraryFields):
                self.all |= inherited.told.all
        self.all |= self.own

    def plan(self) -> _Plan:
        """What `__init__` has to do."""
        fields = {
            name: said if isinstance(said, dataclasses.Field) else dataclasses.field(default=said)
            for name, said in self.all.items()
        }
        return [(name, field.init, field.default, field.default_factory) for name, field in fields.items()]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The fields that `__init__` takes."""
        return tuple(self.names(lambda field: field.init))

    def names(self, chosen: Callable[[dataclasses.Field[Any]], bool]) -> list[str]:
        """The fields of which all is as usual, or that are chosen by what is said of them."""
        return [name for name, said in self.all.items() if not isinstance(said, dataclasses.Field) or chosen(said)]


class _LibraryFields:
    """The library's objects for the fields of a class, made when somebody asks for them: few ever do."""

    def __init__(self, told: _Told) -> None:
        self.told = told

    def __get__(self, _of: object, _owner: type) -> dict[str, dataclasses.Field[Any]]:
        cls = self.told.cls
        made: dict[str, dataclasses.Field[Any]] = {}
        for base in cls.__mro__[-1:0:-1]:
            made |= getattr(base, _FIELDS, {})
        defaults = {name: default for name, default in self.told.own.items() if default is not _MISSING}
        bare = type(cls.__name__, (), {"__doc__": cls.__name__, "__module__": cls.__module__, **defaults})
        bare.__annotations__ = {name: cls.__annotations__[name] for name in self.told.own}
        made |= getattr(dataclasses.dataclass(init=False, repr=False, eq=False)(bare), _FIELDS)
        setattr(cls, _FIELDS, made)
        return made


def _replaced(self: Any, /, **changes: Any) -> Any:  # noqa: ANN401 - of any dataclass
    """What `copy.replace` calls from Python 3.13 on."""
    return dataclasses.replace(self, **changes)


def _with_defaults(told: _Told, added: _Methods) -> type:
    """The class itself: what it has no default for is no attribute of it."""
    cls = told.cls
    for name, said in told.own.items():
        if isinstance(said, dataclasses.Field):
            if said.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, said.default)
    cls.__doc__ = cls.__doc__ or cls.__name__
    for name, value in added.items():
        setattr(cls, name, value)
    made: type = cls
    return made


def _with_slots(told: _Told, added: _Methods) -> type:
    """The class made once more, for slots are made with it."""
    cls = told.cls
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    left_out = {"__dict__", "__weakref__", *told.all}
    body = {name: value for name, value in vars(cls).items() if name not in left_out} | added
    body["__slots__"] = tuple(name for name in told.all if name not in inherited)
    body["__doc__"] = cls.__doc__ or cls.__name__
    body["__qualname__"] = cls.__qualname__
    made: type = type(cls)(cls.__name__, cls.__bases__, body)
    return made


def _slots_of(cls: type) -> tuple[str, ...]:
    slots = vars(cls).get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _init(told: _Told, *, frozen: bool) -> _Methods:
    put: Callable[[object, str, Any], None] = object.__setattr__ if frozen else setattr
    plan: _Plan = ()
    calls = 0

    def init(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever the fields are
        nonlocal plan, calls
        if not calls:
            plan = told.plan()
        calls += 1
        values = _values(plan, args, kwargs) if calls < _WORTH_COMPILING else None
        if values is None:  # wrong arguments too: Python says how
            told.cls.__init__ = _compiled_init(told, frozen=frozen)
            told.cls.__init__(self, *args, **kwargs)
            return
        for name, value in values:
            put(self, name, value)
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    return {"__init__": init}


def _values(plan: _Plan, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
    """What each field is set to; None where the arguments are not those of the fields."""
    values, given, named = [], iter(args), 0
    for name, is_parameter, default, make in plan:
        value = next(given, _NONE) if is_parameter else _NONE
        if value is _NONE:
            if is_parameter and name in kwargs:
                value = kwargs[name]
                named += 1
            elif default is not _MISSING:
                value = default
            elif make is not _MISSING:
                value = make()
            elif is_parameter:
                return None
            else:
                continue  # whoever makes the object sets it
        values.append((name, value))
    return values if named == len(kwargs) and next(given, _NONE) is _NONE else None


def _compiled_init(told: _Told, *, frozen: bool) -> Callable[..., None]:
    """`def __init__(self, a, b=default): ...` of a class's fields."""
    known: dict[str, Any] = {"set": object.__setattr__, "MISSING": _MISSING}
    parameters, body = ["self"], ["pass"]
    for name, is_parameter, default, make in told.plan():
        value = name
        if default is not _MISSING:
            known[f"default_{name}"] = default
            parameters += [f"{name}=default_{name}"] if is_parameter else []
            value = name if is_parameter else f"default_{name}"
        elif make is not _MISSING:
            known[f"make_{name}"] = make
            parameters += [f"{name}=MISSING"] if is_parameter else []
            value = f"make_{name}() if {name} is MISSING else {name}" if is_parameter else f"make_{name}()"
        elif is_parameter:
            parameters.append(name)
        else:
            continue  # whoever makes the object sets it
        body.append(_setting(told.cls, name, value, known) if frozen else f"self.{name} = {value}")
    if hasattr(told.cls, "__post_init__"):
        body.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n    " + "\n    ".join(body)
    exec(source, known)  # noqa: S102 - of the names of fields, as the library does
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{told.cls.__qualname__}.__init__"
    return made


def _setting(cls: type, name: str, value: str, known: dict[str, Any]) -> str:
    """How `__init__` sets what nobody else may: through the slot itself, where there is one."""
    slot = getattr(cls, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"set(self, {name!r}, {value})"
    known[f"set_{name}"] = slot.__set__
    return f"set_{name}(self, {value})"


def _repr(told: _Told) -> _Methods:
    written: list[Callable[[object], str]] = []

    @recursive_repr()
    def described(self: object) -> str:
        if not written:
            written.append(_compiled_repr(told))
        return written[0](self)

    return {"__repr__": described}


def _compiled_repr(told: _Told) -> Callable[[object], str]:
    """Name and values of an object, as `A(a=1, b=2)`."""
    values = ", ".join(f"{name}={{self.{name}!r}}" for name in told.names(lambda field: field.repr))
    made: Callable[[object], str] = eval(f"lambda self: f'{{type(self).__qualname__}}({values})'")  # noqa: S307 - of the names of fields, as the library does
    return made


def _equality(told: _Told, *, hashable: bool) -> _Methods:
    names = told.names(lambda field: bool(field.compare))
    values: Callable[[object], object] = attrgetter(*names) if names else type

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed if hashable else None}


def _pickling(told: _Told) -> _Methods:
    """With slots an object has no `__dict__` to keep, and a frozen one lets nobody set what was kept."""
    names = tuple(told.all)
    values = attrgetter(*names) if len(names) > 1 else None
    slots: list[Callable[[object, object], None]] = []

    def state(self: object) -> tuple[object, ...]:
        return values(self) if values else tuple(getattr(self, name) for name in names)

    def restore(self: object, kept: tuple[object, ...]) -> None:
        if not slots:
            slots.extend(getattr(told.cls, name).__set__ for name in names)
        for put, value in zip(slots, kept, strict=True):
            put(self, value)

    return {"__getstate__": state, "__setstate__": restore}


def _refuse_to_set(_self: object, name: str, _value: object) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_FROZEN: _Methods = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
