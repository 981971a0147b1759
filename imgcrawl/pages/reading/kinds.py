"""Where on a page an image address can stand, and what is known of one that stands there."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from imgcrawl.pages.reading.titles import UNTITLED, Titles


class Kind(StrEnum):
    """The place on the page; a closed set, the most telling first."""

    LINK = "link"
    """``<a href>`` to an image file."""
    SRCSET = "srcset"
    """``srcset`` of an ``<img>``."""
    SOURCE = "source"
    """``<source>`` of a ``<picture>``."""
    JSON_LD_MAIN = "json_ld_main"
    """``contentUrl`` of the ImageObject that the whole JSON-LD document is about."""
    OEMBED = "oembed"
    """The picture that a whole oEmbed document is about."""
    LAZY = "lazy"
    """A ``data-*`` attribute that a script copies into ``src`` or ``srcset``."""
    SRC = "src"
    """``<img src>``."""
    OG = "og"
    """``og:image``."""
    JSON_LD = "json_ld"
    """Any other image named by JSON-LD."""
    MICRODATA = "microdata"
    """``itemprop`` image, contentUrl or thumbnailUrl."""
    REL = "rel"
    """``<link rel=image_src>`` or an image preload."""
    TWITTER = "twitter"
    """``twitter:image``."""
    DATA = "data"
    """An address as a string of a document for machines that came as the page."""
    POSTER = "poster"
    """The still of a ``<video>``: weak."""
    STYLE = "style"
    """A background in an inline style or a ``<style>``: weak."""
    STATE = "state"
    """A string in an inline script: weak."""
    ATTRIBUTE = "attribute"
    """Any other attribute, or code shown for copying: weak, and heard only where all else gives nothing."""

    @property
    def weak(self) -> bool:
        """Whether the place says nothing about the picture being content of the page."""
        return self in _WEAK


_WEAK = frozenset({Kind.POSTER, Kind.STYLE, Kind.STATE, Kind.ATTRIBUTE})

IN_HEAD: Final = frozenset({Kind.OG, Kind.TWITTER, Kind.REL})
"""Where the head of a page names its picture."""
IN_SET: Final = frozenset({Kind.SRCSET, Kind.SOURCE})
"""Where one element lists versions of one picture."""
IN_DATA: Final = frozenset({Kind.JSON_LD, Kind.JSON_LD_MAIN, Kind.MICRODATA})
"""Where its data for machines do."""
IN_CONTENT: Final = frozenset({Kind.LINK, Kind.SRCSET, Kind.SOURCE, Kind.LAZY, Kind.SRC})
"""Where a page shows its readers pictures, or leads to them."""


class Candidate(NamedTuple):
    """One image address on a page.

    *url*: absolute, http or https; until all of the page has been read, as it is written there. *group*: candidates of
    one group are versions of one picture by the page's markup. *position*: its rank on the page, from 0, when all of it
    has been read. *width*, *height*: declared pixels of the file, if any. *marks*: ids carried by the element and by
    the link around it. *told*: what the page states of the picture beside its address
    (:mod:`imgcrawl.pages.reading.statements`). *in_figure*: it stands in a ``<figure>``. *page*: what the page as a
    whole is called. *laid_out*: how wide the page shows it, in pixels, which need not be the file's width. *alt*: the
    text for who does not see it.
    """

    url: str
    kind: Kind
    group: int
    position: int = 0
    width: int | None = None
    height: int | None = None
    marks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    in_figure: bool = False
    page: Titles = UNTITLED
    laid_out: int | None = None
    alt: str = ""
