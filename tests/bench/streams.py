# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A stream of very many events, understood. `EVENTS`: how many. The floor parses the JSON of each and no more."""

from __future__ import annotations

import gc
import json
import sys
import time

from tests.bench.cassettes import chunk_lines
from tests.bench.process import memory_mb, report
from viewer.core.analysis import analyse
from viewer.core.model import Body, Headers, Interaction, Request, Response

_ASKED = b'{"model": "parrot-1", "stream": true, "messages": [{"role": "user", "content": "Why?"}]}'


def main(events: int) -> None:
    """Seconds of a processor, and MB."""
    body = "".join(f"{line}\n\n" for line in chunk_lines(events)).encode()
    headers = Headers((("Content-Type", "text/event-stream"),))
    request = Request("POST", "https://llm.example/v1/chat/completions", body=Body(_ASKED))
    interaction = Interaction(0, request, Response(200, "OK", headers, Body(body)))
    before = memory_mb()
    gc.disable()  # as the program does while it reads
    began = time.process_time()
    exchange = analyse(interaction)
    took = time.process_time() - began
    memory = memory_mb() - before
    began = time.process_time()
    parsed = [json.loads(line[6:]) for line in body.decode().split("\n\n") if line.startswith("data: {")]
    report(
        events=len(exchange.events), seconds=took, memory=memory, floor=time.process_time() - began, json=len(parsed)
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
