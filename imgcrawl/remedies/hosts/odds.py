"""How often each remedy has helped against each failure in this run, whatever the host."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import NOT_THERE
from imgcrawl.remedies.answers.landing import DRAWING, PHOTO, SAID_MISSING, STAND_INS, case_of
from imgcrawl.remedies.rules.groups import HUNG_UP
from imgcrawl.remedies.rules.mends import MEND_NAMES, OF_CASE, SAME_PATH
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import Kind
from imgcrawl.remedies.rules.variants import COOKIES, NO_REFERER, OTHER_WAYS, OWN_SITE, PLAINER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imgcrawl.remedies.attempts.steps import Failure

_PRIOR: Final = 5
"""Hosts as which what was known before weighs: of a remedy that nobody has tried, one success."""

_GUESSES: Final = OF_CASE | {"https", "plain_accept", "iiif", "converted", "accented", SAME_PATH}
"""Remedies for which nothing but a dead address speaks, and no word of its host."""

_UNLIKELY: Final = _GUESSES | {COOKIES.name}
"""These, and the cookie that came with a riddle: most of whom that is from want the riddle solved."""

_REFUSAL: Final = "http_403"
"""By which servers tell who asks that they mind it; what ways of asking have done against hosts that hang up, or have
nothing, says nothing against them here."""

_SHOWN_BY_ADDRESS: Final = MEND_NAMES - _GUESSES
"""Mends for which the address's own form speaks."""

_OF_GUESSES: Final = 0.08
"""What nobody knows yet of a guess at what is missing: they have helped far more seldom than other remedies."""

_LEAST_CHANCE: Final = 0.1
"""A remedy that helps on fewer hosts than one in ten costs more requests than it is worth."""

_FIRST_TRIALS: Final = 3
_FIRST_TRIALS_OF_WAYS: Final = 1
_FIRST_TRIALS_OF_MENDS: Final = 10
"""Hosts on which a remedy is tried against a failure whatever it has done against others: few for other ways of asking,
of which there are several for each of many refusals; many for a mend that is no guess, as the address's own form speaks
for it, such as a size in a name, and the first hosts of a list may all have lost their pictures."""

_PROBE_EVERY: Final = 50

RIDDLE: Final = "a refusal with a riddle"
"""The kind of failure against which the odds of the cookie that came with it are kept."""

_GUESSED_AGAINST: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(_GUESSES, frozenset(NOT_THERE)),
    **dict.fromkeys((Kind.HTTPS.value, "plain_accept"), NOT_THERE | {"content_html", "content_text"}),
    SAME_PATH: frozenset({"content_html"}),
    **dict.fromkeys((OWN_SITE, NO_REFERER), NOT_THERE | HUNG_UP),
    COOKIES.name: frozenset({RIDDLE}),
}
"""The failures against which a remedy is a guess.

What stands in an image's place for whoever asks says as little of its scheme, or a header, as a 404, and neither that
nor a hang-up speaks of the page that was named.
"""

_WITH_ODDS: Final = OTHER_WAYS | MEND_NAMES | {Kind.HTTPS.value, Kind.PAGE.value, *PLAINER}


def case_against(remedy: str, failure: Failure) -> str | None:
    """Return the kind of failure by which it is kept how often *remedy* helps against *failure*; None if it is not."""
    if remedy == COOKIES.name:
        return RIDDLE if failure.sign is Sign.RIDDLE else None
    case = case_of(failure) if remedy in OTHER_WAYS else failure.slug.value
    return case if remedy in _WITH_ODDS else None


def is_guess(failure: str, remedy: str) -> bool:
    """Say whether *remedy* is a guess, as at what is missing: hardly anything but the *failure* speaks for it."""
    return failure in _GUESSED_AGAINST.get(remedy, ())


class Odds:
    """Hosts on which remedies were tried against failures, and on which they helped.

    Hosts are counted, and not URLs: what one large host says is one piece of evidence.
    """

    def __init__(self) -> None:
        self._tried: Counter[tuple[str, str]] = Counter()
        self._helped: Counter[tuple[str, str]] = Counter()
        self._tried_at_all: Counter[str] = Counter()
        self._helped_at_all: Counter[str] = Counter()
        self._skipped: Counter[tuple[str, str]] = Counter()

    def note(self, failure: str, remedy: str, *, helped: bool) -> None:
        """Note that *remedy* was tried against *failure* on one more host."""
        self._tried[failure, remedy] += 1
        self._tried_at_all[remedy] += 1
        if helped:
            self._helped[failure, remedy] += 1
            self._helped_at_all[remedy] += 1

    def helped_after_all(self, failure: str, remedy: str) -> None:
        """Note that *remedy* has helped on a host where it had been in vain."""
        self._helped[failure, remedy] += 1
        self._helped_at_all[remedy] += 1

    def take_back(self, failure: str, remedy: str) -> None:
        """Note that *remedy* did not help on a host where it seemed to."""
        self._helped[failure, remedy] -= 1
        self._helped_at_all[remedy] -= 1

    def has_helped(self, remedy: str) -> bool:
        """Say whether *remedy* has helped on any host; what other ways bring against notices may be one that waits."""
        against_notices = sum(self._helped[case, remedy] for case in (DRAWING, PHOTO) if remedy in OTHER_WAYS)
        return self._helped_at_all[remedy] > against_notices

    def chance(self, failure: str, remedy: str) -> float:
        """Return the share of hosts on which *remedy* is to be expected to help against *failure*.

        It is the mean of a beta distribution whose prior is what the remedy has done against other failures, which in
        turn begins at one in five. Most of what is missing is so for whoever asks, so that what a remedy has done
        against other failures never speaks for it there, and a guess begins at one in twelve. Of what mostly stands for
        something missing, what other ways of asking have done against it speaks against each of them.
        """
        tried, helped = self._tried[failure, remedy], self._helped[failure, remedy]
        others_tried, others_helped = self._tried_at_all[remedy] - tried, self._helped_at_all[remedy] - helped
        prior = (others_helped + 1) / (others_tried + _PRIOR)
        if remedy in OTHER_WAYS and failure == _REFUSAL:
            prior = max(prior, 1 / _PRIOR)
        if remedy in OTHER_WAYS and failure in STAND_INS:
            alike_tried = sum(self._tried[failure, way] for way in OTHER_WAYS) - tried
            alike_helped = sum(self._helped[failure, way] for way in OTHER_WAYS) - helped
            prior = min(prior, (alike_helped + 1) / (alike_tried + _PRIOR))
        if failure in NOT_THERE or failure == SAID_MISSING or is_guess(failure, remedy):
            prior = min(prior, _OF_GUESSES if remedy in _UNLIKELY else 1 / _PRIOR)
        return (helped + _PRIOR * prior) / (tried + _PRIOR)

    def is_likely(self, failure: str, remedy: str, *, gain: float = 1.0) -> bool:
        """Say whether *remedy* helps often enough against *failure*, against each of which it has some trials.

        *gain*: how much more than one row is at stake makes up for a smaller chance.
        """
        is_new = self._tried[failure, remedy] < _first_trials(remedy)
        return is_new or self.chance(failure, remedy) * gain >= _LEAST_CHANCE

    def is_worth_it(self, failure: str, remedy: str, *, gain: float = 1.0) -> bool:
        """Say whether *remedy* is to be tried against *failure*: where it hardly ever helps, one time in fifty."""
        if self.is_likely(failure, remedy, gain=gain):
            return True
        self._skipped[failure, remedy] += 1
        return self._skipped[failure, remedy] % _PROBE_EVERY == 0


def _first_trials(remedy: str) -> int:
    if remedy in OTHER_WAYS:
        return _FIRST_TRIALS_OF_WAYS
    return _FIRST_TRIALS_OF_MENDS if remedy in _SHOWN_BY_ADDRESS else _FIRST_TRIALS
