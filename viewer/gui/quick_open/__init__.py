# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Go to anything: a field over the window, and what fits below it.

It keeps: it knows the targets that it is given, and goes nowhere itself.
"""
