"""The names under which components meet: request meta keys, signals and statistics.

Every meta value is JSON-safe. Statistics never carry a URL or a host in their key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.signalmanager import SignalManager

# Request and response meta -------------------------------------------------------------

FETCH: Final = "imgcrawl_fetch"
"""dict, one per URL, shared by all its attempts: the state kept by :mod:`imgcrawl.remedies.attempts.state`."""

NOT_BEFORE: Final = "imgcrawl_not_before"
"""float, epoch seconds: the scheduler does not hand the request out earlier."""

TLS_PROFILE: Final = "imgcrawl_tls_profile"
"""str or None: the curl impersonation target whose handshake the attempt uses."""

FAMILY: Final = "imgcrawl_family"
"""str: the browser family whose header order and case the handler writes."""

PHONE: Final = "imgcrawl_phone"
"""bool: the browser that asks is one on a phone."""

TIMEOUT_FACTOR: Final = "imgcrawl_timeout_factor"
"""float: multiplies the connect and total time limits of this attempt."""

TIMINGS: Final = "imgcrawl_timings"
"""dict of float, milliseconds: dns_ms, connect_ms, tls_ms, ttfb_ms, total_ms of the transfer."""

REPEATS: Final = "imgcrawl_repeats"
"""int: requests that libcurl sent by itself for this attempt, beyond the first; gone once they are counted."""

FAULT: Final = "imgcrawl_fault"
"""str: how the transfer failed whose body is whole by its own marks all the same, in one sentence."""

SENT_AT: Final = "imgcrawl_sent_at"
"""float, epoch seconds: when the scheduler handed the request out to be sent; gone once it is done."""

ASKED_AT: Final = "imgcrawl_asked_at"
"""float, epoch seconds: as ``imgcrawl_sent_at``, but kept: validation judges a body when the request is long done."""

EXCUSED: Final = "imgcrawl_excused"
"""bool: the attempt ran out of time while this process stood still, and is made once more."""

VERDICT: Final = "imgcrawl_verdict"
"""str, an error slug: a request with it is not sent and fails with it; on a response it says what is wrong."""

VERDICT_REASON: Final = "imgcrawl_verdict_reason"
"""str: one sentence that explains the verdict."""

ROBOTS: Final = "imgcrawl_robots"
"""dict: the request is for a robots.txt; *origin*: whose, *tries*: how often it was asked for in vain."""

SINGLE_CONNECTION: Final = "imgcrawl_single_connection"
"""bool: the host may count connections, so that none but that of this request is kept open, and not after an error."""

FRESH: Final = "imgcrawl_fresh"
"""bool: caches on the way are asked to pass the request on, and it goes over a connection of its own."""

SPARED: Final = "imgcrawl_spared"
"""int: as many redirects led here when the last one was followed that is known of its host, so that nobody asked."""

BARE_HEADERS: Final = "imgcrawl_bare_headers"
"""Headers: those of the request without what its host's policy adds, while it is under way."""

LED_ANEW: Final = "imgcrawl_led_anew"
"""bool: the last redirect that led here set a cookie, or named a time, so that the next row has to see it too."""

LED_AT: Final = "imgcrawl_led_at"
"""float, epoch seconds: ``imgcrawl_asked_at`` of the request that the last redirect has answered."""

UNHEARD: Final = "imgcrawl_unheard"
"""bool: the answer asks for fewer requests, or says that it was asked for a size which is not made: its body tells."""

STATUS: Final = "imgcrawl_status"
"""int or None: the HTTP status that the attempt got."""

HOME: Final = "imgcrawl_home"
"""str: the page of another site that is named as one of the image's own, where others have shown that it is that."""

MADE_UP: Final = "imgcrawl_made_up"
"""bool: the address is made up, to see whether the host gives the row's picture for what does not exist too."""

WAY: Final = "imgcrawl_way"
"""str: the way of asking in place of the row's, for a request whose answer is only compared with the row's picture."""

PAGE: Final = "imgcrawl_page"
"""bool: the request is for the page on which the image was found, not for the image."""

PAGE_ONWARD: Final = "imgcrawl_page_onward"
"""str: the page asked for is not the row's own but this one, which that one names in its place."""

PAGE_TOLD: Final = "imgcrawl_page_told"
"""bool: the row's page says of the address, should a picture come from it, that it is the wanted file."""

PAGE_AFTER: Final = "imgcrawl_page_after"
"""float, epoch seconds: a copy of the page that came before is of no use, because its cookies are used up."""

PAGE_CAME_AT: Final = "imgcrawl_page_came_at"
"""float, epoch seconds: when the copy of the page came that answers the request; absent for a fetched page."""

PAGE_LACKED: Final = "imgcrawl_page_lacked"
"""str: the page that names the address asked for, although its status says that there is none."""

# Signals -------------------------------------------------------------------------------

outcome_recorded: Final = object()
"""Sent with ``outcome`` (:class:`~imgcrawl.records.Outcome`) after it was handed to the catalogue."""

outcome_withdrawn: Final = object()
"""Sent with ``outcome``, ``key`` (int: that of the address with its login) and ``ours`` (bool: this crawl recorded it)
before an ok outcome becomes a failure in the catalogue, because its picture proved to be a placeholder; the row is
asked for again."""

outcomes_committed: Final = object()
"""Sent with ``outcomes`` (list of :class:`~imgcrawl.records.Outcome`) after the catalogue has committed them."""

outcomes_settled: Final = object()
"""Sent with ``spider`` at the end of a crawl, when no outcome of it will change any more."""

image_rejected: Final = object()
"""Sent with ``request``, ``response``, ``error`` (:class:`~imgcrawl.errors.ErrorSlug`), ``detail``, ``others``, the
number of the host's pictures that have passed, ``others_since``, how many of them since this body was in hand, ``sign``
(:class:`~imgcrawl.remedies.rules.signs.Sign` or None), the reason if it is known, and ``is_photo``, whether it is a
picture and no drawing, when validation refuses a body; a receiver that scheduled another attempt returns True."""

image_doubted: Final = object()
"""Sent with ``request``, ``response`` and ``detail`` for a good picture that may not be the one asked for, with
``times``, how often the host was asked in vain for such in another way, if that is wanted, else None, and ``same_way``
(bool: it is to be the same way); a receiver that scheduled another attempt returns True, else the
picture is stored."""

page_named_nothing: Final = object()
"""Sent with ``page_url`` when a row's page came and names neither its image nor a page in its own place; ``is_bare``:
it shows no picture."""

way_distrusted: Final = object()
"""Sent with ``host`` and ``way``, the name of a way of asking, when pictures that come so are not those asked for."""

proof_wanted: Final = object()
"""Sent with ``request``, ``response``, ``url`` and ``way`` for a picture that something is to be compared with: with
what an address brings that is made up, where ``way`` is empty, else with what its own brings in that way; a receiver
that has it asked for returns True, and yields a :class:`~imgcrawl.remedies.attempts.outcomes.MadeUpAnswer`."""

move_wanted: Final = object()
"""Sent with ``state`` of a row that is kept back because its image is nowhere to be had; a receiver that knows where
others of its host were found returns the address, and notes in the state that the row is asked for there."""

hosts_recalled: Final = object()
"""Sent with ``hosts`` (dict by host) when the lessons of earlier runs were read from the catalogue."""

slowdown_requested: Final = object()
"""Sent with ``request``, ``status`` and ``headers`` (:class:`scrapy.http.headers.Headers`) when the headers of an
answer have come that may ask for fewer requests, before its body has."""

outage_changed: Final = object()
"""Sent when nothing is sent any more because the network is down, with ``awaited``
(:class:`~imgcrawl.transport.pause.Awaited`), and when it is back, with None, or with what is down still."""

outage_wanted: Final = object()
"""Sent by whoever shows how a crawl goes; while nothing is sent because the network is down a receiver
returns an :class:`~imgcrawl.transport.pause.Awaited`, else None."""

host_paused: Final = object()
"""Sent when a host is to be left alone, with ``standing`` (:class:`~imgcrawl.frontier.standing.Standing`); None when
the catalogue knows already."""

placeholders_recalled: Final = object()
"""Sent with ``pictures`` (list of host and SHA-256) before the first row of a crawl begins: those that earlier crawls
of the run refused as placeholders."""

given_for_all: Final = object()
"""Sent with ``body`` when it was found that somebody on the way, such as a captive portal, gave that in the place of
every host's answer."""

stop_overdue: Final = object()
"""Sent when a crawl that was told to stop has had a moment to finish what is under way: what is left is given up."""

lessons_wanted: Final = object()
"""Sent at the end of a run; a receiver returns what was learnt of hosts (dict by host), for the catalogue to keep."""

crawl_failed: Final = object()
"""Sent when a crawl ended by an exception, perhaps before its spider was opened."""

# Statistics ----------------------------------------------------------------------------

STAT_ROWS: Final = "imgcrawl/rows"
STAT_OUTCOME: Final = "imgcrawl/outcome"
STAT_OK: Final = "imgcrawl/outcome/ok"
STAT_ATTEMPT: Final = "imgcrawl/attempt"
STAT_REMEDY: Final = "imgcrawl/remedy"
STAT_RESCUED: Final = "imgcrawl/rescued"
STAT_RETRYABLE: Final = "imgcrawl/retryable"
STAT_BYTES: Final = "imgcrawl/bytes"
STAT_HASHES_KNOWN: Final = "imgcrawl/hashes/known"
STAT_HASHES_MATCHING: Final = "imgcrawl/hashes/matching"
STAT_RUN_ROWS: Final = "imgcrawl/run/rows"
STAT_RUN_OK: Final = "imgcrawl/run/ok"
STAT_INCIDENTS: Final = "imgcrawl/throttle/incidents"
STAT_ROBOTS: Final = "imgcrawl/robots/requests"
STAT_QUEUED_MAX: Final = "imgcrawl/scheduler/queued_max"
STAT_HELD: Final = "imgcrawl/scheduler/held"
STAT_IN_FLIGHT_MAX: Final = "imgcrawl/downloader/in_flight_max"
STAT_IN_FLIGHT_LIMIT: Final = "imgcrawl/downloader/in_flight_limit"
STAT_LAG_MAX: Final = "imgcrawl/downloader/lag_max"
STAT_EXCUSED: Final = "imgcrawl/downloader/excused"
STAT_CONNECTIONS: Final = "imgcrawl/transport/connections"
STAT_DNS_OVERLOADS: Final = "imgcrawl/transport/dns_overloads"
STAT_REQUESTS: Final = "imgcrawl/transport/requests"
STAT_FAILING_HOSTS: Final = "imgcrawl/hosts/failing"


def is_taken_up(signals: SignalManager, signal: object, response: Response, **facts: Any) -> bool:
    """Send *signal*, one of an image that calls for another attempt; say whether a receiver scheduled one."""
    told = signals.send_catch_log(signal, request=response.request, response=response, **facts)
    return any(result is True for _, result in told)


def begun_at(request: Request) -> str:
    """Return the address for which *request* began, before all redirects."""
    before: list[str] | None = request.meta.get("redirect_urls")
    return before[0] if before else request.url
