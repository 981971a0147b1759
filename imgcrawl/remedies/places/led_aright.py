"""The target of a redirect as it must have been meant, where what it names is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of
from imgcrawl.intake.astray import led_aright
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.places.mending import trials_of
from imgcrawl.remedies.rules.mends import REDIRECTED
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import SIDE_ROADS
from imgcrawl.remedies.rules.variants import DEFAULT

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory


def step_to_led_aright(state: FetchState, failure: Failure, host: str, memory: HostMemory) -> Step | None:
    """Return the request for what the redirect of the row's own address was meant to lead to, once, if it shows a slip.

    *host*: the one to which it has led. Where this is in vain for rows of the one that redirects, fewer and fewer try.
    """
    led_url = failure.url or ""
    is_led = bool(state["url"]) and led_url not in ("", state["url"]) and state["remedy"] not in SIDE_ROADS
    if not is_led or failure.is_page or failure.sign not in (None, Sign.STORE) or failure.retry_after_s is not None:
        return None
    url = led_aright(state["url"], led_url, failure.slug)
    if url is None or url in state["tried"]:
        return None
    trials = trials_of(REDIRECTED, memory[host_of(state["url"])])
    trials.met += 1
    state["tried"].append(url)  # met once, due or not
    is_worth_it = trials.won or memory.is_worth_it(host, failure.slug, REDIRECTED)
    return Step(REDIRECTED, DEFAULT.name, url=url) if is_worth_it and trials.is_due() else None
