# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What secrets look like: one table of shapes, and the names under which a secret stands whatever its shape.

Rule: every pattern takes linear time (possessive repeats of one class, or bounded ones), and has a literal hint
without which it is not even tried. A value that is plainly a placeholder is no secret.
"""

from __future__ import annotations

import re

from viewer.cached_property import cached_property
from viewer.dataclass import dataclass

# A key stands alone, but in raw JSON the letter of an escape such as `\n` may stand before it.
_ALONE = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4})|(?<=%[0-9A-F]{2}))"
_DIGIT_AHEAD = r"(?=[A-Za-z_-]{0,60}[0-9])"


@dataclass(frozen=True)
class Shape:
    """A pattern whose group `secret`, or all of it, is a secret; tried where one of `hints` stands in the text.

    It is compiled when it is first tried: most texts need none of these, and a start should not wait for them.
    """

    hints: tuple[str, ...]
    source: str
    any_case: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source, re.IGNORECASE if self.any_case else re.NOFLAG)


def _shape(hints: str, pattern: str, *, any_case: bool = False) -> Shape:
    return Shape(tuple(hints.split("|")), pattern, any_case)


def _key(prefix: str, rest: str) -> Shape:
    """A key that begins with a literal prefix of its issuer."""
    return _shape(prefix, rf"{_ALONE}{re.escape(prefix)}{rest}")


_JSON_NAMES = (
    r"(?:x[_-]?)?api[_-]?key|(?:access|refresh|auth|bearer|session|id|security|aws_session)[_-]?token"
    r"|client[_-]?secret|secret(?:[_-]?(?:access[_-]?)?key)?|password|passwd|private[_-]?key|authorization"
)
_QUERY_NAMES = (
    r"key|api[_-]?key|subscription[_-]key|token|secret|password|passwd|sig|signature|cookie[0-9]*"
    r"|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret|awsaccesskeyid"
    r"|x-(?:amz|goog)-(?:signature|credential|security-token)"
)
JSON_NAME = re.compile(_JSON_NAMES, re.IGNORECASE)
"""Matches the whole name of a JSON member whose text is a secret."""

SHAPES = (
    _key("sk-", _DIGIT_AHEAD + r"[A-Za-z0-9_-]{16,}+"),  # OpenAI, Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek
    _key("AKIA", r"[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _key("ASIA", r"[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _key("AIza", r"[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    _key("ya29.", r"[A-Za-z0-9_-]{20,}+"),
    _key("GOCSPX-", r"[A-Za-z0-9_-]{20,}+"),
    _shape("ghp_|gho_|ghu_|ghs_|ghr_", rf"{_ALONE}gh[pousr]_[A-Za-z0-9]{{30,}}+"),
    _key("github_pat_", r"[A-Za-z0-9_]{22,}+"),
    _key("glpat-", r"[A-Za-z0-9_-]{20,}+"),
    _shape("xox", rf"{_ALONE}xox[abeoprs]-[A-Za-z0-9-]{{10,}}+"),
    _key("hf_", r"[A-Za-z0-9]{30,}+"),
    _key("gsk_", r"[A-Za-z0-9]{20,}+"),
    _key("xai-", r"[A-Za-z0-9]{20,}+"),
    _key("csk-", r"[A-Za-z0-9]{20,}+"),
    _key("r8_", r"[A-Za-z0-9]{30,}+"),
    _key("pplx-", r"[A-Za-z0-9]{30,}+"),
    _key("nvapi-", r"[A-Za-z0-9_-]{30,}+"),
    _key("tvly-", _DIGIT_AHEAD + r"[A-Za-z0-9_-]{20,}+"),
    _key("dapi", r"[0-9a-f]{32}(?![0-9A-Za-z])"),
    _shape("lsv2_", rf"{_ALONE}lsv2_(?:pt|sk)_[A-Za-z0-9_]{{20,}}+"),
    _shape("k_live_", rf"{_ALONE}[rs]k_live_[A-Za-z0-9]{{16,}}+"),
    _shape("user_2|org_2", rf"{_ALONE}(?:user|org)_2[A-Za-z0-9]{{20,}}+"),  # in OpenRouter's errors
    _shape("eyJ", rf"{_ALONE}eyJ[A-Za-z0-9_-]{{8,}}+\.eyJ[A-Za-z0-9_-]{{8,}}+\.[A-Za-z0-9_-]*+"),
    _shape("PRIVATE KEY-", r"-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY-----(?P<secret>(?:[^-\"]|-(?!-)){1,20000})"),
    _shape(
        "earer |asic |EARER ",
        r"\b(?:bearer|basic) {1,4}(?P<secret>(?=[A-Za-z._~+/-]{0,400}[0-9=])[A-Za-z0-9._~+/-]{16,}+={0,2})",
        any_case=True,
    ),
    _shape("ignature=|redential=", r"\b(?:Credential|Signature)=(?P<secret>[A-Za-z0-9+/%=_-]{16,}+)"),
    _shape("://", r"://[^\s/:@\"'<>\\]{0,200}:(?P<secret>[^\s/@\"'<>\\]{1,500})@"),
    _shape("=", rf"(?:[?&#]|\A)(?:{_QUERY_NAMES})=(?P<secret>[^&#\s\"'<>\\{{}}]{{8,}}+)", any_case=True),
    _shape(
        "key|Key|KEY|oken|ecret|assword|asswd|uthorization",
        rf"\"(?:{_JSON_NAMES})\\{{0,3}}\"\s{{0,8}}:\s{{0,8}}\\{{0,3}}\"(?P<secret>[^\"\\\s]{{8,4096}}+)\\{{0,3}}\"",
        any_case=True,
    ),
)


@dataclass(frozen=True)
class Family:
    """Shapes whose hints all hold the same character, of which most texts have few: one search tells of all of them."""

    mark: str
    shapes: tuple[Shape, ...]

    @cached_property
    def hints(self) -> re.Pattern[str]:
        """Matches any of the hints; it begins with the mark, for which a text is looked through at once."""
        halves = (hint.partition(self.mark) for shape in self.shapes for hint in shape.hints)
        around = "|".join(rf"(?<={re.escape(before + mark)}){re.escape(after)}" for before, mark, after in halves)
        return re.compile(f"{re.escape(self.mark)}(?:{around})")


def _has(mark: str, shape: Shape) -> bool:
    return all(mark in hint for hint in shape.hints)


_MARKS = "-_=AJx"
_MARK_OF = {shape: next((mark for mark in _MARKS if _has(mark, shape)), "") for shape in SHAPES}

FAMILIES = tuple(Family(mark, tuple(shape for shape in SHAPES if _MARK_OF[shape] == mark)) for mark in _MARKS)
"""Most shapes, each in one family."""
SINGLE_SHAPES = tuple(shape for shape in SHAPES if not _MARK_OF[shape])
"""The shapes that are in none."""

_HEADER_NAME = re.compile(
    r"(?:proxy-)?authorization|authentication|(?:set-)?cookie2?|.*(?:^|[-_])(?:token|secret|password|passwd|signature)"
    r"|.*(?:api|access|auth|secret|private|subscription|functions|account|master)[-_]?key"
    r"|.*openai-(?:organization|project)|.*anthropic-organization-id|mcp-session-id|x-amz-credential",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[A-Z_-]*redacted[A-Z_-]*|x{3,}|\*{3,}|•+|\.\.\.|…"
    r"|(?:^|[-_. ])(?:test|fake|dummy|mock|mocked|example|sample|placeholder|sanitized|scrubbed|masked|filtered"
    r"|hidden|removed|omitted|changeme|your|my|secret|insert|replace|invalid|none|null|undefined)(?=[-_. ]|$)"
    r"|^(?:<[^>]*>|\[[^]]*\]|\{.*\}|\$.*|%.*%|(.)\1*)$",
    re.IGNORECASE | re.DOTALL,
)
_LONG_TOKEN = re.compile(r"(?=[A-Za-z]{0,60}[0-9])[A-Za-z0-9]{12,}+")
_MOST_LOOKED_AT = 4096
_SCHEME = re.compile(r"(?:bearer|basic|token|digest|key|aws4-hmac-sha256)\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w.-]{0,29}")
_PLAIN_NUMBER = re.compile(r"\s*[0-9.,:%]*\s*")


def is_secret_header(name: str) -> bool:
    """Whether a header field of that name holds a secret, whatever its value looks like."""
    return _HEADER_NAME.fullmatch(name) is not None


def is_placeholder(value: str) -> bool:
    """Whether a value stands for a secret that somebody took out, or is too plain to be one."""
    bare = _SCHEME.sub("", value.strip(), count=1)
    if _PLAIN_NUMBER.fullmatch(bare):
        return True
    without, count = _PLACEHOLDER.subn(" ", bare[:_MOST_LOOKED_AT])
    return count > 0 and len(bare) <= _MOST_LOOKED_AT and _LONG_TOKEN.search(without) is None


def is_plain_name(text: str) -> bool:
    """Whether a text is short, made as identifiers are, and holds nothing that might be a secret."""
    return (
        _NAME.fullmatch(text) is not None
        and _LONG_TOKEN.search(text) is None
        and not any(shape.pattern.search(text) for shape in SHAPES if any(hint in text for hint in shape.hints))
    )
