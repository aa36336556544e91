# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Markdown as models write it, in blocks; what is none stays text."""

from __future__ import annotations

import pytest

from viewer.core.text.markdown_blocks import Block, inline, markdown_blocks


def marked(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without its signs, and what each mark covers."""
    plain, marks = inline(text)
    return plain, [(mark.kind, plain[mark.start : mark.end]) for mark in marks]


def told(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in markdown_blocks(text)]


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("a **b** c", "a b c", [("strong", "b")]),
        ("*a* and `b * c`", "a and b * c", [("emphasis", "a"), ("code", "b * c")]),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4", []),
        ("**a `b` *c* d**", "a b c d", [("strong", "a b c d"), ("code", "b"), ("emphasis", "c")]),
        ("[words](https://a.example/x) on", "words (https://a.example/x) on", [("link", "words")]),
        (r"\*not\* `a", "*not* `a", []),
        ("``a ` b``", "a ` b", [("code", "a ` b")]),
        ("<b>html</b> **", "<b>html</b> **", []),
    ],
)
def test_signs_inside_a_block(text: str, plain: str, marks: list[tuple[str, str]]) -> None:
    assert marked(text) == (plain, marks)


def test_blocks_in_order() -> None:
    list_ = "- one\n  - two\n    more\n3. three"
    text = f"# Lake\nIt is\ndeep.\n\n{list_}\n\n> said\n> twice\n\n---\n```py\nx = 1\n\n# no heading\n```\nend"
    assert told(text) == [
        ("heading", "Lake"),
        ("paragraph", "It is\ndeep."),
        ("item", "one"),
        ("item", "two\nmore"),
        ("item", "three"),
        ("quote", "said\ntwice"),
        ("rule", ""),
        ("code", "x = 1\n\n# no heading"),
        ("paragraph", "end"),
    ]
    items = [block for block in markdown_blocks(text) if block.kind == "item"]
    assert [(item.sign, item.level) for item in items] == [("•", 0), ("•", 1), ("3.", 0)]


def test_a_table_has_its_columns_below_each_other() -> None:
    [block] = markdown_blocks("| lake | depth |\n|---|---:|\n| **A** | 56 |\n| Longer |")
    assert block.text == "lake    depth\nA       56\nLonger"
    assert [block.text[mark.start : mark.end] for mark in block.marks] == ["lake    depth"]


def test_code_that_nothing_closes_goes_to_the_end() -> None:
    assert markdown_blocks("```\na\nb") == [Block("code", "a\nb")]


def test_nothing_but_signs_is_left_out() -> None:
    text = "<script>x</script>\n\n| no table |\n\n#no heading\n\n-no item"
    assert [words for _, words in told(text)] == ["<script>x</script>", "| no table |", "#no heading", "-no item"]


@pytest.mark.parametrize("piece", ["*", "_", "`", "``a`", "**a ", "[a](", "> ", "- ", "|\n|-|\n", "```\n", "#", "\\"])
def test_it_is_total(piece: str) -> None:
    assert isinstance(markdown_blocks(piece * 3000), list)
