# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer mcp`: recordings for models, by the Model Context Protocol over standard input and output.

Rule: it only reads, it masks, and it knows no path but those that it was started with. The protocol is the official
SDK's (extra `mcp`), imported when the server starts.
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from viewer import __version__
from viewer.cli._parser import WRONG, Parser, say
from viewer.cli._tools import RefusedError, Tools, absolute

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server.mcpserver import MCPServer

_ABOUT = (
    "Recorded LLM traffic (cassettes, HAR files, sessions of agents), read-only, secrets masked. Begin with "
    "list_recordings; run tells what an agent did, show one interaction; search finds words, check what is wrong, diff "
    "what changed between two recordings, match what would be replayed for a request."
)


def parser() -> Parser:
    """The paths that may be read."""
    made = Parser(
        "cassette-viewer mcp",
        description="Serve recordings to models by the Model Context Protocol, over standard input and output: list, "
        "show, run, search, check, diff and match, read-only, masked, and on these paths only.",
        epilog="Needs the extra mcp: pip install 'cassette-viewer[mcp]'",
    )
    made.add_argument("inputs", metavar="FILE or FOLDER", nargs="+", help="what may be read")
    return made


def run(given: argparse.Namespace) -> int:
    """Serve until standard input ends."""
    roots = absolute(given.inputs)
    missing = [path for path in roots if not os.path.lexists(path)]
    if missing:
        say(f"cassette-viewer: {missing[0]}: No such file or directory")
        return WRONG
    try:
        server = _server(Tools(roots))
    except ImportError as error:
        say(f"cassette-viewer: mcp: needs the package mcp: pip install 'cassette-viewer[mcp]' ({error})")
        return WRONG
    server.run("stdio")
    return 0


def _server(tools: Tools) -> MCPServer:
    """A server with a tool for each command; raises ImportError where the SDK is not installed."""
    from functools import wraps

    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    def refusing(tool: Callable[..., str]) -> Callable[..., str]:
        """The tool with its refusals in the words of the protocol."""

        @wraps(tool)
        def told(*given: object, **named: object) -> str:
            try:
                return tool(*given, **named)
            except RefusedError as refused:
                raise ToolError(str(refused)) from None

        return told

    server = MCPServer("cassette-viewer", version=__version__, instructions=_ABOUT, log_level="WARNING")
    hints = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for tool in (tools.list_recordings, tools.show, tools.run, tools.search, tools.check, tools.diff, tools.match):
        server.tool(annotations=hints, structured_output=False)(refusing(tool))
    return server
