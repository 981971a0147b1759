"""What follows if a picture that names share gives way to another that names share."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.pipelines.second_looks import SecondLooks
from imgcrawl.pipelines.ways import WayJudge
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.trust import WayTrust

HOST = "club.test"
URL = f"https://{HOST}/heron.jpg"
ELSEWHERE = "https://blog.test/posts/12"


def picture(number: int) -> ImageFacts:
    """Return a photograph that has nothing in common with that of another number."""
    return ImageFacts(f"{number:064x}", 90_000, "JPEG", "jpg", 96, 72, "RGB", f"{0xFFFF << (16 * number):016x}", 1)


class Row:
    """One row of the host, and what is learnt from it."""

    def __init__(self, page_url: str) -> None:
        watch: Any = SimpleNamespace(is_shared=lambda _seen: True, sighting=lambda _host, facts: facts, condemn=print)
        self.distrusted: list[str] = []
        trust = WayTrust()
        self.looks = SecondLooks(trust, look_again=self._ask)
        self.ways = WayJudge(
            trust, watch, withdraw=lambda _passed: None, distrusted=lambda _item, way: self.distrusted.append(way)
        )
        self._page_url = page_url
        self._asked = 0
        self.begin()

    def begin(self, way: str = "default") -> None:
        """Forget the row, not what the host taught, and ask in this *way*."""
        self.state: Any = {"url": URL, "page_url": self._page_url, "variant": way, "remedy": None}
        self.state |= {"doubted": None, "refused": None}

    def _ask(self, item: Any, *, times: int | None = None, same_way: bool = False) -> bool:
        item.state["variant"] = item.state["variant"] if same_way else ("no_referer", "other_browser")[times or 0]
        return True

    def gives(self, facts: ImageFacts, *, is_shared: bool = True) -> bool:
        """Let *facts* come for the row's address; return whether it is asked for again."""
        self._asked += 1
        request = Request(URL, meta={keys.ASKED_AT: float(self._asked)})
        item: Any = SimpleNamespace(state=self.state, response=Response(URL, request=request))
        self.ways.learn(item, facts, HOST, 1)
        return self.looks.compares_ways(item, facts, HOST, is_shared=is_shared)


def test_another_picture_each_time_means_none_of_them():
    """Three pictures for one address, two of them in one way of asking: neither way is believed."""
    row = Row(ELSEWHERE)
    assert row.gives(picture(0))
    assert row.gives(picture(1))
    row.gives(picture(2))
    assert sorted(row.distrusted) == ["default", "no_referer"]


@pytest.mark.parametrize("last", [0, 1])
def test_one_notice_is_not_held_against_what_was_there_before(last):
    """The picture that comes twice may be the notice, and may as well be the image."""
    row = Row(ELSEWHERE)
    assert row.gives(picture(0))
    assert row.gives(picture(1))
    row.gives(picture(last))
    assert row.distrusted == []
    row.begin("other_browser")
    assert not row.gives(picture(2), is_shared=False)


def test_what_outsiders_get_says_nothing_of_who_comes_from_within():
    """A picture that came as linked from a page of its own host is not doubted for what others are given."""
    row = Row(f"https://{HOST}/gallery")
    assert row.gives(picture(0))
    assert not row.gives(picture(1))
