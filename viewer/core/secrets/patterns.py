# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Secrets that are known by what stands around them: one table of shapes.

Rule: every pattern takes linear time (possessive repeats of one class, or bounded ones), and has a literal hint
without which it is not even tried. A value that is plainly a placeholder is no secret.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterable

from viewer.cached_property import cached_property
from viewer.core.secrets.issuers import issued
from viewer.core.secrets.names import JSON_NAMES, KINDS_OF_KEYS, QUERY_NAMES, least_length
from viewer.core.secrets.placeholders import has_long_token, is_placeholder, looks_drawn
from viewer.dataclass import dataclass

_QUOTE = r"\\{0,3}[\"']"
_MEMBER_QUOTE = r"\\{0,3}\""
_FIGURE = re.compile(r"[0-9=]")


def _is_told(match: re.Match[str]) -> bool:
    return not is_placeholder(match["secret"])


def _is_assigned(match: re.Match[str]) -> bool:
    """Whether what is left of the sign names a secret, and what is right of it was drawn."""
    if not looks_drawn(match["secret"]):
        return False
    text, start = match.string, match.start()
    least = least_length(text[max(0, start - 64) : start].rstrip(" \t\"'\\]"))
    return least is not None and len(match["secret"]) >= least


def _is_credential(match: re.Match[str]) -> bool:
    """Whether what stands behind a scheme is no word: it has figures, was drawn, or says a user and a password."""
    secret = match["secret"]
    if is_placeholder(secret):
        return False
    return _FIGURE.search(secret) is not None or looks_drawn(secret) or _is_user_and_password(secret)


def _is_user_and_password(letters: str) -> bool:
    try:
        told = b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode()
    except ValueError:
        return False
    return ":" in told and told.isprintable()


def _is_drawn(match: re.Match[str]) -> bool:
    return looks_drawn(match["secret"])


def _frequency(sign: str) -> int:
    """How many texts hold a sign, roughly."""
    return 2 if sign.islower() else int(sign in " :.-")


@dataclass(frozen=True)
class Shape:
    """A pattern whose group `secret` is a secret where `accepts` says so; tried where one of `hints` stands.

    `everywhere`: it is so well marked that it is looked for in runs of base64 too.
    It is compiled when it is first tried: most texts need none of these, and a start should not wait for them.
    """

    kind: str
    hints: tuple[str, ...]
    source: str
    any_case: bool = False
    everywhere: bool = False
    accepts: Callable[[re.Match[str]], bool] = _is_told

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source, re.IGNORECASE if self.any_case else re.NOFLAG)

    def is_hinted(self, text: str) -> bool:
        """Whether one of the hints stands in a text; one sign is found ten times as fast as several, so it is first."""
        for sign, hint in self._hints:  # noqa: SIM110 - `any` takes twice as long, and there are many for each text
            if sign in text and hint in text:
                return True
        return False

    @cached_property
    def _hints(self) -> tuple[tuple[str, str], ...]:
        """Each hint behind its rarest sign: one that most texts lack, else one that is no small letter."""
        return tuple((min(hint, key=_frequency), hint) for hint in self.hints)


_VALUE = r"[^\s\"'`<>&;,\\{}\x00-\x1f]"
_SCHEME = r"(?:(?:[Bb]earer|[Bb]asic|[Tt]oken|[Aa]pi[Kk]ey|[Kk]ey|SSWS|Splunk) {1,2})?"
_ENDINGS = (
    *("token", "secret", "secrets", "sword", "sswd", "asswd", "pwd", "passphrase", "passcode", "pass", "pw"),
    *("credential", "credentials", "auth", "authorization", "cookie", "dsn"),
)
"""How the names end of which `least_length` knows one, but for keys."""


def _last_letters(words: Iterable[str]) -> str:
    """A class of what the words end with, in either case."""
    letters = sorted({word[-1] for word in words})
    return f"[{''.join(letters)}{''.join(letters).upper()}]"


def _after_one_of(endings: Iterable[str], behind: str) -> str:
    """Whether one of these stands, in any case, before what is `behind` it.

    It is told from the last letter on, so that most texts are told by one look, however many endings there are; what
    only one of them has before that is one look too.
    """
    rests: dict[str, set[str]] = defaultdict(set)
    for ending in endings:
        rests[ending[-1]].add(ending[:-1])
    branches = []
    for last, before in sorted(rests.items()):
        if len(before) == 1:
            branches.append(f"(?<=(?ai:{min(before)}{last}){behind})")
        else:
            told = "" if "" in before else _after_one_of(before, f".{behind}")
            branches.append(f"(?<={_last_letters(last)}{behind}){told}")
    return branches[0] if len(branches) == 1 else f"(?<={_last_letters(rests)}{behind})(?:{'|'.join(branches)})"


_LAST = _last_letters((*_ENDINGS, "key"))


def _after_a_name(between: str) -> str:
    """Whether a name of a secret ends directly before the sign just matched, and `between` before that."""
    kinds = "|".join(sorted({kind[-3:] for kind in KINDS_OF_KEYS}))
    keys = "|".join(f"(?<=(?ai:{kinds}){sign}...{between}.)" for sign in ("", r"[_.\s-]"))
    return rf"(?:{_after_one_of(_ENDINGS, f'{between}.')}|(?<=(?ai:key){between}.)(?:{keys}))"


_ASSIGNED = (
    rf"[=:>](?:(?<={_LAST}.)|(?<={_LAST}[\"'\s\]].))"
    rf"(?=[=>\s\"'\\]{{0,6}}{_SCHEME}{_VALUE}{{8}})"
    rf"(?:(?<=[A-Za-z0-9].){_after_a_name('')}|(?<=[\"'\s\]].){_after_a_name('.')})"
    rf"(?:(?<==)>|(?<=:)=)?\s{{0,3}}(?:{_QUOTE})?"
    rf"{_SCHEME}"
    r"(?P<secret>[^\s\"'`<>&;,\\{}\x00-\x1f]{8,1024}+)"
)
_NAMED_OPTION = r"(?:api-?key|(?:access-|auth-)?token|password|passwd|secret(?:-key)?|pass|user-?pass)"

SHAPES = (
    Shape(
        "private key",
        ("PRIVATE KEY",),
        r"-----BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?P<secret>(?:[^-\"]|-(?!-)){1,20000})",
        everywhere=True,
    ),
    Shape(
        "web token",
        ("eyJ",),
        r"(?P<secret>eyJ(?:(?<![A-Za-z0-9_-]eyJ)|(?<=\\[nrtbf]eyJ))[A-Za-z0-9_-]{8,}+\."
        r"(?:eyJ[A-Za-z0-9_-]{8,}+(?:\.[A-Za-z0-9_-]*+|(?<=[A-Za-z0-9_-]{24}))|[A-Za-z0-9_-]*+\.[A-Za-z0-9_-]{12,}+\.[A-Za-z0-9_-]{8,}+"
        r"\.[A-Za-z0-9_-]{16,}+))",
        everywhere=True,
    ),
    Shape(
        "authorization",
        ("earer ", "asic ", "EARER ", "ASIC "),
        r"[bB](?:[eE][aA][rR][eE][rR]|[aA][sS][iI][cC]) {1,4}"
        r"(?P<secret>[A-Za-z0-9._~+/-]{16,}+={0,2})",
        accepts=_is_credential,
    ),
    Shape("signature", ("ignature=", "redential="), r"\b(?:Credential|Signature)=(?P<secret>[A-Za-z0-9+/%=_-]{16,}+)"),
    Shape("password in an address", ("://",), r"://[^\s/:@\"'<>\\]{0,200}:(?P<secret>[^\s/@\"'<>\\]{1,500})@"),
    Shape("token in an address", ("://",), r"://(?P<secret>[A-Za-z0-9_-]{20,200}+)@", accepts=_is_drawn),
    Shape(
        "parameter",
        ("=",),
        rf"[?&#](?:{QUERY_NAMES})=(?P<secret>[^&#\s\"'<>\\{{}}]{{8,}}+)",
        any_case=True,
    ),
    Shape(
        "member named as a secret",
        ("key", "Key", "KEY", "oken", "OKEN", "ecret", "ECRET", "assw", "ASSW", "uthorization"),
        rf"\"(?:{JSON_NAMES}){_MEMBER_QUOTE}\s{{0,8}}:\s{{0,8}}{_MEMBER_QUOTE}"
        rf"(?P<secret>[^\"\\\s]{{8,4096}}+){_MEMBER_QUOTE}",
        any_case=True,
    ),
    Shape(
        "member named as a secret",  # one that holds quotation marks or backslashes
        ('\\"', "\\\\", "\\/"),
        r"\"(?P<name>[A-Za-z0-9_.-]{2,60}+)\"\s{0,8}:\s{0,8}\""
        r"(?P<secret>[^\"\\\s]{0,1024}(?:\\[^u\s][^\"\\\s]{0,1024}){1,64})\"",
        accepts=lambda match: least_length(match["name"]) is not None and not is_placeholder(match["secret"]),
    ),
    Shape("value named as a secret", ("=", ":", ">"), _ASSIGNED, accepts=_is_assigned),
    Shape(
        "user and password",
        ("-u",),  # in both long names too
        rf"-(?<![\w-]-)(?:u|-(?:proxy-)?user)[ =]{{0,2}}(?:{_QUOTE})?[^\s:\"'\\]{{1,100}}:"
        r"(?P<secret>[^\s\"'\\]{4,200}+)",
    ),
    Shape(
        "option named as a secret",
        ("--",),
        rf"-(?<![\w-]-)-?{_NAMED_OPTION}[ =]{{1,2}}(?:{_QUOTE})?(?P<secret>[^\s\"'\\]{{8,500}}+)",
        accepts=_is_drawn,
    ),
    Shape(
        "login",
        ("password", "PASSWORD"),
        r"login[ \t]{1,4}\S{1,100}[ \t]{1,4}password[ \t]{1,4}(?P<secret>[^\s\"\\]{6,200}+)",
        any_case=True,
    ),
    Shape(
        "webhook",
        ("hooks.slack", "/webhooks/", "webhook.office", "hooks.zapier", "make.com/"),
        r"(?:hooks\.slack\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{15,21}"
        r"|[a-z0-9.-]{0,60}webhook\.office\.com/webhookb2|hooks\.zapier\.com/hooks/catch|hook\.[a-z0-9.]{0,20}make\.com)"
        r"/(?P<secret>[A-Za-z0-9@/_+-]{12,}+)",
    ),
    Shape("Telegram bot token", ("/bot",), r"/bot[0-9]{8,10}:(?P<secret>[A-Za-z0-9_-]{32,40}+)"),
    Shape("Twilio token", ("AC",), r"AC(?<![A-Za-z0-9]AC)[0-9a-f]{32}:(?P<secret>[0-9a-f]{32})(?![0-9a-f])"),
    Shape(
        "cookie",
        ("ookie", "OOKIE"),
        rf"[cC][oO][oO][kK][iI][eE]2?(?:{_QUOTE})?\s{{0,3}}[:=]\s{{0,3}}(?:{_QUOTE})?"
        r"(?P<secret>[A-Za-z0-9_.-]{1,64}=(?=[^\s;\"'\\]{8})[^\"'\r\n\\]{8,2000}+)",
        accepts=lambda match: looks_drawn(match["secret"].split(";")[0].split("=", 1)[1]),
    ),
)


def is_plain(text: str) -> bool:
    """Whether a text holds nothing that might be a secret."""
    if has_long_token(text) or issued().search("\n" + text):
        return False
    return not any(shape.pattern.search(text) for shape in SHAPES if shape.is_hinted(text))
