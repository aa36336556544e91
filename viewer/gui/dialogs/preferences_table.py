# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What can be chosen in the preferences, and the words for it. The window is made from this table."""

from __future__ import annotations

import math
from typing import Any

from viewer.dataclass import dataclass
from viewer.gui import settings
from viewer.gui.look.appearance import ZOOM_STEPS
from viewer.gui.player.speed_box import speed_text
from viewer.gui.settings import SPEEDS, Setting


@dataclass(frozen=True, slots=True)
class Preference:
    """One line: a setting, its name with a mnemonic, a sentence, and the values with their words (none: a switch)."""

    setting: Setting[Any]
    name: str
    told: str
    values: tuple[tuple[object, str], ...] = ()


_THEMES = (
    ("system", "Like the desktop"),
    ("light", "Light"),
    ("dark", "Dark"),
    ("high-contrast-light", "Light, high contrast"),
    ("high-contrast-dark", "Dark, high contrast"),
)
_MOTION = (("system", "Like the desktop"), ("on", "Reduced"), ("off", "As recorded"))
_PAUSES = tuple(
    (seconds, "Never" if math.isinf(seconds) else f"{seconds:g} s") for seconds in (0.5, 1.0, 2.0, 5.0, 10.0, math.inf)
)
_PACES = tuple((pace, f"{pace:g}") for pace in (15.0, 30.0, 60.0, 120.0, 240.0))

SECTIONS: tuple[tuple[str, tuple[Preference, ...]], ...] = (
    (
        "Look",
        (
            Preference(settings.THEME, "&Theme", "", _THEMES),
            Preference(
                settings.ZOOM,
                "Text si&ze",
                "Of everything in the window. Ctrl++ and Ctrl+- change it at any time.",
                tuple((percent, f"{percent} %") for percent in ZOOM_STEPS),
            ),
            Preference(
                settings.REDUCED_MOTION,
                "Motio&n",
                "Reduced: nothing moves by itself. A recording is stepped through instead of played.",
                _MOTION,
            ),
        ),
    ),
    (
        "Playback",
        (
            Preference(
                settings.SPEED,
                "&Speed",
                "When the program starts. < and > change it for the time being.",
                tuple((speed, speed_text(speed)) for speed in SPEEDS),
            ),
            Preference(
                settings.LONGEST_PAUSE,
                "&Longest pause",
                "What took longer is shortened to this when played, and marked. Never: nothing is shortened.",
                _PAUSES,
            ),
            Preference(
                settings.READING_PACE,
                "Reading &pace",
                "Characters a second, where a cassette holds no times at all.",
                _PACES,
            ),
        ),
    ),
    (
        "Secrets",
        (
            Preference(
                settings.MASK_SECRETS,
                "&Mask secrets",
                "Without this, keys and passwords in cassettes can be read on screen, and are in all that you copy and "
                "export, from every start on. To see them once, use View > Show secrets.",
            ),
        ),
    ),
    (
        "Start",
        (
            Preference(
                settings.RESTORE,
                "&Open what was open last",
                "When the program is started without files. The place comes back too; nothing plays by itself.",
            ),
        ),
    ),
)

EVERY = tuple(preference.setting for _, preferences in SECTIONS for preference in preferences)
