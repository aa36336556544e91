# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a desktop takes files for: GIO, Qt, xdg-mime and perl's mimetype are asked, with our types installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from viewer.core.model import Cassette
from viewer.desktop.associations import DOCUMENT_TYPES
from viewer.desktop.file_signatures import WITHOUT_SIGNATURE

_TESTS = Path(__file__).parents[1]
_OURS = {kind.media_type for kind in DOCUMENT_TYPES}
_OF_EACH_KIND = 30

_OTHERS = {
    "deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n",
    "workflow.yml": "name: CI\non: [push]\njobs:\n  test:\n    steps:\n    - uses: a/b@v4\n",
    "openapi.yaml": "openapi: 3.1.0\ninfo: {title: Wind}\npaths:\n  /wind:\n    get:\n      requestBody:\n",
    "compose.yaml": "services:\n  web:\n    image: nginx\n    ports:\n    - 80:80\n",
    "rasa.yml": "version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - hi\ninteractions:\n  depth: 3\n",
    "prose.yaml": "# interactions: see below\nnotes: |\n  interactions:\n  - request: how they look\n",
    "empty.yaml": "",
    "package.json": '{"name": "x", "version": "1.0.0", "scripts": {"test": "jest"}, "dependencies": {"nock": "13"}}',
    "openapi.json": '{"openapi": "3.1.0", "info": {"title": "Wind", "version": "1"}, "paths": {"/wind": {"get": {}}}}',
    "pact.json": '{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [{"description": "wind", '
    '"request": {"method": "GET", "path": "/"}, "response": {"status": 200}}]}',
    "wiremock.json": '{"request": {"method": "GET", "url": "/wind"}, "response": {"status": 200, "body": "west"}}',
    "moco.json": '[{"request": {"uri": "/wind"}, "response": {"text": "west"}}]',
    "v2ray.json": '{"log": {"loglevel": "warning"}, "inbounds": []}',
    "chat.json": '{"model": "gale-1", "messages": [{"role": "user", "content": "Wind?"}]}',
    "events.jsonl": '{"event": "turn", "request": {"id": 1}}\n',
    "pyproject.toml": '[project]\nname = "x"\nversion = "1"\n',
    "script.txtar": "A test.\n\n-- go.mod --\nmodule x\n-- main.go --\npackage main\n",
    "notes.txt": "Of our interactions:\n- request them\n",
}

_ASK_QT = """
import sys
from PySide6.QtCore import QMimeDatabase
for name in sys.argv[1:]:
    print(QMimeDatabase().mimeTypeForFile(name).name())
"""

Recognise = Callable[[Sequence[Path]], dict[Path, dict[str, str]]]


@pytest.fixture(scope="session")
def recognise(data_home: Path) -> Recognise:
    """Asks every reader that is installed for the media types of files, all at once."""
    environment = {**os.environ, "XDG_DATA_HOME": str(data_home), "XDG_CURRENT_DESKTOP": "LXDE"}
    commands = {"qt": [sys.executable, "-c", _ASK_QT]}
    if shutil.which("gio"):
        commands["gio"] = ["gio", "info", "-a", "standard::content-type"]
    if shutil.which("mimetype"):
        commands["perl"] = ["mimetype", "--brief"]

    def ask(files: Sequence[Path]) -> dict[Path, dict[str, str]]:
        answers: dict[Path, dict[str, str]] = defaultdict(dict)
        for name, command in commands.items():
            done = subprocess.run([*command, *files], check=True, capture_output=True, text=True, env=environment)
            lines = done.stdout.splitlines()
            if name == "gio":
                lines = [line.split()[-1] for line in lines if "standard::content-type:" in line]
            for file, line in zip(files, lines, strict=True):
                answers[file][name] = line
        return answers

    return ask


def _wrong(answers: dict[Path, dict[str, str]], is_right: Callable[[Path, str], bool]) -> list[str]:
    return [f"{file}: {types}" for file, types in answers.items() if not all(is_right(file, t) for t in types.values())]


def _is_to_be_told(path: Path, recorder: str) -> bool:
    """A family without a signature, and a packed file whose name is not of our own, are opened from the menu."""
    is_packed = path.suffix in (".gz", ".zip") and ".httprr" not in path.suffixes
    return recorder not in WITHOUT_SIGNATURE and not is_packed


def test_own_samples_and_their_variants(recognise: Recognise, tmp_path: Path) -> None:
    files, packed = [], []
    for sample in sorted((_TESTS / "data" / "formats").rglob("*.*")):
        if not _is_to_be_told(sample, sample.parent.name):
            packed.append(sample)
            continue
        files.append(sample)
        if sample.suffix in (".yaml", ".yml", ".toml", ".json", ".har"):
            data = sample.read_bytes()
            crlf = data.replace(b"\n", b"\r\n")
            variants = {"bom": b"\xef\xbb\xbf" + data, "crlf": crlf, "both": b"\xef\xbb\xbf" + crlf}
            if sample.suffix not in (".json", ".har"):
                variants["comment"] = b"# Recorded for a test.\n" * 40 + data
            for name, content in variants.items():
                files.append(tmp_path / f"{sample.parent.name}-{sample.stem}-{name}{sample.suffix}")
                files[-1].write_bytes(content)
            files.append(tmp_path / f"{sample.parent.name}-{sample.stem}-{sample.suffix[1:]}-no-suffix")
            files[-1].write_bytes(data)
    assert _wrong(recognise(files), lambda _file, media_type: media_type in _OURS) == []
    assert _wrong(recognise(packed), lambda _file, media_type: media_type not in _OURS) == []


def test_nothing_else_is_taken_for_a_cassette(recognise: Recognise, tmp_path: Path) -> None:
    for name, text in _OTHERS.items():
        (tmp_path / name).write_text(text, "utf-8")
    files = sorted(tmp_path.iterdir())
    assert _wrong(recognise(files), lambda _file, media_type: media_type not in _OURS) == []


def test_a_text_that_quotes_a_cassette_stays_a_text(recognise: Recognise, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Fixtures\n\nThey look like\n\n```\nhttp_interactions:\n- request:\n```\n", "utf-8")
    told = recognise([readme])[readme]
    told.pop("perl", None)  # goes by the letter of the specification: magic of priority 80 before any name
    assert _OURS.isdisjoint(told.values())


def test_names_of_our_own_are_enough(recognise: Recognise, tmp_path: Path) -> None:
    expected = {tmp_path / f"x{suffix}": kind.media_type for kind in DOCUMENT_TYPES for suffix in kind.own}
    for file in expected:
        file.write_text("unusual: true\n", "utf-8")
    assert _wrong(recognise(list(expected)), lambda file, media_type: media_type == expected[file]) == []


@pytest.mark.skipif(not shutil.which("xdg-mime"), reason="xdg-mime is not installed")
def test_xdg_mime_agrees(data_home: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(data_home), "XDG_CURRENT_DESKTOP": "LXDE"}
    plain = tmp_path / "plain.yaml"
    plain.write_text(_OTHERS["deployment.yaml"], "utf-8")
    cassette = _TESTS.parent / "resources" / "samples" / "agent-tools.yaml"
    told = [
        subprocess.run(
            ["xdg-mime", "query", "filetype", file], check=True, capture_output=True, text=True, env=environment
        ).stdout.strip()
        for file in (cassette, plain)
    ]
    assert told[0] == "application/x-vcr-cassette+yaml"
    assert told[1] not in _OURS


def _some_of_each_kind(recorded: dict[Path, Cassette]) -> list[Path]:
    kinds: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for path, cassette in recorded.items():
        if _is_to_be_told(path, cassette.recorder):
            kinds[cassette.recorder, path.suffix].append(path)
    return [path for found in kinds.values() for path in found[:: max(1, len(found) // _OF_EACH_KIND)][:_OF_EACH_KIND]]


def test_real_cassettes_of_each_kind(recognise: Recognise, recorded: dict[Path, Cassette]) -> None:
    files = _some_of_each_kind(recorded)
    assert len(files) > 200
    assert _wrong(recognise(files), lambda _file, media_type: media_type in _OURS) == []
