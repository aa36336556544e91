# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes in git: what `git diff` shows of them, and the settings that make it so.

`transcript` is what git shows; `repository` asks git, `patterns` finds which files are cassettes, `block` edits the
lines of ours in a file of the user's, `setup` puts these together into changes that can be shown, made and undone.
"""
