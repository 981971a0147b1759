"""What follows if a picture that names share gives way to another that names share."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.pipelines.judging.refusals import OtherPeoplesPicture
from imgcrawl.pipelines.judging.second_looks import SecondLooks
from imgcrawl.pipelines.judging.ways import WayJudge
from imgcrawl.records import Passed
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.looks import SIDE
from imgcrawl.validation.placeholders.trust import WayTrust

HOST = "club.test"
URL = f"https://{HOST}/heron.jpg"
ELSEWHERE = "https://blog.test/posts/12"


def picture(number: int) -> ImageFacts:
    """Return a photograph that has nothing in common with that of another number."""
    return ImageFacts(f"{number:064x}", 90_000, "JPEG", "jpg", 96, 72, "RGB", f"{0xFFFF << (16 * number):016x}", 1)


class Row:
    """One row of the host, and what is learnt from it."""

    def __init__(self, page_url: str) -> None:
        self.condemned: list[ImageFacts] = []
        watch: Any = SimpleNamespace(
            is_shared=lambda _seen: self.is_shared, sighting=lambda _host, facts: facts, condemn=self.condemned.append
        )
        self.is_shared = True
        self.distrusted: list[str] = []
        trust = WayTrust()
        self.looks = SecondLooks(trust, look_again=self._ask)
        self.trust = trust
        self.asked: list[tuple[str, str]] = []
        self.may_ask = True
        self.ways = WayJudge(
            trust, watch,
            ask=lambda _item, url, way: self.asked.append((url, way)) or self.may_ask,
            withdraw=lambda _passed: None,
            distrusted=lambda _item, way: self.distrusted.append(way),
        )  # fmt: skip
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

    def refuses(self, facts: ImageFacts) -> None:
        """Have *facts* refused, which came for the row's address."""
        request = Request(URL, meta={keys.ASKED_AT: 0.0})
        item: Any = SimpleNamespace(state=self.state, response=Response(URL, request=request))
        self.ways.refused(item, facts, HOST)

    def must_come_otherwise(self, facts: ImageFacts, url: str) -> bool:
        """Let *facts* come for the row's image at *url*; return whether nobody believes them."""
        item: Any = SimpleNamespace(state=self.state, response=Response(url, request=Request(url)))
        try:
            self.ways.refuse(item, facts, HOST, is_shared=False)
        except OtherPeoplesPicture:
            return True
        return False

    def asks_without_referer(self, facts: ImageFacts, host: str = HOST, *, is_only: bool = True) -> bool:
        """Let the picture *facts* of *host* have come; return whether it is asked for as from no page."""
        request = Request(URL, meta={keys.ASKED_AT: 0.0})
        outcome = SimpleNamespace(id="1")
        item: Any = SimpleNamespace(state=self.state, response=Response(URL, request=request), outcome=outcome)
        return self.ways.asks_without_referer(item, facts, host, is_only=is_only)

    def gave(self, facts: ImageFacts) -> None:
        """Let *facts* have come for the row's address, and pass."""
        request = Request(URL, meta={keys.ASKED_AT: 0.0})
        item: Any = SimpleNamespace(state=self.state, response=Response(URL, request=request))
        self.ways.passed(item, facts, HOST, Passed(1, facts.sha256))

    def gives(self, facts: ImageFacts, *, is_shared: bool = True) -> bool:
        """Let *facts* come for the row's address; return whether it is asked for again."""
        self._asked += 1
        request = Request(URL, meta={keys.ASKED_AT: float(self._asked)})
        outcome = SimpleNamespace(id="1")
        item: Any = SimpleNamespace(state=self.state, response=Response(URL, request=request), outcome=outcome)
        if self.ways.learn(item, facts, HOST, 1):
            return True
        return self.looks.compares_ways(item, facts, HOST, is_shared=is_shared)


def test_another_picture_each_time_means_none_of_them():
    """Three pictures for one address, two of them in one way of asking: neither way is believed."""
    row = Row(ELSEWHERE)
    assert row.gives(picture(0))
    assert row.gives(picture(1))
    row.gives(picture(2))
    assert sorted(row.distrusted) == ["default", "no_referer"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (URL.replace("https:", "http:"), True),
        (URL, True),
        (URL.replace(HOST, f"www.{HOST}"), True),
        (f"https://{HOST}/other/heron.jpg", False),
    ],
    ids=["own", "over-https", "other-name", "other-address"],
)
def test_a_way_that_is_not_believed_is_so_for_the_address_over_https_and_under_the_other_name(url, expected):
    """A host that has another picture each time does not have the image because its other scheme is asked."""
    row = Row(ELSEWHERE)
    for number in range(3):
        row.gives(picture(number))
    row.begin()
    row.state |= {"url": URL.replace("https:", "http:")}
    assert row.must_come_otherwise(picture(3), url) is expected


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


def drawing(number: int) -> ImageFacts:
    """Return a drawing of few colours."""
    return picture(number)._replace(looks=bytes(3 * SIDE * SIDE))


@pytest.mark.parametrize(
    ("refused", "is_compared"),
    [([drawing(0)], False), ([drawing(0), drawing(1)], True), ([picture(0)], True)],
    ids=["a-notice", "drawings", "a-photograph"],
)
def test_the_one_notice_of_a_way_says_nothing_of_other_pictures(refused, is_compared):
    """It is known: what comes in its place is not asked for twice, unless several are refused, or a photograph is."""
    row = Row(ELSEWHERE)
    row.trust.note(HOST, "default", Passed(7, picture(3).sha256))
    for facts in refused:
        row.refuses(facts)
    row.state["variant"] = "same_origin_referer"
    assert row.gives(picture(2), is_shared=False) is is_compared


def writing(number: int) -> ImageFacts:
    """Return some ink on a plain ground."""
    plain = bytearray(b"\xff" * 3 * SIDE * SIDE)
    middle = 3 * SIDE * (SIDE // 2)
    plain[middle : middle + 12] = bytes(12)
    return picture(number)._replace(looks=bytes(plain))


@pytest.mark.parametrize(
    ("page", "way", "facts", "is_asked"),
    [
        ("", "default", writing(0), True),
        (f"https://{HOST}/posts/12", "default", writing(0), False),
        ("", "bot_identity", writing(0), False),
        ("", "default", picture(0), False),
    ],
    ids=["a-writing", "of-a-page", "in-another-way", "a-photograph"],
)
def test_a_writing_under_a_referer_of_ours_is_asked_for_without(page, way, facts, is_asked):
    """Once for each host; not if the row has named its page, or nothing was named."""
    row = Row(page)
    row.begin(way)
    assert row.asks_without_referer(facts) is is_asked
    assert row.asked == ([(URL, "no_referer")] if is_asked else [])
    assert not row.asks_without_referer(facts)


@pytest.mark.parametrize(
    ("way", "facts", "is_asked"),
    [
        ("default", drawing(0), True),
        ("other_browser", drawing(0), True),
        ("no_referer", drawing(0), False),
        ("same_origin_referer", drawing(0), False),
        ("default", picture(0), False),
    ],
)
def test_a_drawing_under_the_referer_of_another_site_is_asked_for_without(way, facts, is_asked):
    """A name that was made up says nothing of notices for other sites' pages; a photograph raises no doubt."""
    row = Row(ELSEWHERE)
    row.begin(way)
    assert row.asks_without_referer(facts, is_only=False) is is_asked


@pytest.mark.parametrize(
    ("way", "facts", "is_asked"),
    [("default", picture(1), False), ("no_referer", picture(1), True), ("default", drawing(1), True)],
)
def test_a_host_that_gave_a_photograph_to_another_site_s_page_has_no_notice_for_such(way, facts, is_asked):
    """Then a drawing costs no request; another drawing, or a photograph that came without the page, says nothing."""
    row = Row(ELSEWHERE)
    row.begin(way)
    row.gave(facts)
    row.begin()
    assert row.asks_without_referer(drawing(0)) is is_asked


def test_a_writing_without_a_page_is_asked_for_only_if_its_host_gave_nothing_else():
    """What else came from the host came as from its own page too."""
    row = Row("")
    assert not row.asks_without_referer(writing(0), is_only=False)
    assert row.asks_without_referer(writing(0))


@pytest.mark.parametrize(("answer", "is_notice"), [(picture(1), True), (writing(1), False), (None, False)])
def test_a_photograph_without_referer_gives_a_writing_away(answer, is_notice):
    """Another writing may be the notice as well, and nothing says nothing."""
    row = Row("")
    assert row.asks_without_referer(writing(0))
    assert row.ways.weigh("1", answer)
    assert row.ways.is_for_referers(HOST, writing(0).sha256) is is_notice
    assert not row.ways.is_for_referers(HOST, picture(1).sha256)
    row.may_ask = False
    assert not row.asks_without_referer(writing(0), "b.test")
    assert not row.ways.weigh("1", answer)


def lasting(row: Row) -> None:
    """Let a shared picture give way to one that lasts, in another way of asking."""
    assert row.gives(picture(0))
    assert row.state["variant"] == "no_referer"
    assert row.gives(picture(1), is_shared=False)
    row.is_shared = False


@pytest.mark.parametrize(
    ("answer", "is_belied"),
    [(picture(1), False), (picture(0), True), (picture(2), True), (None, True)],
    ids=["the-same", "the-first", "a-third", "none"],
)
def test_the_first_way_is_asked_once_more_before_it_is_believed_less(answer, is_belied):
    """If it brings the lasting picture too, the first one was a notice of its time, and is condemned instead."""
    row = Row(ELSEWHERE)
    lasting(row)
    assert row.gives(picture(1), is_shared=False)
    assert row.asked == [(URL, "default")]
    assert not row.trust.is_belied(HOST, "default", picture(0).sha256)
    assert row.ways.weigh("1", answer)
    assert row.trust.is_belied(HOST, "default", picture(0).sha256) is is_belied
    assert row.condemned == ([] if is_belied else [picture(0)])
    assert not row.gives(picture(1), is_shared=False)
    assert len(row.asked) == 1


def test_a_way_that_cannot_be_asked_once_more_is_believed_less():
    """There is no room for the picture, or nobody who asks; answers to nothing that was asked say nothing."""
    row = Row(ELSEWHERE)
    lasting(row)
    row.may_ask = False
    assert not row.gives(picture(1), is_shared=False)
    assert row.trust.is_belied(HOST, "default", picture(0).sha256)
    assert not row.ways.weigh("1", picture(1))
