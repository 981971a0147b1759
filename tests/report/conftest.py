from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.catalogue import open_catalogue
from imgcrawl.errors import ErrorSlug
from imgcrawl.meanings import ERRORS
from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from imgcrawl.catalogue import Catalogue, Run


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Open a new catalogue."""
    opened = open_catalogue("", data_dir=str(tmp_path / "data"), lock_timeout_s=1)
    yield opened
    opened.close()


@pytest.fixture
def record(catalogue: Catalogue) -> Callable[..., Run]:
    """Write a run: row by row a dict of the outcome's fields; an error brings its stage and whether it is retryable."""

    def complete(row_id: str, fields: dict[str, Any]) -> Outcome:
        implied: dict[str, Any] = {"ok": True}
        if fields.get("error") in ERRORS:
            slug = ErrorSlug(fields["error"])
            implied = {"stage": slug.stage.value, "retryable": ERRORS[slug].retryable}
        return Outcome(**{"id": row_id, "url": f"http://a.test/{row_id}", "attempts": 1} | implied | fields)

    def write(name: str, rows: list[dict[str, Any]], *, strategy: str = "adaptive") -> Run:
        run = catalogue.begin_run(name, source=f"{name}.csv", strategy=strategy)
        catalogue.write(run, [complete(str(n), fields) for n, fields in enumerate(rows)])
        return run

    return write
