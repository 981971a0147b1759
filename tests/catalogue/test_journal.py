from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.catalogue import CatalogueError, Journal
from imgcrawl.catalogue.journal import MAX_PENDING_BATCHES
from imgcrawl.config import CatalogueConfig

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Generator

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]


class Writes:
    """Stands before the catalogue's ``write``: counts, holds and fails it."""

    def __init__(self, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        self.faults: list[Exception] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()
        self._write = catalogue.write
        monkeypatch.setattr(catalogue, "write", self)

    def __call__(self, run: Run, batch: list[Outcome]) -> None:
        self.threads.add(threading.get_ident())
        self.gate.wait(10)
        if self.faults:
            raise self.faults.pop(0)
        self.sizes.append(len(batch))
        self._write(run, batch)


@pytest.fixture
def writes(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Writes:
    """Watch the catalogue's ``write``."""
    return Writes(catalogue, monkeypatch)


@pytest.fixture
async def journals(catalogue: Catalogue, run: Run, writes: Writes) -> AsyncIterator[Callable[..., Journal]]:
    """Make journals that are put away at the end, whatever became of them."""
    made = []

    def make(*, batch_rows: int = 3, flush_s: float = 60, retry_s: float = 60, **options: Any) -> Journal:
        config = CatalogueConfig(batch_rows=batch_rows, flush_s=flush_s, retry_s=retry_s)
        journal = Journal(catalogue, run, config, retry_delays_s=(0.001, 0.001), **options)
        made.append(journal)
        return journal

    yield make
    writes.gate.set()
    for journal in made:
        journal.thread.shutdown()


async def test_unrecorded(journals: Callable[..., Journal], writes: Writes, make: Make) -> None:
    """What waits for its batch, and what is being written, is not recorded yet."""
    journal = journals()
    writes.gate.clear()
    for name in "abcd":
        await journal.add(make(name))
    assert journal.unrecorded == 4
    writes.gate.set()
    await journal.flush()
    assert journal.unrecorded == 0


async def test_batches(
    journals: Callable[..., Journal], writes: Writes, make: Make, catalogue: Catalogue, run: Run
) -> None:
    """Outcomes are committed a batch at a time, the rest at the end, by one thread that is not the loop's."""
    journal = journals()
    for n in range(7):
        await journal.add(make(str(n)))
    await journal.close()
    assert writes.sizes == [3, 3, 1]
    assert catalogue.counts(run).rows == 7
    assert len(writes.threads) == 1
    assert threading.get_ident() not in writes.threads


async def test_nothing_waits_longer_than_the_limit(journals: Callable[..., Journal], make: Make) -> None:
    """An incomplete batch is committed when its time is up, and the next one has its own time."""
    committed: asyncio.Queue[list[Outcome]] = asyncio.Queue()
    journal = journals(flush_s=0.01, on_commit=committed.put_nowait)
    for row_id in ("1", "2"):
        await journal.add(make(row_id))
        assert [outcome.id for outcome in await asyncio.wait_for(committed.get(), 30)] == [row_id]


async def test_commit_is_reported_after_the_fact(
    journals: Callable[..., Journal], writes: Writes, make: Make, catalogue: Catalogue, run: Run
) -> None:
    """The callback comes in the event loop, once per outcome, when the outcome is in the database."""
    reported: list[str] = []

    def on_commit(outcomes: list[Outcome]) -> None:
        assert threading.get_ident() not in writes.threads
        assert set(catalogue.known(run, [o.id for o in outcomes])) == {o.id for o in outcomes}
        reported.extend(o.id for o in outcomes)

    journal = journals(on_commit=on_commit)
    for n in range(5):
        await journal.add(make(str(n)))
    await journal.flush()
    assert reported == ["0", "1", "2", "3", "4"]


async def test_adding_waits_for_a_slow_database(journals: Callable[..., Journal], writes: Writes, make: Make) -> None:
    """Whoever adds is held back while the limit of batches is under way, so that memory stays flat."""
    journal = journals(batch_rows=1)
    writes.gate.clear()
    for n in range(MAX_PENDING_BATCHES):
        await journal.add(make(str(n)))
    late = asyncio.ensure_future(journal.add(make("late")))
    assert not journal.is_full
    done, _ = await asyncio.wait([late], timeout=0.05)
    assert not done
    assert journal.is_full
    writes.gate.set()
    await asyncio.wait_for(late, 30)
    assert not journal.is_full
    await journal.close()
    assert sum(writes.sizes) == MAX_PENDING_BATCHES + 1


async def test_small_batches_hold_nobody_back(journals: Callable[..., Journal], writes: Writes, make: Make) -> None:
    """Look-ups cut batches short; what counts is how many rows are under way."""
    journal = journals(batch_rows=10)
    writes.gate.clear()
    lookups = []
    for n in range(3 * MAX_PENDING_BATCHES):
        await asyncio.wait_for(journal.add(make(str(n))), 30)
        lookups.append(asyncio.ensure_future(journal.ask(lambda: None)))
        await asyncio.sleep(0)
    writes.gate.set()
    await asyncio.gather(*lookups)
    assert len(writes.sizes) == 3 * MAX_PENDING_BATCHES


class Counted:
    """Awaits *what* and counts how often that waits."""

    def __init__(self, what: Coroutine[Any, Any, None]) -> None:
        self._what = what
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, None]:
        for future in self._what.__await__():
            self.waits += 1
            yield future


async def test_whoever_waits_is_woken_once(journals: Callable[..., Journal], writes: Writes, make: Make) -> None:
    """However many wait for room, none of them is woken by each batch that is written."""
    journal = journals(batch_rows=1)
    writes.gate.clear()
    counted = [Counted(journal.add(make(str(n)))) for n in range(5 * MAX_PENDING_BATCHES)]

    async def add(each: Counted) -> None:
        await each

    adding = asyncio.gather(*map(add, counted))
    await asyncio.sleep(0)
    writes.gate.set()
    await asyncio.wait_for(adding, 30)
    assert {each.waits for each in counted} == {0, 1}


async def test_passing_fault_is_outlived(journals: Callable[..., Journal], writes: Writes, make: Make) -> None:
    """A commit that fails for a passing reason is repeated, and nobody notices."""
    writes.faults = [CatalogueError("locked", transient=True)] * 2
    journal = journals()
    await journal.add(make("1"))
    await journal.close()
    assert writes.sizes == [1]
    assert not journal.failed.done()


async def test_waiting_for_a_lock_counts(journals: Callable[..., Journal], writes: Writes, make: Make) -> None:
    """When the time for tries is used up no further one is made, whatever it was used for."""
    writes.faults = [CatalogueError("locked", transient=True)] * 2
    journal = journals(retry_s=0)
    await journal.add(make("1"))
    with pytest.raises(CatalogueError, match="locked"):
        await journal.flush()
    assert len(writes.faults) == 1


@pytest.mark.parametrize(("transient", "tries"), [(True, 3), (False, 1)])
async def test_lasting_fault_is_raised(
    journals: Callable[..., Journal],
    writes: Writes,
    make: Make,
    transient: bool,  # noqa: FBT001
    tries: int,
) -> None:
    """When the tries are used up, ``failed`` is done and every later call raises; nothing more is written."""
    fault = CatalogueError("gone", transient=transient)
    writes.faults = [fault] * tries
    reported: list[Outcome] = []
    journal = journals(batch_rows=1, on_commit=reported.extend)
    with suppress(CatalogueError):
        await journal.add(make("1"))
    assert await asyncio.wait_for(journal.failed, 30) is fault
    assert writes.faults == []
    calls: list[Callable[[], Any]] = [
        lambda: journal.add(make("2")),
        journal.flush,
        lambda: journal.ask(lambda: None),
        journal.close,
    ]
    for call in calls:
        with pytest.raises(CatalogueError, match="gone"):
            await call()
    assert writes.sizes == []
    assert reported == []


async def test_batches_behind_a_failed_one_are_not_written(
    journals: Callable[..., Journal], writes: Writes, make: Make
) -> None:
    """After a lasting fault the batches already under way fail too: no gap is papered over."""
    writes.gate.clear()
    writes.faults = [CatalogueError("gone", transient=False)]
    journal = journals(batch_rows=1)
    for n in range(3):
        await journal.add(make(str(n)))
    writes.gate.set()
    with pytest.raises(CatalogueError, match="gone"):
        await journal.flush()
    assert writes.sizes == []


async def test_unforeseen_fault_is_not_swallowed(journals: Callable[..., Journal], make: Make) -> None:
    """A callback that fails, or an outcome that cannot be encoded, stops the journal with its cause."""

    def on_commit(_outcomes: list[Outcome]) -> None:
        raise KeyError("oops")

    journal = journals(on_commit=on_commit)
    await journal.add(make("1"))
    with pytest.raises(CatalogueError, match="KeyError: 'oops'") as caught:
        await journal.flush()
    assert isinstance(caught.value.__cause__, KeyError)
    journal = journals()
    await journal.add(make("1", extra={(1, 2): 3}))
    with pytest.raises(CatalogueError, match="TypeError"):
        await journal.flush()


async def test_closing_an_empty_journal(journals: Callable[..., Journal], writes: Writes) -> None:
    """A journal to which nothing was added writes nothing."""
    journal = journals()
    await journal.flush()
    await journal.close()
    assert writes.sizes == []
