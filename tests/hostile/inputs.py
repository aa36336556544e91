# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that a stranger made to break a reader: a table of generators, each with what it is meant to break.

`size` is what may grow: 1 is what the tests try, `python -m tests.hostile SIZE` asks for more.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

Make = Callable[[int], bytes]


@dataclass(frozen=True)
class Hostile:
    """One file: what is wrong with it, its suffix, and its bytes."""

    name: str
    suffix: str
    make: Make
    is_small: bool = False
    """Whether it is about one scalar, so that nothing of it can grow."""


def vcrpy(request: str, response: str, **members: object) -> bytes:
    """A VCR.py cassette with one interaction, in JSON, which is YAML too."""
    interaction = {
        "request": {
            "method": "POST",
            "uri": "https://api.openai.com/v1/chat/completions",
            "headers": {"Content-Type": ["application/json"]},
            "body": request,
        },
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Type": ["application/json"]},
            "body": {"string": response},
            **members,
        },
    }
    return json.dumps({"version": 1, "interactions": [interaction]}).encode()


def stream(events: str) -> bytes:
    """The same with a stream of events."""
    return vcrpy(json.dumps(_ASKED), events, headers={"Content-Type": ["text/event-stream"]})


def binary(body: bytes, **headers: list[str]) -> bytes:
    """A VCR.py cassette in YAML whose answer is bytes."""
    named = {"Content-Type": ["application/json"], **{key.replace("_", "-"): value for key, value in headers.items()}}
    return (
        "version: 1\ninteractions:\n- request:\n    method: POST\n"
        "    uri: https://api.openai.com/v1/chat/completions\n    headers: {}\n    body: '{}'\n"
        "  response:\n    status: {code: 200, message: OK}\n"
        f"    headers: {json.dumps(named)}\n"
        f"    body:\n      string: !!binary {base64.b64encode(body).decode()}\n"
    ).encode()


def govcr(field: str, value: str) -> bytes:
    """A go-vcr cassette in which one scalar is spelled so."""
    fields = {"version": "2", "id": "0", "proto_major": "1", "content_length": "2", "status": "200 OK", "code": "200",
              "duration": "1.5s"} | {field: value}  # fmt: skip
    return (
        f"---\nversion: {fields['version']}\ninteractions:\n  - id: {fields['id']}\n    request:\n"
        f"      proto: HTTP/1.1\n      proto_major: {fields['proto_major']}\n"
        f"      content_length: {fields['content_length']}\n      host: api.openai.com\n      body: '{{}}'\n"
        "      form: {}\n      headers: {}\n      url: https://api.openai.com/v1/chat/completions\n"
        "      method: POST\n    response:\n      body: '{}'\n      headers: {}\n"
        f"      status: {fields['status']}\n      code: {fields['code']}\n      duration: {fields['duration']}\n"
    ).encode()


def har(**members: str) -> bytes:
    """An HTTP archive in which members of its entry are spelled so."""
    said = {"status": "200", "time": "1", "size": "2", "wait": "1"} | members
    return (
        '{"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [{'
        f'"startedDateTime": "2026-01-01T00:00:00Z", "time": {said["time"]},'
        '"request": {"method": "POST", "url": "https://api.openai.com/v1/chat/completions", "headers": [],'
        '"queryString": [], "cookies": [], "httpVersion": "HTTP/1.1", "headersSize": -1, "bodySize": 2,'
        '"postData": {"mimeType": "application/json", "text": "{}"}},'
        f'"response": {{"status": {said["status"]}, "statusText": "OK", "headers": [], "cookies": [],'
        f'"httpVersion": "HTTP/1.1", "content": {{"size": {said["size"]}, "mimeType": "application/json",'
        '"text": "{}"}, "redirectURL": "", "headersSize": -1, "bodySize": 2},'
        f'"timings": {{"send": 0, "wait": {said["wait"]}, "receive": 0}}, "cache": {{}}}}]}}}}'
    ).encode()


_ASKED = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}], "stream": True}
_NUMBERS = {
    "hexadecimal": "0xFFFFFFFFFFFFFFFFFFFF",
    "binary": "0b" + "1" * 5000,
    "octal": "0777777777777777777777777",
    "sexagesimal": "190:20:30:" + ":".join(["59"] * 2000),
    "sexagesimal float": "190:20:30.15",
    "4,300 digits": "1" * 4301,
    "two signs": "--5",
    "infinite": ".inf",
    "no number": ".nan",
    "exponent": "1e999999999",
    "negative": "-200",
    "underscores": "2_0_0",
    "date": "2026-99-99",
    "boolean": "yes",
    "list": "[200]",
    "mapping": "{a: 200}",
}
_JSON_NUMBERS = {
    "4,300 digits": "1" * 4301,
    "exponent": "1e999999999",
    "negative": "-1",
    "huge float": "1" * 400 + ".5",
    "boolean": "true",
    "text": '"200x"',
    "list": "[200]",
    "mapping": '{"a": 1}',
    "no number": "NaN",
    "infinite": "-Infinity",
}
_GOVCR_FIELDS = ("version", "id", "proto_major", "content_length", "code", "duration", "status")
_HAR_FIELDS = ("status", "time", "size", "wait")


def _fixed(data: bytes, _size: int) -> bytes:
    return data


def _answer(content: object, **more: object) -> str:
    message = {"role": "assistant", "content": content, **more}
    return json.dumps({"object": "chat.completion", "choices": [{"index": 0, "message": message}]})


def _chunk(delta: object) -> str:
    return (
        "data: " + json.dumps({"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta}]}) + "\n\n"
    )


def _nested_arguments(size: int) -> str:
    """JSON in a string in JSON in a string: each level escapes those within it."""
    value = '{"a": 1}'
    for _ in range(10 + size):
        value = json.dumps({"a": value})
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": value}}
    return _answer(None, tool_calls=[call])


def _merge_keys(size: int) -> bytes:
    count = 1000 * size
    base = "base: &b\n" + "".join(f"  k{n}: {n}\n" for n in range(count))
    return base.encode() + b"interactions:\n" + b"- <<: *b\n" * count + b"version: 1\n"


def _billion_laughs(size: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8 + size)]
    return "\n".join([*lines, "interactions: *a7", "version: 1"]).encode()


def _gzip_bomb(size: int) -> bytes:
    """Zeros upon zeros: 80 MB a unit."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as packed:
        block = b'{"a": "' + b"x" * 1_000_000 + b'"}\n'
        for _ in range(80 * size):
            packed.write(block)
    return out.getvalue()


def _many_bombs(size: int) -> bytes:
    """Bodies that are small as stored, each thirty megabytes decoded."""
    body = base64.b64encode(zlib.compress(b"x" * 30_000_000, 9)).decode()
    one = (
        "- request: {method: POST, uri: 'https://api.openai.com/v1/chat/completions', headers: {}, body: '{}'}\n"
        "  response:\n    status: {code: 200, message: OK}\n    headers: {Content-Encoding: [deflate]}\n"
        "    body:\n      string: !!binary "
    )
    return f"version: 1\ninteractions:\n{(one + body + chr(10)) * (8 * size)}".encode()


def _json_lines_bomb(size: int) -> bytes:
    """A kilobyte that is half a million tiny JSON lines."""
    return binary(
        gzip.compress(b"1\n" * (500_000 * size), 9), Content_Encoding=["gzip"], Content_Type=["application/x-ndjson"]
    )


def _aws_frames(size: int) -> bytes:
    """Frames of AWS's event stream that claim more than there is."""
    head = struct.pack(">II", 0xFFFFFF, 0)
    frame = head + struct.pack(">I", zlib.crc32(head)) + b"\x00" * 64
    return binary(frame * (1000 * size), Content_Type=["application/vnd.amazon.eventstream"])


def _zip_of_nothing(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("har.har", b"\x00" * (20_000_000 * size))
    return out.getvalue()


def _taken_back(size: int) -> bytes:
    """A session of Gemini CLI whose last message is taken back again and again."""
    head = '{"sessionId": "s", "projectHash": "p", "startTime": "2026-01-01T00:00:00Z"}'
    said = [f'{{"id": "{number}", "type": "user", "content": "hi"}}' for number in range(500 * size)]
    again = [f'{{"$rewindTo": "{len(said) - 1}"}}', said[-1]]
    return "\n".join([head, *said, *again * len(said)]).encode()


def _levels(size: int, opening: str, closing: str) -> str:
    return opening * (30_000 * size) + closing * (30_000 * size)


HOSTILE: tuple[Hostile, ...] = (
    *(
        Hostile(f"go-vcr, {field} {name}", ".yaml", partial(_fixed, govcr(field, value)), is_small=True)
        for field in _GOVCR_FIELDS
        for name, value in _NUMBERS.items()
    ),
    *(
        Hostile(f"HAR, {field} {name}", ".har", partial(_fixed, har(**{field: value})), is_small=True)
        for field in _HAR_FIELDS
        for name, value in _JSON_NUMBERS.items()
    ),
    Hostile("JSON arrays within arrays", ".json", lambda size: _levels(size, "[", "]").encode()),
    Hostile("JSON objects within objects", ".json", lambda size: _levels(size, '{"a":', "}").encode()),
    Hostile("an answer of arrays within arrays", ".yaml", lambda size: vcrpy("{}", _levels(size, "[", "]"))),
    Hostile("YAML lists within lists", ".yaml", lambda size: (b"version: 1\ninteractions: " + b"[" * 100_000 * size)),
    Hostile("YAML blocks within blocks", ".yaml", lambda size: b"- " * 50_000 * size + b"a"),
    Hostile("an answer of very many keys", ".yaml",
            lambda size: vcrpy("{}", "{" + ",".join(f'"k{n}":{n}' for n in range(25_000 * size)) + "}")),
    Hostile("a request of very many messages", ".yaml", lambda size: vcrpy(
        json.dumps({"model": "m", "messages": [{"role": "user", "content": "a"}] * (5_000 * size)}), _answer("b"))),
    Hostile("arguments within arguments", ".yaml", lambda size: vcrpy(json.dumps(_ASKED), _nested_arguments(size))),
    Hostile("merge keys", ".yaml", _merge_keys),
    Hostile("aliases of aliases", ".yaml", _billion_laughs),
    Hostile("an alias of itself", ".yaml", lambda _size: b"version: 1\ninteractions: &a [*a]"),
    Hostile("an object of Python", ".yaml",
            lambda _size: b"version: 1\ninteractions:\n- !!python/object/apply:os.system ['exit 3']"),
    Hostile("a packed file of 80 MB", ".har.gz", _gzip_bomb),
    Hostile("packed bodies of 30 MB each", ".yaml", _many_bombs),
    Hostile("a packed body of tiny lines", ".yaml", _json_lines_bomb),
    Hostile("a zip of zeros", ".zip", _zip_of_nothing),
    Hostile("a message that is taken back again and again", ".jsonl", _taken_back),
    Hostile("frames that claim too much", ".yaml", _aws_frames),
    Hostile("NUL upon NUL", ".yaml", lambda size: b"version: 1\ninteractions:\n" + b"\x00" * (3_000_000 * size)),
    Hostile("forbidden characters", ".yaml",
            lambda size: b"version: 1\ninteractions:\n" + b"\x07\xff" * (500_000 * size)),
    Hostile("a line without end", ".yaml", lambda size: b"version: 1\ninteractions: '" + b"x" * (5_000_000 * size)),
    Hostile("empty events", ".yaml", lambda size: stream("data:\n\n" * (50_000 * size))),
    Hostile("comments and no events", ".yaml", lambda size: stream(": ping\n\n" * (50_000 * size))),
    Hostile("events without end", ".yaml", lambda size: stream("data: x\n" * (50_000 * size))),
    Hostile("very many choices", ".yaml", lambda size: stream("".join(
        "data: " + json.dumps({"object": "chat.completion.chunk", "choices": [{"index": n, "delta": {"content": "a"}}]})
        + "\n\n" for n in range(1_500 * size)))),
    Hostile("very many calls", ".yaml", lambda size: stream("".join(_chunk({"tool_calls": [
        {"index": n, "id": f"c{n}", "type": "function", "function": {"name": "f", "arguments": "{"}}]})
        for n in range(1_500 * size)))),
    Hostile("a huge index", ".yaml", lambda _size: stream(_chunk({"tool_calls": [
        {"index": 10**18, "function": {"name": "f", "arguments": "{"}}, {"index": -5}, {"index": "x"}]}))),
    Hostile("lone surrogates", ".yaml", lambda size: vcrpy('{"a": "\\ud800"}', _answer("\ud83d" * 1000 * size))),
    Hostile("controls of a terminal", ".yaml",
            lambda _size: vcrpy("{}", _answer("\x1b]0;owned\x07\x1b[2J\u202egnp.exe"))),
    Hostile("near misses of keys", ".yaml", lambda size: vcrpy("{}", _answer("apikey" + "_" * 100_000 * size))),
    Hostile("placeholders without end", ".yaml",
            lambda size: vcrpy("{}", '{"password": "' + "your" * 50_000 * size + '!"}')),
    Hostile("a URL without end", ".json", lambda size: vcrpy("{}", "{}").replace(
        b"completions", b"completions?" + b"a=b&" * (50_000 * size))),
    Hostile("a header of very many words", ".json", lambda size: vcrpy("{}", "{}", headers={
        "Content-Type": ["a; " * (50_000 * size)], "Cookie": ["b=c; " * (50_000 * size)]})),
    Hostile("headers by the thousand", ".json", lambda size: vcrpy("{}", "{}", headers={
        f"X-{n}": [str(n)] for n in range(5_000 * size)})),
    Hostile("nothing", ".yaml", lambda _size: b""),
    Hostile("half a mark", ".yaml", lambda _size: b"\xff\xfe\x00"),
    Hostile("UTF-32", ".yaml", lambda _size: "version: 1\ninteractions: []".encode("utf-32")),
)  # fmt: skip
"""Every file, by what is wrong with it."""
