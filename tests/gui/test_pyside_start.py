# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""PySide6 imported by us is PySide6: it says the same of wrong arguments, later. Each test has a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_OURS, _PLAIN = "import viewer.gui", "import PySide6.QtCore"
_STATES = """
import sys
print([name for name, module in sys.modules.items() if getattr(module, "_is_waiting", False)])
"""
_MISTAKES = """
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication([])
for wrong in (
    lambda: QPoint(1, 2).setX("a"), lambda: QPoint("a"), lambda: QPoint(1, 2, 3), lambda: QTimer(interval="x"),
    lambda: QTimer(nothing=1), lambda: QTimer.singleShot(), lambda: QLabel(b"a"), lambda: QObject().tr(1, 2, 3, 4, 5),
    lambda: QLabel().setText(), lambda: QLabel().setText("a", "b"),
):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, *sorted(str(error).splitlines()))  # 6.8.0 says overloads in any order
"""
_SIGNATURES = """
from PySide6.QtWidgets import QLabel, QWidget
print(QLabel.setText.__doc__)
from PySide6.support.signature import get_signature, layout
from PySide6.support.signature.lib import pyi_generator
from shibokensupport.signature.lib.enum_sig import HintingEnumerator
print(get_signature(QWidget.render), layout.__name__, callable(pyi_generator.generate_pyi), HintingEnumerator)
"""


def _said(*parts: str) -> str:
    # Overloads are a set in PySide6 6.8; and no window is to be seen where there is a display.
    same = {**os.environ, "PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", "\n".join(parts)]
    return subprocess.run(command, env=same, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("asked", [_MISTAKES, _SIGNATURES], ids=["mistakes", "signatures"])
def test_it_says_what_plain_pyside_says(asked: str) -> None:
    said = _said(_OURS, asked)
    assert len(said) > 100
    assert said == _said(_PLAIN, asked)


def test_what_tells_signatures_is_late_until_somebody_asks() -> None:
    late = [f"shibokensupport.signature.{name}" for name in ("parser", "lib.pyi_generator")]
    assert all(name in _said(_OURS, _STATES) for name in late)
    assert not any(name in _said(_OURS, _SIGNATURES, _STATES).splitlines()[-1] for name in late)


def test_threads_that_ask_at_once_are_all_answered() -> None:
    asked = """
import sys
from threading import Barrier, Thread
ready = Barrier(8)
def ask():
    ready.wait()
    for name, imported in (("layout", "inspect"), ("parser", "re"), ("lib.enum_sig", "inspect")):
        assert getattr(sys.modules[f"shibokensupport.signature.{name}"], imported) is sys.modules[imported]
    answered.append(True)
answered = []
threads = [Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(answered))
"""
    assert _said(_OURS, asked).split() == ["8"]
