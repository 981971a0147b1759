"""Headers that a host takes badly: newer formats and codings that a browser offers, and the languages it names.

A host may offer what it cannot give: a converted picture that it never wrote, a coding that it applies twice, or a
folder for the reader's language that holds pages alone. Whoever does not ask for that gets the picture. So a row is
asked for once more by the same client with one header in its plainest form, and what helps is kept for the host: all
its later rows begin so.

An answer may speak of this itself (a hint). Without one a host that has given nothing to any of several rows is asked
so for the first of them, as long as that helps often enough elsewhere for as many rows as are at stake; where a retry
is due anyhow it is the last one.
A hint that comes with a 404 or 410 counts for no more where a host gives its images as it is asked.

A host may change. So of the rows that began so and failed for good some are asked for with the header in full: the
first, and after n in vain the next when there are 2^n. Two images that come so, and none plainly since, undo what is
kept; one does if no more than one ever came plainly, or none but in earlier runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import NOT_THERE, UNSENT, ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.remedies.answers.landing import adds_language
from imgcrawl.remedies.attempts.speaking import Weight, weight
from imgcrawl.remedies.attempts.steps import AS_BEGUN, Step
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.signs import PROMISES
from imgcrawl.remedies.rules.variants import NO_LANGUAGE, PLAIN_ACCEPT, PLAIN_ENCODING, PLAINER

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.places.mending import Mending

_S = ErrorSlug
_SPOILT: Final = frozenset(
    {_S.CONTENT_EMPTY, _S.CONTENT_CORRUPT, _S.CONTENT_TRUNCATED, _S.CONTENT_NOT_IMAGE, _S.CONTENT_UNSUPPORTED_FORMAT}
)
_LACKING: Final = NOT_THERE | {_S.CONTENT_HTML, _S.CONTENT_TEXT}
_AGAINST: Final = {
    PLAIN_ACCEPT: _SPOILT | _LACKING | {_S.HTTP_400, _S.HTTP_406, _S.HTTP_OTHER_4XX, _S.HTTP_500, _S.HTTP_502},
    PLAIN_ENCODING: _SPOILT | {_S.CONTENT_ENCODING},
    NO_LANGUAGE: _LACKING | {_S.HTTP_403, _S.HTTP_500, _S.HTTP_REDIRECT_LOOP},
}
"""Failures that each may be the answer to."""

_LEFT_TO_RETRIES: Final = frozenset({_S.HTTP_500, _S.CONTENT_EMPTY, _S.CONTENT_TRUNCATED})
_WITHOUT_HINT: Final = (_SPOILT | _LACKING) - _LEFT_TO_RETRIES
_OF_ADDRESS: Final = frozenset({_S.HTTP_400, _S.CONTENT_HTML, _S.CONTENT_TEXT})
"""Of these an address that can be mended, or that carries another one, says more than a header."""
_UNSUPPORTED_TYPE: Final = 415

_MOST_IN_VAIN: Final = 2
"""URLs of a host for which a plainer header was in vain from which on no hint counts; one where it gives without."""


class PlainHeaders:
    """Plans attempts with a plainer header, and learns from them; *enabled*: the remedies that are switched on.

    *outlook* tells how many rows of a host have no outcome yet.
    """

    def __init__(
        self, memory: HostMemory, mending: Mending, *, enabled: frozenset[str], outlook: Callable[[str], int]
    ) -> None:
        self._memory = memory
        self._mending = mending
        self._enabled = enabled
        self._outlook = outlook

    def begin(self, state: FetchState) -> None:
        """Let the row's attempt have what its host was found to like; not once it is under way, and redirected."""
        host = host_of(state["url"])
        is_new = state["started_at"] is None or state["planned_at"] is not None
        if is_new and host in self._memory:
            liked = self._memory[host].plain.liked()
            had = (*state["plain"], state["in_full"])
            state["plain"] += [name for name in liked if name in self._enabled and name not in had]

    def step(self, state: FetchState, failure: Failure) -> Step | None:
        """Return the attempt with a plainer header for a row that failed; None where none is expected to help."""
        name = self._due(state, failure)
        if name is None and (step := self._in_full(state, failure)):
            return step
        if name is None and self._is_worth_a_try(state, failure):
            name = PLAIN_ACCEPT
            self._memory[host_of(state["url"])].searches += 1  # one of the ways on which its search is spent
        return None if name is None else _ask(state, name)

    def is_due(self, state: FetchState, failure: Failure) -> bool:
        """Say whether *failure* speaks of a header that the row can do without."""
        return self._due(state, failure) is not None

    def as_last_retry(self, state: FetchState, step: Step, slug: ErrorSlug) -> Step:
        """Return the last retry of a row, *step*, with a plain Accept where its failure *slug* may be about that."""
        if slug not in _LEFT_TO_RETRIES or not self._is_open(state, PLAIN_ACCEPT):
            return step
        return _ask(state, PLAIN_ACCEPT)._replace(delay_s=step.delay_s, timeout_factor=step.timeout_factor)

    def is_last_retry(self, state: FetchState, slug: ErrorSlug) -> bool:
        """Say whether the row's last retry against *slug* is one with a plain Accept; not where that was in vain."""
        vain = self._memory[host_of(state["url"])].plain.vain.get(PLAIN_ACCEPT, 0)
        return slug in _LEFT_TO_RETRIES and PLAIN_ACCEPT in self._enabled and vain < _MOST_IN_VAIN

    def may_be_last_retry(self, state: FetchState, slug: ErrorSlug) -> bool:
        """Say whether the row, as it stands, would have its last retry against *slug* with a plain Accept."""
        return self.is_last_retry(state, slug) and self._is_open(state, PLAIN_ACCEPT)

    def learn(self, state: FetchState, *, won: int) -> None:
        """Note that the row's address brought it an image (1), or that this was none (-1); each row counts once."""
        if won < 0 and state["plain_won"] is not None:
            plain, state["plain_won"] = state["plain_won"], None
        elif won > 0 and state["plain_won"] is None and state["remedy"] not in SIDE_ROADS:
            plain = state["plain_won"] = list(state["plain"])
        else:
            return
        if not plain and state["in_full"] is None:
            return
        lessons = self._memory[host_of(state["url"])].plain
        for name in plain:
            lessons.note_image(name, won)
        if state["in_full"] is not None:
            lessons.trials(state["in_full"]).won += won

    def take_back(self, state: FetchState, failure: Failure, host: str) -> None:
        """Let a row for which a plainer header was in vain go on as if it had not been asked for so.

        A failure that says nothing of the header is none of its: the row keeps it for when it is asked for again.
        """
        if state["in_full"] is not None and not _may_pass(failure, state["in_full"]):
            self._memory[host_of(state["url"])].plain.trials(state["in_full"]).vain += 1
            state["in_full"] = None
        name = state["remedy"]
        if name not in PLAINER or _may_pass(failure, name):
            return
        lessons = self._memory[host_of(state["url"])].plain
        lessons.vain[name] = lessons.vain.get(name, 0) + 1
        if name not in lessons.liked():
            state["plain"].remove(name)
        if state["against"] is not None:
            self._memory.tested(host, state["against"], name, row=state["lane"], helped=False)
        state["remedy"], state["against"] = "wait" if state["waits"] else "retry" if state["retries"] else None, None

    def _is_open(self, state: FetchState, name: str) -> bool:
        is_new = name not in state["plain"] and name not in state["plain_tried"]
        return is_new and name in self._enabled and state["remedy"] in AS_BEGUN and bool(state["url"])

    def _due(self, state: FetchState, failure: Failure) -> str | None:
        """Return the remedy that the answer speaks for, or that has helped others of the host since the row asked."""
        if failure.retry_after_s is not None or failure.sign is not None:
            return None
        open_ = (name for name in PLAINER if failure.slug in _AGAINST[name] and self._is_open(state, name))
        return next((name for name in open_ if self._helps(name, state, failure)), None)

    def _helps(self, name: str, state: FetchState, failure: Failure) -> bool:
        lessons = self._memory[host_of(state["url"])]
        if name in lessons.plain.liked():
            return True
        is_content = lessons.has_given(state["variant"])
        most = 1 if is_content else _MOST_IN_VAIN
        if lessons.plain.vain.get(name, 0) >= most or not self._is_hinted(name, state, failure):
            return False
        is_plain_word = is_content and failure.slug in NOT_THERE
        return not is_plain_word or self._memory.is_worth_it(host_of(state["url"]), failure.slug, name)

    def _is_hinted(self, name: str, state: FetchState, failure: Failure) -> bool:
        if name == NO_LANGUAGE:
            return adds_language(failure, state["url"])
        if name == PLAIN_ENCODING:
            return failure.is_coded or failure.slug is ErrorSlug.CONTENT_ENCODING
        is_told = failure.is_negotiated or failure.slug is ErrorSlug.HTTP_406 or failure.status == _UNSUPPORTED_TYPE
        return is_told and not self._is_of_address(state, failure)

    def _is_of_address(self, state: FetchState, failure: Failure) -> bool:
        """Say whether what the address shows explains *failure* better than a header does."""
        if failure.slug not in _OF_ADDRESS:
            return False
        return self._mending.shows_mendable(state, failure) or _carries_another(state)

    def _in_full(self, state: FetchState, failure: Failure) -> Step | None:
        """Return the attempt with a header in full that the row began without, if that may be why it failed for good.

        Not each time: what is missing is so however it is asked for.
        """
        is_answer = failure.retry_after_s is None and failure.sign is None
        if not is_answer or weight(failure.slug) is Weight.PASSING or state["remedy"] not in AS_BEGUN:
            return None
        begun = (name for name in state["plain"] if name not in state["plain_tried"] and failure.slug in _AGAINST[name])
        name = next(begun, None)
        if name is None or "retry" not in self._enabled:
            return None
        trials = self._memory[host_of(state["url"])].plain.trials(name)
        trials.met += 1
        if not trials.is_due():
            return None
        state["plain"].remove(name)
        state["plain_tried"].append(name)
        state["in_full"] = name
        return Step("retry", state["variant"], from_start=True)

    def _is_worth_a_try(self, state: FetchState, failure: Failure) -> bool:
        """Say whether a plain Accept is worth a request of its own that nothing in the answer speaks for.

        It is for the first row of a host, and the others make up for small odds: a client that offers no newer formats
        would get them all. Not where the address carries another one, of which it is a copy: there the picture is more
        likely.
        """
        is_candidate = failure.slug in _WITHOUT_HINT and not failure.is_explained and not failure.hops
        if not (is_candidate and self._is_open(state, PLAIN_ACCEPT)):
            return False
        host = host_of(state["url"])
        lessons, others = self._memory[host], self._outlook(host) - 1
        is_new = not lessons.images and not lessons.plain.vain.get(PLAIN_ACCEPT) and others > 0
        if not is_new or _carries_another(state) or self._is_of_address(state, failure):
            return False
        if not self._memory.is_worth_it(host, failure.slug, PLAIN_ACCEPT, gain=others):
            return False
        self._memory.begins_guess(host, failure.slug, PLAIN_ACCEPT)
        return True


def _carries_another(state: FetchState) -> bool:
    return bool(unwrap(state["url"], state["given"]))


def _may_pass(failure: Failure, name: str) -> bool:
    """Say whether the same request, with the header *name* as it was, may succeed later: the host gave no answer to it.

    So it is with limits, outages and promises, and with what kept the request from being sent.
    """
    if failure.retry_after_s is not None or failure.sign in PROMISES or failure.slug.stage in UNSENT:
        return True
    return weight(failure.slug) is Weight.PASSING and failure.slug not in _AGAINST[name]


def _ask(state: FetchState, name: str) -> Step:
    state["plain"].append(name)
    state["plain_tried"].append(name)
    return Step(name, state["variant"], from_start=True)
