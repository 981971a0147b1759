"""What a person can do about one failed row: from its error, what was tried, and whether a later run may help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.meanings import AGAIN, AS_BEFORE, ERRORS
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import VARIANTS

if TYPE_CHECKING:
    from imgcrawl.records import Outcome

_UNREACHED: Final = (Stage.DNS, Stage.TCP, Stage.TLS)
_AS_IT_IS = "Without a change a later run would fail as well."


def advise(outcome: Outcome) -> str:
    """Return what to do about a failed *outcome*; it names nothing that was tried in vain.

    To run again is advised where the outcome is retryable, before anything else, and nowhere else. An error of another
    version gets no more than that.
    """
    slug = next((slug for slug in ErrorSlug if slug == outcome.error), None)
    cure, about_row = (
        ERRORS[slug].cure if slug else "",
        (_on_ways(slug, outcome), _on_page(slug, outcome)) if slug else (),
    )
    if outcome.retryable:
        again = AS_BEFORE if outcome.stage == Stage.STORAGE else AGAIN
        said = (*about_row, again, f"If it fails again: {cure[0].lower()}{cure[1:]}" if cure else "")
    else:
        said = (cure, *about_row, _AS_IT_IS)
    return " ".join(filter(None, said))


def _on_ways(slug: ErrorSlug, outcome: Outcome) -> str:
    asked_otherwise = not _tried(outcome).isdisjoint(VARIANTS)
    return "Other ways of asking were tried in vain." if _may_help(Kind.ASK_OTHERWISE, slug) and asked_otherwise else ""


def _on_page(slug: ErrorSlug, outcome: Outcome) -> str:
    """Return what the page the image was found on did, or could still do, for the row."""
    if not _may_help(Kind.PAGE, slug) or slug.stage is Stage.URL:
        return ""
    if not _tried(outcome).isdisjoint(("page", "page_cookies")):
        return "Its page was tried as well and did not lead to it."
    if not outcome.page_url:
        then = "" if outcome.retryable else f" (then run with -a retry={slug})"
        return f"If you know the page it was found on, name it in a column page_url{then}."
    if slug.stage in _UNREACHED and host_of(outcome.page_url) == host_of(outcome.url):
        return "Its page lies on the same host."
    return "Its page was not asked: look there."


def _may_help(kind: Kind, slug: ErrorSlug) -> bool:
    return kind in REMEDIES[slug].kinds


def _tried(outcome: Outcome) -> set[str]:
    return {str(attempt["remedy"]) for attempt in outcome.trail or () if attempt.get("remedy")}
