"""The next document, where a page does not show the wanted image itself but names what does."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import read_address, same_site
from imgcrawl.naming.numbers import museum_number
from imgcrawl.naming.stems import Claim, claim
from imgcrawl.naming.words import vocabulary
from imgcrawl.pages.choosing.told import states
from imgcrawl.pages.choosing.views import is_view
from imgcrawl.pages.masked import framed_elsewhere
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.events import Target, feed
from imgcrawl.pages.reading.statements import MAX_TEXTS, stating

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_NAMED = 50
"""Documents of one kind that are noted of a page."""
_MAX_VALUE = 4_000

_MANIFEST_FIELD = re.compile(r"(?:[?&#]|#\?)(?:manifest(?:Id)?|iiif[-_](?:content|manifest))=([^&#]+)")
_MANIFEST_DATA = re.compile(r"data-(?:iiif-)?manifest(?:-?(?:id|ur[il]))?")
_MANIFEST_KEY = re.compile(
    r"""["']?(?:manifest(?:Id|Ur[il])?|loadedManifest|iiif_?[mM]anifest(?:Ur[il])?)["']?\s{0,9}:\s{0,9}["'](https?:[^"'\s]{5,2000})["']"""
)
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|msclkid|mc_[ce]id|ref|source|share")
_VIEWED = "iiif"
_LINKED_MANIFEST = re.compile(r"[^?#]*(?:(?<!/info)\.json|/manifest)/?", re.IGNORECASE)
"""The address of what may be a manifest, if its link says that it has to do with IIIF; no service for one image."""
_ATTACHMENT = "attachment"  # WordPress: the relation of a link to the page of an uploaded file
_MIN_NAME = 3
_WORD = re.compile(r"[a-z]+?(?=frame|$|[^a-z])|[a-z]+", re.IGNORECASE)
_ASIDE = vocabulary("""
    nav navi navigation navbar menu menue menus top left header head footer bottom banner logo title index toc links
    sidebar contents oben unten kopf inhaltsverzeichnis
""")
"""Words in the name or file of a frame beside the one that shows what the page is about."""
_CONTINUED = re.compile(r"(?:/(?:page/)?|[?&](?:page|paged|p|pg|seite|part)=)0?2/?$", re.IGNORECASE)
"""What the address of a page's second part has more than the first one's."""
_KINDS = ("manifest", "oembed", "view", "canonical", "amphtml", "frame", "next")
"""The kinds of documents, in the order in which they are looked for."""
_KINDS_BY_TYPE = {"json+oembed": "oembed", "iiif.io/api/presentation": "manifest"}
_VERSIONS = frozenset({"canonical", "amphtml"})
"""Those that show what this page shows, if it shows anything."""
_OF_ANY_PAGE = frozenset({"manifest", "canonical"})
"""Those that are worth asking for when the page shows pictures, the wanted one not among them."""


_SAVED = re.compile(r"(?:download|save|open|view)\b[:\s]*", re.IGNORECASE)
"""What a link to a file begins with beside its name."""


class Onward(NamedTuple):
    """The document at *url*; *is_told*: the page says of it that it is the wanted file, should it be a picture."""

    url: str
    is_told: bool = False


class _Reader(Target):
    """A parser target that notes which documents a page names, by kind."""

    def __init__(self) -> None:
        self.base = ""
        self.named: dict[str, dict[str, None]] = {kind: {} for kind in _KINDS}
        self.told: dict[str, tuple[str, ...]] = {}
        self._script: list[str] | None = None
        self._view: str | None = None
        self._text: list[str] = []
        self._manifest: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up an opening tag."""
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "link":
            self._link(attributes)
        elif tag == "script":
            self._script = []
        elif tag in {"iframe", "frame"}:
            self._frame(tag, attributes)
        elif tag == "a":
            self._open_view(attributes.get("href", ""), rel=attributes.get("rel", "").lower().split())
            self._manifest = href if _LINKED_MANIFEST.fullmatch(href := attributes.get("href", "")) else None
        self._describe_manifest(*attributes.values())
        if self._view is not None:
            self._text += [value for name in ("alt", "title", "download") if (value := attributes.get(name))]
        for name, value in attributes.items():
            if _MANIFEST_DATA.fullmatch(name):
                self._note("manifest", value)
            elif name in {"href", "src"} and len(value) <= _MAX_VALUE:
                self._address(value)

    def end(self, tag: str) -> None:
        """Take up a closing tag."""
        if tag == "script" and self._script is not None:
            for found in _MANIFEST_KEY.finditer("".join(self._script).replace("\\/", "/")):
                self._note("manifest", found[1])
            self._script = None
        elif tag == "a":
            self._close_view()
            self._manifest = None

    def data(self, text: str) -> None:
        """Keep the text of scripts and of links to pages about a picture."""
        self._describe_manifest(text)
        if self._script is not None:
            self._script.append(text)
        elif self._view is not None:
            self._text.append(text)

    def close(self) -> None:
        """Finish what the page left open."""
        self.end("script")
        self._close_view()

    def _open_view(self, url: str, rel: Sequence[str]) -> None:
        self._close_view()
        if "next" in rel:
            self._note("next", url)
        if len(url) <= _MAX_VALUE and "/" in url and (_ATTACHMENT in rel or is_view(url)):
            self._note("view", url)
            self._view = url if url in self.named["view"] else None

    def _close_view(self) -> None:
        if self._view is not None:
            texts = stating(["".join(self._text), *self._text])
            self.told[self._view] = (*self.told.get(self._view, ()), *texts)[:MAX_TEXTS]
        self._view, self._text = None, []

    def _describe_manifest(self, *texts: str) -> None:
        """Note the address of the link that is open as a manifest if *texts*, which stand in it, speak of IIIF."""
        if self._manifest is not None and any(_VIEWED in text.lower() for text in texts):
            self._note("manifest", self._manifest)

    def _frame(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note a frame; of a set of frames none that a menu or a title stands in."""
        url = attributes.get("data-src") or attributes.get("src", "")
        called = attributes.get("name", ""), urlsplit(url).path.rpartition("/")[2].partition(".")[0]
        words = {word.lower() for text in called for word in _WORD.findall(text)}
        if tag == "iframe" or words.isdisjoint(_ASIDE):
            self._note("frame", url)

    def _link(self, attributes: Mapping[str, str]) -> None:
        rels, types = attributes.get("rel", "").lower().split(), attributes.get("type", "").lower()
        by_rel = (rel for rel in ("canonical", "amphtml", "next") if rel in rels)
        by_type = (kind for mark, kind in _KINDS_BY_TYPE.items() if mark in types)
        if kind := next(chain(by_rel, by_type), None):
            self._note(kind, attributes.get("href", ""))

    def _address(self, value: str) -> None:
        if found := _MANIFEST_FIELD.search(value):
            self._note("manifest", unquote(found[1]))
        elif _is_manifest_file(value.lower()):
            self._note("manifest", value)

    def _note(self, kind: str, url: str) -> None:
        if url and len(url) <= _MAX_VALUE and len(self.named[kind]) < MAX_NAMED:
            self.named[kind][url] = None


def find_onward(text: str, *, page_url: str, wanted_url: str, is_empty: bool) -> Onward | None:
    """Return the document that the page *text* names in its own place; None where it names none, or several of a kind.

    A manifest of the page's object, what is embedded in other sites in its place, the page about the wanted picture
    alone, the page of which this one is a version, its version for phones, the one of its own site that it frames, its
    own second part, or another site's page if it is nothing but a frame around that.
    Of what is embedded or framed only what bears the name of the picture at *wanted_url*, and where the page *is_empty*
    of pictures any, as of versions for phones; of several of a kind the one with the name. A page about a picture must
    bear it, or be linked by it.
    """
    reader = _Reader()
    feed(text, reader)
    base = absolute(reader.base, page_url) or page_url
    name = _name_in_address(wanted_url)
    for kind in _KINDS:
        urls = {url: named for named in reader.named[kind] if (url := absolute(named, base))}
        fit = [url for url in urls if _is_fit(kind, url, page_url)]
        texts = {url: (url, *(reader.told.get(urls[url], ()) if kind == "view" else ())) for url in fit}
        bearing = [url for url in fit if name and any(name.search(unquote(text).casefold()) for text in texts[url])]
        if len(bearing) == 1 and kind not in _VERSIONS:
            return Onward(bearing[0], kind == "view" and _is_told(bearing[0], texts[bearing[0]], wanted_url))
        if len(fit) == 1 and kind != "view" and (is_empty or kind in _OF_ANY_PAGE):
            return Onward(fit[0])
    masked = framed_elsewhere(text, page_url=page_url, base=base) if is_empty else None
    return None if masked is None else Onward(masked)


def _is_told(url: str, texts: Sequence[str], wanted_url: str) -> bool:
    """Whether a link to *url* says in *texts* that it is the wanted file, or its address ends in that file's name."""
    wanted, address = read_address(wanted_url), read_address(url)
    if wanted is None or address is None:
        return False
    number = museum_number(wanted.stem)
    if any(states(_SAVED.sub("", text, count=1), wanted, number) for text in texts if text != url):
        return True
    return claim(wanted.stem) is Claim.NAMED and address.stem == wanted.stem


def _is_manifest_file(url: str) -> bool:
    """Whether *url*, in lower case, is that of a manifest, by its last name and a word before it."""
    is_named = url.endswith("/manifest.json") or (url.startswith(("http://", "https://")) and url.endswith("/manifest"))
    return is_named and _VIEWED in url and "?" not in url and "#" not in url


def _name_in_address(wanted_url: str) -> re.Pattern[str] | None:
    """Return what finds the wanted picture's name in an address, where it is long enough to be no accident."""
    wanted = read_address(wanted_url)
    if wanted is None or len(wanted.stem) < _MIN_NAME:
        return None
    return re.compile(rf"(?<![0-9a-z]){re.escape(wanted.stem.casefold())}(?![0-9a-z])")


def _is_fit(kind: str, url: str, page_url: str) -> bool:
    """Whether a document of *kind* is worth asking for: another one and, if it is a page, one of the same site."""
    if kind in {"manifest", "oembed"}:
        return not is_same_page(url, page_url)
    if kind == "next" and _CONTINUED.sub("", url).rstrip("/") != page_url.partition("#")[0].rstrip("/"):
        return False
    on_site = same_site(*(urlsplit(address).hostname or "" for address in (page_url, url)))
    return on_site and not is_same_page(url, page_url) and urlsplit(url).path not in {"", "/"}


def is_same_page(url: str, page_url: str) -> bool:
    """Whether two addresses are of one page: but for scheme, ``www.``, a last slash and where the visitor came from."""
    return _page(url) == _page(page_url)


def _page(url: str) -> tuple[str, str, tuple[str, ...]]:
    parts = urlsplit(url)
    fields = sorted(field for field in parts.query.split("&") if field and not _TRACKING.match(field.partition("=")[0]))
    return (parts.hostname or "").removeprefix("www."), unquote(parts.path).rstrip("/"), tuple(fields)
