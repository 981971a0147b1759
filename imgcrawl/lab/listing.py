"""The files that describe a plan: the source list, the truth, the names."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

from imgcrawl.lab.model import Address, Lookup
from imgcrawl.lab.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from imgcrawl.lab.model import Row
    from imgcrawl.lab.plan import Plan

SOURCE = "urls.csv"
TRUTH = "truth.jsonl"
HOSTS = "hosts"

_RESOLVED = {Lookup.FOUND, Lookup.SLOW, Lookup.ALIAS, Lookup.LOST_ONCE, Lookup.SERVFAIL_AT_FIRST}


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one row: whether the best polite client without a browser gets the image, and which one it is.

    *page*: only by way of its page. *baseline*: the share of such rows that ``requests.get(url, timeout=10)`` gets.
    *sha256*: of the image, which some kinds never send; ``None`` where there is none. *errors*: the slugs of a
    truthful failure, the most precise first; *stage* is the first one's.
    """

    id: str
    kind: str
    url: str
    page_url: str
    ok: bool
    page: bool
    baseline: float
    sha256: str | None
    stage: str | None
    errors: tuple[str, ...]
    note: str

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return the truth about *row*."""
        kind = row.site.kind
        digest = hashlib.sha256(picture(row.key, row.form)).hexdigest() if kind.answers else None
        return cls(
            id=row.id, kind=kind.name, url=row.url, page_url=row.page_url, ok=kind.ok, page=kind.page,
            baseline=kind.baseline, sha256=digest, stage=kind.errors[0].stage if kind.errors else None,
            errors=tuple(kind.errors), note=kind.note,
        )  # fmt: skip


def write_listing(plan: Plan, folder: Path) -> None:
    """Write the source list, the truth and a hosts file of *plan* into *folder*, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["id,url,page_url", *(source_line(row) for row in plan.rows)]
    text = "".join(f"{line}\n" for line in lines)
    (folder / SOURCE).write_bytes(text.encode("utf-8", "surrogateescape"))
    with (folder / TRUTH).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(Truth.of(row)), ensure_ascii=True) + "\n" for row in plan.rows)
    (folder / HOSTS).write_text("".join(host_lines(plan)), encoding="utf-8")


def read_truth(folder: Path) -> dict[str, Truth]:
    """Return the truth of each row in *folder* by id."""
    with (folder / TRUTH).open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return {record["id"]: Truth(**{**record, "errors": tuple(record["errors"])}) for record in records}


def source_line(row: Row) -> str:
    """Return the row's line of the source without its end; some kinds break the rules of CSV on purpose."""
    line = row.site.kind.line
    if line:
        return line(row)
    buffer = io.StringIO()
    csv.writer(buffer).writerow((row.id, row.url, row.page_url))
    return buffer.getvalue().removesuffix("\r\n")


def host_lines(plan: Plan) -> Iterable[str]:
    """Return the names that have an address in the format of ``/etc/hosts``, for clients without a resolver setting."""
    for name, site in plan.sites.items():
        if site.kind.lookup in _RESOLVED:
            yield f"{address_of(plan, name)} {name}\n"


def address_of(plan: Plan, name: str) -> Address:
    """Return the address to which *name*, one of the plan's, leads. A site's alias is always a part of the web."""
    site = plan.sites[name]
    return Address.WEB if name == site.alias else site.kind.address
