# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Each request as a curl command for a POSIX shell.

Rule: nothing from a cassette is ever read by the shell or by curl as anything but data: all of it is quoted, globbing
is off, only http and https are spoken, and a body with unprintable characters is written with octal escapes.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import partial
from typing import TextIO

from viewer.core.analysis import Exchange
from viewer.core.exporters.api import ExchangeText, Part, made
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name, one_line, visible
from viewer.core.transcript import facts
from viewer.core.transcript.options import ExportOptions

# curl computes these itself (RFC 9110, 8.6; RFC 9112, 6.1 and 9.1).
_COMPUTED = {"content-length", "host", "transfer-encoding", "connection", "accept-encoding"}
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110, 5.6.2
# Linux takes no argument of 128 KiB or more (MAX_ARG_STRLEN); printf is built into the shell and has no such limit.
_LONGEST_ARGUMENT = 100_000
_ESCAPED = re.compile(rb"[\x00-\x08\x0b-\x1f\\\x7f-\xff]")


class Curl:
    """Writes a shell script: one command a request, each runnable on its own."""

    name = "curl"
    title = "curl commands, to send the requests again"
    suffix = ".sh"

    def is_first_look(self, options: ExportOptions) -> bool:  # noqa: ARG002 - a command never tells verdicts or estimates
        """Always: what was asked is known at once."""
        return True

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the script."""
        out.writelines(made(self.parts(recording, options)))

    def parts(self, recording: Recording, options: ExportOptions) -> Iterator[Part]:
        """A part for each command."""
        masked = "" if options.masker.show else " Secrets are masked: put yours in their place."
        yield f"#!/bin/sh\n# Requests of {name(recording.cassette.name)}.{masked}\n"
        for number in options.numbers(recording):
            yield ExchangeText(number, partial(_text, recording, number, options.masker))


def _text(recording: Recording, number: int, masker: Masker) -> str:
    exchange = recording.exchanges.among_all(number)
    before, arguments = _body(exchange, masker)
    head = f"\n# {number}: {facts.endpoint(exchange, masker)}\n" + "".join(line + "\n" for line in _notes(exchange))
    return head + before + " \\\n  ".join([*_command(exchange, masker), *arguments]) + "\n"


def _command(exchange: Exchange, masker: Masker) -> Iterator[str]:
    request = exchange.interaction.request
    method = request.method if _TOKEN.fullmatch(request.method) else "GET"
    yield "curl --globoff --proto =http,https " + ("--head" if method == "HEAD" else f"--request {shlex.quote(method)}")
    yield f"--url {shlex.quote(one_line(masker.url(request.url), 100_000))}"
    if request.headers.get("accept-encoding"):
        yield "--compressed"
    if exchange.is_stream:
        yield "--no-buffer"
    for field, value in request.headers:
        if _is_sent(exchange, field):
            yield f"--header {shlex.quote(_header(field, visible(masker.header(field, value)).replace(chr(10), ' ')))}"
    if exchange.request.data and request.headers.get("content-type") is None:
        yield "--header 'Content-Type:'"


def _is_sent(exchange: Exchange, field: str) -> bool:
    """Whether a field goes into the command; the body is sent decoded, so its coding is not announced."""
    decoded = bool(exchange.request.encodings) and field.lower() == "content-encoding"
    return field.lower() not in _COMPUTED and not decoded and _TOKEN.fullmatch(field) is not None


def _header(field: str, value: str) -> str:
    """A header argument; `Name;` is how curl sends an empty one."""
    return f"{field}: {value}" if value.strip() else f"{field};"


def _notes(exchange: Exchange) -> Iterator[str]:
    """Comments on what the command cannot say."""
    request = exchange.interaction.request
    for field, _ in request.headers:
        if not _TOKEN.fullmatch(field):
            yield f"# left out, not the name of a header: {one_line(field)}"
    if not _TOKEN.fullmatch(request.method):
        yield f"# not a method, GET instead: {one_line(request.method)}"


def _body(exchange: Exchange, masker: Masker) -> tuple[str, list[str]]:
    """What stands before the command and the arguments that send the body."""
    if not exchange.request.data:
        return "", []
    # Bytes that are no UTF-8 pass through the masker as surrogates and come back as they were.
    text = masker.text(exchange.request.data.decode("utf-8", "surrogateescape"))
    data = text.encode("utf-8", "surrogateescape")
    if visible(text) != text:
        return f"printf '%b' {shlex.quote(_octal(data))} |\n", ["--data-binary @-"]
    if len(data) > _LONGEST_ARGUMENT:
        return f"printf '%s' {shlex.quote(text)} |\n", ["--data-binary @-"]
    return "", [f"--data-raw {shlex.quote(text)}"]


def _octal(data: bytes) -> str:
    r"""Bytes in ASCII for `printf %b` (POSIX.1-2017, printf): every other byte and the backslash as `\0ooo`."""
    return _ESCAPED.sub(lambda match: b"\\0%03o" % match[0][0], data).decode("ascii")
