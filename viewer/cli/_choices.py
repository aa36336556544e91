# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The choices that several commands offer: which interactions, and whether secrets are shown."""

from __future__ import annotations

import argparse

from viewer.core.exporters import ExportOptions
from viewer.core.runs.stretch import Bound, Stretch
from viewer.core.secrets.masking import Masker


def add_interaction(parser: argparse.ArgumentParser) -> None:
    """Let interactions be chosen by their numbers."""
    parser.add_argument(
        "--interaction",
        type=_interaction,
        action="append",
        metavar="N",
        help="only this one, counted from 0; may be repeated",
    )


def add_stretch(parser: argparse.ArgumentParser) -> None:
    """Let a stretch be chosen: from one interaction or turn to another, or one conversation."""
    parser.add_argument(
        "--from", dest="first", type=_bound, metavar="N", help="from this interaction on, or from turn:N of a run"
    )
    parser.add_argument("--until", dest="last", type=_bound, metavar="N", help="as far as this interaction, or turn:N")
    parser.add_argument(
        "--conversation",
        type=_interaction,
        metavar="N",
        help="only this conversation, or this sub-agent, by the number that run tells; turns are its own then",
    )


def stretch(given: argparse.Namespace) -> Stretch | None:
    """The stretch that was chosen."""
    chosen = Stretch(given.conversation, given.first, given.last)
    return None if chosen == Stretch() else chosen


def _bound(text: str) -> Bound:
    kind, _, number = text.rpartition(":")
    if kind in ("", "turn") and number.isdecimal():
        return Bound(int(number), is_turn=bool(kind))
    raise argparse.ArgumentTypeError(f"{text!r} is neither an interaction, such as 3, nor a turn, such as turn:3")


def _interaction(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number; give a whole one, counted from 0") from None


def add_show_secrets(parser: argparse.ArgumentParser) -> None:
    """Let secrets be shown."""
    parser.add_argument("--show-secrets", action="store_true", help="do not mask keys, tokens and cookies")


def export_options(given: argparse.Namespace) -> ExportOptions:
    """What was chosen, as exporters take it."""
    chosen = None if given.interaction is None else tuple(sorted(set(given.interaction)))
    return ExportOptions(Masker(given.show_secrets), chosen, details=getattr(given, "details", False))
