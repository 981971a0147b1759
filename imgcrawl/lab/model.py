"""The lab's vocabulary: kinds of behaviour, the sites that show them, the rows that meet them, visits and replies."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug


class Address(StrEnum):
    """The loopback address to which a site's name leads: each has one manner of taking connections."""

    WEB = "127.0.0.1"
    CLOSED = "127.0.0.2"
    RESET_AT_ONCE = "127.0.0.3"
    RESET_ON_DATA = "127.0.0.4"
    SILENT = "127.0.0.5"
    TLS_ALERT = "127.0.0.6"
    CLOSE_ON_DATA = "127.0.0.7"
    PLAIN_TEXT = "127.0.0.8"
    TRAP = "127.66.0.1"


NETWORK = "127.0.0.0/28"
"""The addresses that a client may visit. The trap lies outside: whoever comes there would visit private addresses."""


class Lookup(StrEnum):
    """How the lab's name server answers for a site."""

    FOUND = "found"
    SLOW = "slow"
    ALIAS = "alias"
    LOST_ONCE = "lost_once"
    SERVFAIL_AT_FIRST = "servfail_at_first"
    NXDOMAIN = "nxdomain"
    NO_ADDRESS = "no_address"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    SILENT = "silent"


class Certificate(StrEnum):
    """What a site shows during the handshake."""

    GOOD = "good"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    SELF_SIGNED = "self_signed"
    OTHER_HOST = "other_host"
    UNKNOWN_CA = "unknown_ca"
    NO_INTERMEDIATE = "no_intermediate"


class End(StrEnum):
    """How a connection ends, if a reply ends it."""

    CLOSE = "close"
    RESET = "reset"
    HANG = "hang"


Step = bytes | float | End
"""One step of a reply: bytes to send, seconds to wait, or the end of the connection."""


class Reply(NamedTuple):
    """What the server does about one request. *label* goes into the access log: a status or the name of a fault."""

    steps: Iterable[Step]
    label: str


class Ports(NamedTuple):
    """The ports on which every address of the lab listens."""

    http: int
    https: int


@dataclass(slots=True)
class HostState:
    """What a site remembers of its visitors. Instants are those of a monotonic clock, in seconds.

    *told_at*, *told_until*: when a wait was last asked for, and until when. *blocked_until*, *banned_until*: nobody is
    served before.
    """

    tries: Counter[str] = field(default_factory=Counter)
    stamps: deque[float] = field(default_factory=deque)
    in_flight: int = 0
    told_at: float = 0.0
    told_until: float = 0.0
    blocked_until: float = 0.0
    banned_until: float = 0.0
    refusals: int = 0


@dataclass(slots=True)
class Visit:
    """One request at the moment the server answers it.

    *path* has no query; *number* counts the requests of its connection from 1; *now* is monotonic and *wall* epoch
    time, both in seconds. *violations* collects the rules that this request broke.
    """

    headers: Mapping[str, str]
    host: str
    path: str
    query: str
    site: Site
    row: Row
    number: int
    now: float
    wall: float
    violations: list[str] = field(default_factory=list)

    @property
    def state(self) -> HostState:
        """What this visit's site remembers."""
        return self.site.state

    def attempt(self) -> int:
        """Count this request and return how many there were for its path, this one included."""
        self.state.tries[self.path] += 1
        return self.state.tries[self.path]


Answer = Callable[[Visit], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way in which the web treats a row, and what the best polite client without a browser makes of it.

    *weight*: rows in a thousand. *sizes*: rows per host, taken in turn; *least*: rows
    of a host without which it does not show what it is. *ok*: the image can be had; *page*: only by way
    of its page. *baseline*: the share that ``requests.get(url, timeout=10)`` gets. *errors*: the slugs of a truthful
    failure. *answers*: what the site answers at each of the row's places; a row's own URL names the place
    ``picture``. *name_host* changes the host's name, *prefix* stands before the paths. *spell* writes the URL as the
    source has it, *line* the whole CSV line. *with_page*: whether the source knows the page; ``None`` leaves it open.
    """

    name: str
    weight: float
    sizes: tuple[int, ...] = (1,)
    least: int = 1
    ok: bool = False
    page: bool = False
    baseline: float = 0.0
    errors: tuple[ErrorSlug, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    scheme: str = ""
    address: Address = Address.WEB
    lookup: Lookup = Lookup.FOUND
    certificate: Certificate = Certificate.GOOD
    forms: tuple[str, ...] = ()
    name_host: Callable[[str], str] | None = None
    prefix: str = ""
    spell: Callable[[Row], str] | None = None
    line: Callable[[Row], str] | None = None
    with_page: bool | None = None
    same_path: bool = False
    note: str = ""


@dataclass(slots=True)
class Site:
    """One host of the lab with a second name, *alias*, for what it keeps elsewhere. *number* counts sites of a kind."""

    host: str
    alias: str
    kind: Kind
    scheme: str
    ports: Ports
    number: int
    lookups: int = 0
    state: HostState = field(default_factory=HostState)

    @property
    def ascii_host(self) -> str:
        """The host name as it stands on the wire."""
        return self.host.encode("idna").decode() if not self.host.isascii() else self.host

    def url(self, path: str, *, alias: bool = False, scheme: str = "") -> str:
        """Return the absolute URL of *path* at this site."""
        scheme = scheme or self.scheme
        port = self.ports.https if scheme == "https" else self.ports.http
        return f"{scheme}://{self.alias if alias else self.host}:{port}{path}"


@dataclass(slots=True)
class Row:
    """One row of the source: *places* maps each role to its path, *form* is the picture's, *number* counts per site."""

    index: int
    site: Site
    number: int
    form: str
    places: dict[str, str]
    has_page: bool

    @property
    def id(self) -> str:
        """The row's id in the source."""
        return f"lab-{self.index:06d}"

    @property
    def key(self) -> str:
        """What the row's picture is drawn from: no two rows with different URLs share it."""
        return self.site.host + self.places["picture"]

    @property
    def url(self) -> str:
        """The URL as the source has it."""
        spell = self.site.kind.spell
        return spell(self) if spell else self.plain_url

    @property
    def plain_url(self) -> str:
        """The URL as it would be without the source's spelling."""
        return self.site.url(self.places["picture"])

    @property
    def page_url(self) -> str:
        """The URL of the page on which the image was found; empty where the source knows none."""
        return self.site.url(self.places["page"]) if self.has_page else ""
