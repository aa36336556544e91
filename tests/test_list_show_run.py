# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The commands that tell recordings shortly: `list`, `show` and `run`."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.core.runs.made_run import MadeRun
from tests.hostile.inputs import vcrpy
from viewer.cli import main
from viewer.core import formats
from viewer.core.runs.costs import Costs
from viewer.core.runs.tokens import Tokens
from viewer.core.transcript.run_text import costs_text, tokens_text
from viewer.named_place import NamedPlace, named_place

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sample(samples: Path) -> str:
    return str(samples / "agent-tools.yaml")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("runs") / "made.har"
    path.write_text(MadeRun().text(), "utf-8")
    return str(path)


def _json(capsys: Capture, *arguments: str) -> Any:  # noqa: ANN401 - whatever the command tells
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_places_in_files_are_named(tmp_path: Path) -> None:
    assert named_place("x.yaml") == NamedPlace("x.yaml")
    assert named_place("x.yaml#3") == NamedPlace("x.yaml", 3)
    assert named_place("x.yaml#3@120") == NamedPlace("x.yaml", 3, 120)
    assert named_place("C:/x.yaml:57") == NamedPlace("C:/x.yaml", line=57)
    assert [named_place(name).suffix for name in ("x", "x#3", "x#3@4", "x:5")] == ["", "#3", "#3@4", ":5"]
    there = tmp_path / "x.yaml#3"
    there.touch()
    assert named_place(str(there)) == NamedPlace(str(there))
    assert named_place(f"{there}#4") == NamedPlace(str(there), 4)


# --- list


def test_a_folder_has_a_line_a_recording(samples: Path, capsys: Capture) -> None:
    assert main(["list", str(samples)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [str(path) for path in sorted(samples.glob("*.yaml"))]
    assert "3 interactions" in lines[0]


def test_a_file_has_a_line_an_interaction(sample: str, capsys: Capture) -> None:
    assert main(["list", sample]) == 0
    file, *interactions = capsys.readouterr().out.splitlines()
    assert file.startswith(f"{sample}: go-vcr 2")
    assert [line.partition(" ")[0] for line in interactions] == ["#0", "#1", "#2"]
    assert "429" in interactions[1]


def test_a_list_for_programs_has_an_object_a_line(sample: str, capsys: Capture) -> None:
    assert main(["list", sample, "--json"]) == 0
    file, *interactions = map(json.loads, capsys.readouterr().out.splitlines())
    assert (file["interactions"], file["failed"]) == (3, 1)
    assert [one["interaction"] for one in interactions] == [0, 1, 2]
    assert interactions[0]["usage"]["input_tokens"] == 214


def test_a_list_of_nothing_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert main(["list", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "cassette-viewer: no files there\n"


# --- show


def test_an_interaction_is_shown_by_number_and_by_line(sample: str, capsys: Capture) -> None:
    assert main(["show", f"{sample}#1"]) == 0
    by_number = capsys.readouterr().out
    line = _json(capsys, "show", f"{sample}#1", "--part", "facts")["line"]
    assert main(["show", f"{sample}:{line + 1}"]) == 0
    assert capsys.readouterr().out.partition("\n")[2] == by_number.partition("\n")[2]
    assert "Rate limit reached" in by_number


def test_an_answer_is_shown_as_it_was_after_an_event(sample: str, capsys: Capture) -> None:
    assert main(["show", f"{sample}#0@3"]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == ["event 3 of 62: text", '{"type": "text", "content": "Let me"}']
    (message,) = _json(capsys, "show", f"{sample}#0@3")["messages"]
    assert message["parts"] == [{"type": "text", "content": "Let me"}]
    whole = _json(capsys, "show", f"{sample}#0", "--part", "answer")["messages"][0]["parts"]
    assert [part["type"] for part in whole] == ["text", "tool_call", "tool_call"]


@pytest.mark.parametrize("part", ["facts", "answer", "request", "response", "headers", "events", "problems", "talk"])
def test_every_part_is_told_for_people_and_for_programs(part: str, sample: str, capsys: Capture) -> None:
    assert main(["show", f"{sample}#0", "--part", part, "--max-chars", "0"]) == 0
    assert capsys.readouterr().out.startswith(f"{sample}#0: go-vcr 2")
    told = _json(capsys, "show", f"{sample}#0", "--part", part)
    assert told == [] if part == "problems" else told


def test_secrets_are_masked_unless_they_are_asked_for(sample: str, capsys: Capture) -> None:
    main(["show", f"{sample}#0", "--part", "headers"])
    assert "Authorization: Bearer •••" in capsys.readouterr().out
    main(["show", f"{sample}#0", "--part", "headers", "--show-secrets"])
    assert "•••" not in capsys.readouterr().out


def test_what_is_too_long_is_cut_and_counted(sample: str, capsys: Capture) -> None:
    assert main(["show", f"{sample}#0", "--part", "events", "--max-chars", "600"]) == 0
    out = capsys.readouterr().out
    told, left = out.splitlines()[2:-1], out.splitlines()[-1]
    assert all(line.startswith("@") for line in told)
    assert left == f"… {62 - len(told)} more lines: --max-chars 0 shows all"
    texts = _json(capsys, "show", f"{sample}#0", "--part", "events", "--max-chars", "9")
    assert {len(event["data"]) for event in texts} <= set(range(10))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("#9", "no interaction 9: the file holds 0 to 2"),
        ("#0@63", "no event 63: interaction 0 has 62"),
        ("#0@0", "no event 0: interaction 0 has 62"),
        (":99999", "no line 99999: the file has 383 lines"),
        (":0", "no line 0: the file has 383 lines"),
    ],
)
def test_a_place_that_is_not_there_is_told(place: str, said: str, sample: str, capsys: Capture) -> None:
    assert main(["show", sample + place]) == 2
    assert capsys.readouterr().err == f"cassette-viewer: {sample}: {said}\n"


# --- run


def test_a_run_is_told_turn_by_turn(made: str, capsys: Capture) -> None:
    assert main(["run", made, "--max-chars", "0"]) == 0
    out = capsys.readouterr().out
    assert "4 failed tools, 3 sub-agents, 1 compaction, 2 retries, 1 cache miss" in out
    assert out.count(": failed in #") == 4
    assert "cache miss: 0 of 1,898 tokens read; system changed at character 41" in out
    assert "goes on from conversation 0 by a summary" in out
    assert len([line for line in out.splitlines() if "repeats #" in line]) == 2
    assert "  with its 2 sub-agents: 74,926 tokens in" in out
    assert "“of lakes. Rule: be ▸exact and" in out
    assert "→ “of lakes. Rule: be ▸very exact" in out


def test_a_run_for_programs_has_the_same_sums(made: str, capsys: Capture) -> None:
    told, counted = _json(capsys, "run", made), MadeRun().counted
    assert told["schema"] == "cassette-viewer/run/1"
    assert (told["tokens"]["input_tokens"], told["tokens"]["output_tokens"]) == (counted.input, counted.output)
    assert told["cost"]["estimated"] == pytest.approx(counted.cost)
    assert told["cost"]["recorded"] is None
    steps = [step for run in told["conversations"] for turn in run["turns"] for step in turn["steps"]]
    assert sum(bool(use["result"] and use["result"]["failed"]) for step in steps for use in step["tools"]) == 4
    assert sum(len(use["sub_agents"]) for step in steps for use in step["tools"]) == 3
    assert sum(step["retry_of"] is not None for step in steps) == 2
    assert [step["cache"]["change"]["where"] for step in steps if step["cache"]["change"]] == ["system"]
    roots = [run for run in told["conversations"] if run["called_by"] is None]
    assert sum(run["with_sub_agents"]["tokens"]["input_tokens"] for run in roots) == counted.input
    assert told["carried"]["of_tokens"] == counted.input
    assert 0 < told["carried"]["usd_estimated"] < counted.cost


def test_every_step_is_told_on_request(made: str, capsys: Capture) -> None:
    main(["run", made, "--all", "--max-chars", "0"])
    out = capsys.readouterr().out
    assert out.count("context: ") == MadeRun().counted.calls + 2
    assert ": ok, 9 bytes, 1.00 s" in out


def test_a_folder_has_the_sums_of_each_file_and_of_all(samples: Path, made: str, capsys: Capture) -> None:
    assert main(["run", str(samples), made]) == 0
    lines = capsys.readouterr().out.splitlines()
    files = [line.partition(": ")[0] for line in lines if not line.startswith(" ")]
    assert files == [*(str(path) for path in sorted(samples.glob("*.yaml"))), made, "all of 4 files"]
    counted = MadeRun().counted
    told = lines[lines.index(next(line for line in lines if line.startswith("all of"))) :]
    assert "4 failed tools, 3 sub-agents" in told[0]
    assert f"claude-sonnet-4-20250514: {counted.calls + 2} calls, {counted.input:,} tokens in" in "".join(told)
    assert "not known" in told[1], "one answer has a cost, another has none"


def test_sums_for_programs_have_an_object_a_file(samples: Path, capsys: Capture) -> None:
    assert main(["run", str(samples), "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["counts"]["calls"] for one in told] == [3, 4, 1]


def test_a_folder_without_calls_of_models_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert main(["run", str(tmp_path)]) == 2
    (tmp_path / "x.txt").write_text("nothing", "utf-8")
    assert main(["run", str(tmp_path)]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "cassette-viewer: no calls of models there"


def test_a_file_without_calls_of_models_has_no_run(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.har"
    entry = {"request": {"method": "GET", "url": "https://x.example/"}, "response": {"status": 204, "content": {}}}
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}), "utf-8")
    assert main(["run", str(path)]) == 0
    assert "1 interaction beside, no calls of a model" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    ["list", "list --json", "show", "show --json", "show --part facts --json", "run --all", "run --json"],
)
def test_what_stands_where_nobody_thought_of_it_is_masked(command: str, tmp_path: Path, capsys: Capture) -> None:
    """A key as the model, the tool, the id and the reason."""
    key = "sk-proj-" + "Ab3dEf9hIj" * 5
    call = {"id": key, "type": "function", "function": {"name": key, "arguments": "{}"}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    answer = {"object": "chat.completion", "model": key, "choices": [{"message": message, "finish_reason": key}]}
    asked = {"model": key, "messages": [{"role": "user", "content": "Hi"}]}
    path = tmp_path / "planted.json"
    path.write_bytes(vcrpy(json.dumps(asked), json.dumps(answer)))
    name, *options = command.split()
    assert main([name, str(path), *options]) == 0
    told = capsys.readouterr().out
    assert told
    assert key not in told
    assert main([name, str(path), *options, "--show-secrets"]) == 0


def test_the_first_byte_is_told_where_it_is_recorded(repository: Path, sample: str, capsys: Capture) -> None:
    trace = str(repository / "tests" / "data" / "formats" / "curl-trace" / "bytes-with-times.trace")
    for command in (["list", trace], ["run", "--all", trace]):
        assert main(command) == 0
        assert "first byte after 9.2 ms" in capsys.readouterr().out
    assert main(["list", "--json", trace]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[1])["first_byte_ms"] == 9.169
    assert main(["list", sample]) == 0
    assert "first byte" not in capsys.readouterr().out


def test_what_nobody_told_is_no_nought() -> None:
    assert tokens_text(Tokens(untold=1)) == "tokens not told by 1 answer"
    assert tokens_text(Tokens(5, 2, untold=1)) == "5 tokens in, 2 out, not told by 1 answer"


def test_a_very_small_cost_is_more_than_nothing() -> None:
    assert costs_text(Costs(recorded=1, recorded_usd=2e-7)) == "$0.000000200 recorded"
    assert costs_text(Costs(recorded=1, recorded_usd=0.5)) == "$0.500000 recorded"


def test_an_interaction_of_which_nothing_is_known_has_a_short_line(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("version: 2\ninteractions:\n- id: 0\n  request: {}\n", "utf-8")
    assert main(["list", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["#0 line 3: no answer"]


# --- one of very many


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is read in parts, as large ones are."""
    monkeypatch.setattr("viewer.batch.formats.read", partial(formats.read, large=0))


def _shown(capsys: Capture, *arguments: str) -> str:
    assert main(["show", *arguments, "--max-chars", "0"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("part", ["facts", "answer", "request", "response", "headers", "events", "problems", "talk"])
def test_one_of_a_large_file_is_the_one_of_the_whole(part: str, sample: str, capsys: Capture) -> None:
    for json_too in ((), ("--json",)):
        whole = [_shown(capsys, f"{sample}{place}", "--part", part, *json_too) for place in ("#0", "#1", ":300")]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("viewer.batch.formats.read", partial(formats.read, large=0))
            found = [_shown(capsys, f"{sample}{place}", "--part", part, *json_too) for place in ("#0", "#1", ":300")]
        assert found == whole


@pytest.mark.parametrize("part", ["facts", "answer", "request", "response", "headers", "events", "problems"])
@pytest.mark.usefixtures("in_parts")
def test_one_of_a_large_file_is_shown_without_a_look_at_the_others(
    part: str, sample: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_look(*_: object) -> None:
        raise AssertionError("all were looked at")

    monkeypatch.setattr("viewer.core.recording.summaries", no_look)
    assert "go-vcr 2 · 3 interactions" in _shown(capsys, f"{sample}#1", "--part", part)


@pytest.mark.usefixtures("in_parts")
def test_a_terminal_sees_how_far_a_long_list_is(sample: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["list", sample]) == 0
    err = capsys.readouterr().err
    assert "1 of 3 interactions" in err
    assert err.endswith("\r\x1b[K")
