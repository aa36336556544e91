# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""BLAKE2b of the standard library, by itself: `hashlib` links OpenSSL for other digests, 3 ms and 5 MB of a start."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python may keep it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
