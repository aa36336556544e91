# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
r"""The language of filters and searches: terms with spaces between, all of which must hold. Case never counts.

| | |
|---|---|
| `word` `"several words"` | somewhere: in messages, tool calls, results, headers, URL, model, status |
| `text:word` `text:"several words"` | in what was said: messages, tool calls and their results, errors |
| `/pattern/` | a regular expression, written as Python does; `\/` is a slash, `^` and `$` are those of a line |
| `status:429` `status:4xx` `model:kimi` `tool:add` `finish:length` | facts; `model:=kimi-k2` is that very name |
| `provider:groq` `host:openrouter` `dialect:chat` | who answered, which address, in which dialect |
| `recorder:vcrpy` `file:part/of/a/path` | of the file |
| `tool-error:yes\|no\|name` | the result of a tool is an error, told there for the first time |
| `stream:yes\|no` `error:yes\|no\|words` `problem:yes\|no\|unreadable` | facts |
| `tokens:>1000` `cost:>0.01` `events:>500` `duration:>2s` `age:>90d` | counts, with `>` `>=` `<` `<=` or `=` |

A `-` before a term turns it around; inside a word it is a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from viewer.core.text.timed_patterns import compiled
from viewer.dataclass import dataclass
from viewer.index.comparison import COUNTS, Comparison
from viewer.index.facts import Facts
from viewer.index.folding import fold

FACTS = (
    "status",
    "model",
    "provider",
    "host",
    "dialect",
    "tool",
    "tool-error",
    "stream",
    "error",
    "problem",
    "recorder",
    "file",
)
FIELDS = (*FACTS, "finish", *COUNTS, "text")
PATTERN = "/"
"""The field of a term that is a regular expression."""

_OF_FILES = frozenset(("error", "problem", "file"))
_TERM = re.compile(
    r"(?P<minus>(?<!\S)-)?"
    r"(?:(?P<pattern>(?<![^\s-])/(?:[^/\\\n]|\\.)+/(?!\S))"
    r'|(?:(?P<field>tool-error|[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+)))',
    re.IGNORECASE,
)
YES, NO = frozenset(("yes", "true", "1")), frozenset(("no", "false", "0"))
_SWITCH = "|".join(sorted(YES | NO))
_VALUES = {
    "status": ("[0-9][0-9x]{0,2}", "a number such as 429, or 4xx"),
    "stream": (_SWITCH, "yes or no"),
    "problem": (f"{_SWITCH}|unreadable", "yes, no or unreadable"),
    **{field: (kind.pattern, kind.words) for field, kind in COUNTS.items()},
}
"""What the values of a field look like, and how that is told; the other fields take any."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `field` is empty for words anywhere, `PATTERN` for a regular expression."""

    field: str
    value: str
    negated: bool

    @property
    def is_text(self) -> bool:
        """Whether it is about texts, which a searcher answers, and not about facts."""
        return self.field in ("", "text", PATTERN)

    def accepts(self, facts: Facts) -> bool:
        """Whether an interaction, or a file that cannot be read, meets a condition about facts."""
        if facts.is_file and self.field not in _OF_FILES:
            return False
        return _TESTS[self.field](facts, self.value) is not self.negated


def parse_query(text: str, fields: tuple[str, ...] = FIELDS, *, patterns: bool = True) -> tuple[Term, ...]:
    """The terms of a query; what names none of `fields` is words, so nothing typed is an error."""
    terms = []
    for found in _TERM.finditer(text):
        field, value = (found["field"] or "").lower(), found["pattern"]
        if value is not None and patterns and compiled(value[1:-1]) is not None:
            terms.append(Term(PATTERN, value[1:-1], bool(found["minus"])))
            continue
        if value is None:
            value = found["quoted"] if found["quoted"] is not None else found["word"]
            if not field and value.endswith(":") and value[:-1].lower() in fields:
                continue  # its value is still to be typed
        if field and field not in fields:
            field, value = "", f"{field}:{value}"
        if value:
            terms.append(Term(field, fold(value), bool(found["minus"])))
    return tuple(terms)


def doubts(text: str, fields: tuple[str, ...] = FIELDS, *, patterns: bool = True) -> tuple[str, ...]:
    """What in a query cannot be meant: words before a colon that are no fields, and values that nothing can have."""
    told: dict[str, None] = {}
    for found in _TERM.finditer(text):
        field, value = (found["field"] or "").lower(), found["quoted"] or found["word"] or ""
        if found["pattern"] is not None:
            if patterns and compiled(found["pattern"][1:-1]) is None:
                told[f"{found['pattern']}: no regular expression, looked for as it is"] = None
        elif field in _VALUES and field in fields:
            pattern, words = _VALUES[field]
            if value and re.fullmatch(pattern, value, re.IGNORECASE) is None:
                told[f"{field}: takes {words}"] = None
        elif field and field not in fields and not value.startswith("//"):  # an address is only looked for
            told[f"Unknown word {field}: — known are {', '.join(fields)}"] = None
    return tuple(told)


def _status(facts: Facts, value: str) -> bool:
    status = str(facts.status or 0)
    return re.fullmatch(re.escape(value).replace("x", "[0-9]"), status) is not None or status.startswith(value)


def _stream(facts: Facts, value: str) -> bool:
    return facts.streamed if value in YES else not facts.streamed if value in NO else False


def _error(facts: Facts, value: str) -> bool:
    if value in YES:
        return facts.failed
    return not facts.failed if value in NO else facts.failed and value in fold(facts.error)


def _problem(facts: Facts, value: str) -> bool:
    if value == "unreadable":
        return facts.is_file and facts.failed
    return facts.problem if value in YES else not facts.problem if value in NO else False


def _is_named(name: str, value: str) -> bool:
    """Whether a name holds a value; or is it, where that begins with `=`."""
    return fold(name) == value[1:] if value.startswith("=") else value in fold(name)


def _compared(field: str, of: Callable[[Facts], float | None]) -> Callable[[Facts, str], bool]:
    kind = COUNTS[field]

    def test(facts: Facts, value: str) -> bool:
        there, wanted = of(facts), Comparison.of(kind, value)
        return there is not None and wanted is not None and wanted.holds(there)

    return test


def _tool_error(facts: Facts, value: str) -> bool:
    if value in YES:
        return bool(facts.failed_tools)
    return not facts.failed_tools if value in NO else any(value in fold(tool) for tool in facts.failed_tools)


_TESTS: dict[str, Callable[[Facts, str], bool]] = {
    "status": _status,
    "model": lambda facts, value: _is_named(facts.model, value),
    "provider": lambda facts, value: _is_named(facts.provider, value),
    "host": lambda facts, value: _is_named(facts.host, value),
    "dialect": lambda facts, value: _is_named(facts.dialect, value),
    "tool": lambda facts, value: any(_is_named(tool, value) for tool in facts.tools),
    "tool-error": _tool_error,
    "stream": _stream,
    "error": _error,
    "problem": _problem,
    "recorder": lambda facts, value: _is_named(facts.recorder, value),
    "file": lambda facts, value: value in facts.file,
    "finish": lambda facts, value: any(_is_named(finish, value) for finish in facts.finishes),
    "tokens": _compared("tokens", lambda facts: facts.tokens),
    "cost": _compared("cost", lambda facts: facts.cost),
    "events": _compared("events", lambda facts: facts.events),
    "duration": _compared("duration", lambda facts: facts.duration_s),
    "age": _compared("age", lambda facts: facts.age_s),
}
