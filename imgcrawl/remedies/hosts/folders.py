"""Folders of a host that have rules of their own: who asks as the rest of the host likes it is refused there.

A site may want its own pages named where its thumbnails are, and none where its originals are. What the host has taught
hides that: the ways that won elsewhere come first, and who gives images is not asked in many others. So a folder that
has given nothing, of a host that has given images from others, has lessons of its own from the first row on that fails
there in all ways for which it has a turn. Such lessons are found by the host's name, a slash and the folder's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.address import host_of
from imgcrawl.remedies.rules.groups import SIDE_ROADS

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.memory import HostMemory

_MOST_IN_VAIN: Final = 2
"""Folders of a host that have lessons of their own and have given nothing."""

_MOST: Final = 16
_MOST_GIVEN: Final = 32
"""Folders known to have given images; of a host with more it is not told which have not."""

_first_folder = re.compile(r"[^/?#]*//[^/?#]*/+([^/?#]+)/").match


def where_of(state: FetchState, host: str, memory: HostMemory) -> str:
    """Return where the lessons are that count for the row at *host*: its folder's, if that has its own."""
    folders = memory[host].folders if host in memory else None
    if not folders:
        return host
    folder = _folder(state, host)
    return f"{host}/{folder}" if folder in folders else host


def open_folder(state: FetchState, where: str, memory: HostMemory) -> str | None:
    """Return the row's folder, which has lessons of its own from now on; None if the host's count for it."""
    folder, lessons = _folder(state, where), memory[where]
    if folder is None or not lessons.folders_given or folder in lessons.folders_given:
        return None
    in_vain = sum(not own.images for own in lessons.folders.values())
    is_full = len(lessons.folders_given) >= _MOST_GIVEN or len(lessons.folders) >= _MOST
    return None if is_full or in_vain >= _MOST_IN_VAIN else f"{where}/{folder}"


def note_folder(state: FetchState, host: str, lessons: HostLessons, *, has_given: bool) -> None:
    """Note that the row's folder of *host* has given it an image, or that what it had given the row is none.

    Not in a way that is the folder's own, nor what came from another address. Each row counts once.
    """
    folder, given = _folder(state, host), lessons.folders_given
    is_aside = has_given and state["remedy"] in SIDE_ROADS
    if folder is None or folder in lessons.folders or state["is_of_folder"] is has_given or is_aside:
        return
    if has_given and folder not in given and len(given) >= _MOST_GIVEN:
        return
    counts = {**given, folder: given.get(folder, 0) + (1 if has_given else -1)}
    lessons.folders_given = {name: count for name, count in counts.items() if count > 0}
    state["is_of_folder"] = has_given


def _folder(state: FetchState, host: str) -> str | None:
    """Return the first folder of the row's address, empty if there is none; None if it is not one of *host*."""
    if host_of(state["url"]) != host:
        return None
    found = _first_folder(state["url"])
    return found[1] if found else ""
