# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is known of many cassettes, kept between starts, and the search over it. Knows no window and no command.

Rule: the index is never needed. Whatever is wrong with it, everything works without and one notice says so; nothing
that is read from it becomes an object but by the codec; secrets enter it masked.
"""
