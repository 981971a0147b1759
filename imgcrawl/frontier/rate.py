"""The rate a host bears, found from what it answers.

A host that wants fewer requests (429, 503 with Retry-After) is paused; the delay between requests then rises
multiplicatively with each such incident and recovers additively while the host is content, and never again falls to
the delay at which it complained (additive increase, multiplicative decrease of the rate: Chiu and Jain, 1989).

A server that is out of order for a while says 503 too. What it refuses after a pause of ours, before it has given
anything, is no word on the delay, which stays as it was; and until it complains of that delay it recovers by halves.
One that names a time, was left alone until then and names one again counts requests: its delay rises as for 429.

What a host refuses before it has given anything it refuses whatever the pace: an earlier visit may have used up what it
allows. The delay rises with each refusal all the same, but that is our guess, and no delay that was found to be too
short; it recovers by halves down to its first step, unless the host complains of that pace too.

What a host refuses by chance is no word on the delay either (:mod:`imgcrawl.frontier.chance`). Where that cannot be
told from how often it complains it is asked at full pace for a while (:mod:`imgcrawl.frontier.trial`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from imgcrawl.frontier.chance import Chance

OVERLOAD_PAUSE_S = 8.0
"""Longest pause and delay of our own after what may mean one broken address as well as an overloaded host."""

_SUSPECTED_DELAY_S = 1.0
_LONGEST_DELAY_S = 60.0
_DOUBLE = 2.0
_CONTENT_AFTER = 20
_RECOVERY = 0.1
_QUICKLY_AFTER = 10
_QUICK_RECOVERY = 0.5
_MARGIN = 1.25
_PROBES = 5
_WORTH_S = 15.0


def longest_delay_s(*, overload: bool, suspected: bool) -> float:
    """Return the longest delay between two requests that a host is given for a complaint; *suspected*: not its own."""
    if suspected:
        return _SUSPECTED_DELAY_S
    return OVERLOAD_PAUSE_S if overload else _LONGEST_DELAY_S


@dataclass(slots=True)
class HostRate:
    """What is known of a host's limit. Delays and pauses are in seconds, instants in epoch seconds.

    *floor_s*: least delay, from the host's policy. *known_bad_s*: the largest delay at which the host has complained.
    *contented*: good answers since it last did, or since the delay was shortened.
    *troubled_since*: when it first complained after its last good answer, 0 while it is content. *has_given*: whether
    it has ever answered well. *proven*: whether it has ever said that it wants fewer requests. *counts*: whether it has
    complained, once it had given something, by something else than an error that servers out of order have as well.
    *guessed_s*: the first step of a delay that rose by complaints of that kind before, 0 if there were none.
    *has_named*: whether the last incident named a time. *chance*: whether it has to do with the pace; None at first.
    *before*: the delay and *known_bad_s* as they were before the last incident, None once that is taken back.
    *pauses*: how often a pause of ours was doubled. *vain*: its incidents without one, one after the other.
    *spent_s*: pauses that it was given because it named no time; a good answer makes up for 15 s of them.
    """

    floor_s: float = 0.0
    delay_s: float = 0.0
    known_bad_s: float = 0.0
    incidents: int = 0
    incident_at: float = 0.0
    contented: int = 0
    troubled_since: float = 0.0
    has_given: bool = False
    proven: bool = False
    counts: bool = False
    guessed_s: float = 0.0
    has_named: bool = False
    vain: int = 0
    spent_s: float = 0.0
    chance: Chance | None = None
    before: tuple[float, float] | None = None
    pauses: int = 0

    def __post_init__(self) -> None:
        self.delay_s = max(self.delay_s, self.floor_s)

    @property
    def is_by_chance(self) -> bool:
        """Whether the host complains as often at a slow pace as at a quick one, as far as is known."""
        return self.chance is not None and self.chance.is_likely

    @property
    def is_on_trial(self) -> bool:
        """Whether the host is asked at full pace to see if it complains more often."""
        return self.chance is not None and self.chance.trial.is_on

    @property
    def learnt(self) -> bool:
        """Whether the host has ever complained."""
        return self.incidents > 0

    def same_incident(self, sent_at: float) -> bool:
        """Say whether an answer to a request sent at *sent_at* belongs to the incident already known."""
        return self.incidents > 0 and sent_at <= self.incident_at

    def complain(
        self,
        now: float,
        *,
        step_s: float,
        cap_s: float,
        forgive_s: float,
        counts: bool = True,
        is_plain: bool = True,
    ) -> None:
        """Note a new incident: the delay grows, from *step_s* to *cap_s*; after *forgive_s* old ones are no more.

        *counts*: it is about the number of requests; else the host may be out of order. *is_plain*: the host has said
        so itself, and has named no time.
        """
        if self.incidents and now - self.incident_at > max(forgive_s, _CONTENT_AFTER * self.delay_s):
            self.incidents, self.pauses, self.chance = 0, 0, None
            self.known_bad_s, self.counts, self.guessed_s = 0.0, False, 0.0
        self._pause_longer()
        self.before = self.delay_s, self.known_bad_s
        growth = self.chance.growth(self.delay_s) if self.chance is not None else _DOUBLE
        is_settled = self._weigh(now, counts=counts, is_plain=is_plain, is_longest=self.delay_s >= cap_s)
        if not is_settled and (counts or not self.troubled_since):
            self._slow_down(growth, step_s, cap_s)
        self.counts = self.counts or (counts and self.has_given)
        self.guessed_s = step_s if counts and not self.has_given else self.guessed_s
        self.incidents += 1
        self.incident_at = now
        self.contented = 0
        self.troubled_since = self.troubled_since or now

    def _pause_longer(self) -> None:
        """Double the next pause if the last one was in vain; halve it if it was not."""
        if self.incidents:
            helped = self.chance is not None and self.chance.has_given
            self.pauses = max(0, self.pauses - 1) if helped else self.pauses + 1

    def _weigh(self, now: float = 0.0, *, counts: bool, is_plain: bool, is_longest: bool = False) -> bool:
        """Find out whether complaints are about the pace; say whether the delay is settled by that.

        There is none where they are not, or while that is tried out; after a trial in vain it is as it was before.
        *now*: when a trial may begin, 0 if not now.
        """
        chance = self.chance = self.chance or Chance(self.contented)
        if chance.trial.is_on:
            return self._try(chance, now, is_plain=is_plain)
        chance.complained(self.delay_s, is_plain=is_plain, counts=counts, is_longest=is_longest)
        if now and chance.trial.is_due and not chance.is_likely:
            chance.trial.begin(now, self.delay_s, self.known_bad_s)
        is_settled = chance.is_likely or chance.trial.is_on
        if is_settled:
            self.delay_s, self.known_bad_s, self.guessed_s = self.floor_s, 0.0, 0.0
        return is_settled

    def _try(self, chance: Chance, now: float, *, is_plain: bool) -> bool:
        """Note a complaint while the host is on trial, which may end that; say whether the delay is settled."""
        trial = chance.trial
        per_complaint = trial.complained(now) if is_plain else 0.0
        chance.passed_over()
        if per_complaint is not None:
            trial.end(in_vain=not per_complaint)
            chance.settled(per_complaint)
        if per_complaint == 0:
            self.delay_s, self.known_bad_s = trial.delay_s, trial.known_bad_s
        return is_plain

    def excused(self, *, counts: bool) -> bool:
        """Note a complaint, as :meth:`complain` does, that is about one row; say whether such things come by chance."""
        if self.learnt and not self.is_on_trial:
            self._weigh(counts=counts, is_plain=True)
        return self.is_by_chance

    def _slow_down(self, growth: float, step_s: float, cap_s: float) -> None:
        if self.incidents and self.has_given:
            self.known_bad_s = max(self.known_bad_s, self.delay_s)
        self.delay_s = max(min(max(self.delay_s * growth, step_s), max(cap_s, self.delay_s)), self.floor_s)

    def recall(self, delay_s: float, known_bad_s: float, told_at: float) -> None:
        """Take up what another process learnt from a complaint at *told_at*."""
        self.incidents, self.counts = max(self.incidents, 1), True
        self.incident_at = max(self.incident_at, told_at)
        self.known_bad_s = max(self.known_bad_s, known_bad_s)
        self.delay_s = max(self.delay_s, delay_s)

    def paused(self, own_s: float) -> None:
        """Note that the last incident was answered by a pause of *own_s*, for the host has named no time."""
        self.vain += 1
        self.spent_s += own_s
        self.left_alone(own_s)

    def left_alone(self, pause_s: float) -> None:
        """Note for how long the host is left alone after the last incident, whoever has named that time."""
        if self.chance is not None:
            self.chance.waited(pause_s)

    def acquit(self) -> None:
        """Take the last incident back, and all of them where the host has never said a word: they were none."""
        self.incidents = max(0, self.incidents - 1) if self.proven else 0
        self.pauses = max(0, self.pauses - 1)
        if not self.incidents:
            self.known_bad_s, self.guessed_s, self.vain, self.spent_s = 0.0, 0.0, 0, 0.0
            self.chance = None
        half_s = self.delay_s / _DOUBLE
        delay_s, known_bad_s = self.before or (half_s, half_s / _DOUBLE)
        self.delay_s = max(self.floor_s, min(self.delay_s, delay_s) if self.incidents else 0.0)
        self.known_bad_s, self.before = min(self.known_bad_s, known_bad_s), None
        self.troubled_since = 0.0

    def is_hopeless(self, paused_until: float, *, patience_s: float) -> bool:
        """Say whether waiting for the host any longer is in vain; its present pause ends at *paused_until*.

        One that has never answered well and names no time is asked five times. Another one has *patience_s*, both from
        its last good answer on and in all, so that one that gives little for long pauses comes to an end too.
        """
        if not self.has_given and self.vain >= _PROBES:
            return True
        is_silent = self.troubled_since > 0 and paused_until - self.troubled_since > patience_s
        return is_silent or self.spent_s > patience_s

    def answered_well(self) -> None:
        """Note a good answer, whatever it holds."""
        self.has_given = True
        self.contented += not self.incidents
        self.vain = 0
        self.spent_s = max(0.0, self.spent_s - _WORTH_S)

    def pause_s(self, *, base_s: float, cap_s: float) -> float:
        """Return how long to leave the host alone that has named no time: *base_s*, doubled while that is in vain."""
        return min(cap_s, base_s * 2.0 ** min(self.pauses, 30)) if self.incidents else 0.0

    def content(self, sent_at: float = inf) -> None:
        """Note a good answer to a request sent at *sent_at*.

        After some in a row the delay shrinks by a fixed part, down to what the host bears: a quarter more than the
        longest one of which it has complained.
        """
        self.has_given = True
        if not self.incidents:
            return
        if self.chance is not None and (self.is_by_chance or not self.same_incident(sent_at)):
            self.chance.gave(self.delay_s)
        if self.chance is not None:
            self.chance.trial.gave(sent_at)
        self.troubled_since = 0.0
        self.contented += 1
        is_quick = self._recovers_quickly()
        if self.contented >= (_QUICKLY_AFTER if is_quick else _CONTENT_AFTER):
            self.contented = 0
            rest_s = self.delay_s * (1 - (_QUICK_RECOVERY if is_quick else _RECOVERY))
            least_s = self.guessed_s if is_quick else 0.0
            self._ease(max(rest_s, least_s, self.known_bad_s * _MARGIN, self.floor_s))

    def _ease(self, delay_s: float) -> None:
        if delay_s < self.delay_s and self.chance is not None:
            self.chance.eased()
        self.delay_s = delay_s

    def _recovers_quickly(self) -> bool:
        """Say whether the delay is no word of the host's: it was out of order, or had given nothing yet."""
        return not (self.counts or self.known_bad_s) and (not self.guessed_s or self.delay_s > self.guessed_s)
