# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every command of the window in one table: text, keys, menu. Menus, the key overlay and tests are made from it.

Keys are those of DESIGN 3.5. `scope` says where they work: `window` everywhere, `player` only where no text field or
list wants the key for itself (Space in a list selects, in the player plays).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QAction, QKeySequence

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

Scope = Literal["window", "player"]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: a stable `id`, the words shown, its keys (the first stands in menus), and its menu."""

    id: str
    text: str
    keys: tuple[str, ...]
    menu: str
    scope: Scope = "window"
    checkable: bool = False
    separated: bool = False
    """A separator stands before it."""


COMMANDS: tuple[Command, ...] = (
    Command("open", "&Open…", ("Ctrl+O",), "&File"),
    Command("open_folder", "Open &folder…", ("Ctrl+Shift+O",), "&File"),
    Command("open_recent", "Open re&cent", (), "&File"),
    Command("reopen_session", "Reopen last sessio&n", (), "&File"),
    Command("open_sample", "Open &sample", (), "&File"),
    Command("new_window", "New &window", ("Ctrl+N",), "&File"),
    Command("quick_open", "&Go to anything…", ("Ctrl+K", "Ctrl+P"), "&File"),
    Command("reload", "&Reload", ("F5",), "&File", separated=True),
    Command("export", "&Export…", ("Ctrl+E",), "&File"),
    Command("compare", "Co&mpare with…", ("Ctrl+D",), "&File"),
    Command("redact", "Save redacted co&py…", (), "&File"),
    Command("close", "C&lose file", ("Ctrl+W",), "&File", separated=True),
    Command("quit", "&Quit", ("Ctrl+Q",), "&File"),
    Command("find", "&Find in pane…", ("Ctrl+F",), "&Edit"),
    Command("find_next", "Find &next", ("F3",), "&Edit"),
    Command("find_previous", "Find &previous", ("Shift+F3",), "&Edit"),
    Command("filter", "F&ilter interactions", ("Ctrl+Shift+F",), "&Edit", separated=True),
    Command("copy_curl", "Copy as c&URL", ("Ctrl+Shift+C",), "&Edit"),
    Command("copy_link", "Copy &link", ("Ctrl+Shift+L",), "&Edit"),
    Command("paste", "Paste &as cassette", ("Ctrl+V",), "&Edit"),
    Command("note", "N&ote…", ("Ctrl+M",), "&Edit", separated=True),
    Command("mark", "Mar&k or unmark", ("M",), "&Edit", scope="player"),
    Command("notes", "All no&tes…", ("Ctrl+Shift+M",), "&Edit"),
    Command("match", "Find a &match for a request…", (), "&Edit"),
    Command("preferences", "Pr&eferences…", ("Ctrl+,",), "&Edit", separated=True),
    Command("show_secrets", "Show &secrets", (), "&View", checkable=True),
    Command("source", "Cassette &text at this line", ("Ctrl+L",), "&View"),
    Command("run_page", "Page of the r&un", ("Ctrl+R", "Alt+Left"), "&View"),
    Command("list", "Int&eractions as a list", ("Ctrl+T",), "&View"),
    Command("columns", "Colu&mns of the list…", (), "&View"),
    Command("sidebar", "Side&bar", ("Ctrl+B",), "&View", checkable=True, separated=True),
    Command("inspector", "&Inspector", ("Ctrl+I",), "&View", checkable=True),
    Command("next_pane", "Next &pane", ("F6",), "&View"),
    Command("pane_1", "Pane &1: Conversation", ("Ctrl+1",), "&View", separated=True),
    Command("pane_2", "Pane &2: Request", ("Ctrl+2",), "&View"),
    Command("pane_3", "Pane &3: Response", ("Ctrl+3",), "&View"),
    Command("pane_4", "Pane &4: Events", ("Ctrl+4",), "&View"),
    Command("pane_5", "Pane &5: Headers", ("Ctrl+5",), "&View"),
    Command("pane_6", "Pane &6: Problems", ("Ctrl+6",), "&View"),
    Command("pane_7", "Pane &7: Secrets", ("Ctrl+7",), "&View"),
    Command("markdown", "Dra&w Markdown", ("Ctrl+Shift+D",), "&View", checkable=True, separated=True),
    Command("theme_system", "T&heme of the desktop", (), "&View", checkable=True, separated=True),
    Command("theme_light", "&Light theme", (), "&View", checkable=True),
    Command("theme_dark", "&Dark theme", (), "&View", checkable=True),
    Command("theme_high_contrast_light", "Light, high &contrast", (), "&View", checkable=True),
    Command("theme_high_contrast_dark", "Dark, high cont&rast", (), "&View", checkable=True),
    Command("zoom_in", "Zoom i&n", ("Ctrl++", "Ctrl+="), "&View", separated=True),
    Command("zoom_out", "Zoom &out", ("Ctrl+-",), "&View"),
    Command("zoom_reset", "&Actual size", ("Ctrl+0",), "&View"),
    Command("play", "&Play or pause", ("Space", "K"), "&Playback", scope="player"),
    Command("step_forward", "Next &event", ("Right",), "&Playback", scope="player"),
    Command("step_back", "Pre&vious event", ("Left",), "&Playback", scope="player"),
    Command("token_forward", "Next &token", (".",), "&Playback", scope="player"),
    Command("token_back", "Previous to&ken", (",",), "&Playback", scope="player"),
    Command("marker_forward", "Next &marker", ("]",), "&Playback", scope="player", separated=True),
    Command("marker_back", "Previous m&arker", ("[",), "&Playback", scope="player"),
    Command("call_forward", "Next tool &call or reasoning", ("T",), "&Playback", scope="player"),
    Command("call_back", "Previous tool call or &reasoning", ("Shift+T",), "&Playback", scope="player"),
    Command("start", "To the &start", ("Home",), "&Playback", scope="player", separated=True),
    Command("end", "To the en&d", ("End",), "&Playback", scope="player"),
    Command("slower", "S&lower", ("<",), "&Playback", scope="player", separated=True),
    Command("faster", "&Faster", (">",), "&Playback", scope="player"),
    Command("play_run", "Play w&hole run", ("Ctrl+Shift+P",), "&Playback", checkable=True),
    Command("loop", "L&oop", (), "&Playback", checkable=True),
    Command("follow", "Follo&w playback", (), "&Playback", checkable=True),
    Command(
        "interaction_back", "Previo&us interaction", ("Shift+Left", "Alt+Up"), "&Playback", "player", separated=True
    ),
    Command("interaction_forward", "Ne&xt interaction", ("Shift+Right", "Alt+Down"), "&Playback", "player"),
    Command("keys", "All &keys", ("F1", "?"), "&Help"),
    Command("integrate", "&Desktop integration…", (), "&Help"),
    Command("about", "&About Cassette Viewer", (), "&Help"),
)

_ROLES = {
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}
"""Commands that macOS puts into the program's own menu; no other is guessed from its words."""

MENUS = tuple(dict.fromkeys(command.menu for command in COMMANDS))


class Actions:
    """A QAction for every command, connected to the handlers that the window gives."""

    def __init__(self, owner: QWidget, handlers: dict[str, Callable[[bool], None]]) -> None:
        """`handlers` maps command ids to what they do; ids without a handler are no command of this window."""
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            if command.id not in handlers:
                continue
            action = QAction(command.text, owner)
            action.setObjectName(f"action_{command.id}")
            action.setCheckable(command.checkable)
            if command.keys and command.scope == "window":
                action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
            action.triggered.connect(handlers[command.id])
            self._actions[command.id] = action
            owner.addAction(action)

    def __getitem__(self, command_id: str) -> QAction:
        """The action of a command."""
        return self._actions[command_id]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        """Every command with its action, in the order of the table."""
        return ((command, self._actions[command.id]) for command in COMMANDS if command.id in self._actions)

    def enable(self, ids: Sequence[str], *, on: bool) -> None:
        """Enable or disable several commands."""
        for command_id in ids:
            if command_id in self._actions:
                self._actions[command_id].setEnabled(on)

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; keys of the player's scope are shown beside the text, where they are no shortcuts."""
        menus: dict[str, QMenu] = {}
        for command, action in self:
            menu = menus.get(command.menu) or menus.setdefault(command.menu, bar.addMenu(command.menu))
            if command.separated:
                menu.addSeparator()
            if command.scope == "player":
                action.setText(f"{command.text}\t{command.keys[0]}")
            menu.addAction(action)
        return menus


def player_command(key: QKeySequence) -> str | None:
    """The command that a key stands for in the player's scope."""
    wanted = key.toString()
    for command in COMMANDS:
        if command.scope == "player" and any(QKeySequence(k).toString() == wanted for k in command.keys):
            return command.id
    return None
