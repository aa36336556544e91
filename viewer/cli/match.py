# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer match`: which interaction would be replayed for a request, and if none, why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from viewer.batch import UNREADABLE, error_line, load, source_of
from viewer.cli._choices import add_show_secrets
from viewer.cli._parser import WRONG, Parser, say
from viewer.core.errors import CassetteError
from viewer.core.model import Headers
from viewer.core.recording import Recording
from viewer.core.replay.asked import AskedRequest
from viewer.core.replay.matchers import KNOWN_MATCHERS
from viewer.core.replay.nearest import Answer, Candidate, find_match
from viewer.core.replay.report import report_lines
from viewer.core.replay.request_text import requests_in
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name
from viewer.loose_text import STANDARD_INPUT, read_standard_input
from viewer.named_place import named_place

FOUND, NOTHING = 0, 1
"""Exit statuses, as of grep; `UNREADABLE` where the cassette or the request cannot be read."""

_EPILOG = """\
REQUEST is text, a file that holds it, - for standard input (the default), or FILE#N for an interaction of another
recording. Text is what you have: a curl command, HTTP as it is sent, an entry of a HAR file, a JSON body, or the
output of a test that failed (VCR.py, pytest-recording, Betamax, Ruby VCR, go-vcr, nock, Polly.JS, httprr):

  pytest tests/test_agent.py | cassette-viewer match tests/cassettes/agent.yaml -
  cassette-viewer match agent.yaml "curl https://api.example/v1/chat -d '{...}'"

An interaction is looked for by the rules of the recorder that made the cassette, by those that an error names, or by
--match-on. Exit status: 0 something matches, 1 nothing does, 2 the cassette or the request cannot be read, or a
matcher has no such name."""


def parser() -> Parser:
    """A cassette and a request."""
    made = Parser(
        "cassette-viewer match",
        description="Say which interaction would be replayed for a request, or why none would.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("cassette", metavar="CASSETTE", help="the recording")
    made.add_argument("request", metavar="REQUEST", nargs="?", default=STANDARD_INPUT, help="see below")
    made.add_argument("--match-on", metavar="NAMES", help="matchers, such as method,path,body")
    made.add_argument("--json", action="store_true", help="a JSON object for each request, one a line")
    add_show_secrets(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Look for every request that was told."""
    match_on = (given.match_on or "").replace(",", " ").split()
    if unknown := [word for word in match_on if word not in KNOWN_MATCHERS]:
        say(f"cassette-viewer: no matcher {name(', '.join(unknown))}; known are {', '.join(KNOWN_MATCHERS)}")
        return WRONG
    try:
        recording = load(source_of(given.cassette))
        asked = _asked(given.request, Path(given.cassette).name)
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    if not asked:
        say("cassette-viewer: no request is told there (see cassette-viewer match --help)")
        return WRONG
    masker, status = Masker(given.show_secrets), NOTHING
    for number, one in enumerate(asked):
        answer = find_match(recording, one, match_on, masker)
        status = FOUND if answer.is_found else status
        if given.json:
            print(json.dumps(_json(answer, masker)))
            continue
        for line in report_lines(answer, recording, masker):
            print(line)
        if number + 1 < len(asked):
            print()
    return status


def _asked(request: str, cassette: str) -> list[AskedRequest]:
    """The requests that are told; of errors that name their cassettes those about this one. Raises CassetteError."""
    other = named_place(request)
    if other.interaction is not None and Path(other.path).is_file():
        return [_of_interaction(load(source_of(other.path)), other.path, other.interaction)]
    if request == STANDARD_INPUT:
        text = read_standard_input("<stdin>").data.decode("utf-8", "replace")
    elif "\n" not in request and len(request) < 4096 and Path(request).is_file():
        text = Path(request).read_bytes().decode("utf-8", "replace")
    else:
        text = request
    found = requests_in(text)
    here = [asked for asked in found if asked.cassette and Path(asked.cassette).stem == Path(cassette).stem]
    return here or found


def _of_interaction(recording: Recording, path: str, number: int) -> AskedRequest:
    if not 0 <= number < len(recording.exchanges):
        raise CassetteError(path, None, f"no interaction {number}")
    exchange = recording.exchanges[number]
    request = exchange.interaction.request
    headers = Headers(request.headers.fields)
    return AskedRequest(f"{path}#{number}", request.method, request.url, headers, exchange.request.text)


def _json(answer: Answer, masker: Masker) -> dict[str, object]:
    asked = answer.asked
    return {
        "source": asked.source,
        "method": asked.method,
        "url": masker.url(asked.url) if asked.url else None,
        "matchers": answer.matchers,
        "played": asked.was_played,
        "matches": [candidate.number for candidate in answer.matching],
        "nearest": [_candidate_json(candidate) for candidate in answer.nearest],
    }


def _candidate_json(candidate: Candidate) -> dict[str, object]:
    failed: Sequence[dict[str, object]] = [
        {
            "matcher": verdict.matcher,
            "note": verdict.note,
            "differences": [
                {
                    "name": row.name,
                    "recorded": row.before.text if row.before else None,
                    "asked": row.after.text if row.after else None,
                    "paths": [{"path": p.path, "recorded": p.before, "asked": p.after} for p in row.paths],
                }
                for row in verdict.rows
            ],
        }
        for verdict in candidate.failed
    ]
    return {"interaction": candidate.number, "line": candidate.line, "failed": failed}
