"""Photographs that have the names of one thing: a made-up name clears them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from scrapy import Request

from imgcrawl.pipelines.judging import trials
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.pipelines.judging.proofs import Proofs
from imgcrawl.validation.facts import ImageFacts

HOST = "shop.test"


def picture(name: str) -> ImageFacts:
    """Return a photograph."""
    return ImageFacts(name, 500, "JPEG", "jpg", 600, 400, "RGB", f"{sum(name.encode()) ** 9 % 2**64:016x}", 1)


def row(name: str, way: str = "default", doubted: Any = None) -> Any:
    """Return what came for the address of a picture in this *way*; *doubted* came for it before."""
    url = f"http://{HOST}/{name}.jpg"
    state = {"url": url, "variant": way, "doubted": doubted, "refused": None}
    return SimpleNamespace(
        outcome=SimpleNamespace(id=name), state=state, response=SimpleNamespace(request=Request(url))
    )


SHOE = picture("shoe")


class Shop:
    """A host on which *asked* collects the names that are made up."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.watch = PlaceholderWatch(3, pending=lambda _host: 0)
        self.proofs = Proofs(self.watch, ask=lambda _item, url: not self.asked.append(url))

    async def give(self, facts: ImageFacts, *names: str) -> bool:
        """Give *facts* for *names*; say whether it is put on trial when the last one comes."""
        seen = self.watch.sighting(HOST, facts)
        for name in names[:-1]:
            await self.watch.is_placeholder(seen, row(name).state["url"], patience_s=0)
        is_tried = self.proofs.may_clear(row(names[-1]), seen)
        await self.watch.is_placeholder(seen, row(names[-1]).state["url"], patience_s=0)
        return is_tried


async def test_a_photograph_is_put_on_trial_when_it_has_too_many_names_of_one_thing():
    """A name is made up once for it, with the third name; the answer that there is nothing clears it."""
    shop, shoe = Shop(), picture("shoe")
    assert not await shop.give(shoe, "trail-1", "trail-2")
    assert await shop.give(shoe, "trail-1", "trail-2", "trail-3")
    assert shop.proofs.is_on_trial(HOST, "shoe")
    assert not shop.proofs.is_cleared(HOST, row("trail-3"), SHOE)
    shop.proofs.weigh("trail-3", None, is_empty=True)
    assert (shop.proofs.is_on_trial(HOST, "shoe"), shop.proofs.is_cleared(HOST, row("trail-3"), SHOE)) == (False, True)
    assert not await shop.give(shoe, "trail-4")
    assert len(shop.asked) == 1


async def test_names_of_many_things_are_worth_no_trial():
    """What is found out anyway costs no request."""
    shop = Shop()
    assert not await shop.give(picture("gone"), "heron", "bridge", "mill")
    assert shop.asked == []


async def test_only_a_plain_answer_clears():
    """Another failure says nothing."""
    shop = Shop()
    await shop.give(picture("shoe"), "trail-1", "trail-2", "trail-3")
    shop.proofs.weigh("trail-3", None)
    assert not shop.proofs.is_cleared(HOST, row("trail-3"), SHOE)


async def test_a_picture_for_a_made_up_name_undoes_it():
    """The host has nothing in one folder and something for any name in another: it does not know what it lacks."""
    shop = Shop()
    await shop.give(picture("shoe"), "trail-1", "trail-2", "trail-3")
    shop.proofs.weigh("trail-3", None, is_empty=True)
    await shop.give(picture("sock"), "wool/wool-1", "wool/wool-2", "wool/wool-3")
    shop.proofs.weigh("wool/wool-3", picture("any"))
    assert not shop.proofs.is_cleared(HOST, row("trail-3"), SHOE)


async def test_what_one_trial_has_shown_holds_for_the_folder():
    """Other pictures that are kept there need none of their own."""
    shop = Shop()
    await shop.give(picture("shoe"), "trail-1", "trail-2", "trail-3")
    shop.proofs.weigh("trail-3", None, is_empty=True)
    assert not await shop.give(picture("sock"), "wool-1", "wool-2", "wool-3")
    assert shop.proofs.is_cleared(HOST, row("wool-3"), SHOE)


async def test_a_picture_that_came_in_another_way_too_is_cleared_by_either():
    """Which it is that came before in the way in which the host has nothing, not another picture."""
    shop = Shop()
    await shop.give(SHOE, "trail-1", "trail-2", "trail-3")
    shop.proofs.weigh("trail-3", None, is_empty=True)
    before = {"way": "default", "sha256": "shoe", "sent_at": 1.0}
    assert not shop.proofs.is_cleared(HOST, row("trail-3", "no_referer"), SHOE)
    assert shop.proofs.is_cleared(HOST, row("trail-3", "no_referer", before), SHOE)
    assert not shop.proofs.is_cleared(HOST, row("trail-3", "no_referer", before | {"sha256": "sock"}), SHOE)


async def test_of_too_many_trials_the_oldest_is_forgotten(monkeypatch):
    """Requests that end with no answer leave no end of trials."""
    monkeypatch.setattr(trials, "_MOST", 1)
    shop = Shop()
    await shop.give(picture("shoe"), "trail-1", "trail-2", "trail-3")
    await shop.give(picture("sock"), "wool/wool-1", "wool/wool-2", "wool/wool-3")
    assert [shop.proofs.is_on_trial(HOST, name) for name in ("shoe", "sock")] == [False, True]
