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


def page_head(title: str, *sheets: str, script: str = "") -> str:
    """Everything up to the body, with style sheets of `resources/export`; a `script` is the only one that may run."""
    style = style_sheet(*sheets)
    also = f"script-src {digest(script)}" if script else "img-src data:"
    policy = f"default-src 'none'; style-src {digest(style)}; {also}; base-uri 'none'; form-action 'none'"
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
def style_sheet(*names: str) -> str:
    """Style sheets of ours one after the other, with the colours that they use from the window's themes."""
    css = "\n".join(resource("export", name).read_text("utf-8") for name in names)
    light, dark = (_colours(theme, css) for theme in ("light", "dark"))
    return f"\n:root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{css}"


def digest(text: str) -> str:
    """A style sheet or a script as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _colours(theme: str, css: str) -> str:
    """The tokens of a theme that the style sheet names, as custom properties. Printing is always light."""
    tables = tomllib.loads(resource("themes", f"{theme}.toml").read_text("utf-8")).values()
    tokens = {token: colour for table in tables if isinstance(table, dict) for token, colour in table.items()}
    return " ".join(f"--{token}: {tokens[token]};" for token in sorted(set(re.findall(r"var\(--(\w+)\)", css))))
