"""Which mend of a dead address is asked for next, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.rules.mends import MEND_NAMES, MENDS, MOST_IF_REFUSED, MOST_MENDS, WWW, Trials
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import HOST_DOWN, SIDE_ROADS
from imgcrawl.remedies.rules.variants import DEFAULT, VARIANTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.mends import Mend

_UNNAMED = frozenset({ErrorSlug.DNS_NXDOMAIN, ErrorSlug.DNS_NO_ADDRESS})
_REFUSALS: Final = frozenset({ErrorSlug.HTTP_401, ErrorSlug.HTTP_403})


def step_to_mended(
    state: FetchState, failure: Failure, host: str, memory: HostMemory, *, enabled: frozenset[str]
) -> Step | None:
    """Return the request for the next mend of the row's address that fits the *failure* of *host*.

    What has helped at the address's own host comes first. Another name for one that does not exist is looked up
    whatever the odds: where there is none, no request is made. A host that has given nothing, and refuses the address,
    is asked for one other form.
    """
    slug = failure.slug
    is_about_address = failure.sign is Sign.SESSION or _is_about_address(state, slug, host)
    own = memory[host_of(state["url"])]
    most = MOST_IF_REFUSED if slug in _REFUSALS and not own.images else MOST_MENDS
    if not state["url"] or not is_about_address or (state["tried"] and _spent(state) >= most):
        return None
    for name, url in _fitting(state, failure, own):
        is_known_not = url in state["tried"] or memory[host_of(url)].nameless
        is_free = name == WWW and slug in _UNNAMED
        is_worth_it = is_free or trials_of(name, own).won or memory.is_worth_it(host, slug, name)
        if name in enabled and not is_known_not and is_worth_it:
            state["tried"].append(url)
            memory.begins_guess(host_of(state["url"]), slug, name)
            return Step(name, DEFAULT.name, url=url)
    return None


def trials_of(name: str, lessons: HostLessons) -> Trials:
    """Return what the mend *name* has come to at the host of *lessons*."""
    return lessons.mends.setdefault(name, Trials())


def shows_mendable(state: FetchState, failure: Failure) -> bool:
    """Say whether the row's address shows what a mend for its *failure* puts right."""
    return any(True for mend in MENDS if _fits(mend, failure, state) for _ in mend.addresses(state["url"]))


def has_due_mend(state: FetchState, failure: Failure, lessons: HostLessons, *, has_won: bool) -> bool:
    """Say whether a mend for the row's *failure* is due at the host of *lessons*; *has_won*: one that has helped it."""
    for mend in MENDS:
        trials = lessons.mends.get(mend.name, Trials())
        is_due = trials.won > 0 if has_won else trials.met + 1 >= 2**trials.vain or trials.is_due()
        if (
            is_due
            and _fits(mend, failure, state)
            and any(url not in state["tried"] for url in mend.addresses(state["url"]))
        ):
            return True
    return False


def _fits(mend: Mend, failure: Failure, state: FetchState) -> bool:
    has_better = mend.without_page and state["page_url"] is not None
    return not has_better and (failure.slug in mend.slugs or (mend.sign is not None and mend.sign is failure.sign))


def _fitting(state: FetchState, failure: Failure, lessons: HostLessons) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of each mend that fits and is due; the row counts once for all that fit."""
    mends = [mend for mend in MENDS if _fits(mend, failure, state)]
    fitting = [(mend.name, list(mend.addresses(state["url"]))) for mend in mends]
    signed = [(name, addresses) for name, addresses in fitting if addresses]
    if state["remedy"] not in MEND_NAMES and VARIANTS.keys().isdisjoint(state["tried"]):
        for name, _ in signed:
            trials_of(name, lessons).met += 1
    for name, addresses in sorted(signed, key=lambda entry: -trials_of(entry[0], lessons).won):
        if state["remedy"] == name or trials_of(name, lessons).is_due():
            yield from ((name, address) for address in addresses)


def _is_about_address(state: FetchState, slug: ErrorSlug, host: str) -> bool:
    """Say whether *slug* is what is wrong with the address as given: no side road, and no other host, has met it.

    A host that is down is so over https too.
    """
    if state["remedy"] in MEND_NAMES:
        return state["against"] == slug or any(slug in m.slugs for m in MENDS if m.name == state["remedy"])
    if state["remedy"] in SIDE_ROADS:
        return state["remedy"] == "https" and slug in HOST_DOWN and state["error"] in HOST_DOWN
    return slug.stage is Stage.HTTP or slug is ErrorSlug.CONTENT_PLACEHOLDER or host == host_of(state["url"])


def _spent(state: FetchState) -> int:
    return len({url for mend in MENDS for url in mend.addresses(state["url"])} & {*state["tried"]})
