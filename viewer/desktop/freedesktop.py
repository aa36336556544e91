# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The association table -> the files of a Linux desktop: MIME types, the application's entry, AppStream metadata."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from viewer.dataclass import dataclass
from viewer.desktop.associations import APPLICATION, DOCUMENT_TYPES, DocumentType
from viewer.desktop.file_signatures import Group

ICON = APPLICATION.command
DOCUMENT_ICON = f"{APPLICATION.command}-document"
MIME_FILE = f"{APPLICATION.command}.xml"
DESKTOP_FILE = f"{APPLICATION.command}.desktop"
CLAIMED = tuple(kind.media_type for kind in DOCUMENT_TYPES)
"""What the desktop entry says that the program opens."""
METAINFO_FILE = f"{APPLICATION.id}.metainfo.xml"


@dataclass(frozen=True, slots=True)
class ThemeIcon:
    """An icon of the hicolor theme: its context, its name, its drawing and the one for few pixels, as resources."""

    context: str
    name: str
    drawing: tuple[str, str]
    small_drawing: tuple[str, str]


ICONS = (
    ThemeIcon("apps", ICON, ("icons", "app.svg"), ("desktop", "app-small.svg")),
    ThemeIcon("mimetypes", DOCUMENT_ICON, ("desktop", "document.svg"), ("desktop", "document-small.svg")),
)

# Tried with GIO, Qt, perl's MimeInfo and xdg-mime: magic alone never beats the name `*.yaml`. A glob below the standard
# weight of 50 makes the name ambiguous, so that all four look inside, where priority 80 decides; and a YAML file with
# none of our signatures goes to the heavier type, the standard one.
_SHARED_WEIGHT, _OWN_WEIGHT, _PRIORITY = "40", "60", "80"

_NAMESPACE = "http://www.freedesktop.org/standards/shared-mime-info"


def mime_xml() -> str:
    """The package of MIME types for `mime/packages`."""
    root = ET.Element("mime-info", xmlns=_NAMESPACE)
    for kind in DOCUMENT_TYPES:
        _add_type(root, kind)
    return _document(root)


def _add_type(root: ET.Element, kind: DocumentType) -> None:
    element = ET.SubElement(root, "mime-type", type=kind.media_type)
    ET.SubElement(element, "comment").text = kind.title
    for parent in kind.parents:
        ET.SubElement(element, "sub-class-of", type=parent)
    ET.SubElement(element, "icon", name=DOCUMENT_ICON)
    if kind.signatures:
        magic = ET.SubElement(element, "magic", priority=_PRIORITY)
        for signature in kind.signatures:
            _add_matches(magic, signature.groups)
    for suffix in kind.own:
        ET.SubElement(element, "glob", pattern=f"*{suffix}", weight=_OWN_WEIGHT)
    for suffix in kind.shared:
        ET.SubElement(element, "glob", pattern=f"*{suffix}", weight=_SHARED_WEIGHT)


def _add_matches(parent: ET.Element, groups: Sequence[Group]) -> None:
    """Alternatives stand side by side, and what must be there as well stands inside each."""
    if not groups:
        return
    for pattern in groups[0]:
        offset = f"{pattern.first}:{pattern.last}" if pattern.last > pattern.first else f"{pattern.first}"
        match = ET.SubElement(parent, "match", type="string", value=_escaped(pattern.value), offset=offset)
        _add_matches(match, groups[1:])


def _escaped(value: bytes) -> str:
    """Bytes as the specification wants them: escapes of C for all but printable ASCII."""
    return "".join(chr(b) if 0x20 <= b < 0x7F and b != 0x5C else f"\\x{b:02x}" for b in value)


def desktop_entry(command: Sequence[str]) -> str:
    """The application's entry; `command` starts the program and is quoted as the specification says.

    `MimeType` has our own types only: with `application/x-yaml` in it the program would become the default for YAML.
    """
    fields = {
        "Type": "Application",
        "Version": "1.0",
        "Name": APPLICATION.name,
        "GenericName": "HTTP recording viewer",
        "Comment": APPLICATION.summary,
        "Exec": " ".join((*map(_quoted, command), "%F")),
        "Icon": ICON,
        "Terminal": "false",
        "StartupNotify": "true",
        "StartupWMClass": APPLICATION.command,
        "Categories": "".join(f"{category};" for category in APPLICATION.categories),
        "Keywords": "".join(f"{keyword};" for keyword in APPLICATION.keywords),
        "MimeType": "".join(f"{media_type};" for media_type in CLAIMED),
    }
    lines = (f"{key}={value}\n" for key, value in fields.items())
    return "[Desktop Entry]\n" + "".join(lines)


_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")


def _quoted(argument: str) -> str:
    r"""An argument of `Exec`: in double quotes where it has a reserved character, `%` doubled.

    Two rules apply, one after the other when it is read: `\\` in a string stands for one backslash, and inside quotes
    a backslash makes the next of `"`, `` ` ``, `$` and itself plain.
    """
    argument = argument.replace("%", "%%")
    if argument and not _RESERVED & set(argument):
        return argument
    inner = "".join(f"\\{c}" if c in '"`$\\' else c for c in argument)
    return f'"{inner}"'.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def metainfo_xml() -> str:
    """What software centres show: AppStream metadata of the component."""
    root = ET.Element("component", type="desktop-application")

    def add(tag: str, text: str = "", parent: ET.Element = root, **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, tag, attributes)
        element.text = text or None
        return element

    add("id", APPLICATION.id)
    add("name", APPLICATION.name)
    add("summary", APPLICATION.summary)
    add("metadata_license", "CC0-1.0")
    add("project_license", "MIT")
    description = add("description")
    for paragraph in APPLICATION.description:
        add("p", paragraph, description)
    add("launchable", DESKTOP_FILE, type="desktop-id")
    add("icon", ICON, type="stock")
    categories = add("categories")
    for category in APPLICATION.categories:
        add("category", category, categories)
    keywords = add("keywords")
    for keyword in APPLICATION.keywords:
        add("keyword", keyword, keywords)
    provides = add("provides")
    add("binary", APPLICATION.command, provides)
    for kind in DOCUMENT_TYPES:
        add("mediatype", kind.media_type, provides)
    add("content_rating", type="oars-1.1")
    return _document(root)


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
