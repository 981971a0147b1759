"""Where a redirect must have been meant to lead: careless rules put a port, a slash or an escape too many in it.

Each change needs its sign in the address that the redirect gave, and none in the one that was asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from imgcrawl.errors import ErrorSlug
from imgcrawl.identity.origins import fetch_site, site
from imgcrawl.intake.damage import ENCODED_TWICE
from imgcrawl.intake.mended import ready
from imgcrawl.intake.spellings import other_name
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.apart import Certainty, certainty
from imgcrawl.naming.moves import AS_BEFORE, Move, moved
from imgcrawl.naming.stems import ids
from imgcrawl.naming.words import ENDING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SLASHED = re.compile(rf"(/[^/]+{ENDING})/+", re.IGNORECASE)
_DOUBLED = re.compile(r"/((?:[^/]+/){0,5}(?=[^/]*[a-z])[^/]+/)\1", re.IGNORECASE)
"""Folders that stand twice, one after the other, six at most; some hosts keep theirs by a digit's double."""
_SECRET = re.compile(
    r"(?:sig|signature|token|expires?|hmac|policy|auth\w*|key|secret|session|sess|sid|pass\w*|pwd?|user\w*|login|mail)=|@|%40",
    re.IGNORECASE,
)
"""What a query may hold that was meant for its own site alone."""
_INNER_NAME = re.compile(r"[^.]+|.+\.(?:lan|local|localdomain|internal|intern|intranet|corp|home)", re.IGNORECASE)
_HOME: Final = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|start)(?:\.\w{1,5})?/?)?",
    re.IGNORECASE | re.ASCII,
)
"""The path of a site's home page, also in the folder of a language."""
_FOR_PEOPLE: Final = re.compile(
    r"(?:.*\.)?(?:(?:m|mobile|touch|wap|log-?in|sign-?in|auth|sso|idp|accounts?|consent|privacy|cookies?|cmp|captcha"
    r"|park(?:ing|ed)?|landing|domains?|forsale|for-sale|auctions?|error|status|maintenance)\..+"
    r"|(?:sedo|sedoparking|bodis|parkingcrew|hugedomains|afternic|dan|above|undeveloped|namebright|uniregistry|godaddy"
    r"|parklogic|domainmarket|buydomains|domainnamesales|brandbucket|squadhelp|atom|efty|dynadot|namecheap|name)"
    r"\.(?:com|net|org|co|io))"
)
"""Hosts that ask who visits, or sell the name that led there: none of them has the pictures of another site."""


def led_aright(asked_url: str, led_url: str, slug: ErrorSlug) -> str | None:
    """Return where the redirect from *asked_url* to *led_url*, which ended in *slug*, must have been meant to lead.

    None where the two show no such slip.
    """
    asked, led = urlsplit(asked_url), urlsplit(led_url)
    texts = (change(asked, led) for change in _CHANGES.get(slug, ()))
    return next(ready(led_url, (text for text in texts if text and text != asked_url)), None)


def under_led_host(asked_url: str, led_url: str) -> str | None:
    """Return *asked_url* on the host whose home page *led_url* is, where another was redirected to with its path lost.

    None where that is no such page, where path and name are not sure to tell the picture from all others, as a script's
    are not, and where another site would be told what may be a secret.
    """
    asked, led = urlsplit(asked_url), urlsplit(led_url)
    if led.hostname in (None, asked.hostname):
        return None
    is_home = _HOME.fullmatch(led.path) is not None and _FOR_PEOPLE.fullmatch(led.hostname or "") is None
    if not is_home or "@" in led.netloc or urlsplit(other_name(asked_url) or "").netloc == led.netloc:
        return None
    is_here = site(asked.hostname or "") == site(led.hostname or "")
    if not is_here and (_SECRET.search(asked.query) or not _is_of_one_picture(asked_url)):
        return None
    move = Move(asked.netloc, f"{led.scheme}://{led.netloc}", keeps_size=True, ending=AS_BEFORE, query=AS_BEFORE)
    return moved(asked_url, move)


def _is_of_one_picture(url: str) -> bool:
    """Whether a file's name is that of one picture alone, whoever files others by the same months."""
    address = read_address(url)
    if address is None:
        return False
    return certainty(address.stem) >= Certainty.UNMISTAKABLE or bool(ids(address.stem))


def _without_port(asked: SplitResult, led: SplitResult) -> str | None:
    """Undo the port on which a server of the site listens behind the one that answers for it."""
    if led.port is None or led.port == asked.port or site(asked.hostname or "") != site(led.hostname or ""):
        return None
    return led._replace(netloc=led.netloc.rpartition(":")[0]).geturl()


def _from_outside(asked: SplitResult, led: SplitResult) -> str | None:
    """Return what a server knows by a name or number of its own network, as others know it."""
    return led._replace(scheme="https", netloc=asked.netloc).geturl() if asked.port is None else None


def _by_inner_name(asked: SplitResult, led: SplitResult) -> str | None:
    return _from_outside(asked, led) if _INNER_NAME.fullmatch(led.hostname or "") else None


def _with_slash(asked: SplitResult, led: SplitResult) -> str | None:
    """Part host and path again, between which a rule has lost the slash."""
    path = asked.path[1:]
    folder = path.partition("/")[0]
    host = led.netloc.removesuffix(folder)
    is_run_together = "/" in path and host != led.netloc and f"{folder}{led.path}" == path
    return led._replace(netloc=host, path=asked.path).geturl() if is_run_together and "." in host else None


def _without_prefix(asked: SplitResult, led: SplitResult) -> str | None:
    """Return the whole address that was put behind a host as if it were a path."""
    inner = next(iter(unwrap(led._replace(query="").geturl())), None)
    if inner is None or unwrap(asked.geturl()):
        return None
    is_doubled = urlsplit(inner).netloc == led.netloc or "/http:/" in led.path or "/https:/" in led.path
    return inner if is_doubled and inner.endswith(_name(led)) else None


def _without_double(asked: SplitResult, led: SplitResult) -> str | None:
    if _DOUBLED.search(asked.path) or _name(asked) != _name(led):
        return None
    return led._replace(path=_DOUBLED.sub(r"/\1", led.path, count=1)).geturl()


def _encoded_once(asked: SplitResult, led: SplitResult) -> str | None:
    return None if ENCODED_TWICE.search(asked.path) else led._replace(path=ENCODED_TWICE.sub("%", led.path)).geturl()


def _without_slash(asked: SplitResult, led: SplitResult) -> str | None:
    return None if asked.path.endswith("/") else led._replace(path=_SLASHED.sub(r"\1", led.path)).geturl()


def _with_query_elsewhere(asked: SplitResult, led: SplitResult) -> str | None:
    """Give back the query that a redirect to another site has left out, if it holds nothing secret."""
    is_telling = led.path != "/" and not _SECRET.search(asked.query)
    return led._replace(query=asked.query).geturl() if is_telling and _lacks_query(asked, led) else None


def _with_query(asked: SplitResult, led: SplitResult) -> str | None:
    """Give back the query that a redirect on the same site has left out."""
    is_secured = (asked.scheme, led.scheme, asked.netloc) == ("http", "https", led.netloc)
    is_here = is_secured or fetch_site(led.geturl(), asked.geturl()) in {"same-origin", "same-site"}
    return led._replace(query=asked.query).geturl() if is_here and _lacks_query(asked, led) else None


def _lacks_query(asked: SplitResult, led: SplitResult) -> bool:
    """Whether a redirect to the same path has left out the query."""
    return bool(asked.query) and not led.query and led.path == asked.path


def _name(parts: SplitResult) -> str:
    return parts.path.rpartition("/")[2]


_S = ErrorSlug
_OF_PATH: Final = (_without_prefix, _with_query, _without_slash, _encoded_once, _without_double)
_CHANGES: Final[Mapping[ErrorSlug, tuple[Callable[[SplitResult, SplitResult], str | None], ...]]] = {
    **dict.fromkeys((_S.TCP_REFUSED, _S.TCP_UNREACHABLE, _S.TCP_CONNECT_TIMEOUT, _S.TLS_HANDSHAKE), (_without_port,)),
    **dict.fromkeys((_S.DNS_NXDOMAIN, _S.DNS_NO_ADDRESS), (_with_slash, _by_inner_name)),
    **dict.fromkeys((_S.HTTP_403, _S.CONTENT_HTML), _OF_PATH),
    **dict.fromkeys((_S.HTTP_400, _S.HTTP_404, _S.HTTP_410), (*_OF_PATH, _with_query_elsewhere)),
    _S.POLICY_PRIVATE_ADDRESS: (_from_outside,),
}
"""What may be wrong with the target of a redirect, by the failure in which it ends."""
