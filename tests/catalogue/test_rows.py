from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from imgcrawl.catalogue.rows import STORED_FIELDS, storable, to_outcome, to_row, url_key
from imgcrawl.catalogue.schema import outcomes
from imgcrawl.intake.address import address_of
from imgcrawl.plain import address_without_login
from imgcrawl.records import OUTCOME_FIELDS, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run

FULL: dict[str, Any] = {
    "id": "7",
    "url": "http://a.test/7.jpg",
    "page_url": "http://a.test/",
    "ok": True,
    "stage": "http",
    "error": "http_403",
    "reason": "why",
    "retryable": True,
    "status": 200,
    "final_url": "http://b.test/7.jpg",
    "rescued_by": "referer",
    "attempts": 3,
    "sha256": "ab" * 32,
    "hash_matches": False,
    "bytes": 2**40,
    "format": "JPEG",
    "width": 4,
    "height": 5,
    "mode": "RGB",
    "phash": "ff00",
    "path": "full/ab.jpg",
    "dns_ms": 0.5,
    "connect_ms": 1.5,
    "tls_ms": 2.5,
    "ttfb_ms": 3.5,
    "total_ms": 4.5,
    "waited_ms": 5.5,
    "started_at": "2026-01-01T00:00:00+00:00",
    "finished_at": "2026-01-01T00:00:01+00:00",
    "run": "urls",
    "strategy": "adaptive",
    "trail": [{"n": 1, "remedy": None}],
    "extra": {"label": "ü", "n": 1},
}


def test_row_has_the_tables_order() -> None:
    """Each value stands where its column stands."""
    outcome = Outcome(**{name: name for name in OUTCOME_FIELDS})
    row = dict(zip(outcomes.columns.keys(), to_row(1, outcome), strict=True))
    assert {name: row[name].strip('"') for name in STORED_FIELDS} == {name: name for name in STORED_FIELDS}


def test_every_field_comes_back(catalogue: Catalogue, run: Run) -> None:
    """An outcome is read as it was written, field by field and type by type."""
    assert set(FULL) == set(OUTCOME_FIELDS)
    catalogue.write(run, [Outcome(**FULL), Outcome(id="8", url="")])
    full, bare = catalogue.iter_outcomes(run)
    assert full.as_dict() == FULL
    assert full.ok is True
    assert bare == dataclasses.replace(Outcome(id="8", url=""), run="urls")


def test_empty_is_not_absent(catalogue: Catalogue, run: Run, make: Callable[..., Outcome]) -> None:
    """An empty trail and an empty extra are told apart from none."""
    catalogue.write(run, [make("1", trail=[], extra={})])
    (outcome,) = catalogue.iter_outcomes(run)
    assert (outcome.trail, outcome.extra) == ([], {})


def test_not_a_number_becomes_none(catalogue: Catalogue, run: Run, make: Callable[..., Outcome]) -> None:
    """Numbers that JSON does not have, as tables leave them in empty cells, are read as None."""
    catalogue.write(run, [make("1", extra={"score": float("nan"), "far": float("inf")})])
    assert next(catalogue.iter_outcomes(run)).extra == {"score": None, "far": None}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(url="http://a.test/\0\udc80\ud83d\x1b")
@example(url="0.0.0.0/")
@given(url=st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_stored(catalogue: Catalogue, run: Run, url: str) -> None:
    """Any text is stored, control characters and lone surrogates included, and found again by what it means."""
    catalogue.write(run, [Outcome(id=f"id{url}", url=url, reason=url)])
    assert set(catalogue.known(run, [f"id{url}"])) == {f"id{url}"}
    key = url_key(address_of(url, None))
    assert catalogue.outcomes_for_urls(run, [key])[key].url == storable(address_without_login(url))
    assert storable(storable(url)) == storable(url)


def test_logins_are_not_kept(catalogue: Catalogue, run: Run, make: Callable[..., Outcome]) -> None:
    """A login is neither written nor, from an older catalogue, read; its row is known by the whole address."""
    with_login = make("1", url="http://ann:pw@a.test/1.jpg", trail=[{"url": "http://ann:pw@a.test/1.jpg"}])
    row = to_row(run.id, with_login)
    assert "pw" not in repr(row)
    assert url_key(with_login.url) in row
    old = tuple(getattr(with_login, name) if name != "trail" else "[]" for name in STORED_FIELDS)
    assert to_outcome(old, run.name).url == "http://…@a.test/1.jpg"


def test_url_key_is_fixed() -> None:
    """The key of a URL never changes: it is stored."""
    assert url_key("http://a.test/1.jpg") == -8295317336025710190
    assert all(-(2**63) <= url_key(str(n)) < 2**63 for n in range(100))
