"""What to do about a robots.txt that cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS, OVERLOAD, OVERLOAD_STATUSES, ErrorSlug, Stage, Verdict
from imgcrawl.remedies.rules.groups import HOST_DOWN
from imgcrawl.remedies.rules.table import REMEDIES
from imgcrawl.remedies.waits.again import MAX_WAITS
from imgcrawl.remedies.waits.backoff import backoff_delay

if TYPE_CHECKING:
    from random import Random

    from imgcrawl.config import RemedyConfig
    from imgcrawl.remedies.attempts.steps import Failure

_BEFORE_ANY_REQUEST: Final = frozenset({Stage.DNS, Stage.TLS})


class Tries(NamedTuple):
    """How often robots.txt was asked for in vain: *waits* because the host asked to wait, *retries* for faults."""

    waits: int = 0
    retries: int = 0


def leaves_open(status: int) -> bool:
    """Say whether an answer leaves open what robots.txt says; other statuses mean that there is none, or are 200."""
    return status in OVERLOAD_STATUSES or status >= FIRST_SERVER_ERROR_STATUS


def next_try(
    failure: Failure, tries: Tries, config: RemedyConfig, *, retry_after_max_s: float, rng: Random
) -> tuple[float, Tries] | None:
    """Return after how many seconds to ask again, and the tries by then; None when there is no point in it."""
    slug, announced_s = failure.slug, failure.retry_after_s
    if announced_s is not None and announced_s > retry_after_max_s:
        return None
    if (slug in OVERLOAD or announced_s is not None) and "wait" in config.remedies and tries.waits < MAX_WAITS:
        own_s = backoff_delay(tries.waits + 1, base_s=config.base_s, cap_s=config.cap_s, rng=rng)
        return announced_s or own_s, tries._replace(waits=tries.waits + 1)
    if "retry" in config.remedies and tries.retries < min(REMEDIES[slug].retries, config.max_attempts - 1):
        delay_s = backoff_delay(tries.retries + 1, base_s=config.base_s, cap_s=config.cap_s, rng=rng)
        return delay_s, tries._replace(retries=tries.retries + 1)
    return None


def refusal(failure: Failure, *, own: bool) -> Verdict:
    """Return with what the origin's rows fail when its robots.txt cannot be had.

    *own*: the origin itself failed, and not one that it redirects to. When not even a connection to it can be made, its
    rows could not be had either way, and fail as they would have.
    """
    slug, said = failure.slug, f": {failure.detail}" if failure.detail else ""
    out_of_reach = slug in HOST_DOWN or slug.stage in _BEFORE_ANY_REQUEST or slug is ErrorSlug.POLICY_PRIVATE_ADDRESS
    if own and out_of_reach:
        return Verdict(slug.value, f"its robots.txt was asked for first{said}")
    return Verdict(ErrorSlug.POLICY_ROBOTS_UNREACHABLE.value, f"{slug.value}{said}")
