"""Which pictures a made-up name is asked for, and what follows from what it brings."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from scrapy import Request
from scrapy.http import Response

from benchmarks.drawing import encoded, write
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.pipelines.judging.proofs import Proofs
from imgcrawl.records import Outcome, Passed
from imgcrawl.remedies.attempts.outcomes import FetchedImage
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import Limits
from tests.pipelines.hosts_asked import Hosts
from tests.pipelines.pictures import NAMES, SIZE, anew, logo, notice, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    Size = tuple[int, int]

PHOTOS = tuple(f"http://shop.test/photos/{name}.jpg" for name in NAMES)


def nothing(_url: str) -> None:
    """Say that there is nothing."""


def some(lost: int, give: Callable[[], bytes]) -> Callable[[str], bytes]:
    """Give what *give* returns for the first so many of PHOTOS, and each of the others its own photograph."""
    return lambda url: give() if url in PHOTOS[:lost] else photo(url)


@pytest.mark.parametrize("lost", [2, 3, 5])
def test_a_photograph_that_is_made_anew_needs_two_names(lost):
    """Two names gave what looks the same in other bytes, and a made-up one does: all who got it have none."""
    numbers = count()
    give = lambda *_url: anew("default", next(numbers))  # noqa: E731
    host = Hosts(some(lost, give), give)
    assert host.refused(PHOTOS[:8]) == list(range(lost))
    assert len(host.made_up) <= 8


def test_a_photograph_that_two_names_share_is_an_image():
    """The host knows no made-up name: it is asked once, and not again for another pair of the same folder."""
    host = Hosts(lambda url: photo(NAMES[PHOTOS.index(url) // 2]), nothing)
    assert host.refused(PHOTOS[:6]) == []
    assert len(host.made_up) == 1


@pytest.mark.parametrize("folders", [1, 2])
def test_a_host_is_asked_again_for_what_it_keeps_elsewhere(folders):
    """Another folder may be another program; two made-up names are enough for a host."""
    urls = [f"http://shop.test/album-{number // 2 % folders}/{name}.jpg" for number, name in enumerate(NAMES[:8])]
    host = Hosts(lambda url: photo(f"shared {urls.index(url) // 2}"), nothing)
    assert host.refused(urls) == []
    assert len(host.made_up) == folders


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_a_notice_with_a_stamp_is_known(lost):
    """A time is drawn in its middle, each time another: names that share it, and a made-up one, tell."""
    numbers = count()
    give = lambda *_url: notice(number := next(numbers), stamp=f"12:{number:02}:{7 * number % 60:02}")  # noqa: E731
    host = Hosts(some(lost, give), give)
    assert host.refused(PHOTOS[: lost + 3 * (lost > 1)]) == list(range(lost))


def test_a_notice_in_each_size_is_known():
    """It is drawn in the size that the address asks for; the host's own pictures stay."""
    sizes = ((240, 160), (120, 80), (360, 240), (200, 200))
    urls = [f"http://shop.test/img/{w}x{h}/{NAMES[number]}.jpg" for number, (w, h) in enumerate(2 * sizes)]

    def drawn(url: str) -> bytes:
        width, height = url.split("/")[4].split("x")
        return notice(1, (int(width), int(height)))

    host = Hosts(lambda url: drawn(url) if url in urls[:4] else photo(url), drawn)
    assert host.refused(urls) == [0, 1, 2, 3]
    assert len(host.made_up) <= 8


def test_a_notice_on_two_machines_is_known():
    """Two numbered machines of one site give one photograph under other names; a made-up name proves it."""
    numbers = count()
    give = lambda *_url: anew("default", next(numbers))  # noqa: E731
    assert Hosts(give, give).refused([f"http://img{n}.shop.test/photos/{NAMES[n]}.jpg" for n in range(2)]) == [0, 1]


async def test_what_all_machines_have_given_is_taken_back_with_the_proof():
    """The same bytes under other names, which pass for images of their machines while one of them is on trial."""
    facts, withdrawn = inspect_image(photo("notice", (960, 720)), limits=Limits()), set()
    watch = PlaceholderWatch(3, pending=lambda _host: 0, withdraw=withdrawn.update)
    proofs = Proofs(watch, ask=lambda _item, _url: True)
    for number in range(4):
        url = f"http://img{number}.shop.test/photos/{NAMES[number]}.jpg"
        state = new_state(number, url, None) | {"url": url}
        item: Any = FetchedImage(Outcome(id=str(number), url=url), Response(url, request=Request(url)), state)
        seen = watch.sighting(f"img{number}.shop.test", facts)
        assert not proofs.note(item, seen)
        if number == 1:
            assert proofs.begin(item, seen)
        else:
            passed = Passed(number, facts.sha256)
            assert not await watch.is_placeholder(seen, url, patience_s=0, passed=passed)
    assert proofs.weigh("1", facts)
    assert {passed.url_key for passed in withdrawn} == {0, 2, 3}


def test_customers_of_one_service_are_apart():
    """Two customers have one logo, and two machines of one site one photograph: only of these one is asked."""
    host = Hosts(lambda _url: photo("logo"), nothing)
    assert host.refused([f"http://shop{number}.host.test/p/{NAMES[number]}.jpg" for number in range(4)]) == []
    assert host.made_up == []
    assert host.refused([f"http://img{number}.host.test/p/{NAMES[number]}.jpg" for number in range(4)]) == []
    assert len(host.made_up) == 1


def test_a_host_that_has_one_of_its_photographs_for_any_name_gives_no_image():
    """A lapsed domain gives its stock in turn: two names that share one have more made up."""
    numbers = count()
    stock = lambda at: photo(f"stock {at % 10}")  # noqa: E731
    host = Hosts(lambda url: stock(PHOTOS.index(url)), lambda _url: stock(next(numbers)))
    assert host.refused(PHOTOS) == list(range(len(PHOTOS)))
    assert len(host.made_up) <= 8


@pytest.mark.parametrize("given", [(0, 1, 1, 0, 0), (0, 0, 1, 1, 0)], ids=["before the third name", "after it"])
def test_of_several_photographs_for_any_name_a_further_one_is_known_by_three(given):
    """Made-up names bring two others; what only two names share is the host's own."""
    size, numbers = (960, 720), iter((*given, 1, 0, 1))
    lost, shared = PHOTOS[:3], PHOTOS[-2:]
    shown = lambda url: "lost" if url in lost else "shared" if url in shared else url  # noqa: E731
    host = Hosts(lambda url: photo(shown(url), size), lambda _url: photo(f"none {next(numbers)}", size))
    assert len(photo("lost", size)) > 32_768
    assert host.refused(PHOTOS) == [0, 1, 2]
    assert 2 <= len(host.made_up) <= 8


def test_what_three_names_share_is_taken_back_once_the_host_has_several_for_any_name():
    """It had passed, for the host had nothing for a made-up name where it lay; elsewhere there are two photographs."""
    size, numbers = (960, 720), count()
    lost = [f"http://host.test/one/{name}.jpg" for name in NAMES[:3]]
    shared = [f"http://host.test/two/{name}.jpg" for name in NAMES[3:5]]
    given = lambda url: photo("lost" if url in lost else "shared", size)  # noqa: E731
    missing = lambda url: photo(f"none {next(numbers) % 2}", size) if "/two/" in url else None  # noqa: E731
    assert Hosts(given, missing).refused([*lost, *shared]) == [0, 1, 2]
    assert Hosts(given, lambda _url: None).refused([*lost, *shared]) == []


def test_an_address_that_brought_two_of_a_stock_brings_no_image():
    """The host gave both for made-up names, too; where one came, the image may come later."""
    numbers, given = count(), {}
    host = Hosts(lambda url: photo(given[url]), lambda _url: photo(f"stock {next(numbers) % 2}"))
    for heron, bridge, refused in (("stock 0", "stock 0", [0, 1]), ("heron", "stock 1", [1]), ("mill", "bridge", [1])):
        given.update(zip(PHOTOS, (heron, bridge), strict=False))
        assert host.refused(PHOTOS[:2]) == refused


def test_a_host_that_makes_a_photograph_for_each_name_gives_images():
    """It never gives one for two names, but for those that it holds to be one."""
    host = Hosts(lambda url: photo("shared") if url in PHOTOS[:2] else photo(url), photo)
    assert host.refused(PHOTOS) == []
    assert len(host.made_up) == 4


def test_a_host_that_ignores_the_name_is_believed():
    """Each folder gives its own picture under any name: one row alone is held for a placeholder."""
    urls = [f"http://people.test/{name}/me.jpg" for name in NAMES]
    host = Hosts(lambda url: photo(url.split("/")[3]), lambda url: photo(url.split("/")[3]))
    assert len(host.refused(urls)) <= 1


@pytest.mark.parametrize("number", [1, 5])
def test_a_lone_notice_is_known(number):
    """One small drawing, the only picture of its host, is worth a made-up name; one of many rows, if it is written."""
    host = Hosts(lambda _url: notice(), lambda _url: notice())
    assert host.refused([f"http://shop{n}.test/photos/{NAMES[n]}.jpg" for n in range(number)]) == list(range(number))
    assert len(host.made_up) <= number * 2


def test_a_lone_photograph_costs_nothing():
    """Most rows are such."""
    host = Hosts(photo, nothing)
    assert host.refused([f"http://shop{number}.test/photos/{name}.jpg" for number, name in enumerate(NAMES)]) == []
    assert host.made_up == []


def test_logos_are_images():
    """Drawings that are not alike are asked for once a host at most, and stay."""
    host = Hosts(logo, nothing)
    assert host.refused([f"http://shop.test/logos/{name}.png" for name in NAMES]) == []
    assert len(host.made_up) <= 1


def test_a_photograph_larger_than_its_address_says_is_suspected():
    """A banner in place of a small square; the original in place of a smaller one is none."""
    host = Hosts(lambda _url: photo("hero", (960, 240)), lambda _url: photo("hero", (960, 240)))
    assert host.refused(["http://shop.test/uploads/heron-150x150.jpg"]) == [0]
    host = Hosts(lambda _url: photo("heron", (600, 400)), nothing)
    assert host.refused(["http://shop.test/uploads/heron-300x200.jpg"]) == []
    assert host.made_up == []


def written(words: str) -> bytes:
    """Return words in one ink on a plain ground."""
    image = Image.new("RGB", SIZE, "#eeeeee")
    write(image, (SIZE[0] / 2, SIZE[1] / 2), words, 40, fill="#777777", anchor="mm")
    return encoded(image, quality=90)


@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_written_in_one_ink_is_suspected(is_known):
    """One row among photographs has it: a made-up name tells whether it is a notice or a formula."""
    host = Hosts(
        lambda url: written("NO IMAGE") if url == PHOTOS[3] else photo(url),
        nothing if is_known else lambda _url: written("NO IMAGE"),
    )
    assert host.refused(PHOTOS[:5]) == ([] if is_known else [3])
    assert len(host.made_up) <= 2


@pytest.mark.parametrize("is_told", [True, False])
def test_what_somebody_on_the_way_gives_for_all_hosts(is_told):
    """It is refused, and what has passed with it is taken back; nothing else is, and not for names that are alike."""
    urls = [f"http://{name}.test/{name}.jpg" for name in NAMES]
    of_all = photo("of all")

    def given(url: str) -> bytes:
        if url == urls[5] and is_told:
            hosts.given_for_all(of_all)
        return of_all if url in urls[2:6] else photo(url)

    hosts = Hosts(given, nothing)
    assert hosts.refused(urls) == ([2, 3, 4, 5] if is_told else [])
