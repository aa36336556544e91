# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is kept of each of millions: arrays in place of objects; knows no recording."""
