"""The disks that are plugged in, as Qt tells them."""

from __future__ import annotations

from PySide6.QtCore import QStorageInfo

from ui.desktop.presenters.carried import Volume, is_plugged


def plugged() -> tuple[Volume, ...]:
    """Return the disks that may be keys, by name. A disk that hangs is not asked: only what is mounted and ready is."""
    system = QStorageInfo.root().rootPath()
    found = [
        Volume(each.rootPath(), each.displayName() or each.rootPath(), each.bytesAvailable(), each.isReadOnly())
        for each in QStorageInfo.mountedVolumes()
        if each.isValid() and each.isReady() and is_plugged(each.rootPath(), system)
    ]
    return tuple(sorted(found, key=lambda volume: volume.name.casefold()))
