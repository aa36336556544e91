# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The association table -> the Info.plist of a macOS bundle. Launch Services reads it; nothing is run to register.

macOS goes by the last suffix: `.yaml` for `x.cassette.yaml`. So what is ours alone there are `.httprr` and `.zhar`;
for `.yaml`, `.json` and `.har` the program is an alternate, in "Open With" and never the default.
"""

from __future__ import annotations

import plistlib
from typing import Any

from viewer import __version__
from viewer.desktop.associations import APPLICATION, DOCUMENT_TYPES, SHARED_FORMATS, DocumentType

ICON_FILE, DOCUMENT_ICON_FILE = f"{APPLICATION.command}.icns", f"{APPLICATION.command}-document.icns"


def info_plist() -> dict[str, Any]:
    """The property list as a mapping; `info_plist_bytes` is it as a file."""
    exported = [kind for kind in DOCUMENT_TYPES if kind.ours and kind.own]
    imported = [kind for kind in DOCUMENT_TYPES if not kind.ours]
    return {
        "CFBundleName": APPLICATION.name,
        "CFBundleDisplayName": APPLICATION.name,
        "CFBundleIdentifier": APPLICATION.id,
        "CFBundleExecutable": APPLICATION.command,
        "CFBundleIconFile": ICON_FILE,
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": __version__,
        "CFBundleVersion": __version__,
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "CFBundleDocumentTypes": [
            *(_document(kind.title, "Owner", kind.uniform_type) for kind in exported),
            *(_document(shared.title, "Alternate", shared.uniform_type) for shared in SHARED_FORMATS),
        ],
        "UTExportedTypeDeclarations": [_declaration(kind) for kind in exported],
        "UTImportedTypeDeclarations": [_declaration(kind) for kind in imported],
    }


def info_plist_bytes() -> bytes:
    """The property list as XML."""
    return plistlib.dumps(info_plist(), sort_keys=False)


def _document(title: str, rank: str, uniform_type: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": title,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": rank,
        "LSItemContentTypes": [uniform_type],
        "CFBundleTypeIconFile": DOCUMENT_ICON_FILE,
    }


def _declaration(kind: DocumentType) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": kind.uniform_type,
        "UTTypeDescription": kind.title,
        "UTTypeConformsTo": list(kind.uniform_parents),
        "UTTypeTagSpecification": {
            "public.filename-extension": [suffix.removeprefix(".") for suffix in kind.own],
            "public.mime-type": [kind.media_type],
        },
        "UTTypeIconFile": DOCUMENT_ICON_FILE,
    }
