"""The stream that a server serves: a new build is noticed, and takes the place of the old one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.stream.folder import mark_of, open_folder

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ldgraph.serve.settings import Settings
    from ldgraph.stream.folder import Folder


def of_settings(settings: Settings) -> Folder | None:
    """Open the stream that an operator named; None where there is none, or none yet."""
    return open_folder(Path(settings.stream)) if settings.stream else None


async def follow(app: FastAPI) -> None:
    """Take over each new build, until cancelled; it is written last of all that belongs to it."""
    settings: Settings = app.state.settings
    if not settings.stream or not settings.watch:
        return
    while True:
        await asyncio.sleep(settings.watch)
        await look(app)


async def look(app: FastAPI) -> None:
    """Take over a build if there is a new one; one that cannot be read changes nothing."""
    settings: Settings = app.state.settings
    now: Folder | None = app.state.stream
    mark = await asyncio.to_thread(mark_of, Path(settings.stream))
    if mark is not None and (now is None or now.mark != mark):
        app.state.stream = await asyncio.to_thread(of_settings, settings) or now
