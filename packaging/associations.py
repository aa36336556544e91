# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Write what every platform's package needs to know cassettes, from the one table in `viewer.desktop`.

    python packaging/associations.py FOLDER

writes FOLDER/linux (laid out as below /usr/share), FOLDER/macos (Info.plist) and FOLDER/windows (two files that the
NSIS script includes). Icons are rendered from SVG files in `resources`. Nothing of it is committed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from viewer.desktop import freedesktop, info_plist, windows_registry
from viewer.desktop.associations import APPLICATION
from viewer.resources import resource

SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
SMALL = 24
"""Up to this many pixels a picture with fewer, whole pixels wide strokes is drawn."""


def main() -> None:
    """Write everything below the folder given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    write_linux(folder / "linux")
    write_macos(folder / "macos")
    write_windows(folder / "windows")


def write_linux(share: Path) -> None:
    """Everything that a package puts below `/usr/share`."""
    _write(share / "mime" / "packages" / freedesktop.MIME_FILE, freedesktop.mime_xml())
    _write(share / "applications" / freedesktop.DESKTOP_FILE, freedesktop.desktop_entry([APPLICATION.command]))
    _write(share / "metainfo" / freedesktop.METAINFO_FILE, freedesktop.metainfo_xml())
    hicolor = share / "icons" / "hicolor"
    for icon in freedesktop.ICONS:
        _write(hicolor / "scalable" / icon.context / f"{icon.name}.svg", resource(*icon.drawing).read_bytes())
        for size in SIZES:
            _write(hicolor / f"{size}x{size}" / icon.context / f"{icon.name}.png", _png(icon, size))


def write_macos(folder: Path) -> None:
    """The property list, and both icons in the sizes that an .icns file is made of."""
    _write(folder / "Info.plist", info_plist.info_plist_bytes())
    for icon in freedesktop.ICONS:
        for size in (16, 32, 128, 256, 512, 1024):
            _write(folder / f"{icon.name}.iconset" / f"icon_{size}x{size}.png", _png(icon, size))


def write_windows(folder: Path) -> None:
    r"""Two files for NSIS, which use `${ROOT}` (SHCTX) and `$INSTDIR`, and the icons in the sizes of an .ico file."""
    program = rf"$INSTDIR\{APPLICATION.name}.exe"  # the one that opens no terminal; the other is called as its command
    icons = rf"$INSTDIR\{freedesktop.ICON}.ico", rf"$INSTDIR\{freedesktop.DOCUMENT_ICON}.ico"
    _write(folder / "register.nsh", windows_registry.nsis_install("${ROOT}", [program], *icons))
    _write(folder / "unregister.nsh", windows_registry.nsis_uninstall("${ROOT}"))
    for icon in freedesktop.ICONS:
        _write(folder / f"{icon.name}.ico", _ico(icon))


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _png(icon: freedesktop.ThemeIcon, size: int) -> bytes:
    """An icon as a picture of `size` by `size` pixels with nothing behind it."""
    svg = resource(*(icon.small_drawing if size <= SMALL else icon.drawing)).read_bytes()
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def _ico(icon: freedesktop.ThemeIcon) -> bytes:
    """An icon file of PNG pictures, as Windows reads them since Vista: a header, a directory, the pictures."""
    pictures = [(size, _png(icon, size)) for size in (16, 24, 32, 48, 64, 128, 256)]
    at = 6 + 16 * len(pictures)
    directory = b""
    for size, picture in pictures:
        directory += bytes((size % 256, size % 256, 0, 0, 1, 0, 32, 0)) + len(picture).to_bytes(4, "little")
        directory += at.to_bytes(4, "little")
        at += len(picture)
    header = bytes((0, 0, 1, 0)) + len(pictures).to_bytes(2, "little")
    return header + directory + b"".join(picture for _, picture in pictures)


if __name__ == "__main__":
    main()
