"""Pages on the host of their images, where that is out of order as far as its images tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.intake.address import host_of
from imgcrawl.remedies.places.mending import trials_of
from imgcrawl.remedies.rules.groups import OUTAGES
from imgcrawl.remedies.rules.table import Kind

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.memory import HostMemory

_PAGE: Final = Kind.PAGE.value


def shares_outage(state: FetchState, url: str, memory: HostMemory) -> bool:
    """Say whether *url* is on the row's own host, which is out of order as far as the row knows: it gave no image."""
    host = host_of(state["url"])
    return state["error"] in OUTAGES and host_of(url) == host and not memory[host].images


def may_give_pages(host: str, memory: HostMemory) -> bool:
    """Say whether *host*, which had nothing but errors for images, is worth a request for the page of one more row.

    What gives the images may be out of order alone, or be gone: one page tells. Where that came each one that names no
    image makes the next ones rarer.
    """
    trials = trials_of(_PAGE, memory[host])
    trials.met += 1
    is_due = not trials.vain or (trials.won > 0 and trials.met >= 2**trials.vain)
    trials.vain += is_due
    return is_due


def learn_of_page(state: FetchState, host: str, memory: HostMemory) -> None:
    """Note that the row's page came from *host*, be the rest of that out of order."""
    if host == host_of(state["url"]) and state["error"] in OUTAGES:
        trials_of(_PAGE, memory[host]).won += 1
