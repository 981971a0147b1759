"""Other addresses at which the image may be: another scheme or name, what the URL holds or meant, its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.errors import NOT_THERE, ErrorSlug, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.intake.damage import is_damaged
from imgcrawl.intake.forms.iiif import INFO
from imgcrawl.intake.spellings import named_port, other_name, other_scheme, other_spellings, secured
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.naming.addresses import is_file
from imgcrawl.remedies.answers.landing import ends_at_home, is_secured
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.places.mending import trials_of
from imgcrawl.remedies.rules.groups import GATEWAY_DOWN, HUNG_UP, MISPLACED, SIDE_ROADS
from imgcrawl.remedies.rules.mends import IIIF, MEND_NAMES, WWW
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import Kind
from imgcrawl.remedies.rules.variants import DEFAULT

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

HTTPS: Final = "https"
"""The name of the remedy."""
_UNWRAPPED: Final = Kind.UNWRAP.value
_MAY_BE_MISSPELT = NOT_THERE | {ErrorSlug.HTTP_400}
_ANSWER = "answer"
"""Stands among what was tried when a page that came in an image's place was read."""
_SAID = frozenset({ErrorSlug.HTTP_PROTOCOL})
"""An alert of TLS is no HTTP."""
_USUAL_END = 443
"""8443, 4443, 10443: ports that are named after the one of https."""
_NO_ENTRY = frozenset({ErrorSlug.HTTP_403, ErrorSlug.HTTP_426})


def step_to_other_scheme(state: FetchState, slug: ErrorSlug) -> Step | None:
    """Return the request over http for a URL without scheme for which https was our guess, and failed."""
    if slug.stage not in (Stage.TCP, Stage.TLS) or state["tried"]:
        return None
    url = other_scheme(state["given"], state["url"])
    if url is None:
        return None
    state["tried"].append(url)
    return Step("other_scheme", DEFAULT.name, url=url)


def learn_of_addresses(state: FetchState, slug: ErrorSlug, host: str, memory: HostMemory) -> None:
    """Note what a failure says of its host's names and schemes, so that it is found out once for all its URLs."""
    if slug is ErrorSlug.DNS_NXDOMAIN:
        memory[host].nameless = True
    if state["remedy"] is None and slug in MISPLACED:
        memory[host_of(state["url"])].misplaced += 1
    if state["remedy"] in MEND_NAMES:
        trials_of(state["remedy"], memory[host_of(state["url"])]).vain += 1
    if state["remedy"] == _UNWRAPPED and host == host_of(state["url"]):
        trials_of(_UNWRAPPED, memory[host]).vain += 1
    if state["remedy"] == HTTPS:
        lessons = memory[host_of(state["url"])]
        is_closed = slug.stage in (Stage.TCP, Stage.TLS) or slug in _NO_ENTRY
        lessons.https_losses += is_closed
        lessons.https_vain += not is_closed


def learn_of_success(state: FetchState, memory: HostMemory, *, count: int = 1) -> None:
    """Note that an image came from another address, or with *count* -1 that it proved to be none."""
    if state["remedy"] == HTTPS:
        memory[host_of(state["url"])].https_wins += count
    elif state["remedy"] == _UNWRAPPED or state["remedy"] in MEND_NAMES:
        trials_of(state["remedy"], memory[host_of(state["url"])]).won += count
    elif state["remedy"] not in SIDE_ROADS and state["url"]:
        lessons = memory[host_of(state["url"])]
        lessons.http_images += count * state["url"].startswith("http:")
        lessons.given_as_damaged += count * is_damaged(state["url"])


def step_to_https(state: FetchState, failure: Failure, host: str, memory: HostMemory, *, rows: int = 1) -> Step | None:
    """Return the request for the same address over https, if that may help where it was asked for over http.

    Other ports than http's own speak one of the two; which one *failure* tells. *host*: where redirects led. *rows* of
    the row's host have no outcome yet, this one included.
    """
    url, own_host = secured(state["url"]), host_of(state["url"])
    is_aside = state["remedy"] in SIDE_ROADS and not (state["remedy"] in MEND_NAMES and failure.slug in NOT_THERE)
    if url is None or url in state["tried"] or is_aside or _led_to(url, failure):
        return None
    if named_port(url):
        is_worth_it = may_speak_tls(state, failure) and memory[own_host].may_answer_https()
    elif failure.slug in MISPLACED:
        is_nowhere = failure.slug is ErrorSlug.DNS_NXDOMAIN and host == own_host
        is_worth_it = not is_nowhere and _may_have_moved(own_host, failure.slug, memory, rows)
    elif failure.slug in GATEWAY_DOWN:
        is_told_to_wait = failure.retry_after_s is not None
        is_worth_it = host == own_host and not is_told_to_wait and memory[own_host].may_be_up_over_https()
    else:
        is_worth_it = host == own_host and memory[own_host].may_answer_https()
    if not is_worth_it:
        may_wait = rows > 1 and host == own_host and failure.slug in MISPLACED - {ErrorSlug.DNS_NXDOMAIN}
        if may_wait and _is_open_over_https(own_host, memory):
            state["refused_at"] = own_host  # another row may find out
        return None
    is_probe = failure.slug in GATEWAY_DOWN
    memory[own_host].https_probed |= is_probe
    memory[own_host].https_tries += failure.slug in MISPLACED
    state["tried"].append(url)
    memory.begins_guess(own_host, failure.slug, HTTPS)
    return Step(HTTPS, DEFAULT.name, url=url, first=is_probe)


def _is_open_over_https(host: str, memory: HostMemory) -> bool:
    """Say whether nothing is known yet of what *host* has over https, and over http it has given nothing."""
    lessons = memory[host]
    return not (lessons.images or lessons.https_vain or lessons.https_losses)


def _may_have_moved(host: str, slug: ErrorSlug, memory: HostMemory, rows: int) -> bool:
    """Say whether *host* may have over https what it lacks over http: one dead address counts for little by itself.

    That each address is dead speaks for it, and there is more to win where more *rows* are to come: the one request
    tells of them all, so that it may promise half of what one for a row alone has to.
    """
    lessons = memory[host]
    if lessons.https_works or not lessons.may_have_moved():
        return lessons.https_works
    gain = 1.0 if lessons.misplaced <= 1 else 2.0 * (lessons.misplaced + rows - 1)
    return memory.is_worth_it(host, slug, HTTPS, gain=gain)


def may_speak_tls(state: FetchState, failure: Failure) -> bool:
    """Say whether *failure* is how a server that expects TLS takes a plain http address with a port."""
    if secured(state["url"]) is None or (port := named_port(state["url"])) is None:
        return False
    is_usual = port % 1000 == _USUAL_END
    return failure.sign is Sign.WANTS_TLS or failure.slug in _SAID or (is_usual and failure.slug in HUNG_UP)


def is_up_over_https(state: FetchState, failure: Failure, host: str, memory: HostMemory) -> bool:
    """Say whether a gateway has no server for http alone, as far as is known, and the row is still to be had."""
    url = secured(state["url"])
    is_down = failure.slug in GATEWAY_DOWN and host == host_of(state["url"])
    return is_down and memory[host].https_works and url is not None and url not in state["tried"]


def is_no_https(state: FetchState, slug: ErrorSlug, memory: HostMemory) -> bool:
    """Say whether *slug* is how a host that has never helped over https fails there: by not offering it."""
    is_unreached = state["remedy"] == HTTPS and slug.stage in (Stage.TCP, Stage.TLS)
    return is_unreached and not memory[host_of(state["url"])].https_works


def _led_to(url: str, failure: Failure) -> bool:
    """Say whether redirects have led to *url* already, or past it, be it under another name of its host."""
    return failure.is_secured or (bool(failure.hops) and is_secured(failure.url or "", url))


def carried_elsewhere(state: FetchState) -> list[str]:
    """Return the addresses on other hosts that the row's own carries."""
    own = host_of(state["url"])
    return [url for url in unwrap(state["url"], state["given"]) if host_of(url) != own]


def step_to_unwrapped(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the request for the next address that the URL carries, or that was meant by it.

    A host that is asked too often is not asked for what it carries of its own, unless it only makes no more sizes. Nor
    is one that has not got the files that its own scripts are told to show: each time in vain twice as many rows have
    to name one before the next.
    """
    if not state["url"]:
        return None
    meant = other_spellings(state["given"], state["url"]) if failure.slug in _MAY_BE_MISSPELT else ()
    is_asked_less = failure.slug is ErrorSlug.HTTP_429 and failure.sign is not Sign.OTHER_SIZES
    carried = carried_elsewhere(state) if is_asked_less else unwrap(state["url"], state["given"])
    for url in (*meant, *carried):
        if url not in state["tried"]:
            state["tried"].append(url)
            if url in meant or _may_have_behind(state, url, memory):
                return Step(_UNWRAPPED, DEFAULT.name, url=url)
    return None


def _may_have_behind(state: FetchState, url: str, memory: HostMemory) -> bool:
    """Say whether *url*, which the row's address carries, is worth a request; on the row's own host it takes note."""
    host = host_of(state["url"])
    if host_of(url) != host:
        return True
    trials = trials_of(_UNWRAPPED, memory[host])
    trials.met += state["remedy"] != _UNWRAPPED
    return trials.is_due()


def led_name(state: FetchState, failure: Failure) -> str | None:
    """Return the row's address under the other name of its site, to whose home page it was led; None if it was not."""
    url, home = state["url"], urlsplit(failure.url or "")
    other = other_name(url) if url and ends_at_home(failure) and state["remedy"] not in SIDE_ROADS else None
    if other is None or home.netloc != urlsplit(other).netloc:
        return None
    led_url = urlsplit(other)._replace(scheme=home.scheme).geturl()
    return None if led_url in state["tried"] else led_url


def step_to_led_name(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the request for the same path under the name to whose home page the site leads, until that is in vain."""
    if (url := led_name(state, failure)) is None:
        return None
    trials = trials_of(WWW, memory[host_of(state["url"])])
    trials.met += 1
    state["tried"].append(url)  # met once, due or not
    if not trials.is_due():
        return None
    return Step(WWW, DEFAULT.name, url=url)


def step_to_present_address(state: FetchState, failure: Failure) -> Step | None:
    """Return the request for the address that the page which came in the image's place names for it, once.

    That may have come before others that name none (:func:`remember_answer`).
    """
    if _ANSWER in state["tried"] or (failure.present_url is None and state["named"] is None):
        return None
    state["tried"].append(_ANSWER)
    url = (failure.present_url() if failure.present_url else None) or state["named"]
    return None if url is None else Step("page", DEFAULT.name, url=url)


def step_to_own_answer(state: FetchState, failure: Failure) -> Step | None:
    """Return the request for the picture that is named by what stands at the image's own address, whoever asks.

    That is data, a choice, or a page at an address that has no file's name; one that shows the picture in a smaller
    version may be for those who are refused. A page that comes again from the same place is not read again, for that
    takes time.
    """
    is_page = failure.slug is ErrorSlug.CONTENT_HTML and not is_file(state["url"])
    if failure.present_url is None or _ANSWER in state["tried"] or not (failure.is_document or is_page):
        return None
    if is_page and state["page_read"] == (failure.url or ""):
        return None
    state["page_read"] = failure.url or ""
    url = failure.present_url(whole=is_page)
    if url is None and is_page:
        return None
    state["tried"].append(_ANSWER)
    return None if url is None else Step("page", DEFAULT.name, url=url)


def step_to_pointed(state: FetchState, failure: Failure, *, enabled: frozenset[str]) -> Step | None:
    """Return the request for the file whose pointer or description has come, once.

    Neither is a detour: whoever asks is given that. Where a pointer comes in the file's place it names no other.
    """
    is_pointer = failure.sign is Sign.POINTER and "page" in enabled
    is_described = state["remedy"] == IIIF and failure.is_document and (failure.url or "").endswith(INFO)
    url = failure.present_url() if (is_pointer or is_described) and failure.present_url else None
    if url is None or url in state["tried"]:
        return None
    state["tried"] += [url, _ANSWER] if is_pointer else [url]
    return Step("page" if is_pointer else IIIF, DEFAULT.name, url=url)


def remember_answer(state: FetchState, failure: Failure) -> None:
    """Keep what a page in the image's place names, for when no other address has it; not once that was asked for."""
    if failure.present_url is not None and state["named"] is None and _ANSWER not in state["tried"]:
        state["named"] = failure.present_url()
