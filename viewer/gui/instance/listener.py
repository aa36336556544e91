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
"""At one time; more are sent away, and look again."""
_PIECE = 1 << 18


class _Connection(QObject):
    """One connection, from greeting to receipt."""

    asked = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._reader: RequestReader | None = RequestReader()
        socket.setParent(self)
        socket.setReadBufferSize(_PIECE)
        socket.readyRead.connect(self._on_ready)
        socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_LONGEST_CONNECTION_MS, self, self._end)
        socket.write(greeting())

    def _on_ready(self) -> None:
        """Take a piece; the rest has its turn after other events."""
        if self._reader is None:
            self._end()  # it speaks after its request was taken
            return
        try:
            request = self._reader.feed(bytes(self._socket.read(_PIECE).data()))
        except MalformedMessageError:
            self._end()
            return
        if request is not None:
            self._reader = None
            self._socket.write(RECEIPT)
            self._socket.disconnectFromServer()
            self.asked.emit(request)
        elif self._socket.bytesAvailable():
            QTimer.singleShot(0, self, self._on_ready)

    def _end(self) -> None:
        self._reader = None
        self._socket.abort()
        self.deleteLater()


class InstanceListener(QObject):
    """Listens at an address that the caller has locked."""

    asked = Signal(object)
    """Another start handed over a Request."""

    def __init__(self, socket: str, parent: QObject) -> None:
        """Take the address over, perhaps from an instance that was killed; `fault` says why it does not listen."""
        super().__init__(parent)
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
            if len(self.findChildren(_Connection)) >= _MOST_CONNECTIONS:
                socket.abort()
                socket.deleteLater()
                continue
            _Connection(socket, self).asked.connect(self.asked)
