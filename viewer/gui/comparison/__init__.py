# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two recordings side by side: `lines` says what is shown, `cells` lays it out, `view` paints, `page` joins it all."""
