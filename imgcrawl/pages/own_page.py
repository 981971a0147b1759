"""The picture of a page that is made for it: a host's page for one upload, a thing's page in a shop or a collection.

A list may have the address of such a page in place of the file's. The picture has a name of its own then, so that
nothing but the page can tell it: what it declares and what it shows must be one picture, and the page the row's own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.identity.origins import site
from imgcrawl.naming.addresses import fields_of, read_address, same_url
from imgcrawl.naming.bare import bare, tells_apart
from imgcrawl.naming.notices import stands_in_for_any
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.words import COMMON, CONTAINERS, DRAWS, IMAGE_FILE, vocabulary
from imgcrawl.pages.choosing.choice import Choice, Match, largest
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.identified import iiif_identifier
from imgcrawl.pages.choosing.views import is_of_design
from imgcrawl.pages.main_entity import is_about_another, main_picture
from imgcrawl.pages.onward import is_same_page
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.reading.presented import read_presented
from imgcrawl.pages.reading.titles import UNTITLED
from imgcrawl.remedies.answers.promise_words import MISSING, NO_SITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.reading.presented import Presented, Shown

_MANY = vocabulary("""
    search tag tags category categories topic topics album albums gallery galleries a set sets user users u profile
    profiles author authors collection collections list lists archive archives
""")
"""Folders before the name of what has pictures of many things."""
_LISTS = _MANY | vocabulary("""
    index home default main start news blog shop store products items photos images pictures catalog catalogue login
    signin signup register cart checkout account contact about faq help terms privacy
""")
"""What pages are called that are about no one thing."""
_ASKED = vocabulary("""
    q s search query keyword keywords term page p paged sort order filter view cat category tag
    w h width height size fit crop quality format fm
""")
"""Fields by which a list is asked for, or a file in some size."""
_OF_FILES = vocabulary("thumb thumbs thumbnail thumbnails download downloads raw original originals iiif render resize")
_FILE_SCRIPT = re.compile(
    r"(?:get|show)?_?-?(?:image|img|photo|pic|picture|thumb|thumbnail|media|file)s?\.(?:php|aspx?|ashx|cgi|jsp)",
    re.IGNORECASE,
)
_OTHER_ENDING = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)[a-z]{2,5}$", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_OF_ONE = re.compile(r"(?:^|:)(?:photo|image|picture)$|^product$", re.IGNORECASE)
"""What a page says that it is, or has, that is about one picture or one thing."""
_TO_READ = re.compile(r"(?:^|:)(?:article|blog|profile|video|music|book)\b(?!:)", re.IGNORECASE)
_GATE = re.compile(
    r"^\s*(?:(?:log|sign)[ -]?(?:in|up)\b|(?:just a moment|access denied|attention required|forbidden|oops)"
    r"|(?:home|home ?page|welcome|search|error|verify)\W*$|(?:search|results?) (?:results?|for)\b|welcome to\b)"
    r"|captcha|are you (?:a )?(?:human|robot|over)|age (?:check|verification)|unavailable|expired|deleted|removed",
    re.IGNORECASE,
)
"""How pages are called that stand before others, or say that there is nothing."""
_KEY = re.compile(r"(?=[^/]*[0-9A-Z])[0-9A-Za-z]{5,12}")
_CACHED = re.compile(r"/cache/[0-9a-f]{32}/")
"""Magento's folder for what it has drawn in one size."""
_CODE = re.compile(
    r"/(?=[0-9A-Za-z]{6,10}/?$)(?!(?:(?:[A-Z]?[a-z]*[aeiouy]|[AEIOUY])[a-z]+|[a-z](?=[A-Z]))+\d*/?$)"
    r"(?:[0-9A-Za-z]*[0-9a-z][A-Z]|[A-Za-z]*\d+[A-Za-z])[0-9A-Za-z]*/?"
)
"""What hosts draw for an upload, and the address of its page; no words that are written together."""
_READ = vocabulary("""
    blog blogs news article articles post posts story stories press magazine journal guide guides help support policy
    policies privacy terms conditions imprint impressum datenschutz agb contact about shipping returns delivery cookies
    legal faq careers jobs team
""")
"""Words in the addresses of pages that are there to be read."""
_DATED = re.compile(r"/(?:19|20)\d\d/\d\d?/")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_BESIDE = 2
"""Pages to which a picture's own leads by pictures: the last and the next one's."""
_NOWHERE = ("#", "javascript:")


class _Page(NamedTuple):
    """A page at *url* with what it has *presented*, whose addresses are read from *base*."""

    presented: Presented
    url: str
    base: str

    def read(self, url: str) -> str | None:
        """Return *url* as an absolute address."""
        return absolute(url, self.base)


def own_picture(text: str, candidates: Sequence[Candidate], *, url: str, wanted_url: str) -> Choice | None:
    """Return the picture for which the page *text* at *url* is made, if that is the row's own address; None in doubt.

    *wanted_url* looks like no file's or list's, and nothing has led elsewhere. What the page declares is what it shows
    as its main picture; of a gallery, what the data of the page's own thing and its head have first.
    """
    if not may_be_page(wanted_url) or not is_same_page(url, wanted_url):
        return None
    called = candidates[0].page.called if candidates else ()
    if any(told.search(title) for told in (MISSING, NO_SITE, _GATE) for title in called):
        return None
    presented = read_presented(text)
    page = _Page(presented, url, absolute(presented.base, url) or url)
    if not presented.places and _is_told(wanted_url):
        return None  # what is asked for may be one of several
    if not all((place := absolute(written, page.base)) and is_same_page(place, url) for written in presented.places):
        return None
    found = _picture(page, called)
    return _chosen(found, candidates, wanted_url) if found else None


def _is_told(url: str) -> bool:
    """Whether *url* has fields that tell more than where the visitor comes from."""
    return not is_same_page(url, url.partition("?")[0])


def may_be_page(url: str) -> bool:
    """Whether *url* may be that of a page about one thing: of no file, no list, no home page and no script."""
    parts = urlsplit(url)
    if parts.fragment or IMAGE_FILE.search(unquote(f"{parts.path}?{parts.query}")) or DRAWS.search(url):
        return False
    names = [name for name in unquote(parts.path).lower().split("/") if name]
    if not names or _LANGUAGE.fullmatch(names[-1]):
        return False
    stem = names[-1].partition(".")[0]
    is_list = stem in _LISTS or not _MANY.isdisjoint(names[-2:-1])
    is_file = _FILE_SCRIPT.fullmatch(names[-1]) or _OTHER_ENDING.search(names[-1]) or not _OF_FILES.isdisjoint(names)
    return not is_list and not is_file and _ASKED.isdisjoint(key.lower() for key, _ in fields_of(parts.query))


def _picture(page: _Page, called: Sequence[str]) -> str | None:
    """Return the address of the picture for which *page* is made, as it declares it."""
    presented = page.presented
    heads = [url for written in (*presented.heads, *presented.image_sources) if (url := page.read(written))]
    head = heads[0] if heads else None
    shown = [each for each in presented.shown if not _leads_away(each, page) and _is_content(each, page)]
    own = main_picture(presented.documents, url=page.url, base=page.base, called=called)
    if own is not None and own.is_thing:
        return _of_thing(own.url, head, shown, page)
    copied = _copied(page, head)
    declared = [*heads, *copied, *([own.url] if own else ())]
    if len({_place(url) for url in declared}) != 1 or is_about_another(presented.documents):
        return None
    is_told = head is not None and bool(copied or own)
    is_said = own is not None or any(map(_OF_ONE.search, presented.kinds))
    is_said = is_said or (_is_called(page.url, called) and not _is_list(page))
    is_coded = _CODE.fullmatch(urlsplit(page.url).path) is not None and not _is_told(page.url)
    is_to_read = any(map(_TO_READ.search, presented.kinds))
    if not copied and (is_to_read or not (is_coded or (presented.places and is_said))):
        return None
    if not shown:
        return declared[0] if is_told and presented.places else None
    is_one = all(_shows(each, declared[0], page, is_told=is_told) for each in shown)
    return declared[0] if is_one else None


def _is_called(url: str, called: Sequence[str]) -> bool:
    """Whether a page is called by all words of the last name in its address, of which two are no others' or one a key.

    So is none that comes for any address.
    """
    folders, _, name = _PAGE_ENDING.sub("", unquote(urlsplit(url).path).rstrip("/")).casefold().rpartition("/")
    words = set(_WORD.findall(name))
    if _DATED.search(f"{folders}/") or not _READ.isdisjoint([*folders.split("/"), *words]):
        return False
    is_telling = tells_apart(name) and (len(words - COMMON) > 1 or any(map(str.isdigit, name)))
    return is_telling and any(words.issubset(_WORD.findall(title.casefold())) for title in called)


def _is_list(page: _Page) -> bool:
    """Whether the pictures that *page* shows lead to several other pages, as those of a list do."""
    leading = {each.href for each in page.presented.shown if _leads_away(each, page) and _is_content(each, page)}
    return len(leading) > _BESIDE


def _of_thing(picture: str, head: str | None, shown: list[Shown], page: _Page) -> str | None:
    """Return the first *picture* of a thing, if the head has it, too, and the page shows it; without a head, it alone.

    A page that shows none without a script is believed.
    """
    if head is not None:
        is_shown = not shown or any(_shows(each, picture, page) for each in shown)
        return picture if _place(head) == _place(picture) and is_shown else None
    return picture if shown and all(_shows(each, picture, page) for each in shown) else None


def _copied(page: _Page, head: str | None) -> list[str]:
    """Return the addresses that the page gives to be copied as the file's own, those of *head* where it has them.

    What is not called so is the file's as well, if the head has it and there is nothing else.
    """
    copied = page.presented.copied
    direct = [url for url, is_direct in copied if is_direct]
    direct = direct or [url for url, _ in copied if head is not None]
    return [url for url in direct if head is not None and _place(url) == _place(head)] or direct


def _shows(each: Shown, picture: str, page: _Page, *, is_told: bool = False) -> bool:
    """Whether an element shows *picture*; of one that is declared twice, a host's version under another key is, too."""
    urls = [url for written in each.urls if (url := page.read(written))]
    return any(_place(url) == _place(picture) or (is_told and _is_rekeyed(url, picture)) for url in urls)


def _is_rekeyed(url: str, picture: str) -> bool:
    """Whether two addresses of one host and name differ in one folder alone, which its service has drawn for each."""
    one, other = urlsplit(url), urlsplit(picture)
    names = list(zip(one.path.split("/"), other.path.split("/"), strict=False))
    differing = [pair for pair in names if pair[0] != pair[1]]
    is_alike = one.netloc == other.netloc and one.path.count("/") == other.path.count("/")
    return is_alike and names[-1] not in differing and len(differing) == 1 and all(map(_KEY.fullmatch, differing[0]))


def _leads_away(each: Shown, page: _Page) -> bool:
    href = each.href.strip()
    if not href or href.lower().startswith(_NOWHERE) or IMAGE_FILE.search(href):
        return False
    to = page.read(href)
    return to is None or not is_same_page(to, page.url)


def _is_content(each: Shown, page: _Page) -> bool:
    urls = [url for written in each.urls if (url := page.read(written)) and read_address(url) is not None]
    return bool(urls) and not all(is_furniture(Candidate(url, Kind.SRC, 0), page.url) for url in urls)


def _place(url: str) -> tuple[object, ...]:
    """Return by what versions of one picture agree: all but size, query fields for that and the cache for each."""
    address = read_address(url)
    if address is None:
        return (url,)
    fields = tuple(field for field in address.fields if field[1])
    folders = _CACHED.sub("/", "/".join(("", *address.dirs, ""))).split("/")
    telling = tuple(name for name in folders if name and name not in CONTAINERS)
    return site(address.host), telling, bare(address.stem), fields


def _is_default(candidate: Candidate, address: Address) -> bool:
    """Whether a picture is called as what is shown for want of one is, and as IIIF services call any."""
    return address.stem == "default" and iiif_identifier(candidate.url) is None


def _chosen(url: str, candidates: Sequence[Candidate], wanted_url: str) -> Choice | None:
    """Return the largest version of the picture at *url*, unless it stands for others or belongs to the site."""
    named = Candidate(url, Kind.OG, 0, page=candidates[0].page if candidates else UNTITLED)
    own = [c for c in candidates if not c.kind.weak and _place(c.url) == _place(url)] or [named]
    read = [(c, address) for c in own if (address := read_address(c.url)) is not None]
    if stands_in_for_any(wanted_url, url) or DRAWS.search(url) or same_url(url, wanted_url):
        return None
    if any(is_furniture(c, wanted_url) or is_of_design(address, c) or _is_default(c, address) for c, address in read):
        return None
    choice = largest([Match(c, address, Confidence.TOLD) for c, address in read], wanted_url)
    told = "The page at the row's own address is made for one picture, which it declares and shows."
    return choice and replace(choice, evidence=told)
