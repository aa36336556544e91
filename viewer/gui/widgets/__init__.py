# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Small painted parts that know no recording.

What is painted speaks: `painted_part` makes it known to screen readers. Text is the *name* of a part, because AT-SPI
shows no value that is no number, and PySide6 cannot make text interfaces; `tests/gui/test_screen_reader.py` asks from
outside.
"""
