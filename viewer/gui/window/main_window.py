# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window: menus, sidebar, workspace, status line. It assembles; `commands` and the controllers decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenuBar, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from viewer.gui.actions import player_command
from viewer.gui.look.icons import Icon
from viewer.gui.sidebar.sidebar import Sidebar
from viewer.gui.widgets.buttons import Button, SearchButton
from viewer.gui.widgets.hairlines import Bar, Splitter
from viewer.gui.window.focus_order import next_stop
from viewer.gui.window.status_line import StatusLine
from viewer.gui.window.workspace import Workspace

if TYPE_CHECKING:
    from viewer.gui.actions import Actions
    from viewer.gui.documents.document import Document
    from viewer.gui.library.finds_page import FindsPage
    from viewer.gui.library.overview_page import OverviewPage
    from viewer.gui.look.look import Look
    from viewer.gui.models.overview import Overview
    from viewer.gui.quick_open.panel import QuickOpen
    from viewer.gui.runs.run_page import RunPage
    from viewer.gui.tasks import Tasks
    from viewer.gui.welcome.page import WelcomePage
    from viewer.gui.window.drop_target import DropTarget
    from viewer.gui.window.notice_page import NoticePage

SIDEBAR_WIDTH = 320
NARROW, NARROW_PX = 860, 720
"""Below this width in pixels, and below this one at the user's text scale, the sidebar makes room for the content."""
ICON_PX = 560
"""Below this width at the user's text scale "Go to anything" is an icon."""


class MainWindow(QMainWindow):
    """One window over all open files."""

    closing = Signal()
    notice_made = Signal(object)
    """The page in place of a file's content exists now."""
    overview_made = Signal()
    """The page of a folder exists now."""
    run_page_made = Signal()
    """The page of a run exists now."""
    finds_made = Signal()
    """The page of finds exists now."""
    welcome_made = Signal(object)
    """The welcome page exists now."""
    player_key_pressed = Signal(str)
    """A key of the player's scope that nothing with the focus wanted: the command's id."""
    tenth_pressed = Signal(int)
    sidebar_shown = Signal(bool)
    """The left column came or went, whoever asked for it."""
    dropped = Signal(object)
    """What was dropped, as `Incoming`."""

    def __init__(self, look: Look, tasks: Tasks) -> None:
        """An empty window on its welcome page."""
        super().__init__()
        self.setWindowTitle("Cassette Viewer")
        self.resize(_fitting(QSize(1440, 900), self.screen().availableSize()))
        self.setMinimumSize(640, 420)
        # Each is made where it stays: a widget that moves is dressed in the style sheet again, with all that is in it.
        self._centre = QWidget(self)
        self.pages = QStackedWidget(self._centre)
        self.splitter = Splitter(look, self.pages)
        self.sidebar = Sidebar(look, tasks, self.splitter)
        self.content = QStackedWidget(self.splitter)
        self.workspace = Workspace(look, tasks, self.content)
        self._is_narrow, self.is_sidebar_wanted = False, True
        self._is_sidebar_lent = False
        """Whether the left column is there only as long as something is typed in its filter."""
        self._look = look
        self._welcome: WelcomePage | None = None
        self._overview: OverviewPage | None = None
        self._finds: FindsPage | None = None
        self._run_page: RunPage | None = None
        self._tasks = tasks
        self._quick_open: QuickOpen | None = None
        self.status = StatusLine(look, self._centre)
        self.quick_open_button = SearchButton(look, "Go to anything", "Ctrl K")
        self.compare_button = Button(look, icon=Icon.COMPARE, tip="Compare with another file (Ctrl+D)", flat=True)
        self.export_button = Button(look, "Export", Icon.EXPORT, tip="Export a transcript (Ctrl+E)")
        self.sidebar_button = Button(look, icon=Icon.SIDEBAR_LEFT, tip="Sidebar (Ctrl+B)", flat=True)
        self.inspector_button = Button(look, icon=Icon.SIDEBAR_RIGHT, tip="Inspector (Ctrl+I)", flat=True)
        self.theme_button = Button(look, icon=Icon.MOON, tip="Light or dark theme", flat=True)
        self.menu_row = Bar(look, self)
        self.menus = QMenuBar(self.menu_row)
        self._notice: NoticePage | None = None
        self._lay_out()
        QShortcut(QKeySequence(Qt.Key.Key_F10), self).activated.connect(self._on_menu_key)
        self._drop_target: DropTarget | None = None
        self.setAcceptDrops(True)
        self.sidebar.filter.abandoned.connect(self._on_filter_abandoned)
        self._draw_own()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look = look
        for part in (self.sidebar, self.workspace, self.status, self.splitter, self.menu_row):
            part.set_look(look)
        for tool in self._tools():
            tool.set_look(look)
        pages = (self._welcome, self._notice, self._overview, self._run_page, self._finds)
        for made in (*pages, self._quick_open, self._drop_target):
            if made is not None:
                made.set_look(look)
        self._draw_own()

    def _draw_own(self) -> None:
        """Draw with the look what is this window's own; its parts, which are made with a look, have it already."""
        look = self._look
        self.theme_button.set_icon(Icon.SUN if look.theme.is_dark else Icon.MOON)
        self.menus.setFont(look.theme.font(13))
        for more in self.menus.findChildren(QToolButton):  # Qt's own, black on any background
            more.setIcon(look.icons.icon(Icon.CHEVRON_DOWN, "text"))
        self.menu_row.setFixedHeight(look.theme.px(44))
        self._adapt()

    def fill_menus(self, actions: Actions) -> None:
        """Make the menu bar from the table of commands."""
        actions.fill(self.menus)

    @property
    def welcome(self) -> WelcomePage:
        """The welcome page, made when it is first needed: a start with a file never shows it."""
        if self._welcome is None:
            from viewer.gui.welcome.page import WelcomePage  # noqa: PLC0415

            self._welcome = WelcomePage(self._look, self)
            self.pages.addWidget(self._welcome)
            self.welcome_made.emit(self._welcome)
        return self._welcome

    def show_welcome(self, *, shown: bool) -> None:
        """Show the welcome page instead of the content."""
        self.pages.setCurrentWidget(self.welcome if shown else self.splitter)
        self.export_button.setVisible(not shown)
        self.compare_button.setVisible(not shown)
        self.sidebar_button.setVisible(not shown)
        self.inspector_button.setVisible(not shown)

    @property
    def quick_open(self) -> QuickOpen:
        """The field that goes to anything, made when it is first needed."""
        if self._quick_open is None:
            from viewer.gui.quick_open.panel import QuickOpen  # noqa: PLC0415

            self._quick_open = QuickOpen(self._look, self._tasks, self)
        return self._quick_open

    @property
    def drop_target(self) -> DropTarget:
        """What lies over the window while something is dragged over it, made for the first drag."""
        if self._drop_target is None:
            from viewer.gui.window.drop_target import DropTarget  # noqa: PLC0415 - hardly any start sees one

            self._drop_target = DropTarget(self._look, self)
            self._drop_target.dropped.connect(self.dropped)
        return self._drop_target

    @property
    def overview(self) -> OverviewPage:
        """The page of a folder, made when the first is shown."""
        if self._overview is None:
            from viewer.gui.library.overview_page import OverviewPage  # noqa: PLC0415

            self._overview = OverviewPage(self._look, self)
            self.content.addWidget(self._overview)
            self.overview_made.emit()
        return self._overview

    @property
    def run_page(self) -> RunPage:
        """The page of a run, made when the first is shown."""
        if self._run_page is None:
            from viewer.gui.runs.run_page import RunPage  # noqa: PLC0415

            self._run_page = RunPage(self._look, self._tasks, self)
            self.content.addWidget(self._run_page)
            self.run_page_made.emit()
        return self._run_page

    @property
    def is_run_on_show(self) -> bool:
        """Whether the page of a run is in front."""
        return self._run_page is not None and self.content.currentWidget() is self._run_page

    @property
    def finds(self) -> FindsPage:
        """The page of what the filter's words found, made when it is first shown."""
        if self._finds is None:
            from viewer.gui.library.finds_page import FindsPage  # noqa: PLC0415

            self._finds = FindsPage(self._look, self)
            self.content.addWidget(self._finds)
            self.finds_made.emit()
        return self._finds

    @property
    def made_finds(self) -> FindsPage | None:
        """That page, where it was shown before."""
        return self._finds

    def show_overview(self, counted: Overview) -> None:
        """Say what a folder holds."""
        self.overview.show_overview(counted)
        self.content.setCurrentWidget(self.overview)

    @property
    def notice(self) -> NoticePage:
        """The page in place of a file's content, made for the first that has nothing to show."""
        if self._notice is None:
            from viewer.gui.window.notice_page import NoticePage  # noqa: PLC0415 - most starts never show it

            self._notice = NoticePage(self._look, self)
            self.content.addWidget(self._notice)
            self.notice_made.emit(self._notice)
        return self._notice

    def show_notice(self, document: Document | None) -> None:
        """Say why a document has nothing to show; None goes back to the workspace."""
        if document is not None:
            self.notice.show_document(document)
        self.content.setCurrentWidget(self.workspace if document is None else self.notice)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab go through the areas of the window as one reads them."""
        target = next_stop(self._areas(), self.focusWidget(), forward=forward)
        if target is None:
            return super().focusNextPrevChild(forward)
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    # --- inside

    def _areas(self) -> list[QWidget]:
        others = range(self.content.indexOf(self.workspace) + 1, self.content.count())
        pages = [page for page in (*map(self.content.widget, others), self._welcome) if page is not None]
        return [self.menu_row, self.sidebar, *self.workspace.areas(), *pages, self.status]

    def _tools(self) -> tuple[Button, ...]:
        columns = (self.sidebar_button, self.inspector_button)
        return self.quick_open_button, self.compare_button, self.export_button, *columns, self.theme_button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.menu_row)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.menus, 1, Qt.AlignmentFlag.AlignVCenter)
        for tool in self._tools():
            row.addWidget(tool)
        self.setMenuWidget(self.menu_row)
        self.splitter.addWidget(self.sidebar)
        self.content.addWidget(self.workspace)
        self.splitter.addWidget(self.content)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.splitter.setSizes([SIDEBAR_WIDTH, 1120])
        self.sidebar.setMinimumWidth(240)
        self.sidebar.setMaximumWidth(480)
        self.pages.addWidget(self.splitter)
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(self._centre)

    # --- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing with the focus wanted belong to the player (DESIGN 3.5)."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 and not plain:
            self.tenth_pressed.emit(event.key() - Qt.Key.Key_0)
            return
        command = player_command(_sequence(event))
        if command is None:
            super().keyPressEvent(event)
        else:
            self.player_key_pressed.emit(command)

    def _on_menu_key(self) -> None:
        """F10 opens the first menu, as everywhere."""
        actions = self.menus.actions()
        if actions:
            self.menus.setActiveAction(actions[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns that do not fit make room."""
        super().resizeEvent(event)
        self._adapt()
        if self._drop_target is not None and self._drop_target.isVisible():
            self._drop_target.cover()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do."""
        self.drop_target.answer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same wherever in the window."""
        self.drop_target.answer(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Show again what lies beneath."""
        self.drop_target.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped."""
        self.drop_target.take(event)

    def _adapt(self) -> None:
        self.workspace.adapt(self.size())
        px = self._look.theme.px
        self.quick_open_button.setMaximumWidth(px(34 if self.width() < px(ICON_PX) else 232))
        narrow = self.width() < max(NARROW, self._look.theme.px(NARROW_PX))
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._show_sidebar(shown=self.is_sidebar_wanted and not narrow)

    def set_sidebar(self, *, shown: bool) -> None:
        """Show or hide the left column; hidden in a narrow window it comes back in a wide one."""
        self.is_sidebar_wanted = shown or (self._is_narrow and self.is_sidebar_wanted)
        self._show_sidebar(shown=shown)

    def open_filter(self) -> None:
        """Go to the filter; the left column comes for it where it is hidden."""
        if self.pages.currentWidget() is not self.splitter:
            return
        if self.sidebar.isHidden():
            self._show_sidebar(shown=True)
            self._is_sidebar_lent = True
        self.sidebar.filter.setFocus()

    def _on_filter_abandoned(self) -> None:
        if self._is_sidebar_lent:
            self._show_sidebar(shown=False)
            self.sidebar.entered.emit()
        else:
            self.sidebar.tree.setFocus()

    def _show_sidebar(self, *, shown: bool) -> None:
        self._is_sidebar_lent = False
        self.sidebar.setVisible(shown)
        self.sidebar_shown.emit(shown)

    def restore_columns(self, *, sidebar: bool, inspector: bool) -> None:
        """Show the columns that were shown last, as far as there is room for them now."""
        self._is_narrow = self.workspace.is_narrow = False
        self.set_sidebar(shown=sidebar)
        self.workspace.set_inspector(shown=inspector)
        self._adapt()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the session be kept first."""
        self.closing.emit()
        super().closeEvent(event)


def _fitting(wanted: QSize, available: QSize) -> QSize:
    """A size that leaves room for the frame that a desktop puts around it; a platform without screens has no limit."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return wanted
    return wanted.boundedTo(QSize(available.width() - 8, available.height() - 40))


def _sequence(event: QKeyEvent) -> QKeySequence:
    """The key as written in the table: `<` and `>` come with Shift on most keyboards, and mean the sign."""
    text = event.text()
    if text in ("<", ">", "?", "[", "]", ",", "."):
        return QKeySequence(text)
    return QKeySequence(event.keyCombination())
