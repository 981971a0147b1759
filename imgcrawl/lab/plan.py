"""The lab's plan: which rows there are, on which sites, of which kinds. The same count and seed give the same plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from imgcrawl.lab.kinds import KINDS
from imgcrawl.lab.markup import NEAR_STEPS, own_page
from imgcrawl.lab.model import Row, Site
from imgcrawl.lab.names import host_name, near_miss, page_path, picture_path, stem
from imgcrawl.lab.pictures import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imgcrawl.lab.model import Answer, Kind, Ports

PAGE_SHARE = 0.7
"""The share of rows whose page the source knows, where the kind leaves it open."""

SPREAD = 0.03
"""Rows of one host stand within this share of the list around each other."""


class Route(NamedTuple):
    """What stands at a path of a site."""

    row: Row
    answer: Answer


@dataclass(slots=True)
class Plan:
    """All rows in the order of the source, the sites by host name and by alias, and each site's routes by path."""

    rows: list[Row] = field(default_factory=list)
    sites: dict[str, Site] = field(default_factory=dict)
    routes: dict[tuple[str, str], Route] = field(default_factory=dict)

    def route(self, site: Site, path: str) -> Route | None:
        """Return what stands at *path* of *site*, whichever of its names was asked for."""
        return self.routes.get((site.host, path))


def make_plan(count: int, seed: int, ports: Ports, kinds: Iterable[str] | None = None) -> Plan:
    """Return the plan of *count* rows; *kinds* names those to use, by default all.

    :raises ValueError: if *count* is negative or a kind is unknown.
    """
    chosen = choose_kinds(kinds)
    rng = Random(seed)
    plan = Plan()
    taken: set[str] = set()
    for kind, quota in zip(chosen, quotas(count, [kind.weight for kind in chosen]), strict=True):
        for number, size in enumerate(sizes(quota, kind.sizes, kind.least)):
            site = _site(kind, number, ports, rng, taken)
            plan.sites[site.ascii_host] = plan.sites[site.alias] = site
            _add_rows(plan, site, size, rng)
    _shuffle(plan.rows, rng)
    return plan


def choose_kinds(names: Iterable[str] | None) -> list[Kind]:
    """Return the kinds of these *names*, or all.

    :raises ValueError: if a name is unknown.
    """
    if names is None:
        return list(KINDS)
    known = {kind.name: kind for kind in KINDS}
    wanted = list(dict.fromkeys(names))
    if unknown := [name for name in wanted if name not in known]:
        raise ValueError(f"unknown kinds: {', '.join(unknown)}; known are {', '.join(known)}")
    return [known[name] for name in wanted]


def quotas(count: int, weights: Sequence[float]) -> list[int]:
    """Return how many of *count* rows each weight gets, by the method of largest remainders.

    :raises ValueError: if *count* is negative.
    """
    if count < 0:
        raise ValueError(f"the number of rows must be 0 or more, got {count}")
    total = sum(weights)
    exact = [count * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda index: shares[index] - exact[index])
    for index in order[: count - sum(shares)]:
        shares[index] += 1
    return shares


def sizes(quota: int, pattern: tuple[int, ...], least: int = 1) -> list[int]:
    """Return sizes of hosts that repeat *pattern* and sum up to *quota*.

    The last one is cut, or joined to the one before if fewer than *least* are left for it.
    """
    result: list[int] = []
    for size in cycle(pattern):
        if quota <= 0:
            break
        if result and quota < least:
            result[-1] += quota
        else:
            result.append(min(size, quota))
        quota -= size
    return result


def _site(kind: Kind, number: int, ports: Ports, rng: Random, taken: set[str]) -> Site:
    host, alias = host_name(rng, taken), host_name(rng, taken)
    scheme = kind.scheme or rng.choice(("http", "https"))
    if kind.name_host:
        host = kind.name_host(host)
    return Site(host=host, alias=alias, kind=kind, scheme=scheme, ports=ports, number=number)


def _add_rows(plan: Plan, site: Site, size: int, rng: Random) -> None:
    kind = site.kind
    form_names, form_weights = list(FORMS), [form.weight for form in FORMS.values()]
    for number in range(size):
        has_page = rng.random() < PAGE_SHARE if kind.with_page is None else kind.with_page
        if number == 0 or not kind.same_path:
            form = rng.choice(kind.forms) if kind.forms else rng.choices(form_names, form_weights)[0]
            places = _places(kind, FORMS[form].extension, rng)
        row = Row(index=0, site=site, number=number, form=form, places=places, has_page=has_page)
        plan.rows.append(row)
        for role, answer in {"page": own_page, **kind.answers}.items():
            plan.routes.setdefault((site.host, unquote(places[role])), Route(row, answer))


def _places(kind: Kind, extension: str, rng: Random) -> dict[str, str]:
    picture = kind.prefix + picture_path(rng, extension)
    places = {"picture": picture, "page": page_path(rng), "target": picture_path(rng, extension)}
    places["moved"] = f"/archive/{rng.randrange(100)}/{stem(picture)}.{extension}"
    places["wrapper"] = f"/fetch/{rng.randrange(100_000)}"
    places["notice"] = "/static/removed.png"
    series = places["moved"] if "moved" in kind.answers else picture
    for step in NEAR_STEPS:
        places[f"near-{step}"] = near_miss(series, step)
    return places


def _shuffle(rows: list[Row], rng: Random) -> None:
    """Put *rows* in the order of a source: hosts anywhere, the rows of one host in one region."""
    places: dict[str, float] = {}
    order = [places.setdefault(row.site.host, rng.random()) + rng.uniform(-SPREAD, SPREAD) / 2 for row in rows]
    rows[:] = [rows[index] for index in sorted(range(len(rows)), key=order.__getitem__)]
    for index, row in enumerate(rows):
        row.index = index
