"""The remedy table: for each error slug what may help, in order, and how often.

A rule lists the kinds of remedy in the order in which they are tried:

``WAIT``
    the host wants fewer requests, is closed for a while, or is still making the image: ask again when its pause ends,
    or when it said; does not count as a retry.
``RETRY``
    ask again in the same way after a backoff, at most ``retries`` times; past caches where the failure may be theirs.
    A row that a redirect has led to a machine which is down is asked for where it began, once more than else. Where
    OTHER_BROWSER follows, the first of these makes the last retry.
``ASK_OTHERWISE``
    another way of asking: cookies, referers, another browser, our own name (:mod:`imgcrawl.remedies.rules.variants`);
    against a challenge only one in which the host lets others in.
``OTHER_BROWSER``
    only somebody else, with another handshake: browsers with other engines, the honest name. For hosts that hang up on
    clients they do not like.
``HTTPS``
    the same address over https, until a host has twice not answered there: what http refuses, or has no more, may be
    given. Of a host that gives no images over http this is tried for the first of what is missing there, too, and for
    one row where all that is known is a gateway without its server.
``MEND``
    the address as it may have been before something broke it, or where the like of it is kept now
    (:mod:`imgcrawl.remedies.rules.mends`). What is damaged beyond doubt is asked for without the damage
    before all other ways of asking, whatever a host says that may not have it.
``UNWRAP``
    the address that this URL carries inside itself, or that was meant by a text which needed repair.
``PAGE``
    the page that came in the image's place, then the page on which the image was found.

Before all these, but for data in the image's place, a row whose failure is one of those that addresses have which may
have been left (:data:`~imgcrawl.remedies.rules.groups.MAY_BE_MOVED`) is asked for where others of its host were found
that had failed so (:mod:`imgcrawl.remedies.places.moving`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.rules.signs import FOR_ALL_CLIENTS, FOR_PEOPLE, Sign


class Kind(StrEnum):
    """A kind of remedy; profiles switch them on and off by ``IMGCRAWL_REMEDIES``."""

    WAIT = "wait"
    RETRY = "retry"
    ASK_OTHERWISE = "ask_otherwise"
    OTHER_BROWSER = "other_browser"
    HTTPS = "https"
    MEND = "mend"
    UNWRAP = "unwrap"
    PAGE = "page"


class Rule(NamedTuple):
    """The remedies for one slug, in order; *retries* bounds RETRY for one URL, *ways* ASK_OTHERWISE."""

    kinds: tuple[Kind, ...]
    retries: int = 0
    ways: int = 9


_DEAD = (Kind.UNWRAP, Kind.PAGE)
_LOST = (Kind.HTTPS, *_DEAD)
_REFUSED = (Kind.ASK_OTHERWISE, Kind.UNWRAP, Kind.PAGE)
_TRANSIENT = (Kind.RETRY, Kind.MEND, Kind.UNWRAP, Kind.PAGE)

GONE = Rule(_DEAD)
NOT_HERE = Rule((Kind.UNWRAP, Kind.HTTPS, Kind.PAGE))
MISSED = Rule((Kind.MEND, *NOT_HERE.kinds))
MISNAMED = Rule((Kind.MEND, *_DEAD))
REFUSED = Rule(_REFUSED)
OF_REQUEST = Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_DEAD), ways=2)  # said to three clients it is about the address
MISANSWERED = Rule((Kind.ASK_OTHERWISE, *_LOST), ways=3)
STOOD_IN_FOR = Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_LOST), ways=3)
TRANSIENT = Rule(_TRANSIENT, retries=3)
ONCE_MORE = Rule(_TRANSIENT, retries=1)
TWICE_MORE = Rule((Kind.RETRY, *_DEAD), retries=2)
CUT_SHORT = Rule((Kind.RETRY, *_LOST), retries=2)
"""That of an answer whose body began well and went on in what is not valid HTTP: it is as good as cut short."""

CUT_OFF = Rule((Kind.RETRY, Kind.OTHER_BROWSER, Kind.MEND, *_LOST), retries=2)
UNGREETED = Rule((Kind.OTHER_BROWSER, Kind.MEND, *_DEAD))
FINAL = Rule(())

_S = ErrorSlug
NO_SERVER = (_S.HTTP_502, _S.HTTP_504, _S.HTTP_521, _S.HTTP_522, _S.HTTP_523)
"""What a gateway says that has no server behind it."""

_GROUPS: dict[Rule, tuple[ErrorSlug, ...]] = {
    GONE: (
        _S.URL_MISSING,
        _S.URL_INVALID,
        _S.URL_SCHEME,
        _S.URL_HOST,
        _S.URL_PORT,
        _S.URL_TOO_LONG,
        _S.URL_DATA_INVALID,
        _S.TLS_CERTIFICATE,
        _S.TLS_CLIENT_CERTIFICATE,
        _S.HTTP_451,
        _S.HTTP_505,
        _S.HTTP_HEADERS_TOO_LARGE,
        _S.CONTENT_NOT_IMAGE,
        _S.CONTENT_UNSUPPORTED_FORMAT,
        _S.CONTENT_HASH_MISMATCH,
    ),
    NOT_HERE: (_S.URL_REDIRECT, _S.HTTP_BAD_REDIRECT, _S.HTTP_REDIRECT_LOOP),
    MISSED: (_S.HTTP_404, _S.HTTP_410),
    STOOD_IN_FOR: (_S.CONTENT_HTML, _S.CONTENT_TEXT, _S.CONTENT_PLACEHOLDER),
    MISNAMED: (
        _S.DNS_NO_ADDRESS,
        _S.TLS_HOSTNAME,
        _S.TLS_EXPIRED,
        _S.TLS_UNTRUSTED,
        _S.HTTP_414,
        _S.HTTP_501,
    ),
    REFUSED: (_S.HTTP_406, _S.HTTP_418, _S.HTTP_423, _S.HTTP_428, _S.HTTP_444, _S.HTTP_499),
    OF_REQUEST: (
        _S.HTTP_400,
        _S.HTTP_402,
        _S.HTTP_405,
        _S.HTTP_409,
        _S.HTTP_416,
        _S.HTTP_424,
        _S.HTTP_431,
    ),
    MISANSWERED: (_S.HTTP_UNEXPECTED_STATUS,),
    TRANSIENT: (
        _S.HTTP_500,
        _S.DNS_SERVFAIL,
        _S.DNS_TIMEOUT,
        _S.DNS_ERROR,
        _S.TCP_ERROR,
        _S.HTTP_408,
        _S.HTTP_421,
        _S.HTTP_425,
        _S.HTTP_520,
        _S.HTTP_524,
        _S.HTTP_525,
        _S.HTTP_526,
        _S.HTTP_530,
        _S.HTTP_OTHER_5XX,
        _S.HTTP_507,
        _S.HTTP_508,
        _S.HTTP_509,
        _S.HTTP_STREAM,
        _S.CONTENT_RESET,
    ),
    CUT_OFF: (_S.TCP_RESET, _S.TCP_CLOSED, _S.TLS_RESET),
    UNGREETED: (_S.TLS_HANDSHAKE,),
    TWICE_MORE: (_S.CONTENT_TRUNCATED, _S.CONTENT_CORRUPT, _S.CONTENT_ENCODING),
    ONCE_MORE: (
        _S.TCP_UNREACHABLE,
        _S.TCP_CONNECT_TIMEOUT,
        _S.TCP_TIMEOUT,
        _S.TCP_PROXY,
        _S.TLS_TIMEOUT,
        _S.HTTP_TIMEOUT,
        _S.CONTENT_TIMEOUT,
        _S.CONTENT_TOO_SLOW,
    ),
    FINAL: (
        _S.URL_ROW_MALFORMED,
        _S.POLICY_PRIVATE_ADDRESS,
        _S.POLICY_OPT_OUT,
        _S.POLICY_ROBOTS,
        _S.POLICY_ROBOTS_UNREACHABLE,
        _S.HTTP_407,
        _S.HTTP_511,
        _S.CONTENT_TOO_LARGE,
        _S.CONTENT_TOO_MANY_PIXELS,
        _S.CONTENT_TOO_SMALL,
        _S.CONTENT_DECODER_CRASH,
        _S.CONTENT_DECODER_TIMEOUT,
        _S.STORAGE_FULL,
        _S.STORAGE_DENIED,
        _S.STORAGE_ERROR,
        _S.INTERNAL_ERROR,
    ),
    Rule((Kind.RETRY, *_LOST), retries=1): (_S.HTTP_PROTOCOL,),
    Rule((Kind.RETRY, *_LOST), retries=3): (_S.HTTP_304,),
    Rule((Kind.RETRY, Kind.MEND, *_LOST), retries=3): NO_SERVER,
    Rule((Kind.RETRY, Kind.HTTPS, Kind.MEND, *_DEAD), retries=1): (_S.TCP_REFUSED,),
    Rule((Kind.MEND, *_LOST)): (_S.DNS_NXDOMAIN,),
    Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_LOST)): (_S.HTTP_403,),
    Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_DEAD)): (_S.HTTP_401, _S.HTTP_OTHER_4XX),
    Rule((Kind.HTTPS, *_REFUSED)): (_S.HTTP_426,),
    Rule((Kind.WAIT, Kind.MEND, *_DEAD)): (_S.HTTP_429,),
    Rule((Kind.WAIT, *_TRANSIENT), retries=3): (_S.HTTP_503,),
    Rule((Kind.WAIT, *_DEAD)): (_S.HTTP_202,),
    Rule((Kind.RETRY, *_REFUSED), retries=1, ways=2): (_S.CONTENT_EMPTY,),
}

REMEDIES: dict[ErrorSlug, Rule] = {slug: rule for rule, slugs in _GROUPS.items() for slug in slugs}
"""The rule of every slug; a test holds it against :class:`~imgcrawl.errors.ErrorSlug`."""

SIGNED: dict[Sign, Rule] = {
    **dict.fromkeys((*FOR_PEOPLE, Sign.BROWSERS, Sign.STRANGERS, Sign.PAGES), REFUSED),
    Sign.LINKS: Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_DEAD)),  # some say so to whatever their rules refuse
    Sign.WANTS_TLS: Rule(_LOST),
    Sign.OTHER_SIZES: Rule((Kind.MEND, *_DEAD)),
    Sign.COOKIES: Rule((Kind.RETRY, *_REFUSED), retries=1),
    **dict.fromkeys(FOR_ALL_CLIENTS, Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_DEAD), ways=1)),
    Sign.LED: Rule((Kind.ASK_OTHERWISE, *_LOST), ways=1),
    Sign.PHONES: Rule((Kind.ASK_OTHERWISE, *MISSED.kinds), ways=2),
    Sign.SESSION: Rule((Kind.ASK_OTHERWISE, *_LOST), ways=3),
    Sign.ASTRAY: Rule(_DEAD),
    Sign.HEEDLESS: Rule(_DEAD),
    Sign.POINTER: Rule(_DEAD),
    Sign.CLOSED: Rule((Kind.WAIT, *_LOST)),
    Sign.IN_MAKING: Rule((Kind.WAIT, Kind.ASK_OTHERWISE, *_LOST), ways=3),
    Sign.TWO_FACED: Rule((Kind.ASK_OTHERWISE, *_LOST), ways=5),
    Sign.STORE: Rule((Kind.ASK_OTHERWISE, Kind.MEND, *_LOST), ways=1),
    Sign.UNHOSTED: Rule((Kind.RETRY, *_DEAD), retries=1),
    Sign.EXPIRED: Rule((Kind.MEND, Kind.PAGE, Kind.ASK_OTHERWISE, Kind.UNWRAP), ways=1),
}
"""The rule of an answer that gives its reason away, in place of its slug's; not where that has no remedy."""
