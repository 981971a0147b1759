"""The records that travel through a run: a row to fetch, one attempt at it, its outcome."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from imgcrawl.plain import (
    HIDDEN_LOGIN,
    address_without_login,
    begins_as_address,
    has_sign,
    login_of,
    without_led_logins,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAFE = "!$&'()*+,;=:~"
"""What requests leave as it is in a login."""


@dataclass(slots=True)
class ImageTask:
    """One row of the source.

    *index*: row number from 0. *id*: the row's own id, else ``str(index)``. *url* and *page_url* as given; *extra*:
    the source's other columns. *malformed*: why the row could not be read, else empty. *known_hash*: that of the image,
    in hexadecimal digits, empty if none is known.
    """

    index: int
    id: str
    url: str
    page_url: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    malformed: str = ""
    known_hash: str = ""


class Passed(NamedTuple):
    """An address, by its key in the catalogue, and the SHA-256 of the picture that passed for its image."""

    url_key: int
    sha256: str


class HostPicture(NamedTuple):
    """A picture that *host* gave, by its SHA-256."""

    host: str
    sha256: str


@dataclass(slots=True)
class Outcome:
    """What became of one row: the record that is stored and exported, one per row.

    Times end in ``_ms`` (milliseconds, of the last attempt; ``waited_ms``: all waiting between attempts). Sizes are in
    bytes and pixels. Instants are UTC in ISO 8601. ``None`` where a field does not apply.
    """

    id: str
    url: str
    page_url: str | None = None
    ok: bool = False
    stage: str | None = None
    error: str | None = None
    reason: str | None = None
    retryable: bool | None = None
    status: int | None = None
    final_url: str | None = None
    rescued_by: str | None = None
    attempts: int = 0
    sha256: str | None = None
    hash_matches: bool | None = None
    bytes: int | None = None
    format: str | None = None
    width: int | None = None
    height: int | None = None
    mode: str | None = None
    phash: str | None = None
    path: str | None = None
    dns_ms: float | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    ttfb_ms: float | None = None
    total_ms: float | None = None
    waited_ms: float | None = None
    started_at: str | None = None
    finished_at: str | None = None
    run: str | None = None
    strategy: str | None = None
    trail: list[dict[str, Any]] | None = None
    extra: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """All fields by name, in the order above."""
        return asdict(self)

    def without_logins(self) -> Outcome:
        """Return this outcome with ``…`` for user names and passwords in addresses: what may be kept and shown.

        The row's own password is left out wherever it stands.

        The id stays as it is, for rows are known by it.
        """
        texts = (self.url, self.page_url, self.final_url, self.reason, self.trail, self.extra)
        shown = repr(texts)
        if not (has_sign(shown) or ("%" in shown and "40" in shown)):
            return self
        url, page_url, final_url = (text and address_without_login(text) for text in texts[:3])
        own = _spellings(login for text in texts[:3] if text and ":" in unquote(unquote(login := login_of(text))))
        reason, trail, extra = (_without_logins(value, own) for value in texts[3:])
        return replace(
            self, url=url or "", page_url=page_url, final_url=final_url, reason=reason, trail=trail, extra=extra
        )


def _spellings(logins: Iterable[str]) -> list[str]:
    """Return how *logins*, each with the sign that ends it, may stand in a text, the longest first."""
    plain = set(logins)
    quoted = {quote(login, safe=safe, errors="replace") for login in plain for safe in (":", _SAFE, "")}
    ended = {f"{login}{sign}" for login in plain | quoted for sign in ("@", "%40")}
    return sorted(ended, key=len, reverse=True)


def _without_logins(value: Any, own: list[str]) -> Any:
    """Return *value*, as JSON has them, without the logins in any of its texts, nor the row's *own*.

    What begins as an address loses its login as the row's own address does.
    """
    if isinstance(value, str):
        for login in own:
            value = value.replace(login, HIDDEN_LOGIN)
        return address_without_login(value) if begins_as_address(value) else without_led_logins(value)
    if isinstance(value, dict):
        return {_without_logins(name, own): _without_logins(each, own) for name, each in value.items()}
    return [_without_logins(each, own) for each in value] if isinstance(value, list) else value


EXPORT_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Outcome) if f.name != "trail")
"""The fields of feeds and exports: all but the trail, which the catalogue keeps."""

OUTCOME_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Outcome))
"""The outcome's field names in their published order."""

JSON_FIELDS: tuple[str, ...] = ("trail", "extra")
"""The fields that hold objects: JSON where there is nothing but text for them."""
