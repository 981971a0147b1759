"""Which rows of a source still need work, and which share their URL with a row that is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from imgcrawl.catalogue.rows import FoundOn, Listed, url_key
from imgcrawl.errors import ConfigError, ErrorSlug
from imgcrawl.intake.address import address_of
from imgcrawl.intake.hashes import algorithm_of
from imgcrawl.plain import address_without_login

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from imgcrawl.catalogue.ledger import Ledger
    from imgcrawl.catalogue.outcomes import Known
    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.spiders.options import RetryFilter
    from imgcrawl.spiders.rows.met import RowsMet
    from imgcrawl.spiders.rows.stored import StoredHashes


class Selected(NamedTuple):
    """A row that needs an outcome: *twin* is the finished outcome of another row that serves for it, if there is one.

    *key* is that of the row's address. *lane* is what only one row at a time works on: the address, or the address as
    found on the row's page where what another row got from the address by itself does not serve. *before*: the outcome
    that this crawl gave the row and withdrew.
    """

    task: ImageTask
    key: int
    lane: int
    twin: Outcome | None
    before: Outcome | None = None


class Keyed(NamedTuple):
    """A row, and the key of its address."""

    task: ImageTask
    key: int


class Selector:
    """Holds rows against the catalogue.

    Rows that have an outcome are done, unless the store failed or *retry* asks for them again. Where the source uses an
    id again for another URL, the later row gets ``#`` and its row number added to it; the same id with the same URL is
    the same row. A row whose id is known with another URL is a correction if that outcome is of an earlier crawl and
    failed, unless the row that the outcome is of came before in the list: *met* has those. *known_hash* returns what
    the list says of a row's image, from its other columns. *stored* knows the hashes of what is stored, where an image
    without the hash that the list gives is kept; None where it is not.
    """

    def __init__(
        self,
        ledger: Ledger,
        met: RowsMet,
        known_hash: Callable[[Mapping[str, Any] | None], str] = lambda _extra: "",
        *,
        source: str,
        retry: RetryFilter | None,
        stored: StoredHashes | None = None,
    ) -> None:
        self._ledger = ledger
        self._met = met
        self._source = source
        self._retry = retry
        self._known_hash = known_hash
        self._stored = stored
        self._open: dict[str, int] = {}
        self.left_out = 0
        """Rows that have no outcome and get none, for a retry asks for failed ones alone."""

    async def select(self, tasks: Sequence[ImageTask]) -> list[Selected]:
        """Return those of *tasks* that need an outcome, in order.

        :raises ConfigError: if the list is another one than the run was begun with.
        """
        rows = [Keyed(task, url_key(address_of(task.url, task.page_url))) for task in tasks]
        keyed, known, as_known = await self._unclear(rows)
        reused = self._reused(keyed, known)
        on_record = {Listed(task.id, known[task.id].url_key) for task in reused if task.id in known}
        taken = {row.id for row in self._met.among(on_record)}
        self._met.add(as_known)
        known |= await self._ledger.known([_alias(task) for task in reused]) if reused else {}
        wanted = [row for row in keyed if self._needs_work(*row, known, taken)]
        return await self.with_twins(wanted)

    def _key_of(self, row_id: str, known: dict[str, Known]) -> int | None:
        """Return the key of the URL that *row_id* stands for: in this crawl, else on record."""
        return self._open.get(row_id, known[row_id].url_key if row_id in known else None)

    def _reused(self, keyed: Sequence[Keyed], known: dict[str, Known]) -> list[ImageTask]:
        """Return those rows whose id stands for another URL: on record, in this crawl, or in a row before them here."""
        keys: dict[str, int] = {}
        for task, key in keyed:
            stands_for = self._key_of(task.id, known)
            keys.setdefault(task.id, key if stands_for is None else stands_for)
        return [task for task, key in keyed if keys[task.id] != key]

    async def _unclear(self, keyed: Sequence[Keyed]) -> tuple[Sequence[Keyed], dict[str, Known], list[Listed]]:
        """Return those of *keyed* that are not plainly done, what is known of their ids, and which are as on record.

        Plainly done is a row with a settled outcome under its address, one that is not to be had again, whose id no
        other row uses that is under way or unclear.
        """
        rows = [Listed(task.id, key) for task, key in keyed]
        found = await self._ledger.unsettled(rows, failed_too=self._retry is not None)
        known = {rows[at].id: each for at, each in found.items() if each is not None}
        ids = {rows[at].id for at in found}
        unlike = {at for at, each in found.items() if each is None or each.url_key != rows[at].url_key}
        as_known = [row for at, row in enumerate(rows) if at not in unlike]
        return [row for row in keyed if row.task.id in ids or row.task.id in self._open], known, as_known

    async def with_twins(self, wanted: Sequence[Keyed]) -> list[Selected]:
        """Return the rows *wanted*, each with the finished outcome of another row that shares its address.

        A failure serves only for rows that were found on the same page, or on none: another page may name the image. A
        row with a known hash takes what came for one with the same, or has it, or what has another if that is kept:
        then what is stored is looked at. A crawl that asks again takes its own outcomes only.
        """
        again = self._retry is not None
        twins = await self._ledger.outcomes_for_urls({key for _, key in wanted}, ours=again) if wanted else {}
        await self._look_at((task, twins.get(key)) for task, key in wanted)
        elsewhere = {
            FoundOn(key, _page(task))
            for task, key in wanted
            if key in twins and self._as_twin(twins[key], task) is None and task.page_url is not None
        }
        by_page = await self._ledger.outcomes_for_pages(elsewhere, ours=again) if elsewhere else {}
        await self._look_at((task, by_page.get(FoundOn(key, _page(task)))) for task, key in wanted)
        return [self._selected(task, key, twins.get(key), by_page) for task, key in wanted]

    async def _look_at(self, pairs: Iterable[tuple[ImageTask, Outcome | None]]) -> None:
        """Look at what is stored for an outcome where its row's hash is known, and is not that of the outcome's own."""
        if self._stored is not None:
            others = ((task.known_hash, other) for task, other in pairs if task.known_hash and other and other.ok)
            await self._stored.learn(
                (known, other) for known, other in others if not self._is_told(known, other, self._own_hash(other))
            )

    def _own_hash(self, other: Outcome) -> str:
        return self._known_hash(other.extra) if other.hash_matches is not None else ""

    def _is_told(self, known: str, other: Outcome, its_own: str) -> bool:
        """Say whether the record tells if the image of *other*, whose own hash is *its_own*, has the hash *known*."""
        is_like = bool(other.hash_matches) and len(its_own) == len(known)
        return known == its_own or is_like or algorithm_of(known) == "sha256"

    def _selected(self, task: ImageTask, key: int, twin: Outcome | None, by_page: dict[FoundOn, Outcome]) -> Selected:
        if twin is None or (found := self._as_twin(twin, task)) is not None:
            return Selected(task, key, key, found if twin is not None else None)
        other = by_page.get(FoundOn(key, _page(task)))
        lane = url_key(f"{key} {task.page_url}")
        return Selected(task, key, lane, None if other is None else self._as_twin(other, task))

    def _as_twin(self, other: Outcome, task: ImageTask) -> Outcome | None:
        """Return *other* if it serves for the row of *task*, with whether what came has the hash of that; else None."""
        known = task.known_hash
        if known and other.ok and known != other.sha256:
            if known == (its_own := self._own_hash(other)):
                return other
            digest = self._stored.like(known, other) if self._stored is not None else ""
            if digest == known:
                return replace(other, hash_matches=True)
            is_told = bool(digest) or self._is_told(known, other, its_own)
            came_for_it = not task.page_url or (other.attempts > 0 and other.rescued_by != "page")  # else for its page
            return replace(other, hash_matches=False) if self._stored is not None and is_told and came_for_it else None
        return other if self._serves(other, task) else None

    def _serves(self, twin: Outcome, task: ImageTask) -> bool:
        if task.known_hash and not twin.ok:
            is_alike = task.known_hash == self._known_hash(twin.extra)
        else:
            is_alike = twin.error != ErrorSlug.CONTENT_HASH_MISMATCH
        return is_alike and (twin.ok or not task.page_url or twin.page_url == _page(task))

    def done(self, row_id: str) -> None:
        """Note that the row *row_id* has its outcome."""
        self._open.pop(row_id, None)

    def _needs_work(self, task: ImageTask, key: int, known: dict[str, Known], taken: set[str]) -> bool:
        """Say whether the row is to be worked on; *taken* are ids on record for rows that came before in the list."""
        found = known.get(task.id)
        ours = found is not None and self._ledger.is_ours(found)
        open_key = self._open.get(task.id, found.url_key if found is not None and ours else None)
        if open_key == key:
            return False
        is_other = found is not None and found.url_key != key and (task.id in taken or _alias(task) in known)
        if open_key is not None or is_other:
            task.id = _alias(task)
            found = known.get(task.id)
        elif found is not None and found.url_key != key and found.ok:
            raise ConfigError(
                f"{self._source}: row {task.index} (id {task.id}) has another URL than in this run: "
                "the list has changed; give the run a name of its own with -a run=NAME"
            )
        if self._wants(found, key):
            self._open[task.id] = key
            return True
        if found is not None:
            taken.add(task.id)
        return False

    def _wants(self, found: Known | None, key: int) -> bool:
        """Say whether a row with this outcome, if any, needs another; a corrected URL does."""
        if found is None:
            self.left_out += self._retry is not None
            return self._retry is None
        if found.url_key != key:
            return True
        return self._retry.wants(found) if self._retry is not None else not found.is_settled


def _page(task: ImageTask) -> str:
    """Return the row's page as the catalogue has it."""
    return address_without_login(task.page_url or "")


def _alias(task: ImageTask) -> str:
    return f"{task.id}#{task.index}"


def shared(twin: Outcome, task: ImageTask, now: str) -> Outcome:
    """Return the outcome of *task*, whose URL was fetched for *twin*: the same but for what is the row's own.

    What the image took, in requests, time and remedies, is *twin*'s.
    """
    has_it = task.known_hash == twin.sha256 or twin.hash_matches
    return replace(
        twin,
        id=task.id,
        url=task.url,
        page_url=task.page_url,
        hash_matches=has_it if task.known_hash else None,
        extra=task.extra or None,
        attempts=0,
        rescued_by=None,
        dns_ms=None,
        connect_ms=None,
        tls_ms=None,
        ttfb_ms=None,
        total_ms=None,
        waited_ms=0.0,
        started_at=now,
        finished_at=now,
        trail=None,
    )
