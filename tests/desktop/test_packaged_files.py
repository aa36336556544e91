# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`packaging/associations.py` writes all that the packages need, and the same each time."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from viewer.desktop import freedesktop, info_plist


def _write(repository: Path, folder: Path) -> Path:
    script = repository / "packaging" / "associations.py"
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the script wrote."""
    return _write(repository, tmp_path_factory.mktemp("associations"))


def test_every_size_of_both_icons_is_a_picture_with_something_on_it(built: Path) -> None:
    for context, name in (("apps", freedesktop.ICON), ("mimetypes", freedesktop.DOCUMENT_ICON)):
        folders = sorted((built / "linux" / "icons" / "hicolor").glob(f"*x*/{context}"))
        assert {folder.parent.name.split("x")[0] for folder in folders} >= {
            "16",
            "22",
            "24",
            "32",
            "48",
            "64",
            "128",
            "256",
        }
        for folder in folders:
            image = QImage(str(folder / f"{name}.png"))
            size = int(folder.parent.name.split("x")[0])
            assert (image.width(), image.height(), image.hasAlphaChannel()) == (size, size, True)
            assert image.pixelColor(size // 2, size - size // 4 - 1).alpha() == 255
        assert (built / "linux" / "icons" / "hicolor" / "scalable" / context / f"{name}.svg").is_file()


def test_the_icon_file_for_windows_holds_whole_pictures(built: Path) -> None:
    data = (built / "windows" / "cassette-viewer.ico").read_bytes()
    count = int.from_bytes(data[4:6], "little")
    sizes = []
    for entry in (data[6 + 16 * index : 22 + 16 * index] for index in range(count)):
        length, at = int.from_bytes(entry[8:12], "little"), int.from_bytes(entry[12:16], "little")
        image = QImage.fromData(data[at : at + length])
        assert image.width() == (entry[0] or 256)
        sizes.append(image.width())
    assert sizes == [16, 24, 32, 48, 64, 128, 256]


def test_the_property_list_is_what_macos_tools_read(built: Path) -> None:
    path = built / "macos" / "Info.plist"
    assert plistlib.loads(path.read_bytes()) == info_plist.info_plist()
    if not shutil.which("plistutil"):
        pytest.skip("plistutil is not installed")
    binary = subprocess.run(["plistutil", "-f", "bin", "-i", path, "-o", "-"], check=True, capture_output=True).stdout
    assert plistlib.loads(binary) == info_plist.info_plist()


def test_it_writes_the_same_each_time(built: Path, repository: Path, tmp_path: Path) -> None:
    again = _write(repository, tmp_path)
    files = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]
    assert len(files) > 30
    assert [str(name) for name in files if (built / name).read_bytes() != (again / name).read_bytes()] == []
