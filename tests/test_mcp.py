# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a model may ask: the commands that read, on the paths of the start; and by the official client over pipes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.cli._tools import RefusedError, Tools


@pytest.fixture
def tools(samples: Path) -> Tools:
    return Tools((samples,))


def test_tools_say_what_the_commands_say(tools: Tools, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = str(samples / "agent-tools.yaml")
    for told, command in (
        (tools.list_recordings("agent-tools.yaml"), ["list", sample]),
        (tools.show("agent-tools.yaml#0@3"), ["show", f"{sample}#0@3"]),
        (tools.show(f"{sample}#0", "headers"), ["show", f"{sample}#0", "--part", "headers"]),
        (tools.run("agent-tools.yaml"), ["run", sample]),
        (tools.search("status:429"), ["search", "--no-index", "status:429", str(samples)]),
        (tools.check("errors.yaml"), ["check", str(samples / "errors.yaml")]),
    ):
        main(command)
        assert told == capsys.readouterr().out
        assert told


def test_what_is_not_there_is_told(tools: Tools) -> None:
    assert tools.search("nobody-said-this") == "nothing found"
    assert tools.check("reasoning.yaml") == "nothing is wrong"
    with pytest.raises(RefusedError, match="no interaction 9: the file holds 0 to 2"):
        tools.show("agent-tools.yaml#9")
    assert tools.search("a", max_chars=300).endswith("more lines")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../make_samples.py", "..", "/", "--help", "agent-tools.yaml/../../x", ""]
)
def test_nothing_outside_is_read(path: str, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "agent-tools.yaml").write_bytes((samples / "agent-tools.yaml").read_bytes())
    (tmp_path / "make_samples.py").touch()
    tools = Tools((tmp_path / "inside" / "agent-tools.yaml",))
    with pytest.raises(RefusedError, match="not among what this server was started for"):
        tools.run(path)


def test_a_start_without_the_sdk_or_with_a_wrong_path_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mcp", str(tmp_path / "gone")]) == 2
    assert capsys.readouterr().err.endswith("gone: No such file or directory\n")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    assert main(["mcp", str(tmp_path)]) == 2
    assert "pip install 'cassette-viewer[mcp]'" in capsys.readouterr().err


def test_the_official_client_over_pipes(samples: Path, repository: Path) -> None:
    pytest.importorskip("mcp")
    import anyio
    from mcp import Client, StdioServerParameters

    program = f"import sys; sys.path.insert(0, {str(repository)!r}); from viewer.cli import main; sys.exit(main())"
    start = StdioServerParameters(command=sys.executable, args=["-c", program, "mcp", str(samples)])

    async def talk() -> None:
        async with Client(start) as client:
            listed = (await client.list_tools()).tools
            assert [tool.name for tool in listed] == ["list_recordings", "show", "run", "search", "check"]
            assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in listed)
            shown = await client.call_tool("show", {"place": "agent-tools.yaml#0", "part": "headers"})
            assert "Authorization: Bearer •••" in shown.content[0].text
            refused = await client.call_tool("run", {"path": "/etc/passwd"})
            assert refused.is_error
            assert "not among what this server was started for" in refused.content[0].text

    anyio.run(talk)
