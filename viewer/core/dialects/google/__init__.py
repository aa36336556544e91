# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Google's Gemini: generateContent, interactions, and live sessions."""
