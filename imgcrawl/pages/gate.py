"""The way through a page that stands before its site's pictures: a link that leads back to what was asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

from imgcrawl.intake.address import joined
from imgcrawl.naming.addresses import same_site, same_url
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.words import IMAGE_FILE
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.reading.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pages.reading.kinds import Candidate

_BACK = re.compile(
    r"(?:return|redirect|redir|back|next|continue|forward|dest(?:ination)?|goto|target|to|from|ref|r|u|url|uri)"
    r"(?:[_-]?(?:url|uri|to|path|link))?",
    re.IGNORECASE,
)
_MOST_FIELDS = 16  # of a link
_OTHER_ERRAND = re.compile(
    r"log-?(?:in|out|on|off)|sign-?(?:in|out|up)|sso|o?auth|register|account|session|subscribe|pay|cart|report|share|qr|print"
    r"|delete|remove|decline|reject|captcha|translat|favou?rit|wish-?list|bookmark"
    r"|(?<![a-z])(?:like|vote|rate|flag|follow|block|ban|purge)(?![a-z])",
    re.IGNORECASE,
)
"""What asks for more than a visit, or gives something else."""


def way_back(candidates: Sequence[Candidate], *, url: str, wanted_url: str) -> Choice | None:
    """Return the first link of the page at *url* that leads by way of its own site back to *wanted_url*, if any.

    A question for the visitor's age, consent or language has such a link. To log in takes more than that.
    """
    host = urlsplit(url).hostname or ""
    links = (c.url for c in candidates if c.kind is Kind.LINK and same_site(host, urlsplit(c.url).hostname or ""))
    way = next((link for link in links if _leads_to(link, wanted_url)), None)
    told = "The page has a link that leads back to the wanted address."
    return None if way is None else Choice(way, Confidence.SHOWN, told)


def _leads_to(link: str, wanted_url: str) -> bool:
    path, _, query = link.partition("?")
    fields = [field.partition("=") for field in query.split("&")]
    if len(fields) > _MOST_FIELDS or IMAGE_FILE.search(path):
        return False
    if any(map(_OTHER_ERRAND.search, (urlsplit(path).path, *(key for key, *_ in fields)))):
        return False
    ends = (joined(wanted_url, unquote_plus(value)) for key, _, value in fields if _BACK.fullmatch(key))
    return any(same_url(end, wanted_url) for end in ends)
