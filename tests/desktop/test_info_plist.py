# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The property list of a macOS bundle, as data: nothing here has Launch Services."""

from __future__ import annotations

import plistlib

from viewer.desktop.associations import APPLICATION, DOCUMENT_TYPES
from viewer.desktop.info_plist import info_plist, info_plist_bytes


def test_it_reads_back() -> None:
    assert plistlib.loads(info_plist_bytes()) == info_plist()


def test_owner_of_our_types_alternate_for_everybodys() -> None:
    ranks = {
        kind: document["LSHandlerRank"]
        for document in info_plist()["CFBundleDocumentTypes"]
        for kind in document["LSItemContentTypes"]
    }
    assert {kind for kind, rank in ranks.items() if rank == "Alternate"} == {
        "public.yaml",
        "public.json",
        "org.cassetteviewer.har",
    }
    assert {kind for kind, rank in ranks.items() if rank == "Owner"} == {
        kind.uniform_type for kind in DOCUMENT_TYPES if kind.ours and kind.own
    }


def test_every_type_of_ours_is_declared_with_its_suffixes() -> None:
    plist = info_plist()
    declared = {
        suffix
        for declaration in (*plist["UTExportedTypeDeclarations"], *plist["UTImportedTypeDeclarations"])
        for suffix in declaration["UTTypeTagSpecification"]["public.filename-extension"]
    }
    assert {f".{suffix}" for suffix in declared} == {suffix for kind in DOCUMENT_TYPES for suffix in kind.own}
    assert plist["CFBundleIdentifier"] == APPLICATION.id
