# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the window's commands do: it joins documents, sidebar, workspace and settings. Widgets only tell and show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from viewer.core.timeline import MarkerKind
from viewer.gui.actions import Actions
from viewer.gui.documents.documents import Documents
from viewer.gui.library.libraries import Libraries
from viewer.gui.look.appearance import Appearance
from viewer.gui.look.theme import ThemeChoice
from viewer.gui.panes.registry import import_all
from viewer.gui.settings import FOLLOW, INSPECTOR, LONGEST_PAUSE, MARKDOWN, READING_PACE, SIDEBAR, SPEED, Settings
from viewer.gui.welcome.recent_menu import RecentMenu
from viewer.gui.welcome.recents import Recents
from viewer.gui.window.dialogs import Dialogs, open_another_window
from viewer.gui.window.document_controller import DocumentController
from viewer.gui.window.file_commands import FileCommands
from viewer.gui.window.finds_controller import FindsController
from viewer.gui.window.geometry import keep_geometry, restore_geometry
from viewer.gui.window.library_controller import LibraryController
from viewer.gui.window.list_controller import ListController
from viewer.gui.window.main_window import MainWindow
from viewer.gui.window.navigation import Navigation
from viewer.gui.window.notes_controller import NotesController
from viewer.gui.window.opening import Opening
from viewer.gui.window.selection import Selection
from viewer.gui.window.session import Session
from viewer.gui.window.welcome_controller import WelcomeController

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.models.nodes import Node
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.incoming import Incoming
    from viewer.gui.window.run_controller import RunController
    from viewer.gui.window.session_file import Place, SessionFile
    from viewer.loose_text import LooseText

_WARM_UP_MS, _PAIR = 60, 2
_THINKING = (MarkerKind.TOOL_CALL, MarkerKind.REASONING)


class Commands(QObject):
    """The controller of one window."""

    def __init__(  # noqa: PLR0913 - it joins these
        self,
        window: MainWindow,
        documents: Documents,
        libraries: Libraries,
        appearance: Appearance,
        settings: Settings,
        session: SessionFile,
        tasks: Tasks,
    ) -> None:
        """Connect everything with everything."""
        super().__init__(window)
        self.window, self._documents, self._appearance = window, documents, appearance
        self._settings, self._tasks = settings, tasks
        self.recents = Recents(settings, tasks, self)
        self._dialogs = Dialogs(window, tasks)
        self._libraries = libraries
        self._opening = Opening(window, documents, libraries, self.recents)
        library = LibraryController(window, libraries, documents, tasks)
        self._selection = Selection(appearance.look, window, documents, libraries, library)
        self._files = FileCommands(window, documents, self._selection, self._dialogs, appearance, tasks)
        self._made_runs: RunController | None = None
        self._selection.show_run = self._show_run
        self._list = ListController(window, self._selection, settings, tasks, appearance)
        self._notes = NotesController(window, documents, libraries, self._selection, appearance, tasks)
        self._files.notes_of = self._notes.notebook.of
        self._files.chosen = self._notes.chosen = self._list.current
        self._notes.noted.connect(self._list.list_again)
        self._finds = FindsController(window, self._selection, library.corpus, tasks)
        self._document_controller = DocumentController(
            window, documents, libraries, library, self._opening, self._selection
        )
        self._session = Session(window, documents, self._document_controller, self._selection, settings, session)
        self._welcome = WelcomeController(window, self._opening, self.recents, self._session)
        self._navigation = Navigation(window, self.recents, tasks)
        self.actions = Actions(window, self._handlers())
        self._navigation.set_actions(self.actions)
        recent = RecentMenu(self.recents, window)
        recent.path_requested.connect(lambda path: self.open([path]))
        self.actions["open_recent"].setMenu(recent)
        window.fill_menus(self.actions)
        self._connect()
        self._restore()

    def begin(
        self,
        paths: Sequence[Path],
        texts: Sequence[LooseText] = (),
        place: Place | None = None,
        *,
        is_apart: bool = False,
    ) -> None:
        """Open what a start wants: these files and texts and nothing else, or without any what was open last.

        A window that was asked for beside another (`is_apart`) begins empty: the session is the other one's.
        """
        if not self._session.begin(may_restore=not (paths or texts or is_apart)):
            self.open(paths, texts, place)

    def open(self, paths: Sequence[Path], texts: Sequence[LooseText] = (), place: Place | None = None) -> None:
        """Open files, what folders hold, and texts that lie in no file; the place is shown, or the first of several."""
        if paths or not texts:
            self._document_controller.open(paths, place)
        self._document_controller.open_texts(texts)

    def _take(self, found: Incoming) -> None:
        """Open what was dropped or pasted, and say what was not."""
        if found.paths or found.texts:
            self.open(found.paths, found.texts)
        if len(found.paths) == _PAIR and not found.texts and all(path.is_file() for path in found.paths):
            self._files.offer_comparison(*found.paths)
        if found.refusal:
            self.window.status.tell(found.refusal)

    @property
    def recording(self) -> Recording | None:
        """The recording on show."""
        return self._selection.recording

    def set_desktop_motion(self, *, reduced: bool) -> None:
        """Take note of whether the desktop asks for reduced motion."""
        self._appearance.set_desktop_motion(reduced=reduced)

    # --- commands

    def _handlers(self) -> dict[str, Callable[[bool], None]]:
        window, documents, player = self.window, self._document_controller, self.window.workspace.player
        plain: dict[str, Callable[[], object]] = {
            "open": self._opening.ask_files,
            "open_folder": self._opening.ask_folder,
            "open_recent": lambda: None,  # it has a menu
            "reopen_session": self._session.reopen,
            "open_sample": self._opening.open_sample,
            "new_window": partial(open_another_window, with_index=self._libraries.index.is_wanted),
            "paste": self._paste,
            "quick_open": self._navigation.open,
            "reload": documents.reload,
            **self._files.handlers(),
            **self._list.handlers(),
            **self._notes.handlers(),
            "close": documents.close,
            "quit": self._quit,
            "run_page": self._toggle_run,
            "find": self._find,
            "find_next": lambda: self._find_again(1),
            "find_previous": lambda: self._find_again(-1),
            "filter": window.open_filter,
            "preferences": self._open_preferences,
            "next_pane": self._next_pane,
            **{f"pane_{number}": partial(self._go_to_pane, number - 1) for number in range(1, 8)},
            **{f"theme_{choice.name.lower()}": partial(self._appearance.choose, choice) for choice in ThemeChoice},
            "zoom_in": lambda: self._appearance.zoom(1),
            "zoom_out": lambda: self._appearance.zoom(-1),
            "zoom_reset": lambda: self._appearance.zoom(0),
            "play": player.toggle,
            "step_forward": lambda: player.step(1),
            "step_back": lambda: player.step(-1),
            "token_forward": lambda: player.step_token(1),
            "token_back": lambda: player.step_token(-1),
            "marker_forward": player.next_marker,
            "marker_back": player.previous_marker,
            "call_forward": lambda: player.next_marker(*_THINKING),
            "call_back": lambda: player.previous_marker(*_THINKING),
            "start": lambda: player.seek(0),
            "end": lambda: player.seek(player.count),
            "slower": player.slower,
            "faster": player.faster,
            "interaction_back": lambda: window.sidebar.step(-1),
            "interaction_forward": lambda: window.sidebar.step(1),
            "keys": lambda: self._dialogs.open_keys(self._appearance.look),
            "integrate": lambda: self._dialogs.open_integration(self._appearance.look),
            "about": self._dialogs.open_about,
        }
        checked: dict[str, Callable[[bool], None]] = {
            "show_secrets": lambda on: self._appearance.show_secrets(shown=on),
            "sidebar": self._set_sidebar,
            "inspector": self._set_inspector,
            "markdown": self._set_markdown,
            "loop": player.set_loop,
            "play_run": self._set_playing_on,
            "follow": window.workspace.follow.setChecked,
        }
        return {**{name: _ignoring_state(do) for name, do in plain.items()}, **checked}

    def _quit(self) -> None:
        self.window.close()

    def _paste(self) -> None:
        from viewer.gui.window.incoming import Incoming, incoming  # noqa: PLC0415 - with the first paste

        found = incoming(QGuiApplication.clipboard().mimeData(), "Clipboard")
        self._take(found if found != Incoming() else Incoming(refusal="The clipboard holds no text and no file"))

    def _find(self) -> None:
        """Find in the pane on show; a page that has none is found by the filter."""
        if self.window.content.currentWidget() is not self.window.workspace:
            self.window.open_filter()
        elif not self.window.workspace.pane.open_find():
            self.window.status.tell(f"{self.window.workspace.pane.accessibleName()} has nothing to search")

    @property
    def _runs(self) -> RunController:
        """What shows and plays runs, made for the first of them."""
        if self._made_runs is None:
            from viewer.gui.window.run_controller import RunController  # noqa: PLC0415 - few starts show a run

            self._made_runs = RunController(self.window, self._documents, self._selection, self._tasks)
            self._made_runs.play_requested.connect(self._play_run)
            self._made_runs.place_requested.connect(lambda place: self.open([place.path], place=place))
        return self._made_runs

    def _show_run(self, group: Node) -> bool:
        return self._runs.show_group(group)

    def _toggle_run(self) -> None:
        self._runs.toggle()

    def _set_playing_on(self, on: bool) -> None:
        self._runs.set_playing_on(on)

    def _play_run(self, exchange: int) -> None:
        self.actions["play_run"].setChecked(True)
        self._runs.playback.set_on(True)
        self._runs.playback.play_from(exchange)

    def _find_again(self, by: int) -> None:
        pane = self.window.workspace.pane
        (pane.find_next if by > 0 else pane.find_previous)()

    def _enter(self) -> None:
        self.window.workspace.pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_preferences(self) -> None:
        self._dialogs.open_preferences(self._appearance.look, self._settings, self._libraries.index)

    def _open_saved_searches(self) -> None:
        from viewer.gui.sidebar.saved_searches import SavedSearchesMenu  # noqa: PLC0415 - as late as it is shown

        field = self.window.sidebar.filter
        menu = SavedSearchesMenu(self._settings, field.text(), field)
        menu.search_requested.connect(self.window.sidebar.filter_by)
        menu.exec(field.mapToGlobal(field.rect().bottomLeft()))

    def _next_pane(self) -> None:
        tabs = self.window.workspace.tabs
        self._go_to_pane((tabs.currentIndex() + 1) % tabs.count())

    def _go_to_pane(self, index: int) -> None:
        self.window.workspace.tabs.setCurrentIndex(index)
        self.window.workspace.pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _set_sidebar(self, shown: bool) -> None:
        self.window.set_sidebar(shown=shown)
        self._settings.set(SIDEBAR, self.window.is_sidebar_wanted)

    def _set_markdown(self, drawn: bool) -> None:
        self.window.workspace.conversation.draw_markdown(on=drawn)
        self._settings.set(MARKDOWN, drawn)

    def _set_inspector(self, shown: bool) -> None:
        self.window.workspace.set_inspector(shown=shown)
        self._settings.set(INSPECTOR, shown)

    def warm_up(self) -> None:
        """After the start: import what was left out of it, then make one pane in a turn of the event loop."""
        self._tasks.run("warm up", lambda _cancelled: _import_the_rest(), lambda _done: self._make_next_pane())

    def _make_next_pane(self) -> None:
        if self.window.workspace.make_next_pane():
            QTimer.singleShot(_WARM_UP_MS, self, self._make_next_pane)

    # --- wiring

    def _connect(self) -> None:
        window, workspace = self.window, self.window.workspace
        self._selection.changed.connect(lambda: self._files.enable(self.actions))
        self._selection.changed.connect(lambda: self._notes.enable(self.actions))
        self._document_controller.read.connect(self._dialogs.forget_source)
        self._document_controller.recent.connect(lambda path, is_folder: self.recents.add(path, is_folder=is_folder))
        self._appearance.changed.connect(self._on_look_changed)
        self._settings.changed.connect(self._on_setting_changed)
        window.sidebar_shown.connect(self.actions["sidebar"].setChecked)
        window.sidebar.entered.connect(self._enter)
        window.sidebar.filter.menu_requested.connect(self._open_saved_searches)
        window.sidebar.close_requested.connect(self._document_controller.close_path)
        window.sidebar.export_requested.connect(self._files.export_folder)
        self._opening.chosen.connect(self.open)
        self._navigation.path_requested.connect(lambda path: self.open([path]))
        window.quick_open_button.clicked.connect(self._navigation.open)
        window.dropped.connect(self._take)
        window.closing.connect(self._keep)
        window.player_key_pressed.connect(lambda name: self.actions[name].trigger())
        window.tenth_pressed.connect(lambda tenth: workspace.player.seek_fraction(tenth / 10))
        window.status.problems_requested.connect(lambda: workspace.bring_to_front("problemsPane"))
        window.compare_button.clicked.connect(self.actions["compare"].trigger)
        window.export_button.clicked.connect(self.actions["export"].trigger)
        window.sidebar_button.clicked.connect(self.actions["sidebar"].trigger)
        window.inspector_button.clicked.connect(self.actions["inspector"].trigger)
        window.theme_button.clicked.connect(self._appearance.toggle)
        workspace.line_requested.connect(self._files.open_source)
        workspace.link_requested.connect(self._files.copy_link)
        workspace.header.source_button.clicked.connect(self.actions["source"].trigger)
        workspace.header.curl_button.clicked.connect(self._files.copy_curl)
        workspace.follow.toggled.connect(self.actions["follow"].setChecked)
        workspace.player.loop_changed.connect(self.actions["loop"].setChecked)
        self._welcome.path_requested.connect(lambda path: self.open([path]))
        self._libraries.nothing_found.connect(lambda folder: window.status.tell(f"No cassette in {folder}"))
        self._session.offered.connect(lambda: self.actions["reopen_session"].setEnabled(bool(self._session.last.paths)))
        window.notice_made.connect(lambda page: page.reload_requested.connect(self.actions["reload"].trigger))

    def _on_setting_changed(self, setting: object) -> None:
        if setting is SPEED:
            self.window.workspace.player.set_speed(self._settings.get(SPEED))
        elif setting in (LONGEST_PAUSE, READING_PACE):
            self._documents.set_pacing(self._settings.pacing)

    def _on_look_changed(self) -> None:
        look = self._appearance.look
        self.window.set_look(look)
        self._dialogs.set_look(look)
        self._list.set_look()
        self._check_look()
        self._selection.set_look(look)

    def _check_look(self) -> None:
        self.actions["show_secrets"].setChecked(self._appearance.look.masker.show)
        for choice in ThemeChoice:
            self.actions[f"theme_{choice.name.lower()}"].setChecked(choice is self._appearance.choice)

    def _restore(self) -> None:
        """Window, columns and switches as they were left."""
        settings, window, workspace = self._settings, self.window, self.window.workspace
        restore_geometry(window, settings)
        self.actions["inspector"].setChecked(settings.get(INSPECTOR))
        self.actions["markdown"].setChecked(settings.get(MARKDOWN))
        workspace.conversation.draw_markdown(on=settings.get(MARKDOWN))
        window.restore_columns(sidebar=settings.get(SIDEBAR), inspector=settings.get(INSPECTOR))
        workspace.player.set_speed(settings.get(SPEED))
        workspace.follow.setChecked(settings.get(FOLLOW))
        self.actions["follow"].setChecked(settings.get(FOLLOW))
        self._check_look()
        self.actions["reopen_session"].setEnabled(False)

    def _keep(self) -> None:
        keep_geometry(self.window, self._settings)
        self.recents.keep()
        self._session.end()
        self._settings.set(FOLLOW, self.window.workspace.follow.isChecked())


def _ignoring_state(do: Callable[[], object]) -> Callable[[bool], None]:
    """A handler for an action that is not checkable."""

    def handler(_checked: bool) -> None:
        do()

    return handler


def _import_the_rest() -> None:
    """Import what the first picture does not show, off the GUI thread: what is left to do there is to make it."""
    from viewer.core.exporters import EXPORTERS  # noqa: PLC0415
    from viewer.gui.dialogs import comparison, export  # noqa: F401, PLC0415
    from viewer.gui.interactions import page  # noqa: F401, PLC0415
    from viewer.gui.library import finds_page, overview_page  # noqa: F401, PLC0415
    from viewer.gui.quick_open import panel  # noqa: F401, PLC0415
    from viewer.gui.runs import run_page  # noqa: F401, PLC0415
    from viewer.gui.window import notice_page, run_controller  # noqa: F401, PLC0415

    import_all()
    len(EXPORTERS)  # the window for them asks each for its name
