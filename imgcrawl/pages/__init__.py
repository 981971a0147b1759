"""The page on which an image was found, and what it says about the image's present address.

Source: https://web-poet.readthedocs.io; ``SCRAPY_POET_DISCOVER = ["imgcrawl.pages"]`` finds the page objects.

- A page: ``page`` is the object, ``sites`` has those of content systems; ``reading`` gives the addresses on it,
  ``choosing`` which of them is the wanted image.
- Instead of the page: ``onward`` and ``embeds`` (what it names), ``iiif`` (manifests), ``items`` (feeds).
- What came in the image's own place: ``answers`` says which of these it is; ``own_page`` and ``main_entity`` (made for
  one picture), ``viewer``, ``sole`` (data about one picture), ``described`` (an object's description), ``masked`` (a
  frame), ``gate`` (a page before all others), ``alternatives`` (300).
"""

from __future__ import annotations

from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.choosing.evidence import choose
from imgcrawl.pages.page import WANTED_URL, ImagePage, SitePage
from imgcrawl.pages.reading.candidates import collect
from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.sites import wordpress as _wordpress  # noqa: F401  # registers itself by markup

__all__ = ["WANTED_URL", "Candidate", "Choice", "Confidence", "ImagePage", "Kind", "SitePage", "choose", "collect"]
