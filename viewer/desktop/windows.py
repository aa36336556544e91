# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The association table -> a plan for a Windows user's registry, and from its record the plan that undoes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from viewer.dataclass import dataclass
from viewer.desktop.places import Places
from viewer.desktop.plan import Plan, Step
from viewer.desktop.record import Record, RegistryRecord
from viewer.desktop.user_registry import Registry
from viewer.desktop.windows_registry import registry_values

_DEFAULTS = (
    "Windows lets nobody but you choose a default program: Settings > Apps > Default apps > Cassette Viewer,"
    " or Open with > Always on a file"
)


@dataclass(frozen=True, slots=True)
class RegistryChange:
    """A value that is set, or removed where `after` is None."""

    registry: Registry
    key: str
    name: str
    after: str | None

    def lines(self) -> Iterator[str]:
        """The value."""
        where = rf"HKCU\{self.key}\{self.name or '(Default)'}"
        yield f"remove {where}" if self.after is None else f"set {where} = {self.after or '(empty)'}"

    def carry_out(self) -> None:
        """Write it."""
        if self.after is None:
            self.registry.remove(self.key, self.name)
        else:
            self.registry.set(self.key, self.name, self.after)


@dataclass(frozen=True, slots=True)
class RemoveEmptyKeys:
    """Keys that were made, those that hold nothing now."""

    registry: Registry
    keys: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """What is removed."""
        yield f"remove those of {len(self.keys)} keys that are empty"

    def carry_out(self) -> None:
        """Remove them, the deepest first."""
        for key in sorted(self.keys, key=lambda name: name.count("\\"), reverse=True):
            if self.registry.has(key):
                self.registry.remove_if_empty(key)


def integration(
    command: Sequence[str], options: Collection[str], places: Places, earlier: Record | None, registry: Registry
) -> Plan:
    """The plan by which Windows starts `command`."""
    values = registry_values(command, command[0], command[0])
    steps = tuple(
        RegistryChange(registry, value.key, value.name, value.text)
        for value in values
        if registry.value(value.key, value.name) != value.text
    )
    before = {(done.key, done.name): done.before for done in earlier.registry} if earlier else {}
    for value in values:
        before.setdefault((value.key, value.name), registry.value(value.key, value.name))
    done = tuple(RegistryRecord(v.key, v.name, before[v.key, v.name], v.text) for v in values)
    made = [key for value in values for key in _with_parents(value.key) if not registry.has(key)]
    folders = [path for path in places.record.parents if not path.exists()]
    if earlier:
        made, folders = [*made, *earlier.keys], [*folders, *earlier.folders]
    record = Record(
        places.record, registry=done, keys=tuple(dict.fromkeys(made)), folders=tuple(dict.fromkeys(folders))
    )
    return Plan(steps, (_DEFAULTS,) if options else (), record)


def removal(record: Record, registry: Registry) -> Plan:
    """The plan that takes back all that the record tells; a value that another program changed since stays."""
    steps: list[Step] = []
    notes = []
    for done in record.registry:
        current = registry.value(done.key, done.name)
        if current is None or current == done.before:
            continue
        if current == done.after:
            steps.append(RegistryChange(registry, done.key, done.name, done.before))
        else:
            notes.append(rf"HKCU\{done.key} was changed since and stays as it is")
    if record.keys:
        steps.append(RemoveEmptyKeys(registry, record.keys))
    return Plan(tuple(steps), tuple(notes), forgotten=record.path, folders=record.folders)


def _with_parents(key: str) -> Iterator[str]:
    parts = key.split("\\")
    yield from ("\\".join(parts[:depth]) for depth in range(1, len(parts) + 1))
