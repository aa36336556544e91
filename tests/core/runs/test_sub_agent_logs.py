# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Logs of sub-agents beside a session are linked under the calls that started them, by what the files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.core.runs.made_session import (
    SESSION,
    agent_records,
    log_answer,
    log_record,
    log_result,
    log_task,
    made_session,
    write_records,
)
from viewer.cli import main
from viewer.core import recording
from viewer.core.runs.run import Runs
from viewer.core.runs.sub_agent_logs import sub_agent_of, with_sub_agents
from viewer.core.runs.sums import sums_with_logs
from viewer.core.runs.tracing import trace


def _runs(path: Path) -> Runs:
    found = recording.load(path)
    return with_sub_agents(trace(found), found, path)


def _links(runs: Runs) -> dict[str, tuple[str | None, str]]:
    """By agent the id of the call and how it was found, at any depth."""
    found: dict[str, tuple[str | None, str]] = {}
    for use in runs.tools:
        for log in runs.logs_of(use):
            found[log.agent or ""] = (use.id, log.linked_by)
            found |= _links(log.runs)
    return found


def test_by_the_agents_that_results_name(tmp_path: Path) -> None:
    runs = _runs(made_session(tmp_path))
    assert _links(runs) == {"a1": ("t1", "agent id"), "a2": ("t2", "agent id"), "a3": ("t3", "prompt")}
    assert runs.unlinked_logs == ()


def test_by_the_call_that_a_note_beside_names(tmp_path: Path) -> None:
    session = made_session(tmp_path, names_agents=False)
    for agent, call in (("a1", "t2"), ("a2", "t1")):
        note = tmp_path / SESSION / "subagents" / f"agent-{agent}.meta.json"
        note.write_text(json.dumps({"agentType": "diver", "toolUseId": call}), "utf-8")
    assert _links(_runs(session)) == {"a1": ("t2", "call id"), "a2": ("t1", "call id"), "a3": ("t3", "prompt")}


def test_by_prompts_each_call_once(tmp_path: Path) -> None:
    links = _links(_runs(made_session(tmp_path, names_agents=False)))
    assert links == {"a1": ("t1", "prompt"), "a2": ("t2", "prompt"), "a3": ("t3", "prompt")}


def test_the_older_place_beside_the_session_and_only_its_own(tmp_path: Path) -> None:
    session = made_session(tmp_path)
    (tmp_path / SESSION / "subagents" / "agent-a1.jsonl").rename(tmp_path / "agent-a1.jsonl")
    others = [{**record, "sessionId": "another"} for record in agent_records("a9", "Find out how deep it is.")]
    write_records(tmp_path / "agent-a9.jsonl", others)
    runs = _runs(session)
    assert {log.agent for log in runs.all_logs} == {"a1", "a2", "a3"}


def test_what_nothing_links_is_said_to_be_unlinked(tmp_path: Path) -> None:
    session = made_session(tmp_path)
    write_records(tmp_path / SESSION / "subagents" / "agent-a9.jsonl", agent_records("a9", "Something else."))
    runs = _runs(session)
    assert [log.agent for log in runs.unlinked_logs] == ["a9"]
    sums = sums_with_logs(runs)
    assert (sums.calls, sums.sub_agents, sums.tokens.input) == (6, 4, 60)


def test_agents_that_name_one_another_end(tmp_path: Path) -> None:
    session = made_session(tmp_path)
    inner = tmp_path / SESSION / "subagents"
    for agent, other in (("b1", "b2"), ("b2", "b1")):
        calls = [log_task(f"t-{agent}", "x")]
        write_records(
            inner / f"agent-{agent}.jsonl",
            [*agent_records(agent, "y", calls), log_result("r", f"{agent}-2", f"t-{agent}", other, agentId=agent)],
        )
    assert {log.agent for log in _runs(session).unlinked_logs} == {"b1", "b2"}


def test_a_file_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    session = made_session(tmp_path)
    (tmp_path / SESSION / "subagents" / "agent-a1.jsonl").write_bytes(b"\x00\x01")
    assert {log.agent for log in _runs(session).all_logs} == {"a2", "a3"}


def test_a_log_knows_the_agent_and_session_that_it_is_of(tmp_path: Path) -> None:
    session = made_session(tmp_path)
    told = sub_agent_of(recording.load(tmp_path / SESSION / "subagents" / "agent-a1.jsonl"))
    assert told is not None
    assert (told.agent, told.session) == ("a1", SESSION)
    assert sub_agent_of(recording.load(session)) is None


def test_side_chains_inside_of_a_session_are_linked_by_their_agents(tmp_path: Path) -> None:
    prompt = "Find out how deep it is."
    records = [
        log_record("1", None, "user", {"role": "user", "content": "How deep are they?"}),
        log_answer("2", "1", [log_task("t1", prompt), log_task("t2", prompt)]),
        *agent_records("a2", prompt),
        *agent_records("a1", prompt),
        log_result("3", "2", "t1", "a1"),
        log_result("4", "3", "t2", "a2"),
        log_answer("5", "4", [{"type": "text", "text": "Both 56 m."}]),
    ]
    runs = trace(recording.load(write_records(tmp_path / "s.jsonl", records)))
    of_calls = {use.id: [run.agent for run in runs.children(use)] for use in runs.tools}
    assert of_calls == {"t1": ["a1"], "t2": ["a2"]}, "not by the order of the same prompts"


def test_run_tells_them_below_their_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = made_session(tmp_path)
    assert main(["run", str(session)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("with the logs of sub-agents beside it: 4 conversations") for line in lines)
    assert [line.strip().partition(":")[0] for line in lines if line.strip().startswith("sub-agent ")] == [
        "sub-agent agent-a1.jsonl (by its agent id)",
        "sub-agent agent-a2.jsonl (by its agent id)",
        "sub-agent agent-a3.jsonl (by its prompt)",
    ]
    assert main(["run", "--json", str(session)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [log["called_by"]["linked_by"] for log in told["sub_agent_logs"]] == ["agent id", "agent id"]
    assert (told["counts"]["calls"], told["with_sub_agent_logs"]["counts"]["calls"]) == (2, 5)
    assert main(["run", "--alone", str(session)]) == 0
    assert "sub-agent" not in capsys.readouterr().out


def test_folders_count_every_log_once_and_say_which_are_of_sub_agents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made_session(tmp_path)
    assert main(["run", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "all of 4 files: 4 conversations" in told
    assert told.count(f"of session {SESSION}; ") == 3
    assert main(["list", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count(f"· sub-agent a1 of session {SESSION} ·") == 1


def test_gemini_cli_keeps_them_in_a_folder_of_the_session(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "data" / "formats" / "gemini-cli-session"
    session = tmp_path / "session-2026-01-05T10-00-75f8.jsonl"
    session.write_bytes((samples / "session.jsonl").read_bytes())
    (tmp_path / "75f8").mkdir()
    (tmp_path / "75f8" / "b7c2.jsonl").write_bytes((samples / "agent.jsonl").read_bytes())
    assert _links(_runs(session)) == {"b7c2": ("agent_1", "agent id")}


def test_an_export_of_opencode_beside_is_found_by_its_name(tmp_path: Path) -> None:
    def export(id_: str, parts: list[dict[str, Any]], **info: str) -> None:
        messages = [
            {"info": {"id": "m0", "role": "user", "sessionID": id_}, "parts": [{"type": "text", "text": "Dive."}]},
            {"info": {"id": "m1", "role": "assistant", "sessionID": id_, "modelID": "m"}, "parts": parts},
        ]
        told = {"info": {"id": id_, "version": "1", **info}, "messages": messages}
        (tmp_path / f"{id_}.json").write_text(json.dumps(told), "utf-8")

    state = {"status": "completed", "input": {"prompt": "Dive."}, "output": "56", "metadata": {"sessionId": "ses_2"}}
    done: list[dict[str, Any]] = [{"type": "step-finish"}, {"type": "text", "text": "56 m"}, {"type": "step-finish"}]
    export("ses_1", [{"type": "tool", "tool": "task", "callID": "c1", "state": state}, *done])
    export("ses_2", done[1:], parentID="ses_1")
    export("ses_3", done[1:], parentID="ses_1")
    assert _links(_runs(tmp_path / "ses_1.json")) == {"ses_2": ("c1", "agent id")}


@pytest.mark.parametrize("session", ["..", ".", "../other", "/etc", "75f8/../.."])
def test_no_log_outside_of_the_folder_is_read(session: str, tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "data" / "formats" / "gemini-cli-session"
    inside, other = tmp_path / "inside", tmp_path / "other"
    for folder in (inside / "75f8", other):
        folder.mkdir(parents=True)
    for folder in (tmp_path, other, inside):
        (folder / "b7c2.jsonl").write_bytes((samples / "agent.jsonl").read_bytes())
    told = (samples / "session.jsonl").read_text("utf-8").replace('"75f8"', json.dumps(session))
    (inside / "session.jsonl").write_text(told, "utf-8")
    assert list(_runs(inside / "session.jsonl").all_logs) == []
