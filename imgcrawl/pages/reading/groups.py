"""Which images of a page are versions of one picture, by the ``<picture>`` around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

IMAGE_TAGS = frozenset({"img", "amp-img", "source"})
_OTHER_MEDIA = re.compile(r"prefers-color-scheme|\bprint\b")


class OpenPicture:
    """The ``<picture>`` that is open, if any: it has sources and a single ``<img>``, and on many pages no end.

    What stands in it for want of scripts is the same picture.
    """

    def __init__(self) -> None:
        self._group: int | None = None
        self._has_image = False

    @property
    def is_open(self) -> bool:
        """Whether there is one."""
        return self._group is not None

    def open(self, group: int) -> None:
        """Take up its opening tag, the element number *group* of the page."""
        self._group, self._has_image = group, False

    def close(self) -> None:
        """Take up its closing tag."""
        self._group = None

    def group_of(self, tag: str, attributes: Mapping[str, str], own: int, *, in_noscript: bool) -> int:
        """Return the group of the next element, its *own* number if it is no version of the picture."""
        if tag not in IMAGE_TAGS or _OTHER_MEDIA.search(attributes.get("media", "")):
            return own
        if tag == "img" and not in_noscript:
            if self._has_image:
                self.close()
            self._has_image = True
        return own if self._group is None else self._group
