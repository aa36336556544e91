# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The head of a page that stands alone: a policy that lets it load nothing, and its style in the window's colours."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from functools import cache
from html import escape

from viewer.resources import resource


def page_head(title: str, sheet: str) -> str:
    """Everything up to the body; `sheet` names a style sheet of `resources/export`."""
    style = _style(sheet)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
"""


@cache
def _style(sheet: str) -> str:
    """The style sheet, with the colours that it uses from the window's themes."""
    css = resource("export", sheet).read_text("utf-8")
    light, dark = (_colours(theme, css) for theme in ("light", "dark"))
    return f"\n:root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{css}"


def _colours(theme: str, css: str) -> str:
    """The tokens of a theme that the style sheet names, as custom properties. Printing is always light."""
    tables = tomllib.loads(resource("themes", f"{theme}.toml").read_text("utf-8")).values()
    tokens = {token: colour for table in tables if isinstance(table, dict) for token, colour in table.items()}
    return " ".join(f"--{token}: {tokens[token]};" for token in sorted(set(re.findall(r"var\(--(\w+)\)", css))))
