# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which files of a folder are cassettes, and what a folder is found to hold a second time."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from viewer.gui.library import scan
from viewer.gui.library.scan import Found, Look, changes, look_all, walk
from viewer.index.stamp import Stamp

_WITHOUT_SUFFIX = """
-
    request:
        method: GET
        url: 'http://llm.example/'
        headers: {}
    response:
        status:
            http_version: '1.1'
            code: '200'
            message: OK
        body: hello
"""


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """Cassettes among other files, some where nobody should look."""
    top = tmp_path / "suite"
    for place in ("b10", "b9", "node_modules/x", ".hidden"):
        (top / place).mkdir(parents=True)
        shutil.copy(samples / "agent-tools.yaml", top / place / "agent.yaml")
    (top / "no_suffix").write_text(_WITHOUT_SUFFIX)
    (top / "LICENSE").write_text("Do as you please.\n")
    (top / "package.json").write_text('{"name": "suite", "scripts": {}}')
    (top / "helm.yaml").write_text("{{- if .Values.on }}\nkind: Pod\n  bad: [\n")
    (top / "broken.yaml").write_text("version: 2\ninteractions:\n\t- request: {}\n")
    (top / "link").symlink_to(top / "b9", target_is_directory=True)
    return top


def look(path: Path) -> Found:
    """What there is to know of a file that is read."""
    status = path.lstat()
    return Look()((path, Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)))


def _never() -> bool:
    return False


def test_files_are_looked_at_in_the_order_of_the_tree_and_others_are_passed_over(folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path, _ in walk(folder, _never)]
    assert names == ["b9/agent.yaml", "b10/agent.yaml", "broken.yaml", "helm.yaml", "no_suffix", "package.json"]


def test_content_decides_what_is_a_cassette(folder: Path) -> None:
    found = {path.name: look(path) for path, _ in walk(folder, _never)}
    assert {name for name, what in found.items() if what.node() is None} == {"helm.yaml", "package.json"}
    assert "name, scripts" in found["package.json"].reason
    broken, agent, without = (found[name].node() for name in ("broken.yaml", "agent.yaml", "no_suffix"))
    assert broken is not None
    assert broken.row.failed
    assert broken.counts.unreadable == 1
    assert agent is not None
    assert agent.counts.interactions == 3
    assert without is not None
    assert without.counts.interactions == 1


def test_a_second_walk_finds_what_changed(folder: Path) -> None:
    before = changes(folder, {}, _never)
    (folder / "b9/agent.yaml").unlink()
    with (folder / "b10/agent.yaml").open("a") as file:
        file.write("\n")
    after = changes(folder, before.stamps, _never)
    assert after.fresh == (folder / "b10/agent.yaml",)
    assert after.gone == (folder / "b9/agent.yaml",)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, and there are no pipes in folders")
def test_links_to_files_are_followed_and_what_is_no_file_is_left_out(samples: Path, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "suite", tmp_path / "elsewhere"
    for made in (folder, elsewhere, elsewhere / "inner.yaml"):
        made.mkdir()
    shutil.copy(samples / "agent-tools.yaml", elsewhere / "agent")
    (folder / "agent.yaml").symlink_to(elsewhere / "agent")
    (folder / "dangling.yaml").symlink_to(elsewhere / "gone.yaml")
    (folder / "round.yaml").symlink_to(folder / "round.yaml")
    (folder / "inner.yaml").symlink_to(elsewhere / "inner.yaml", target_is_directory=True)
    (folder / "other").symlink_to(elsewhere, target_is_directory=True)
    for pipe in ("pipe.yaml", "pipe"):
        os.mkfifo(folder / pipe)
    found = {path.name: look(path) for path, _ in walk(folder, _never)}
    reasons = {name: what.reason for name, what in found.items() if what.node() is None}
    assert reasons == {
        "dangling.yaml": "is a link that leads nowhere",
        "pipe.yaml": "is a pipe, not a file",
        "round.yaml": "is a link that leads nowhere",
    }
    agent = found["agent.yaml"].node()
    assert agent is not None
    assert len(agent.by_exchange) == 3
    known = dict(walk(folder, _never))
    (elsewhere / "agent").write_text("another content")
    assert changes(folder, known, _never).fresh == (folder / "agent.yaml",)


def test_much_is_shared_among_processes_and_comes_in_order(
    folder: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        shutil.copy(samples / "errors.yaml", folder / f"errors{number:02}.yaml")
    files = list(walk(folder, _never))
    alone = list(look_all(files, _never))
    monkeypatch.setattr(scan, "_WORTH_SHARING", 0)
    shared = list(look_all(files, _never))
    assert [found.path for found in shared] == [path for path, _ in files]
    assert [(found.contents, found.reason, str(found.error)) for found in shared] == [
        (found.contents, found.reason, str(found.error)) for found in alone
    ]


@pytest.mark.parametrize("name", ["export", "x#3@12", "agent.txt", "agent.yaml.bak"])
def test_a_cassette_is_found_under_any_name_that_says_nothing_of_its_content(
    samples: Path, tmp_path: Path, name: str
) -> None:
    shutil.copy(samples / "agent-tools.yaml", tmp_path / name)
    (tmp_path / "notes.txt").write_text("- todo: write more\n")
    assert [path.name for path, _ in walk(tmp_path, _never)] == [name]
    assert len(contents.by_exchange if (contents := look(tmp_path / name).node()) else ()) == 3
