"""Outcomes as rows of the table, and back."""

from __future__ import annotations

import json
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imgcrawl.catalogue.schema import outcomes
from imgcrawl.intake.address import address_of, host_of
from imgcrawl.records import JSON_FIELDS, OUTCOME_FIELDS, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

STORED_FIELDS: Final = tuple(name for name in OUTCOME_FIELDS if name != "run")
"""The outcome's fields that have a column; the run stands in ``run_id``."""

OUTCOME_COLUMNS: Final = tuple(outcomes.c[name] for name in STORED_FIELDS)
"""What :func:`to_outcome` reads, in its order."""

_plain_fields = attrgetter(*(name for name in STORED_FIELDS if name not in ("id", *JSON_FIELDS)))
_encode = json.JSONEncoder(separators=(",", ":"), default=str).encode


class Listed(NamedTuple):
    """A row as a list has it: its id, and the key of its address."""

    id: str
    url_key: int


class FoundOn(NamedTuple):
    """The address of a row, by its key, and the URL of the page on which it was found, without login."""

    url_key: int
    page_url: str


def url_key(url: str) -> int:
    """Return the key under which the address *url* is indexed: 8 bytes of its BLAKE2b hash, as a signed integer."""
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def storable(text: str) -> str:
    r"""Return *text* without what no database takes: NUL and lone surrogates become ``\x00`` and ``\udc80``."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()


def to_row(run_id: int, outcome: Outcome, *, crawl: int = 0) -> tuple[Any, ...]:
    """Return the values of the table's columns, in their order, for *outcome*, recorded by the crawl of that number.

    The key is that of the address as given, with its login, which is kept nowhere else.
    """
    address = address_of(outcome.url, outcome.page_url)
    outcome = outcome.without_logins()
    row = (
        run_id,
        outcome.id,
        url_key(address),
        host_of(address),
        *_plain_fields(outcome),
        None if outcome.trail is None else _encode(outcome.trail),
        None if outcome.extra is None else _encode(outcome.extra),
        crawl,
    )
    outside = f"{outcome.id}{outcome.url}{outcome.page_url}{outcome.final_url}{outcome.reason}"
    if outside.isascii() and "\0" not in outside:
        return row
    return tuple(storable(value) if isinstance(value, str) else value for value in row)


def to_outcome(row: Sequence[Any], run_name: str) -> Outcome:
    """Return the outcome whose :data:`OUTCOME_COLUMNS` are *row*. Numbers that JSON does not know are None.

    Logins that an older catalogue has are left out.
    """
    values = dict(zip(STORED_FIELDS, row, strict=True))
    for name in JSON_FIELDS:
        if values[name] is not None:
            values[name] = json.loads(values[name], parse_constant=lambda _constant: None)
    return Outcome(run=run_name, **values).without_logins()
