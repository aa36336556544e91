# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How everything is drawn just now: passed to each widget, replaced as a whole when theme, zoom or masking change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.secrets.masking import Masker
    from viewer.gui.look.icons import Icons
    from viewer.gui.look.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """Theme (colours, fonts, zoom), icons in its colours, what is masked, and whether things may move by themselves."""

    theme: Theme
    icons: Icons
    masker: Masker
    reduced_motion: bool = False
