"""The state of one URL across its attempts; it rides in request meta and is JSON-safe."""

from __future__ import annotations

from math import inf
from types import NoneType
from typing import Any, Final, Literal, NotRequired, TypedDict, cast, get_args, get_type_hints, is_typeddict

from imgcrawl.remedies.rules.variants import DEFAULT


class Refusals(TypedDict):
    """What a host that wants fewer requests has said to one URL of its (:mod:`imgcrawl.frontier.blame`)."""

    host: str
    """The host, or the group that shares its limits; empty before the first refusal."""
    refused: bool
    """Whether it has refused this URL."""
    vain: int
    """Refusals where others were given."""
    own: bool
    """Whether they are taken to be about this URL alone."""
    incidents: int
    """Complaints about the host's pace that this URL's refusals were taken for."""


class RefusedPicture(TypedDict):
    """What is remembered of a picture of a row's own address."""

    sha256: str
    facts: list[Any]
    """Its :class:`~imgcrawl.validation.facts.ImageFacts` as JSON."""
    way: str
    """The way of asking in which it came; empty if that is not known."""


class DoubtedPicture(RefusedPicture):
    """What is remembered of a picture that was asked for again as it may be none."""

    remedy: str | None
    sent_at: float | None
    """When it was asked for."""
    aim: str
    """What it is asked for again to see (:class:`~imgcrawl.pipelines.judging.arrivals.Aim`)."""
    earlier: RefusedPicture | None
    """The one in whose place it came."""
    is_known_good: NotRequired[bool]
    """Whether others were given pictures of their own in the way of the second look."""


AfterMove = Literal["its address", "other addresses", "the end"]
"""How a row goes on that was in vain where others have moved to: where it had been, elsewhere, not at all."""


class BeforeMove(TypedDict):
    """How a row stood when it was asked for where others of its host have moved to."""

    host: str
    """The host that had failed."""
    after: AfterMove
    """What follows where its image is not there."""
    remedy: str | None
    variant: str
    detour: str | None
    retries: int
    failure: dict[str, Any]
    """The :class:`~imgcrawl.remedies.attempts.steps.Failure` as JSON."""


class FetchState(TypedDict):
    """What has been done for one URL so far. Instants are epoch seconds, durations seconds.

    Where :func:`new_state` is not told more, a field begins as nothing: None if it may be None, else 0, False or empty.
    """

    lane: int
    """The number under which the spider has the row under way."""
    url: str
    """The prepared address first asked for; empty if there was none."""
    given: str
    """The text that the source gave for it."""
    known_hash: str
    """The hash that the source gave for the image, in hexadecimal digits; empty for none."""
    pointed_hash: str
    """The SHA-256 that a pointer in its place gave for the image, in hexadecimal digits; empty for none."""
    page_url: str | None
    requests: int
    """Requests sent: retries, redirects and pages included."""
    retries: int
    """Backed-off retries of the present way of asking."""
    retried: str | None
    """The failure after which the present attempt asks again in the same way, at whatever address; None if none."""
    waits: int
    """Times the host asked to wait."""
    images_at_wait: int
    """Images that the host had given when it last did."""
    promised: int
    """Times it was asked again because a page in the image's place had promised it."""
    refusals: Refusals
    misses: Refusals
    """As *refusals*, of failures that may be the host's to all its rows (:mod:`imgcrawl.frontier.hold`)."""
    variant: str
    """The present way of asking (:mod:`imgcrawl.remedies.rules.variants`)."""
    remedy: str | None
    """The remedy to which the present attempt is owed; None for the first."""
    against: str | None
    """The failure against which that remedy is tried, where its odds are kept."""
    plain: list[str]
    """Headers of which the present attempt has the plainest form (:mod:`imgcrawl.remedies.asking.plainer`)."""
    plain_tried: list[str]
    """Those that the row itself was asked for so to see whether it helps."""
    plain_won: list[str] | None
    """Those that count as having brought the row its picture; None as long as it has none."""
    in_full: str | None
    """The one that the present attempt has in full, although the host is taken to like it plain."""
    named: str | None
    """The address that a page in the image's place has named, and that was not asked for yet."""
    by_hash: bool
    """Whether pictures of its page are asked for that are the image only if they have the known hash."""
    page_read: str | None
    """Where the page lay that was last read for that before other ways of asking; None if none was."""
    instead: list[str]
    """Where the image is to be had by its page, if there is nothing at the address that was taken from that."""
    tried: list[str]
    """Ways of asking, unwrapped addresses and pages already used up."""
    moved_to: list[str]
    """Where it was asked for as others of its host have moved there (:mod:`imgcrawl.remedies.places.moving`)."""
    before_move: BeforeMove | None
    """How it stood before the last of these; None if it is not asked for there any more."""
    waits_out: str | None
    """The failure whose end the present attempt has waited for, if that was a picture in the image's place."""
    waited_s: float
    """Time between the end of an attempt and the start of the next: backoff, pauses of the host, its queue."""
    planned_at: float | None
    """When the present attempt was planned; None for the first."""
    spoilt: str | None
    """By what the damaged body of the attempt before is known again; None if there was none."""
    doubted: DoubtedPicture | None
    """The picture that was asked for again as it may be none."""
    refused: RefusedPicture | None
    """The picture of the row's own address that was refused last."""
    started_at: float | None
    """When the first request was sent."""
    excused_s: float
    """Time since then that counts for no deadline: the row was kept back for others, or nobody could be asked."""
    error: str | None
    """The slug that speaks for the URL so far (:mod:`imgcrawl.remedies.attempts.speaking`)."""
    speaker: str | None
    """The way of asking of that attempt."""
    returns_to: str | None
    """The way of asking to which the row returns if another client, who asks in between, is refused as well."""
    detour: str | None
    """The host that refused the row, which is asked for elsewhere first; None if it is not, or no longer."""
    detour_case: str
    """The kind of refusal before that (:func:`~imgcrawl.remedies.answers.landing.case_of`)."""
    is_of_folder: bool
    """Whether its picture is one of those that its folder has given (:mod:`imgcrawl.remedies.hosts.folders`)."""
    is_given_up: bool
    """Whether its host was waited for in vain, or is closed."""
    refused_at: str | None
    """The host that refused all ways that were tried, where there are others; None if there is no such host."""
    landing: str | None
    """Where redirects led the last refused way of asking, without the query."""
    led_to: str | None
    """Where redirects led its own address, if there was no image (:mod:`imgcrawl.remedies.places.led_alike`)."""
    led_from: str | None
    """The machine at which it failed before it was asked for again where it had been led there from
    (:mod:`imgcrawl.remedies.waits.led_back`); None if it was not."""
    is_led_back: bool
    """Whether it was led there again."""
    as_given: Literal["due", "asked", "led"] | None
    """Where it has begun elsewhere than at its own address: whether that has yet to be asked for, and was led there
    (:mod:`imgcrawl.remedies.places.as_given`)."""
    is_led_alike: bool
    """Whether they led another of its addresses, or its page, there too."""
    status: int | None
    detail: str
    """What is particular to that failure."""
    final_url: str | None
    trail: list[dict[str, Any]]


def ends_at(state: FetchState, deadline_s: float) -> float:
    """Return when the *deadline_s* seconds of a row are over, in epoch seconds; infinity if it has not begun."""
    return inf if state["started_at"] is None else state["started_at"] + state["excused_s"] + deadline_s


def new_refusals(host: str = "") -> Refusals:
    """Return the record of a URL that *host* has not refused yet."""
    return Refusals(host=host, refused=False, vain=0, own=False, incidents=0)


def refusals_of(state: FetchState | None) -> Refusals | None:
    """Return the record of the URL whose state is *state*; None for a request that is no row's."""
    return None if state is None else state["refusals"]


def new_state(lane: int, given: str, page_url: str | None, known_hash: str = "") -> FetchState:
    """Return the state of a URL that has not been asked for yet."""
    of_its_own = {name: value.copy() for name, value in _CONTAINERS.items()}
    begun = {"lane": lane, "given": given, "page_url": page_url, "known_hash": known_hash, "variant": DEFAULT.name}
    return cast("FetchState", {**_NOTHING_YET, **of_its_own, **begun})


def _nothing(kind: Any) -> Any:
    """Return what a field of the type *kind* begins as: None where it may be None, else 0, False or what is empty."""
    if is_typeddict(kind):
        return {name: _nothing(of) for name, of in get_type_hints(kind).items()}
    return None if NoneType in get_args(kind) else kind()


_NOTHING_YET: Final[dict[str, Any]] = _nothing(FetchState)
_CONTAINERS: Final = {name: value for name, value in _NOTHING_YET.items() if isinstance(value, list | dict)}
