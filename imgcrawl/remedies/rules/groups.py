"""Failures and remedies in groups: what they say of an address, a host, or the moment."""

from __future__ import annotations

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.remedies.rules.mends import CONVERTED, MEND_NAMES, OTHER_HOST, SAME_PATH
from imgcrawl.remedies.rules.table import (
    CUT_OFF,
    MISANSWERED,
    MISSED,
    NO_SERVER,
    NOT_HERE,
    REMEDIES,
    STOOD_IN_FOR,
    TRANSIENT,
    Kind,
)

_S = ErrorSlug

MISPLACED: frozenset[ErrorSlug] = frozenset(
    slug for slug, rule in REMEDIES.items() if rule in (NOT_HERE, MISSED, MISANSWERED, STOOD_IN_FOR, CUT_OFF)
) | {_S.HTTP_PROTOCOL, _S.DNS_NXDOMAIN}
"""What a host, or where it redirects, may have for all its addresses once it gives its images over https alone."""

_LASTING: frozenset[ErrorSlug] = frozenset(
    slug for slug, rule in REMEDIES.items() if Kind.PAGE in rule.kinds and not {Kind.RETRY, Kind.WAIT} & {*rule.kinds}
)

MAY_BE_MOVED: frozenset[ErrorSlug] = frozenset(slug for slug in _LASTING if slug.stage is not Stage.URL) | {
    _S.URL_REDIRECT,
    _S.TCP_REFUSED,
    _S.TCP_UNREACHABLE,
    _S.TCP_CONNECT_TIMEOUT,
}
"""Failures of addresses that may have been left for good: where others are that failed so is asked before all else."""

SHOWS_MOVE: frozenset[str] = frozenset({Kind.PAGE.value, SAME_PATH, CONVERTED, OTHER_HOST})
"""Remedies that show by the images they bring where others of the host are now: they find out what a host has done with
all it keeps, and each asks for but a few of its rows until then."""

SIDE_ROADS: frozenset[str] = MEND_NAMES | {"other_scheme", "https", "unwrap", "moved", "page", "page_cookies"}
"""Remedies that ask for another address than the one given: what they meet says nothing of that one."""

ELSEWHERE: tuple[Kind, ...] = (Kind.HTTPS, Kind.MEND, Kind.UNWRAP, Kind.PAGE)
"""Kinds of remedy that ask for another address."""

DISGUISES: frozenset[ErrorSlug] = frozenset(
    {slug for slug, rule in REMEDIES.items() if Kind.ASK_OTHERWISE in rule.kinds}
    | {_S.TCP_RESET, _S.TCP_CLOSED, _S.TLS_RESET, _S.HTTP_STREAM, _S.CONTENT_NOT_IMAGE}
)
"""Failures that may be meant for the client's other requests: a host that gave images and now gives these to all."""

_OF_REQUEST: frozenset[ErrorSlug] = frozenset({_S.HTTP_408, _S.HTTP_421, _S.HTTP_425, _S.HTTP_STREAM})
"""Passing failures that speak of the one request, or of its connection."""

DAMAGED: frozenset[ErrorSlug] = frozenset({_S.CONTENT_CORRUPT, _S.CONTENT_ENCODING})
"""Failures of bodies that came to their end, which bring the same bytes again unless it was chance."""

TURNS: frozenset[ErrorSlug] = (
    DISGUISES
    | {slug for slug, rule in REMEDIES.items() if Kind.RETRY in rule.kinds and Kind.WAIT not in rule.kinds}
    | {_S.TLS_HANDSHAKE, _S.HTTP_501, _S.HTTP_505, _S.HTTP_511}
) - DAMAGED
"""Failures that a host may meet all its rows with for a while: nothing that speaks of the one address."""

_OF_LIMITS: frozenset[ErrorSlug] = frozenset({_S.HTTP_507, _S.HTTP_508, _S.HTTP_509, _S.HTTP_OTHER_5XX})
"""Errors by which some servers mean that they are asked too often."""

_OF_SERVER = frozenset(
    slug for slug, rule in REMEDIES.items() if (rule == TRANSIENT or slug in NO_SERVER) and slug.stage is Stage.HTTP
)
OUT_OF_ORDER: frozenset[ErrorSlug] = _OF_SERVER - _OF_REQUEST - _OF_LIMITS
"""Errors of a server, or of a gateway without one, that say nothing of how often it is asked."""

GATEWAY_DOWN: frozenset[ErrorSlug] = frozenset(NO_SERVER)
"""What a gateway says of the server behind it, of which it may have another for https; 503 is a word on requests."""

HUNG_UP: frozenset[ErrorSlug] = frozenset({_S.TCP_RESET, _S.TCP_CLOSED})
NO_HANDSHAKE: frozenset[ErrorSlug] = frozenset({_S.TLS_HANDSHAKE, _S.TLS_RESET})
"""Failures of a handshake that some clients may be spared; it knows no address yet."""

OUTAGES: frozenset[ErrorSlug] = OUT_OF_ORDER | _OF_LIMITS | HUNG_UP | {_S.HTTP_503, _S.TLS_RESET}
"""Failures of a host that is there and out of order: it says so at once, to whoever asks for whatever."""

MIRROR_DOWN: frozenset[ErrorSlug] = frozenset(
    slug
    for slug, rule in REMEDIES.items()
    if Kind.RETRY in rule.kinds and slug.stage in (Stage.DNS, Stage.TCP, Stage.TLS, Stage.HTTP)
) - {_S.HTTP_304} | {_S.DNS_NXDOMAIN, _S.DNS_NO_ADDRESS, _S.TLS_EXPIRED, _S.TLS_HOSTNAME, _S.TLS_HANDSHAKE}
"""Failures of the machine to which a redirect has led, and not of the address that redirects there."""

MAY_BE_KEPT: frozenset[ErrorSlug] = DAMAGED | {_S.HTTP_304, _S.CONTENT_TRUNCATED}
"""Failures that may be those of a copy in a cache on the way: retries ask past it."""

HOST_DOWN: frozenset[ErrorSlug] = frozenset(
    {_S.DNS_SERVFAIL, _S.DNS_TIMEOUT, _S.DNS_ERROR, _S.TCP_REFUSED, _S.TCP_UNREACHABLE, _S.TCP_CONNECT_TIMEOUT}
) | {_S.TLS_TIMEOUT}
"""Failures before any request was sent: they speak of the host, never of the one URL."""

HOST_SILENT: frozenset[ErrorSlug] = HOST_DOWN | {_S.TCP_TIMEOUT}
"""Failures without a byte from the host: one URL after the other, they speak of the host too."""

IN_COMPANY: frozenset[ErrorSlug] = TURNS - HOST_SILENT - {_S.HTTP_TIMEOUT, _S.CONTENT_TIMEOUT, _S.CONTENT_TOO_SLOW}
"""Failures by which a host may mean that another request is under way: it says so at once, whatever it says."""
