"""Which mend of a dead address is asked for next, if any, and what speaks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import NOT_THERE, ErrorSlug, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.intake.code_pages import shows_writing
from imgcrawl.intake.damage import undamaged
from imgcrawl.intake.forms.iiif import INFO
from imgcrawl.intake.mended import PARTS
from imgcrawl.intake.small_letters import has_capitals, in_small_letters
from imgcrawl.intake.untracked import without_session
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.rules.groups import HOST_DOWN, SIDE_ROADS
from imgcrawl.remedies.rules.mends import (
    ACCENTED,
    IIIF,
    MAY_LACK,
    MEND_NAMES,
    MENDS,
    MOST_IF_REFUSED,
    MOST_MENDS,
    OF_CASE,
    OF_SPELLING,
    OTHER_SIZE,
    OVER,
    RESPELLED,
    SMALL_ENDING,
    SMALL_LETTERS,
    WWW,
    Trials,
)
from imgcrawl.remedies.rules.signs import FOR_ALL_CLIENTS, Sign
from imgcrawl.remedies.rules.table import Kind
from imgcrawl.remedies.rules.variants import DEFAULT, VARIANTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.mends import Mend

_UNNAMED = frozenset({ErrorSlug.DNS_NXDOMAIN, ErrorSlug.DNS_NO_ADDRESS})
_IF_LACKING: Final = 4
"""How many times as many rows have to be met after each in vain, where a host lacks single pictures."""
_FREE_IF_TOLD: Final = 16
"""Requests in vain of other rows that say nothing of one whose answer speaks for the mend: eight rows may be gone."""
_FREE_IF_KEPT: Final = 8
"""As many where its service is known to keep the other sizes: four rows may be gone as a whole."""
_SPEAKING: Final = frozenset({Sign.SESSION, Sign.OTHER_SIZES})
"""Signs that speak for a mend; that a time is over does not say that anybody is given the object without it."""
_OF_SERVICES: Final = frozenset({OTHER_SIZE, IIIF})
_IF_SHOWN: Final = 10.0
"""How much smaller the odds of a mend may be where the address shows where it comes from."""
_SHOWS_ORIGIN: Final[Mapping[str, Callable[[str], bool]]] = {
    **dict.fromkeys((SMALL_ENDING, SMALL_LETTERS), has_capitals),
    ACCENTED: shows_writing,
}
"""Whether an address does: by the capitals of folders and endings, or by letters as few systems write them."""
_LET_IN: Final = "mended_let_in"
"""Mark in ``tried``: a mended address was asked for again, in a way that was let in where it was refused before."""
_REFUSALS: Final = frozenset({ErrorSlug.HTTP_401, ErrorSlug.HTTP_403})


class Mending:
    """Mends of dead addresses, with those alone that are *enabled*."""

    def __init__(self, memory: HostMemory, *, enabled: frozenset[str]) -> None:
        self._memory = memory
        self._mends = tuple(mend for mend in MENDS if mend.name in enabled)

    def step(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the request for the next mend of the row's address that fits the *failure* of *host*.

        What has helped at the address's own host comes first. Another spelling is asked for where a redirect has led
        the same path, unless the own host has given images itself: it may redirect what it lacks alone. Another name
        for one that does not exist is looked up whatever the odds: where there is none, no request is made. So are
        what a service says that it has, and what the answer itself speaks for, until it has been in vain for several
        rows of the host. A host that has given nothing, and refuses the address, is asked for one other form, and what
        it describes.
        """
        slug = failure.slug
        own = self._memory[host_of(state["url"])]
        is_told = failure.sign is Sign.SESSION or self.may_be_of_damage(state, failure)
        is_about_address = is_told or _is_about_address(state, slug, host)
        is_refused = slug in _REFUSALS and not own.images and state["remedy"] != IIIF
        most = MOST_IF_REFUSED if is_refused else MOST_MENDS
        if not state["url"] or not is_about_address or (state["tried"] and _spent(state) >= most):
            return None
        led_to = _led_to(state, failure.url or "") if own.images <= 0 else None
        for name, url in self._due(state, failure, own):
            is_known_not = not _is_open(url, state, slug) or self._memory[host_of(url)].nameless
            is_free = (name == WWW and slug in _UNNAMED) or self._is_told(name, failure) or _describes(name, url)
            if not is_known_not and (is_free or self._is_worth_it(state, slug, host, name)):
                state["tried"] += [_LET_IN, url] if url in state["tried"] else [url]
                self._memory.begins_guess(host_of(state["url"]), slug, name)
                way = state["variant"] if host_of(url) == host_of(state["url"]) else DEFAULT.name
                if led_to is None or name not in OF_SPELLING:
                    return Step(name, way, url=url)
                state["tried"].append(f"{led_to}{_behind_host(url)}")
                return Step(name, way, url=state["tried"][-1])
        return None

    def _is_worth_it(self, state: FetchState, slug: ErrorSlug, host: str, name: str) -> bool:
        """Say whether the mend has helped at the row's own host, is under way there, or helps often enough elsewhere.

        The odds count what is under way as in vain, that few hosts are asked at a time: but those are.
        """
        own_host = host_of(state["url"])
        trials = trials_of(name, self._memory[own_host])
        if trials.won or (not trials.vain and self._memory.has_begun(own_host, slug, name)):
            return True
        gain = _IF_SHOWN if name in _SHOWS_ORIGIN and _SHOWS_ORIGIN[name](state["url"]) else 1.0
        return self._memory.is_worth_it(host, slug, name, gain=gain)

    def may_be_of_damage(self, state: FetchState, failure: Failure) -> bool:
        """Say whether the row's first *failure* may be due to damage that its address shows beyond doubt.

        Not at a host that gives such addresses as they are, nor where undoing it was in vain too often.
        """
        is_said = failure.sign in (None, Sign.STORE, *FOR_ALL_CLIENTS) and failure.retry_after_s is None
        if not is_said or failure.slug not in MAY_LACK or state["remedy"] in SIDE_ROADS:
            return False
        lessons = self._memory[host_of(state["url"])]
        mends = [mend for mend in self._fitting(state, failure, lessons) if mend.addresses is undamaged]
        is_due = bool(mends) and lessons.mends.get(RESPELLED, Trials()).will_be_due()
        return is_due and any(_is_open(url, state, failure.slug) for url in undamaged(state["url"]))

    def may_be_of_session(self, state: FetchState, failure: Failure) -> bool:
        """Say whether the row's first *failure* may be an error of a script that looks for a session which is over."""
        is_plain = failure.slug in OVER and failure.sign is None and failure.retry_after_s is None
        if not is_plain or failure.is_page or state["remedy"] in SIDE_ROADS or not state["url"]:
            return False
        lessons = self._memory[host_of(state["url"])]
        is_due = lessons.mends.get(RESPELLED, Trials()).will_be_due() and self._is_on(without_session)
        return is_due and any(url not in state["tried"] for url in without_session(state["url"]))

    def _is_on(self, addresses: object) -> bool:
        return any(mend.addresses is addresses for mend in self._mends)

    def shows_mendable(self, state: FetchState, failure: Failure) -> bool:
        """Say whether the row's address shows what a mend for its *failure* puts right."""
        mends = self._fitting(state, failure, self._memory[host_of(state["url"])])
        return any(True for mend in mends for _ in mend.addresses(state["url"]))

    def has_led_inside(self, state: FetchState) -> bool:
        """Say whether the row's address carries another, and such have led to more images of its host than not."""
        trials = self._memory[host_of(state["url"])].mends.get(Kind.UNWRAP, Trials())
        return trials.won > trials.vain and bool(unwrap(state["url"] or "", state["given"]))

    def may_be_of_size(self, state: FetchState, failure: Failure) -> bool:
        """Say whether who is asked too often may mean the size alone, of which the address names the original."""
        return failure.slug is ErrorSlug.HTTP_429 and failure.sign is None and self.shows_mendable(state, failure)

    def has_due(self, state: FetchState, failure: Failure, *, has_won: bool) -> bool:
        """Say whether a mend for the row's *failure* is due at its host; *has_won*: one that has helped it."""
        lessons = self._memory[host_of(state["url"])]
        for mend in self._fitting(state, failure, lessons):
            trials = lessons.mends.get(mend.name, Trials())
            is_due = trials.won > 0 if has_won else trials.will_be_due()
            if is_due and any(url not in state["tried"] for url in mend.addresses(state["url"])):
                return True
        return False

    def _fitting(self, state: FetchState, failure: Failure, lessons: HostLessons) -> list[Mend]:
        """Return the mends that fit; none that undoes damage, or capitals, at a host which gives such addresses so."""
        fitting = [mend for mend in self._mends if _fits(mend, failure, state, lessons)]
        as_given: dict[object, int] = {undamaged: lessons.given_as_damaged, in_small_letters: lessons.given_in_capitals}
        return [mend for mend in fitting if as_given.get(mend.addresses, 0) <= 0]

    def _is_told(self, name: str, failure: Failure) -> bool:
        """Say whether the answer itself speaks for the mend *name*."""
        return failure.sign in _SPEAKING and any(m.sign is failure.sign for m in self._mends if m.name == name)

    def _free(self, name: str, state: FetchState, failure: Failure) -> int:
        """Return how many requests in vain say nothing of the mend *name* for the row's *failure*."""
        if self._is_told(name, failure):
            return _FREE_IF_TOLD
        if name in _OF_SERVICES:
            return _FREE_IF_KEPT
        return int(name == RESPELLED and _is_let_in(state, failure.slug))

    def _due(self, state: FetchState, failure: Failure, lessons: HostLessons) -> Iterator[tuple[str, str]]:
        """Yield the name and the address of each mend that fits and is due; the row counts once for all that fit.

        A host that gives others their images most often lacks what it says is missing, in all forms: one row shows it
        for more than else, and one that has a page is not asked for in a second form.
        """
        fitting = [(mend.name, list(mend.addresses(state["url"]))) for mend in self._fitting(state, failure, lessons)]
        signed = [(name, addresses) for name, addresses in fitting if addresses]
        if state["remedy"] not in MEND_NAMES and VARIANTS.keys().isdisjoint(state["tried"]):
            for name in {name for name, _ in signed}:
                trials_of(name, lessons).met += 1
        for name, addresses in sorted(signed, key=lambda entry: -trials_of(entry[0], lessons).won):
            is_lacking = name != RESPELLED and failure.slug in NOT_THERE and lessons.images > 0
            trials = trials_of(name, lessons)
            is_second = state["remedy"] == name or {state["remedy"], name} <= OF_CASE
            if is_lacking and is_second and state["page_url"] and trials.won <= 0:
                continue
            free, factor = self._free(name, state, failure), _IF_LACKING if is_lacking else 2
            if state["remedy"] == name or trials.is_due(free=free, factor=factor):
                yield from ((name, address) for address in addresses)


def _describes(name: str, url: str) -> bool:
    """Say whether the mend *name* asks a service at *url* what it has, which is no guess."""
    return name == IIIF and url.endswith(INFO)


def trials_of(name: str, lessons: HostLessons) -> Trials:
    """Return what the mend *name* has come to at the host of *lessons*."""
    return lessons.mends.setdefault(name, Trials())


def _is_open(url: str, state: FetchState, slug: ErrorSlug) -> bool:
    """Say whether the row is to be asked for at *url*: not twice, unless it has been let in since by another way."""
    if url not in state["tried"]:
        return True
    return _is_let_in(state, slug) and _LET_IN not in state["tried"]


def _led_to(state: FetchState, url: str) -> str | None:
    """Return scheme and host of *url* if redirects have led the row there, to another host than its own, by its path.

    So it is with the path that was asked for before, as it is and as it was mended.
    """
    parts = PARTS.fullmatch(url)
    if parts is None or host_of(url) == host_of(state["url"]):
        return None
    asked = (state["url"], *(tried for tried in state["tried"] if tried.startswith("http")))
    return parts[1] if _behind_host(url) in map(_behind_host, asked) else None


def _behind_host(url: str) -> str:
    parts = PARTS.fullmatch(url)
    return f"{parts[2]}{parts[3]}" if parts else ""


def _is_let_in(state: FetchState, slug: ErrorSlug) -> bool:
    """Say whether *slug* is what another way was told where the row had been refused, and then at a mended address."""
    is_news = state["variant"] == state["remedy"] and slug in MAY_LACK - _REFUSALS
    return is_news and state["detour_case"] in _REFUSALS


def _fits(mend: Mend, failure: Failure, state: FetchState, lessons: HostLessons) -> bool:
    has_won = mend.name in lessons.mends and lessons.mends[mend.name].won > 0
    has_better = mend.without_page and state["page_url"] is not None and not has_won
    is_of_slug = failure.slug in mend.slugs and failure.sign is not Sign.EXPIRED  # that is about no size or spelling
    return not has_better and (is_of_slug or (mend.sign is not None and mend.sign is failure.sign))


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
