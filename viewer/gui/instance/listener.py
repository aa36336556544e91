# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The first instance listens for other starts and tells what they want. Garbage ends a connection, nothing else.

Everything happens in the event loop, a piece at a time: no other start makes the window wait, keeps more than is
allowed or stays for longer than it takes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from viewer.gui.instance.message import RECEIPT, MalformedMessageError, RequestReader, greeting

_LONGEST_CONNECTION_MS = 10_000
_MOST_CONNECTIONS = 16
"""At one time; where there are more, who has been there longest without asking anything is sent away."""
_PIECE = 1 << 18


class _Connection(QObject):
    """One connection, from greeting to receipt."""

    asked = Signal(object)
    ended = Signal(object)
    """Nothing more is expected of this one, which is the argument."""

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._reader: RequestReader | None = RequestReader()
        socket.setParent(self)
        socket.setReadBufferSize(_PIECE)
        socket.readyRead.connect(self._on_ready)
        socket.disconnected.connect(self._leave)
        QTimer.singleShot(_LONGEST_CONNECTION_MS, self, self.end)
        socket.write(greeting())

    def _on_ready(self) -> None:
        """Take a piece; the rest has its turn after other events."""
        if self._reader is None:
            self.end()  # it speaks after its request was taken
            return
        try:
            request = self._reader.feed(bytes(self._socket.read(_PIECE).data()))
        except MalformedMessageError:
            self.end()
            return
        if request is not None:
            self._reader = None
            self._socket.write(RECEIPT)
            self._socket.disconnectFromServer()
            self.asked.emit(request)
        elif self._socket.bytesAvailable():
            QTimer.singleShot(0, self, self._on_ready)

    def end(self) -> None:
        """Hang up."""
        self._reader = None
        self._socket.abort()
        self._leave()

    def _leave(self) -> None:
        self.ended.emit(self)
        self.deleteLater()


class InstanceListener(QObject):
    """Listens at an address that the caller has locked."""

    asked = Signal(object)
    """Another start handed over a Request."""

    def __init__(self, socket: str, parent: QObject) -> None:
        """Take the address over, perhaps from an instance that was killed; `fault` says why it does not listen."""
        super().__init__(parent)
        self._waiting: dict[_Connection, None] = {}
        """Who has not asked anything yet, the first to come first."""
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(socket)
        self.is_listening = self._server.listen(socket)
        self.fault = self._server.errorString()

    def close(self) -> None:
        """Listen no longer: who connected and was not greeted looks for another first instance."""
        self._server.close()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            connection = _Connection(socket, self)
            connection.asked.connect(self.asked)
            self._waiting[connection] = None
            connection.ended.connect(lambda ended: self._waiting.pop(ended, None))
            if len(self._waiting) > _MOST_CONNECTIONS:
                next(iter(self._waiting)).end()
