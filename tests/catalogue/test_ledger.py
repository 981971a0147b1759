"""What a crawl asks of its run: what it has just added is part of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.catalogue import CatalogueError, Journal, Ledger, url_key
from imgcrawl.config import CatalogueConfig
from imgcrawl.errors import ErrorSlug

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome


@pytest.fixture
async def journal(catalogue: Catalogue, run: Run) -> AsyncIterator[Journal]:
    """Open a journal that commits nothing unless it is asked."""
    made = Journal(catalogue, run, CatalogueConfig(flush_s=60), retry_delays_s=(0.001, 0.001))
    yield made
    made.thread.shutdown()


async def test_lookups_see_what_was_added(journal: Journal, make: Callable[..., Outcome]) -> None:
    """Every look-up and withdrawal knows the outcomes that were added before it."""
    ledger = Ledger(journal)
    await journal.add(make("1", path="p"))
    assert (await ledger.known(["1"]))["1"].ok
    await journal.add(make("2", url="u", path="q"))
    assert (await ledger.outcomes_for_urls([url_key("u")]))[url_key("u")].id == "2"
    await journal.add(make("3", path="r"))
    await ledger.demote(["3"], error=ErrorSlug.CONTENT_PLACEHOLDER, reason="x")
    assert not (await ledger.known(["3"]))["3"].ok


@pytest.mark.parametrize(("faults", "has_failed"), [(2, False), (3, True)])
async def test_look_ups_outlive_a_passing_fault(
    journal: Journal,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    faults: int,
    has_failed: bool,  # noqa: FBT001
) -> None:
    """A look-up that fails for a passing reason is repeated; when it goes on failing, the journal has failed."""
    waiting, load = [CatalogueError("restarting", transient=True)] * faults, catalogue.load_hosts

    def moody(names: Collection[str]) -> dict[str, Any]:
        if waiting:
            raise waiting.pop()
        return load(names)

    monkeypatch.setattr(catalogue, "load_hosts", moody)
    asked = Ledger(journal).load_hosts(["a.test"])
    if has_failed:
        with pytest.raises(CatalogueError, match="restarting"):
            await asked
    else:
        assert await asked == {}
    assert journal.failed.done() == has_failed
