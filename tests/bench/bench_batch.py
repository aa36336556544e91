# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: S311 - no random number here is a secret
"""`python -m tests.bench.bench_batch`: `check` and `export` over a folder as large as a project keeps its cassettes.

1,400 files, 157 MB: as VCR.py and go-vcr write them, with sizes and kinds of bodies as they are in real projects. Each
command runs in a process of its own with the processes that it starts. `--keep FOLDER` makes the files and stops.
"""

from __future__ import annotations

import base64
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from itertools import pairwise
from pathlib import Path

import yaml

from viewer.core.text.json_values import Json

FILES, MEGABYTES, BAR_S = 1400, 157, 10.0
_SIZES = ((0.0, 700), (0.5, 8_000), (0.9, 140_000), (0.99, 2_000_000), (1.0, 4_160_000))
"""Share of the files that are at most so large, in bytes."""
_ESCAPING = 0.895
"""Bytes of bodies for a byte of file; the rest is YAML."""
_LARGE = 300_000
"""Bytes above which many files are so large for the pictures in them."""
_COMMANDS = {
    "check": ["check"],
    "export to json": ["export", "--to", "json"],
    "export to markdown": ["export", "--to", "markdown"],
    "export to html": ["export", "--to", "html"],
}
_TEXT = "the a of wait let me check that this sum is not right because first add two: naïve it's\n\n"
_WORDS = _TEXT.split(" ")


def main() -> None:
    """Make the files, run each command, print its seconds beside the bar."""
    if sys.argv[1:2] == ["--keep"]:
        _say(f"{make(Path(sys.argv[2])) / 1e6:.0f} MB\n")
        return
    with tempfile.TemporaryDirectory(prefix="cassette-viewer-bench-") as name:
        folder, out = Path(name, "cassettes"), Path(name, "out")
        _say(f"{FILES:,} files, {make(folder) / 1e6:.0f} MB\n")
        for what, command in _COMMANDS.items():
            to = ["--output", str(out / what)] if command[0] == "export" else []
            took = _seconds([*command, str(folder), *to])
            _say(f"{'!' if took > BAR_S else ' '} {what:62} {took:29.1f} s   {BAR_S:.0f} s\n")


def _seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "viewer", *arguments], capture_output=True, check=False)
    if done.returncode > 1:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - began


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


# --- The folder -----------------------------------------------------------------------------------------------------


def make(folder: Path) -> int:
    """Write the files into a new folder, the same bytes every time; returns how many."""
    chance = random.Random(7)
    sizes = [_size(number / (FILES - 1)) for number in range(FILES)]
    share = MEGABYTES * 1e6 / sum(sizes) * _ESCAPING
    chance.shuffle(sizes)
    total = 0
    for number, size in enumerate(sizes):
        path = folder / f"{number % 20:02}" / f"{number:04}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        interactions = _interactions(chance, size * share)
        path.write_text(_vcrpy(interactions) if number % 4 else _govcr(interactions), "utf-8")
        total += path.stat().st_size
    return total


def _size(share: float) -> float:
    """The size of the file that so many are smaller than, between the points known as logarithms go."""
    at = min(bisect([point for point, _ in _SIZES], share), len(_SIZES) - 1)
    (left, low), (right, high) = list(pairwise(_SIZES))[at - 1]
    return math.exp(math.log(low) + (math.log(high) - math.log(low)) * (share - left) / (right - left))


Interaction = tuple[str, str, str]
"""Request body, response body, content type of the response."""


def _interactions(chance: random.Random, size: float) -> list[Interaction]:
    """A file's content: an agent loop, a stream, an answer, a picture, or what is no LLM call."""
    weights = (25, 20, 10, 35, 10) if size > _LARGE else (25, 25, 30, 0, 20)
    kind = chance.choices(("loop", "stream", "answer", "picture", "plain"), weights)[0]
    if kind == "loop":
        return _loop(chance, size)
    if kind == "stream":
        return [_stream(chance, [_said("user", "Why?")], size - 500)]
    if kind == "answer":
        return [(_request([_said("user", "Why?")]), _answer(_text(chance, size - 700)), "application/json")]
    if kind == "picture":
        url = "data:image/png;base64," + base64.b64encode(chance.randbytes(int(size * 0.7))).decode()
        seen: Json = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}
        return [(_request([seen]), _answer("A parrot"), "application/json")]
    rows: Json = [{"id": n, "name": _text(chance, 40), "tags": ["a", "b"]} for n in range(int(size / 100) + 1)]
    return [("", json.dumps({"items": rows}), "application/json")]


def _loop(chance: random.Random, size: float) -> list[Interaction]:
    """Turns that each send along all that was said before."""
    turns = min(2 + int(size / 20_000), 8)
    each, streams = size / (turns * turns), chance.random() < 0.5
    messages, made = [_said("system", _text(chance, each))], []
    for _ in range(turns):
        messages = [*messages, _said("user", _text(chance, each / 2))]
        text = _text(chance, each)
        made.append(
            _stream(chance, messages, each * 3) if streams else (_request(messages), _answer(text), "application/json")
        )
        messages = [*messages, _said("assistant", _text(chance, each / 2))]
    return made


def _stream(chance: random.Random, messages: list[Json], size: float) -> Interaction:
    chunks = [_chunk({"role": "assistant", "content": ""})]
    chunks += [_chunk({"content": chance.choice(_WORDS) + " "}) for _ in range(int(size / 230))]
    usage: Json = {"prompt_tokens": 90, "completion_tokens": len(chunks), "total_tokens": 90 + len(chunks)}
    lines = [*map(json.dumps, [*chunks, _chunk({}, "stop"), {**_chunk({}), "choices": [], "usage": usage}]), "[DONE]"]
    return _request(messages, stream=True), "".join(f"data: {line}\n\n" for line in lines), "text/event-stream"


def _text(chance: random.Random, size: float) -> str:
    return " ".join(chance.choices(_WORDS, k=max(int(size / 5), 1)))


def _said(role: str, content: str) -> Json:
    return {"role": role, "content": content}


def _request(messages: list[Json], **settings: Json) -> str:
    return json.dumps({"model": "gpt-4o-mini", "messages": messages, **settings})


def _answer(content: str) -> str:
    choice: Json = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    usage: Json = {"prompt_tokens": 21, "completion_tokens": 8, "total_tokens": 29}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o-mini-2024-07-18"}
    return json.dumps({**head, "choices": [choice], "usage": usage})


def _chunk(delta: dict[str, Json], finish: str | None = None) -> dict[str, Json]:
    choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    head: dict[str, Json] = {"id": "chatcmpl-BJ9RgFJqz9", "object": "chat.completion.chunk", "created": 1744117608}
    return {**head, "model": "gpt-4o-mini-2024-07-18", "system_fingerprint": "fp_5417b77867", "choices": [choice]}


# --- The two recorders ----------------------------------------------------------------------------------------------

_URL = "https://api.openai.com/v1/chat/completions"


def _vcrpy(interactions: list[Interaction]) -> str:
    entries = [
        {
            "request": {
                "body": asked,
                "headers": {"Content-Type": ["application/json"]},
                "method": "POST",
                "uri": _URL,
            },
            "response": {
                "body": {"string": answered},
                "headers": {"Content-Type": [kind], "Date": ["Tue, 08 Apr 2025 13:06:48 GMT"]},
                "status": {"code": 200, "message": "OK"},
            },
        }
        for asked, answered, kind in interactions
    ]
    return str(yaml.dump({"interactions": entries, "version": 1}, Dumper=yaml.CSafeDumper))


class _GoYaml(yaml.CSafeDumper):
    """Writes lines as Go does, in a literal block."""


def _represent(dumper: _GoYaml, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n\n" in text else None)


_GoYaml.add_representer(str, _represent)


def _govcr(interactions: list[Interaction]) -> str:
    entries = [
        {
            "id": number,
            "request": {
                "proto": "HTTP/1.1", "content_length": len(asked), "host": "api.openai.com", "body": asked,
                "headers": {"Content-Type": ["application/json"]}, "url": _URL, "method": "POST",
            },
            "response": {
                "proto": "HTTP/2.0", "content_length": -1, "body": answered, "headers": {"Content-Type": [kind]},
                "status": "200 OK", "code": 200, "duration": "850.125ms",
            },
        }
        for number, (asked, answered, kind) in enumerate(interactions)
    ]  # fmt: skip
    top = {"version": 2, "interactions": entries}
    return "---\n" + str(yaml.dump(top, Dumper=_GoYaml, width=sys.maxsize >> 33, sort_keys=False))


if __name__ == "__main__":
    main()
