"""Ways of asking for the same image: which referer goes along, and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.identity.origins import fetch_site

if TYPE_CHECKING:
    from collections.abc import Iterable


class Variant(NamedTuple):
    """One way of asking.

    *referer*: ``page`` (the page's address as a browser trims it, else the image's own origin), ``full`` (the page's
    whole address), ``origin`` (the image's own origin) or ``none``. *identity*: ``browser`` (the host's own),
    ``secure`` (the same, with the headers that browsers keep for https), ``other`` and ``third`` (browsers with another
    engine, with those headers too) or ``honest`` (our own name). *name* is the remedy that switches it on and off.
    """

    name: str
    referer: str
    identity: str


DEFAULT = Variant("default", "page", "browser")
COOKIES = Variant("cookies", "page", "browser")

OWN_SITE: Final = "same_origin_referer"
NO_REFERER: Final = "no_referer"

LADDER: tuple[Variant, ...] = (
    Variant(OWN_SITE, "origin", "secure"),
    Variant(NO_REFERER, "none", "browser"),
    Variant("other_browser", "full", "other"),
    Variant("third_browser", "page", "third"),
    Variant("bot_identity", "none", "honest"),
)
"""The ways after the default, in the order in which they are tried on a host that has taught nothing."""

OTHER_WAYS: Final = frozenset(way.name for way in LADDER)
"""The names of these."""

OWN_PAGES: tuple[Variant, ...] = tuple(way for way in LADDER if way.referer in ("origin", "full"))
"""The ways that name a page to every host, also where browsers would not: the image's own site, or the row's page."""

PLAIN_ACCEPT: Final = "plain_accept"
PLAIN_ENCODING: Final = "plain_encoding"
NO_LANGUAGE: Final = "no_language"
PLAINER: Final = (NO_LANGUAGE, PLAIN_ENCODING, PLAIN_ACCEPT)
"""The ways in which one header is plainer than a browser's: what is told most plainly by an answer comes first."""

BROWSERS: tuple[Variant, ...] = tuple(way for way in LADDER if way.identity in ("other", "third", "honest"))
"""The ways in which somebody else asks, with another handshake."""

VARIANTS: dict[str, Variant] = {v.name: v for v in (DEFAULT, COOKIES, *LADDER)}


def comes_from_within(way: Variant, *, url: str, page: str | None) -> bool:
    """Say whether who asks for *url* in this *way* comes from the site itself; without a page, from the image's origin.

    Hosts that give some clients other pictures than others give those the true ones.
    """
    if way.referer in {"origin", "none"}:
        return way.referer == "origin"
    return not page or fetch_site(url, page) != "cross-site"


def names_other_site(way: Variant, *, url: str, page: str | None) -> bool:
    """Say whether who asks for *url* in this *way* comes from a page of another site; who names none does not."""
    return way.referer != "none" and not comes_from_within(way, url=url, page=page)


def applicable(
    ladder: Iterable[Variant], *, url: str, page: str | None, enabled: frozenset[str], home: str = ""
) -> list[Variant]:
    """Return those ways of *ladder* that differ from the default for this row and are switched on.

    Without a page, and with one of the image's own origin, the default already names that, and over https it already
    sends all headers; but where the image's own site is known to be another, whose page *home* is.
    """
    is_own = not home and url.startswith("https:") and (not page or fetch_site(url, page) == "same-origin")
    same_as_default = OWN_SITE if is_own else ""
    return [v for v in ladder if v.name in enabled and v.name != same_as_default]
