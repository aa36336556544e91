# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Lays out files to be double-clicked, each in a folder of its own: cassettes of every family, and files that are none.

python packaging/linux/desktop_samples.py FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from viewer.desktop.associations import DOCUMENT_TYPES
from viewer.desktop.file_signatures import SIGNATURES

OTHERS = {
    "kubernetes/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n",
    "workflow/ci.yml": "name: ci\non: [push]\njobs:\n  test:\n    runs-on: x\n    steps:\n      - run: make\n",
    "openapi/openapi.yaml": "openapi: 3.1.0\ninfo:\n  title: Pets\npaths:\n  /pets:\n    get: {}\n",
    "compose/docker-compose.yaml": "version: '3'\nservices:\n  web:\n    image: nginx\n",
    "openapi-json/openapi.json": '{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}\n',
    "npm/package.json": '{"name": "pets", "version": "1.0.0", "dependencies": {}}\n',
    "list/list.json": '[{"request": 1}, {"response": 2}]\n',
}
"""Files of the same suffixes as cassettes, by path."""


def main() -> None:
    """Write FOLDER/cassettes, FOLDER/others and FOLDER/dropped."""
    folder = Path(sys.argv[1])
    for sample in sorted(_ROOT.glob("tests/data/formats/*/*")):
        if _is_told(sample):
            name = f"{sample.parent.name}-{sample.name}"
            _copy(sample, folder / "cassettes" / name / name)
    _copy(_ROOT / "resources" / "samples" / "errors.yaml", folder / "dropped" / "errors.yaml")
    for path, text in OTHERS.items():
        target = folder / "others" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def _is_told(sample: Path) -> bool:
    """Whether a desktop can tell what it is: by its content, or by a suffix of ours."""
    own = tuple(suffix for kind in DOCUMENT_TYPES for suffix in kind.own)
    return sample.name.endswith(own) or any(signature.fits(sample.read_bytes()) for signature in SIGNATURES)


def _copy(sample: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sample, target)


if __name__ == "__main__":
    main()
