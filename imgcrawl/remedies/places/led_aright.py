"""The target of a redirect as it must have been meant, where what it names is nothing, or a home page alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.intake.astray import led_aright, under_led_host
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.places.mending import trials_of
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.mends import REDIRECTED, SAME_PATH
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import DEFAULT

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

_MOST_IN_VAIN: Final = 3
"""Rows of a host whose path lies not under the host to which they were led, after which no other is asked for there."""


def step_where_led(
    state: FetchState, failure: Failure, host: str, memory: HostMemory, *, enabled: frozenset[str]
) -> Step | None:
    """Return the request for what the redirect of the row's address may have been meant to lead to, if any."""
    step = step_to_led_aright(state, failure, host, memory) if REDIRECTED in enabled else None
    return step or (step_to_same_path(state, failure, memory) if SAME_PATH in enabled else None)


def step_to_led_aright(state: FetchState, failure: Failure, host: str, memory: HostMemory) -> Step | None:
    """Return the request for what the redirect of the row's own address was meant to lead to, once, if it shows a slip.

    *host*: the one to which it has led. Where this is in vain for rows of the one that redirects, fewer and fewer try.
    """
    if not _is_led(state, failure):
        return None
    url = led_aright(state["url"], failure.url or "", failure.slug)
    if url is None or url in state["tried"]:
        return None
    trials = trials_of(REDIRECTED, memory[host_of(state["url"])])
    trials.met += 1
    state["tried"].append(url)  # met once, due or not
    is_worth_it = trials.won or memory.is_worth_it(host, failure.slug, REDIRECTED)
    return Step(REDIRECTED, DEFAULT.name, url=url) if is_worth_it and trials.is_due() else None


def step_to_same_path(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the request for the path of the row's address under the host to whose home page that was led, once.

    Whoever gives up a name often redirects all of it so, though its files have moved along. Not where redirects went by
    way of that path.
    """
    is_home = failure.slug is ErrorSlug.CONTENT_HTML and failure.hops > 0 and not failure.wants_login
    if not is_home or failure.is_past or not _is_led(state, failure):
        return None
    url, own_host = under_led_host(state["url"], failure.url or ""), host_of(state["url"])
    if url is None or url in state["tried"]:
        return None
    trials = trials_of(SAME_PATH, memory[own_host])
    trials.met += 1
    state["tried"].append(url)  # met once, due or not
    is_given_up = trials.vain >= _MOST_IN_VAIN and trials.won <= 0
    is_begun = trials.won > 0 or memory.has_begun(own_host, failure.slug, SAME_PATH)
    if is_given_up or not trials.is_due(free=_MOST_IN_VAIN - 1):
        return None
    if not is_begun and not memory.is_worth_it(own_host, failure.slug, SAME_PATH):
        return None
    memory.begins_guess(own_host, failure.slug, SAME_PATH)
    return Step(SAME_PATH, DEFAULT.name, url=url)


def _is_led(state: FetchState, failure: Failure) -> bool:
    """Say whether redirects have led the row's own address elsewhere, and what is there gives no other reason."""
    is_led = bool(state["url"]) and failure.url not in (None, "", state["url"]) and state["remedy"] not in SIDE_ROADS
    is_plain = failure.sign in (None, Sign.STORE) and failure.retry_after_s is None
    return is_led and is_plain and not failure.is_page
