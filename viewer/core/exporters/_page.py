# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What exported pages have in common: the window's colours in their style sheets, and digests for their policies."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from functools import cache

from viewer.resources import resource


@cache
def style_sheet(*names: str) -> str:
    """Style sheets of ours one after the other, with the colours that they use from the window's themes."""
    css = "\n".join(resource("export", name).read_text("utf-8") for name in names)
    light, dark = (_colours(theme, css) for theme in ("light", "dark"))
    return f"\n:root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{css}"


def _colours(theme: str, css: str) -> str:
    """The tokens of a theme that a style sheet names, as custom properties. Printing is always light."""
    tables = tomllib.loads(resource("themes", f"{theme}.toml").read_text("utf-8")).values()
    tokens = {token: colour for table in tables if isinstance(table, dict) for token, colour in table.items()}
    return " ".join(f"--{token}: {tokens[token]};" for token in sorted(set(re.findall(r"var\(--(\w+)\)", css))))


def digest(text: str) -> str:
    """A style sheet or a script as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
