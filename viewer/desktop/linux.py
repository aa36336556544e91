# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The association table -> a plan for a user's desktop on Linux, and from its record the plan that undoes it.

Rule: nothing becomes the default for a format of everybody's unless the user asks for that very format; until then a
line of the default applications that is there is never changed. So that the program is offered in "Open With" all the
same, the added associations name who is the default now before it: alone there it would become the default (tried with
GIO; a default that the system's own lists name still counts more than any of these).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from viewer.dataclass import dataclass
from viewer.desktop import freedesktop, mime_defaults
from viewer.desktop.associations import DOCUMENT_TYPES, SHARED_FORMATS, SharedFormat
from viewer.desktop.databases import DATABASES, Database
from viewer.desktop.key_file import KeyFile
from viewer.desktop.places import Places
from viewer.desktop.plan import FileChange, Plan, Refresh, RemoveGenerated, Step, read
from viewer.desktop.record import EntryRecord, FileRecord, Record
from viewer.resources import resource

_DEFAULT, _ADDED = "Default Applications", "Added Associations"


def integration(command: Sequence[str], options: Collection[str], places: Places, earlier: Record | None) -> Plan:
    """The plan by which the desktop starts `command`; `options` are the shared formats to be the default for."""
    files, notes = dict(_own_files(command, places)), []
    if packaged := _packaged(command, places):
        files, notes = {}, [f"{packaged} came with the package, so the file types are known already"]
    mimeapps = places.config / "mimeapps.list"
    current = _undone(earlier, mimeapps, read(mimeapps))
    wanted, entries, defaults, told = _edited(KeyFile.parse(current or b""), options, places, earlier)
    if entries:
        files[mimeapps] = (wanted.data, None)
    changes = [
        FileChange(path, read(path), after, about) for path, (after, about) in files.items() if read(path) != after
    ]
    dropped = [file for file in earlier.files if file.path not in files] if earlier else []
    changes += [_restored(file, earlier) for file in dropped if earlier and _is_to_restore(file)]
    record = replace(_record(places, files, entries, defaults, earlier), options=tuple(sorted(options)))
    return Plan((*changes, *_refreshes(changes, places)), (*notes, *told), record)


def removal(places: Places, record: Record) -> Plan:
    """The plan that takes back all that the record tells."""
    steps: list[Step] = [_restored(file, record) for file in record.files if _is_to_restore(file)]
    gone = {step.path for step in steps if isinstance(step, FileChange) and step.after is None}
    for database in DATABASES:
        steps += _taken_out(database, places, record, gone)
    notes = [
        f"{file.path} was changed since; only the lines of Cassette Viewer are taken out"
        for file in record.files
        if file.before is not None and read(file.path) not in (file.after, file.before)
    ]
    return Plan(tuple(steps), tuple(notes), forgotten=record.path, folders=record.folders)


# --- files of our own


def _own_files(command: Sequence[str], places: Places) -> Iterator[tuple[Path, tuple[bytes, str | None]]]:
    """Each file's path, its bytes and what it is for."""
    mime = freedesktop.mime_xml().encode()
    yield places.data / "mime" / "packages" / freedesktop.MIME_FILE, (mime, f"{len(DOCUMENT_TYPES)} file types")
    entry = freedesktop.desktop_entry(command).encode()
    yield places.data / "applications" / freedesktop.DESKTOP_FILE, (entry, "how the program is started")
    scalable = places.data / "icons" / "hicolor" / "scalable"
    for icon in freedesktop.ICONS:
        yield scalable / icon.context / f"{icon.name}.svg", (resource(*icon.drawing).read_bytes(), "icon")


def _packaged(command: Sequence[str], places: Places) -> Path | None:
    """The desktop entry that a package installed together with this very program."""
    for folder in places.system:
        entry = folder / "applications" / freedesktop.DESKTOP_FILE
        if entry.is_file():
            words = (KeyFile.parse(entry.read_bytes()).value("Desktop Entry", "Exec") or "").split()
            started = shutil.which(words[0]) if words else None
            return entry if started and Path(started).resolve() == Path(command[0]).resolve() else None
    return None


# --- mimeapps.list


@dataclass(frozen=True, slots=True)
class _Wanted:
    section: str
    key: str
    value: str


def _edited(
    file: KeyFile, options: Collection[str], places: Places, earlier: Record | None
) -> tuple[KeyFile, list[EntryRecord], dict[str, str], list[str]]:
    """mimeapps.list with our lines, what they were before, who is the default of what, and what is not done."""
    lines, entries, defaults, notes = [], [], {}, []
    for shared in SHARED_FORMATS:
        media_type = _known_type(shared, places)
        default = mime_defaults.default_application(media_type)
        # Once a type is known by our own files, it inherits a default from its parents while the program is not found.
        if default == freedesktop.DESKTOP_FILE or (earlier and media_type in freedesktop.CLAIMED):
            default = earlier.defaults.get(media_type) if earlier else None
        if default:
            defaults[media_type] = default
        wanted = list(_wanted(file, media_type, default, is_asked=shared.option in options))
        is_chosen = freedesktop.DESKTOP_FILE in _names(file.value(_DEFAULT, media_type))
        if not wanted and not is_chosen and media_type not in freedesktop.CLAIMED:
            notes.append(
                f"no program is the default for {shared.title}s; one that is merely offered would become it, so"
                f" Cassette Viewer is not offered (--{shared.option} makes it the default)"
            )
        lines += wanted
    for line in sorted(lines, key=lambda line: line.section != _DEFAULT):  # new sections come in the usual order
        before = file.value(line.section, line.key)
        if before != line.value:
            file = file.with_value(line.section, line.key, line.value)
            entries.append(EntryRecord(line.section, line.key, before, line.value))
    return file, entries, defaults, notes


def _wanted(file: KeyFile, media_type: str, default: str | None, *, is_asked: bool) -> Iterator[_Wanted]:
    """The lines for a format: that the program is offered beside the default, or that it is the default."""
    ours = freedesktop.DESKTOP_FILE
    if not is_asked and not default:
        return
    others = [name for name in _names(file.value(_ADDED, media_type)) if name != ours]
    if default and default not in others:
        others.insert(0, default)
    if is_asked:
        yield _Wanted(_DEFAULT, media_type, ours)
    elif default and media_type in freedesktop.CLAIMED and file.value(_DEFAULT, media_type) is None:
        yield _Wanted(_DEFAULT, media_type, default)  # xdg-mime would take our entry, which claims the type as well
    offered = (ours, *others) if is_asked else (*others, ours)
    yield _Wanted(_ADDED, media_type, "".join(f"{name};" for name in offered))


def _names(value: str | None) -> list[str]:
    """The desktop entries in a value of mimeapps.list."""
    return [name for name in (value or "").split(";") if name]


def _known_type(shared: SharedFormat, places: Places) -> str:
    """What the system's MIME database calls a format: newer ones have other names than older ones."""
    folders = (places.data, *places.system)
    known = (name for name in shared.media_types if any((f / "mime" / f"{name}.xml").is_file() for f in folders))
    return next(known, shared.media_types[-1])


# --- what was done before, and how it is taken back


def _undone(record: Record | None, path: Path, current: bytes | None) -> bytes | None:
    """A file's bytes as they would be without what the record tells of it."""
    done = record.file(path) if record else None
    if record is None or done is None or current is None or current == done.before:
        return current
    if current == done.after:
        return done.before
    if not record.entries or path.name != "mimeapps.list":
        return done.before
    file = KeyFile.parse(current)
    for entry in reversed(record.entries):
        file = _without_entry(file, entry)
    return file.data if file.text or done.before is not None else None


def _without_entry(file: KeyFile, entry: EntryRecord) -> KeyFile:
    """A key as it was; where others have changed it since, without our application in it."""
    value = file.value(entry.section, entry.key)
    if value is None:
        return file
    if value == entry.after:
        kept = entry.before
    else:
        names = [name for name in _names(value) if name != freedesktop.DESKTOP_FILE]
        kept = "".join(f"{name};" for name in names) if value.endswith(";") else ";".join(names)
    return file.with_value(entry.section, entry.key, kept) if kept else file.without(entry.section, entry.key)


def _is_to_restore(file: FileRecord) -> bool:
    return read(file.path) not in (None, file.before)


def _restored(file: FileRecord, record: Record) -> FileChange:
    current = read(file.path)
    after = _undone(record, file.path, current)
    return FileChange(file.path, current, after, None if file.path.name == "mimeapps.list" else "")


def _record(
    places: Places,
    files: dict[Path, tuple[bytes, str | None]],
    entries: Sequence[EntryRecord],
    defaults: dict[str, str],
    earlier: Record | None,
) -> Record:
    """What undoing will need, reaching back before an earlier integration."""
    kept = []
    for path, (after, _) in files.items():
        kept.append(FileRecord(path, _undone(earlier, path, read(path)), after))
    generated = [p for database in DATABASES for p in database.products(places.data) if not p.exists()]
    made = [path for file in (*files, places.record) for path in file.parents if not path.exists()]
    made += [p.parent for p in generated if not p.parent.exists()]
    if earlier:
        generated, made = [*generated, *earlier.generated], [*made, *earlier.folders]
    return Record(
        places.record,
        files=tuple(kept),
        entries=tuple(entries),
        folders=tuple(dict.fromkeys(made)),
        generated=tuple(dict.fromkeys(generated)),
        defaults=defaults,
    )


# --- databases that the desktop makes of such files


def _refreshes(changes: Sequence[Step], places: Places) -> Iterator[Refresh]:
    changed = [change.path for change in changes if isinstance(change, FileChange)]
    for database in DATABASES:
        if any(path.is_relative_to(places.data / database.folder) for path in changed):
            yield from database.refreshes(places.data)


def _taken_out(database: Database, places: Places, record: Record, gone: Collection[Path]) -> Iterator[Step]:
    """Let the desktop read what is left; where nothing is left, remove what it had made of ours."""
    folder = places.data / database.folder
    if not any(path.is_relative_to(folder) for path in gone):
        return
    others = [path for path in folder.glob(database.sources) if path not in gone]
    products = [path for path in database.products(places.data) if path.exists()]
    if others or not products or any(path not in record.generated for path in products):
        yield from database.refreshes(places.data)
    else:
        yield RemoveGenerated(tuple(products), f"what {database.program} made of them")
