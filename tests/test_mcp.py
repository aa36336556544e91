# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a model may ask: the commands that read, on the paths of the start; and by the official client over pipes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.cli._tools import RefusedError, Tools

_NAMES = ["list_recordings", "show", "run", "search", "check", "diff", "match"]


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
    assert tools.search("a", max_chars=300).endswith("more lines\n")


def test_recordings_are_compared_and_requests_looked_for(tools: Tools, tmp_path: Path) -> None:
    assert tools.diff("agent-tools.yaml", "agent-tools.yaml") == "nothing else was said"
    told = tools.diff("agent-tools.yaml", "reasoning.yaml")
    assert "agent-tools.yaml" in told
    assert len(tools.diff("agent-tools.yaml", "reasoning.yaml", max_chars=200)) < 250
    assert "#2" in tools.match("agent-tools.yaml", interaction="agent-tools.yaml#2")
    curl = "curl https://api.nimbus.example/v1/chat/completions -H 'Authorization: Bearer sk-live-4f8Qm2Zx7Lr9' -d '{}'"
    told = tools.match("agent-tools.yaml", curl)
    assert "sk-live-4f8Qm2Zx7Lr9" not in told
    assert "body" in told


def test_rules_of_comparison_count_inside_of_the_named_paths_only(samples: Path, tmp_path: Path) -> None:
    named = tmp_path / "named"
    named.mkdir()
    text = (samples / "agent-tools.yaml").read_text("utf-8")
    (named / "a.yaml").write_text(text, "utf-8")
    (named / "b.yaml").write_text(text.replace("plan walks", "plan swims"), "utf-8")
    outside, inside = tmp_path / ".cassette-viewer.toml", named / ".cassette-viewer.toml"
    rules = "[[compare.rule]]\npattern = 'plan \\w+'\n"
    outside.write_text(rules, "utf-8")
    assert "swims" in Tools((named,)).diff("a.yaml", "b.yaml")
    inside.write_text(rules, "utf-8")
    assert Tools((named,)).diff("a.yaml", "b.yaml") == "nothing else was said"
    assert "swims" in Tools((named / "a.yaml", named / "b.yaml")).diff("a.yaml", "b.yaml")


def test_a_request_never_names_a_file(samples: Path, tmp_path: Path) -> None:
    tools = Tools((samples,))
    outside = tmp_path / "outside.txt"
    outside.write_text("curl https://outside.example/secret-path\n", "utf-8")
    for request in (str(outside), f"{samples / 'agent-tools.yaml'}", "-"):
        with pytest.raises(RefusedError, match="no request is told there"):
            tools.match("agent-tools.yaml", request)
    with pytest.raises(RefusedError, match="not among what this server was started for"):
        tools.match("agent-tools.yaml", interaction=f"{outside}#0")
    with pytest.raises(RefusedError, match="give either a request or an interaction"):
        tools.match("agent-tools.yaml")


@pytest.mark.parametrize("argument", ["HEAD:agent-tools.yaml", "../x.yaml", "/etc/passwd", "--git"])
def test_no_revision_and_nothing_outside_is_compared(argument: str, tools: Tools) -> None:
    with pytest.raises(RefusedError, match="not among what this server was started for"):
        tools.diff(argument, "agent-tools.yaml")
    with pytest.raises(RefusedError, match="not among what this server was started for"):
        tools.match(argument, "curl https://x.example/")


def test_a_place_in_a_file_is_no_file_to_compare(tools: Tools) -> None:
    for place in ("agent-tools.yaml:57", "agent-tools.yaml#1"):
        with pytest.raises(RefusedError, match="names a place in a file"):
            tools.diff(place, "agent-tools.yaml")


def test_logs_beside_a_file_are_told_only_where_their_folder_was_named(repository: Path, tmp_path: Path) -> None:
    samples = repository / "tests" / "data" / "formats" / "gemini-cli-session"
    (tmp_path / "75f8").mkdir()
    for sample, beside in (("session.jsonl", "session.jsonl"), ("agent.jsonl", "75f8/b7c2.jsonl")):
        (tmp_path / beside).write_bytes((samples / sample).read_bytes())
    assert "sub-agent b7c2.jsonl" in Tools((tmp_path,)).run("session.jsonl")
    assert "sub-agent b7c2.jsonl" not in Tools((tmp_path / "session.jsonl",)).run("session.jsonl")


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
            assert [tool.name for tool in listed] == _NAMES
            assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in listed)
            shown = await client.call_tool("show", {"place": "agent-tools.yaml#0", "part": "headers"})
            assert "Authorization: Bearer •••" in shown.content[0].text
            refused = await client.call_tool("run", {"path": "/etc/passwd"})
            assert refused.is_error
            assert "not among what this server was started for" in refused.content[0].text

    anyio.run(talk)
