# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The choices that several commands offer: which interactions, and whether secrets are shown."""

from __future__ import annotations

import argparse

from viewer.core.exporters import ExportOptions
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
