# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text that may hold anything as code of GitHub Flavored Markdown: inside, nothing is a heading, link or mention."""

from __future__ import annotations

import re


def code_span(text: str) -> str:
    """An inline code span (CommonMark 6.1): a longer run of backticks than any inside; nothing for no text."""
    if not text:
        return ""
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def code_block(text: str, language: str) -> str:
    """A fenced code block (CommonMark 4.5)."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def table_cell(text: str) -> str:
    """A code span for a cell of a table: even there a bar would end the cell (GFM 4.10)."""
    return code_span(text).replace("|", r"\|")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
