"""Which catalogues name files of a store: only one that is alone may remove what its own outcomes do not name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER: Final = ".catalogues"
"""The folder of a store with an empty file for each catalogue that has ever used it."""

_UNKNOWN = "unknown"


class Tenant:
    """A catalogue in a store that is the folder *store*; *identity* is its own, wherever its file is moved to."""

    def __init__(self, store: Path, identity: str) -> None:
        self._folder = store / FOLDER
        self._identity = identity

    def enter(self, *, has_images: Callable[[], bool]) -> None:
        """Leave a mark in the store, before the first file is placed in it.

        Files in a store without marks are another's if the catalogue names no file yet, which *has_images* tells.

        :raises OSError: if the store cannot be written.
        """
        is_first = not self._folder.exists() or not any(self._folder.iterdir())
        is_used = is_first and any(path.name != FOLDER for path in self._folder.parent.iterdir())
        self._folder.mkdir(exist_ok=True)
        if is_used and not has_images():
            (self._folder / _UNKNOWN).touch()
        (self._folder / self._identity).touch()

    def kept(self, referenced: Callable[[set[str]], set[str]]) -> Callable[[set[str]], set[str]]:
        """Return *referenced*, which tells the paths that this catalogue names, made to tell what must stay.

        That is every path while another catalogue uses the store.
        """

        def must_stay(paths: set[str]) -> set[str]:
            named = referenced(paths)
            return named if self._is_alone() else paths

        return must_stay

    def _is_alone(self) -> bool:
        """Whether nobody else has entered; asked as late as can be, for others may enter at any moment."""
        return {path.name for path in self._folder.iterdir()} == {self._identity}
