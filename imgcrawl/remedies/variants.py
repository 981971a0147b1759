"""Ways of asking for the same image: which referer goes along, and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Variant(NamedTuple):
    """One way of asking.

    *referer*: ``page`` (the page's address as a browser trims it, else the image's own origin), ``full`` (the page's
    whole address), ``origin`` (the image's own origin) or ``none``. *identity*: ``browser`` (the host's own),
    ``secure`` (the same, with the headers that browsers keep for https), ``other`` and ``third`` (other browser
    families, with those headers too) or ``honest`` (our own name). *remedy* switches it on and off.
    """

    name: str
    referer: str
    identity: str
    remedy: str


DEFAULT = Variant("default", "page", "browser", "")
COOKIES = Variant("cookies", "page", "browser", "cookies")

LADDER: tuple[Variant, ...] = (
    Variant("same_origin_referer", "origin", "secure", "referer"),
    Variant("no_referer", "none", "browser", "referer"),
    Variant("other_browser", "full", "other", "identity"),
    Variant("third_browser", "page", "third", "identity"),
    Variant("bot_identity", "none", "honest", "bot"),
)
"""The ways after the default, in the order in which they are tried on a host that has taught nothing."""

VARIANTS: dict[str, Variant] = {v.name: v for v in (DEFAULT, COOKIES, *LADDER)}


def applicable(ladder: Iterable[Variant], *, url: str, has_page: bool, enabled: frozenset[str]) -> list[Variant]:
    """Return those ways of *ladder* that differ from the default for this row and are switched on.

    Without a page the default already sends the image's own origin, and over https it already sends all headers.
    """
    same_as_default = "same_origin_referer" if not has_page and url.startswith("https:") else ""
    return [v for v in ladder if v.remedy in enabled and v.name != same_as_default]
