# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The association table -> values of the Windows registry, for one user or for the machine.

The setup program and `cassette-viewer integrate` write the same list: the one below the hive that it installs for, the
other below `HKCU`. Windows goes by the last suffix of a name: of our own it knows `.httprr` and `.zhar`. Everybody's
suffixes get an entry in "Open with" (`OpenWithProgids`), which never makes a default.
"""

from __future__ import annotations

from collections.abc import Sequence

from viewer.dataclass import dataclass
from viewer.desktop.associations import APPLICATION, DOCUMENT_TYPES, SHARED_FORMATS

CLASSES = r"Software\Classes"
PROG_ID = "CassetteViewer.Cassette.1"
OPEN_WITH_ID = "CassetteViewer.File.1"


@dataclass(frozen=True, slots=True)
class RegistryValue:
    """One string value below `HKCU` or `HKLM`: the key's path, the value's name ("" is the default), its text.

    `shared` keys belong to others as well: only the value is removed again, and the key when nothing is left in it.
    """

    key: str
    name: str
    text: str
    shared: bool = False


def registry_values(command: Sequence[str], icon: str, document_icon: str) -> tuple[RegistryValue, ...]:
    """What is to be written so that Windows knows the program; `command` starts it, the icons are paths."""
    opens = " ".join(f'"{part}"' for part in (*command, "%1"))  # no path on Windows has a quotation mark in it
    return (
        *_prog_id(PROG_ID, "HTTP cassette", opens, document_icon),
        *_prog_id(OPEN_WITH_ID, APPLICATION.name, opens, document_icon),
        *_application(opens, icon),
        *(RegistryValue(rf"{CLASSES}\{suffix}", "", PROG_ID, shared=True) for suffix in own_suffixes()),
        *(
            RegistryValue(rf"{CLASSES}\{suffix}\OpenWithProgids", prog_id, "", shared=True)
            for suffixes, prog_id in ((own_suffixes(), PROG_ID), (shared_suffixes(), OPEN_WITH_ID))
            for suffix in suffixes
        ),
    )


def own_suffixes() -> tuple[str, ...]:
    """Suffixes of one part that nobody else uses: the program may be their default."""
    return tuple(s for kind in DOCUMENT_TYPES if kind.ours for s in kind.own if s.count(".") == 1)


def shared_suffixes() -> tuple[str, ...]:
    """Suffixes for which the program is offered, no more."""
    return tuple(dict.fromkeys(suffix for shared in SHARED_FORMATS for suffix in shared.suffixes))


def _prog_id(prog_id: str, title: str, opens: str, icon: str) -> tuple[RegistryValue, ...]:
    base = rf"{CLASSES}\{prog_id}"
    return (
        RegistryValue(base, "", title),
        RegistryValue(base, "FriendlyTypeName", title),
        RegistryValue(rf"{base}\DefaultIcon", "", icon),
        RegistryValue(rf"{base}\shell\open\command", "", opens),
    )


def _application(opens: str, icon: str) -> tuple[RegistryValue, ...]:
    """What "Open with" shows, and what "Default apps" in the settings lists."""
    base = rf"{CLASSES}\Applications\{APPLICATION.command}.exe"
    capabilities = r"Software\CassetteViewer\Capabilities"
    own = (RegistryValue(rf"{capabilities}\FileAssociations", suffix, PROG_ID) for suffix in own_suffixes())
    offered = (RegistryValue(rf"{capabilities}\FileAssociations", suffix, OPEN_WITH_ID) for suffix in shared_suffixes())
    return (
        RegistryValue(base, "FriendlyAppName", APPLICATION.name),
        RegistryValue(rf"{base}\DefaultIcon", "", icon),
        RegistryValue(rf"{base}\shell\open\command", "", opens),
        *(RegistryValue(rf"{base}\SupportedTypes", suffix, "") for suffix in (*own_suffixes(), *shared_suffixes())),
        RegistryValue(capabilities, "ApplicationName", APPLICATION.name),
        RegistryValue(capabilities, "ApplicationDescription", APPLICATION.summary),
        *own,
        *offered,
        RegistryValue(r"Software\RegisteredApplications", APPLICATION.name, capabilities, shared=True),
    )


def nsis_install(root: str, command: Sequence[str], icon: str, document_icon: str) -> str:
    """Lines of an NSIS section that write the values; `root` is HKCU, HKLM or SHCTX."""
    values = registry_values(command, icon, document_icon)
    return "".join(f"WriteRegStr {root} {_nsis(v.key)} {_nsis(v.name)} {_nsis(v.text)}\n" for v in values)


def nsis_uninstall(root: str) -> str:
    """Lines of an NSIS section that remove them: our keys whole, of shared ones our value and the key when empty.

    A suffix that another program took over meanwhile keeps its default.
    """
    values = registry_values((), "", "")
    own = dict.fromkeys(_own_root(v.key) for v in values if not v.shared)
    lines = [f"DeleteRegKey {root} {_nsis(key)}" for key in own]
    for value in (v for v in values if v.shared):
        key, name = _nsis(value.key), _nsis(value.name)
        if value.name:
            lines.append(f"DeleteRegValue {root} {key} {name}")
        else:
            lines += [f"ReadRegStr $0 {root} {key} {name}", f'StrCmp $0 "{value.text}" 0 +2']
            lines.append(f"DeleteRegValue {root} {key} {name}")
    shared = dict.fromkeys(v.key for v in values if v.shared)
    emptied = (*shared, *(rf"{CLASSES}\{suffix}" for suffix in shared_suffixes()))
    # The deeper key first, or the shallower one would not be empty.
    lines += [
        f"DeleteRegKey /ifempty {root} {_nsis(key)}" for key in sorted(set(emptied), key=lambda k: (-k.count("\\"), k))
    ]
    return "\n".join(lines) + "\n"


def _own_root(key: str) -> str:
    """The topmost key of a path that is ours as a whole."""
    parts = key.split("\\")
    depth = next(n for n, part in enumerate(parts, 1) if part.startswith(("CassetteViewer", f"{APPLICATION.command}.")))
    return "\\".join(parts[:depth])


def _nsis(text: str) -> str:
    """A string of NSIS in double quotes; `$INSTDIR` and other variables stay variables."""
    return '"' + text.replace('"', '$\\"') + '"'
