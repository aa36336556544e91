# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Windows beside the main one: export, desktop integration, keys, preferences, a cassette's own text."""
