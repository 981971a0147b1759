"""Other addresses that are asked before other ways of asking: where the first are likelier to help."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.remedies.answers.landing import ALIKE, PHOTO, SAID_MISSING, case_of, leads_home
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.places.elsewhere import carried_elsewhere, led_name, may_speak_tls
from imgcrawl.remedies.rules.groups import ELSEWHERE, OUT_OF_ORDER, OUTAGES, SIDE_ROADS
from imgcrawl.remedies.rules.mends import COMPLAINTS, MEND_NAMES, OVER
from imgcrawl.remedies.rules.signs import FOR_ALL_CLIENTS, Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import COOKIES, DEFAULT, LADDER
from imgcrawl.remedies.waits.disguise import DISGUISE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.odds import Odds
    from imgcrawl.remedies.places.mending import Mending
    from imgcrawl.remedies.rules.variants import Variant


_MAY_BE_ELSEWHERE = frozenset({ErrorSlug.CONTENT_HTML, ErrorSlug.CONTENT_TEXT, ErrorSlug.HTTP_UNEXPECTED_STATUS})
"""What a host also has for all that it once gave over http, and gives over https now."""


_AS_TOLD = frozenset({DISGUISE, COOKIES.name})
"""What comes before all detours: the same again after a wait, and with the cookies of the refusal."""

_OF_WHO_ASKS = frozenset({Kind.ASK_OTHERWISE, Kind.HTTPS})

_NOT_MADE = NOT_THERE | {ErrorSlug.HTTP_400, ErrorSlug.HTTP_401, ErrorSlug.HTTP_403}
"""How services answer to a token that is not the present one."""

_OUT = OUT_OF_ORDER | {ErrorSlug.HTTP_503}

_TOKEN = re.compile(
    r"[?&](?:itok|\w*(?:token|hash|hmac|signature|sig|checksum|digest)|md5|sha\d*)=(?=[^&]*\d|[^&]{10})[^&]{6,}|[?&][sh]=[0-9a-f]{16,}",
    re.IGNORECASE,
)
"""A field whose value a service has drawn or signed for one size of one picture."""


def detours_for(
    state: FetchState, failure: Failure, lessons: HostLessons, mending: Mending, *, page_first: bool = False
) -> tuple[Kind, ...]:
    """Return the kinds of remedy to try before asking in the same way or otherwise, in order; mostly none.

    An address that carries another is a copy of it, and who refuses the copy may give the original: that is asked for
    first. The page comes first where the refusal speaks of the address and not of who asks: a redirect to the host's
    home page, and 403 from a host that gives others their images; *page_first*: or whatever it speaks of. A page in an
    image's place may be all that is left of the host over http, and costs one request over https. Not where a way of
    asking has won at the host. An address that carries the number of a session is asked for without it first of all,
    one whose form is known to have others (:mod:`imgcrawl.intake.forms`) in these, also after a 429 that may be about
    its size, one that carries another host's after a 429 of a host that has given nothing there, or once an error of
    the server has outlasted a retry, one with a token for a size at its page, which has the present one, and one that
    was led to the home page of its site's other name under that.
    """
    is_first = state["remedy"] not in SIDE_ROADS and not set(state["tried"]) - _AS_TOLD
    if is_first and (kinds := _told_by_address(state, failure, lessons, mending)):
        return kinds
    is_refusal = REMEDIES[failure.slug].kinds[:1] == (Kind.ASK_OTHERWISE,)
    if not is_first or not is_refusal or any(lessons.wins.get(way.name) for way in LADDER):
        return ()
    is_mendable = failure.sign in (None, Sign.STORE, *FOR_ALL_CLIENTS) and mending.shows_mendable(state, failure)
    mend = (Kind.MEND,) if is_mendable or led_name(state, failure) else ()
    if failure.sign not in (None, Sign.STORE):
        return mend
    if state["url"] and unwrap(state["url"], state["given"]):
        return (*mend, Kind.UNWRAP)
    is_stale = failure.slug is ErrorSlug.HTTP_403 and lessons.has_given(DEFAULT.name)
    page = (Kind.PAGE,) if is_stale or page_first or leads_home(failure) else ()
    return (*mend, *page, Kind.HTTPS) if failure.slug in _MAY_BE_ELSEWHERE else (*mend, *page)


def _told_by_address(state: FetchState, failure: Failure, lessons: HostLessons, mending: Mending) -> tuple[Kind, ...]:
    """Return what to try first after a *failure* that is about what the address shows, whoever asks; mostly nothing."""
    if failure.sign is None and may_speak_tls(state, failure):
        return (Kind.HTTPS,)
    is_of_session = failure.sign is Sign.SESSION or mending.may_be_of_session(state, failure)
    if is_of_session or mending.may_be_of_size(state, failure):
        return (Kind.MEND,)
    if failure.slug is ErrorSlug.HTTP_429 and failure.sign is None and not lessons.images and carried_elsewhere(state):
        return (Kind.UNWRAP,)
    if failure.slug in _OUT and failure.sign is None and state["retries"] == 1 and carried_elsewhere(state):
        return (Kind.UNWRAP,)
    is_tokened = failure.sign is None and state["page_url"] and is_of_token(state, failure)
    return (Kind.PAGE, Kind.MEND) if is_tokened else ()


def is_of_address(state: FetchState, failure: Failure, mending: Mending) -> bool:
    """Say whether the row's first *failure* speaks of its address, so that the same once more would be in vain.

    A service complains of a size, of a form in place of which its host has given others, or of a token that the row's
    page may have anew; what is damaged is not there; a viewer, an archive or a share link gives its page.
    """
    if mending.may_be_of_damage(state, failure) or mending.may_be_of_session(state, failure):
        return True
    is_first = state["remedy"] not in SIDE_ROADS and not set(state["tried"]) - {DISGUISE}
    if not is_first or failure.sign is not None or not state["url"]:
        return False
    if state["page_url"] and is_of_token(state, failure):
        return True
    if failure.slug is ErrorSlug.CONTENT_HTML and mending.has_led_inside(state):
        return True
    is_told = failure.slug in COMPLAINTS or failure.slug is ErrorSlug.CONTENT_HTML
    return mending.has_due(state, failure, has_won=not is_told)


def is_of_token(state: FetchState, failure: Failure) -> bool:
    """Say whether *failure* may be about the token of the address, which lets a service make that size or form.

    The row's page has the present one.
    """
    return failure.slug in _NOT_MADE and _TOKEN.search(state["url"] or "") is not None


def is_page_likelier(failure: Failure, odds: Odds, ways: Iterable[Variant] = LADDER) -> bool:
    """Say whether the page, which costs a request and its image another, is worth more than any of these *ways*."""
    by_page, case = odds.chance(failure.slug, "page"), case_of(failure)
    return by_page / (1 + by_page) > max(odds.chance(case, way.name) for way in ways)


def kinds_on_detour(kinds: tuple[Kind, ...], state: FetchState, failure: Failure) -> tuple[Kind, ...]:
    """Return those of *kinds* that ask again for the address to which the detour has led, or its like.

    None where it was mended after an error of the server, and that has one for it as well: it is the server's.
    """
    is_mended = state["remedy"] in MEND_NAMES
    if is_mended and failure.slug in OUTAGES and state["error"] in OVER:
        return ()
    others = set(ELSEWHERE) - ({Kind.MEND} if is_mended else set())
    return tuple(kind for kind in kinds if kind not in (Kind.ASK_OTHERWISE, *others))


def kinds_after_detour(slug: ErrorSlug, *, is_for_nothing: bool = False) -> tuple[Kind, ...]:
    """Return the kinds of remedy left for the refusal *slug*, from other ways of asking on.

    *is_for_nothing*: it is the page about a picture that is gone (:func:`is_about_nothing`), which is none to anybody.
    """
    kinds = REMEDIES[slug].kinds
    kinds = kinds[kinds.index(Kind.ASK_OTHERWISE) :] if Kind.ASK_OTHERWISE in kinds else kinds
    return tuple(kind for kind in kinds if not (is_for_nothing and kind in _OF_WHO_ASKS))


def is_about_nothing(state: FetchState, failure: Failure, refusal: ErrorSlug) -> bool:
    """Say whether the row's address gave a page, and what it carries is missing where that lies: by *failure*.

    A search or a redirector shows its own page of any picture, whoever asks.
    """
    is_missing = state["remedy"] == Kind.UNWRAP and failure.slug in NOT_THERE
    return is_missing and refusal is ErrorSlug.CONTENT_HTML and state["led_to"] is None


def refusal_before(state: FetchState) -> Failure:
    """Return the refusal that has sent the row on its detour, as far as other ways of asking heed it."""
    slug, case = ErrorSlug(state["error"] or ErrorSlug.HTTP_403), state["detour_case"]
    refusal = Failure(slug, is_said_missing=case == SAID_MISSING, is_photo=case == PHOTO, is_alike=case == ALIKE)
    return refusal if state["led_to"] is None else refusal._replace(url=state["final_url"], hops=1)
