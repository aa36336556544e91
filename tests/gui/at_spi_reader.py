# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A screen reader's eyes: looks at the running program through AT-SPI and prints what is there as JSON.

Run by the system's own Python, which has `pyatspi`. For each name of a tab given it presses that tab and tells all that
shows then; at last it presses "Step back" and tells where the slider stands before and after.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pyatspi  # type: ignore[import-not-found]

_PATIENCE_S = 20
_STATES = {
    "focusable": pyatspi.STATE_FOCUSABLE,
    "showing": pyatspi.STATE_SHOWING,
    "selected": pyatspi.STATE_SELECTED,
    "expanded": pyatspi.STATE_EXPANDED,
}


def _find_program() -> Any:  # noqa: ANN401
    """The program; it registers itself some time after somebody first asked."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        for program in pyatspi.Registry.getDesktop(0):
            if program is not None and program.name == "cassette-viewer" and program.childCount:
                return program
        time.sleep(0.1)
    sys.exit("the program is not in the registry")


def _told(node: Any) -> dict[str, Any]:  # noqa: ANN401
    """What one object tells of itself, and what is in it."""
    states = node.getState()
    kinds = pyatspi.listInterfaces(node)
    told: dict[str, Any] = {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "states": [name for name, state in _STATES.items() if states.contains(state)],
    }
    if "Action" in kinds:
        action = node.queryAction()
        told["actions"] = [action.getName(number) for number in range(action.nActions)]
    if "Value" in kinds:
        value = node.queryValue()
        told["value"] = [value.minimumValue, value.currentValue, value.maximumValue]
    told["children"] = [_told(child) for child in node if child is not None and _is_worth_telling(child)]
    return told


def _is_worth_telling(node: Any) -> bool:  # noqa: ANN401
    return bool(node.getRoleName() == "menu item" or node.getState().contains(pyatspi.STATE_SHOWING))


def _press(program: Any, role: str, name: str) -> None:  # noqa: ANN401
    """Do the first thing that can be done with an object."""
    found = pyatspi.findDescendant(
        program, lambda node: node.getRoleName() == role and node.name.startswith(name), breadth_first=True
    )
    found.queryAction().doAction(0)
    time.sleep(0.3)


def _slider(program: Any) -> float:  # noqa: ANN401
    found = pyatspi.findDescendant(program, lambda node: node.getRoleName() == "slider")
    return float(found.queryValue().currentValue)


def main(tabs: list[str]) -> None:
    """Print an object: `seen` per tab, and `slider` before and after a step."""
    program = _find_program()
    end = time.monotonic() + _PATIENCE_S
    is_ready = lambda node: node.getRoleName() == "slider" and node.queryValue().maximumValue > 0  # noqa: E731
    while not pyatspi.findDescendant(program, is_ready) and time.monotonic() < end:
        time.sleep(0.1)
    seen = {}
    for tab in tabs:
        _press(program, "page tab", tab)
        seen[tab] = _told(program)
    before = _slider(program)
    _press(program, "push button", "Step back")
    json.dump({"seen": seen, "slider": [before, _slider(program)]}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
