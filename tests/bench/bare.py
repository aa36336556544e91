# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The smallest useful PySide6 window, painted once: what start-up is compared with."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

from tests.bench.process import memory_mb, report, since_start_s


def main() -> None:
    """Show it and measure."""
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QPlainTextEdit("Hello"))
    window.resize(1200, 800)
    window.show()
    app.processEvents()
    window.grab()
    report(seconds=since_start_s(), cpu=time.process_time(), memory=memory_mb())


if __name__ == "__main__":
    main()
