"""Several catalogues that use one store: none removes what another may name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.pipelines.store.tenants import FOLDER, Tenant
from tests.pipelines.benches import Bench, picture

if TYPE_CHECKING:
    from pathlib import Path


def none(_paths: set[str]) -> set[str]:
    """Name no path."""
    return set()


def entered(store: Path, identity: str, *, has_images: bool = False) -> Tenant:
    """Let a catalogue enter the store."""
    tenant = Tenant(store, identity)
    tenant.enter(has_images=lambda: has_images)
    return tenant


def test_only_a_sole_user_removes(store):
    """What a catalogue does not name may go while no other has used the store; from then on all stays."""
    ours = entered(store, "ours")
    may_stay = ours.kept(none)
    assert may_stay({"a"}) == set()
    entered(store, "ours")
    assert may_stay({"a"}) == set()
    entered(store, "theirs")
    assert may_stay({"a"}) == {"a"}


@pytest.mark.parametrize("has_images", [False, True])
def test_files_without_a_mark_belong_to_somebody(store, has_images):
    """Files in a store that no catalogue has marked are another's, unless this one names files already."""
    (store / "ab").mkdir()
    ours = entered(store, "ours", has_images=has_images)
    assert ours.kept(none)({"a"}) == (set() if has_images else {"a"})


async def killed(bench: Bench, body: bytes) -> None:
    """Store a picture and leave its mark as a killed crawl does: the outcome is not committed."""
    await bench.pipeline.open_spider()
    assert (await bench.store_image(body)).ok
    bench.pipeline.spider_closed()
    await bench.pipeline.close_spider()


def of_another(bench: Bench) -> Bench:
    """Return *bench* as one of another catalogue."""
    bench.crawler.spider.catalogue.identity = lambda: "theirs"
    return bench


async def test_images_of_another_catalogue_stay(tmp_path, opened):
    """A crawl killed on a second catalogue leaves marks of files that the first one names: they stay."""
    first = await opened()
    body = picture()
    stored = await first.store_image(body)
    first.pipeline.outcomes_committed([stored])
    first.pipeline.spider_closed()
    await killed(of_another(Bench(tmp_path)), body)
    resumed = of_another(Bench(tmp_path))
    await resumed.pipeline.open_spider()
    resumed.pipeline.spider_closed()
    await resumed.pipeline.close_spider()
    assert first.files() == [stored.path]


async def test_a_picture_withdrawn_by_one_catalogue_stays_for_another(tmp_path, opened):
    """What one catalogue takes back another may name."""
    first = await opened()
    stored = await first.store_image(picture())
    first.pipeline.outcomes_committed([stored])
    first.pipeline.spider_closed()
    second = of_another(Bench(tmp_path))
    await second.pipeline.open_spider()
    again = await second.store_image(picture())
    second.pipeline.outcomes_committed([again])
    second.pipeline.outcome_withdrawn(again, 1)
    await second.settle()
    second.pipeline.spider_closed()
    await second.pipeline.close_spider()
    assert first.files() == [stored.path]


async def test_a_store_elsewhere_is_marked_too(tmp_path, opened):
    """A crawl that stores into the folder of another project tells that one, whose crawls would remove files."""
    elsewhere = tmp_path / "theirs" / "images"
    settings: dict[str, Any] = {"IMAGES_STORE": str(elsewhere), "IMGCRAWL_DATA_DIR": str(tmp_path / "mine")}
    await opened(**settings)
    assert [path.name for path in (elsewhere / FOLDER).iterdir()] == ["ours"]
