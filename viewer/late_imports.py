# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Libraries that are imported when they are first needed, in whichever thread that is: under one lock.

Where two threads meet in the modules of one library from two sides, the interpreter gives one of them a module that is
half made rather than let both wait for ever. Rule: under the lock there is an import and nothing else.
"""

from __future__ import annotations

from threading import RLock

import_lock = RLock()
"""Held while a library of many modules is imported."""
