"""Pages and addresses made to be slow to judge: what is not judged of them, and how the rest is compared."""

from __future__ import annotations

import tracemalloc
from time import process_time
from urllib.parse import urljoin

import pytest

from imgcrawl.naming.addresses import MAX_DIRECTORIES, MAX_NAME_CHARS, read_address
from imgcrawl.naming.places import tells
from imgcrawl.pages import collect
from imgcrawl.pages.choosing import foldered, shown, sized, twins, versions
from imgcrawl.pages.choosing.bearers import without_echoes
from imgcrawl.pages.choosing.offered import Offer
from imgcrawl.pages.choosing.sought import Sought
from imgcrawl.pages.choosing.views import is_view
from imgcrawl.pages.onward import find_onward
from tests.pages.showing import url_on

PAGE = "https://www.ex.example/stories/17/"


def _chosen(markup: str, wanted: str) -> str | None:
    return url_on(markup, urljoin(PAGE, wanted), PAGE, without="https://www.ex.example")


def _path_in_script(markup: str, path: str) -> str:
    return f'{markup}<script>var shown = "{path}"</script>'


def test_a_path_in_a_script_that_lacks_first_directories_of_one_that_is_shown_is_no_second_place():
    """It echoes the one that the page shows; a longer path, another's end and a whole second place are none."""
    name = "piano-cloud-desk-354"
    shown, wanted = f"/media/a/x/{name}.jpg", f"/old/{name}.jpg"
    markup = f'<img src="{shown}">'
    assert _chosen(_path_in_script(markup, f"/a/x/{name}.jpg"), wanted) == shown
    assert _chosen(_path_in_script(markup, f"/x/{name}.jpg"), wanted) == shown
    for place in (f"/z/media/a/x/{name}.jpg", f"/xx/{name}.jpg", f"/media/a/{name}.jpg"):
        assert _chosen(_path_in_script(markup, place), wanted) is None, place


def test_an_address_of_countless_directories_is_not_judged():
    """It is no picture's, and what compares its directories would take long: a page of 500 KB held up a crawl."""
    deep = "a/" * MAX_DIRECTORIES
    assert read_address(f"https://www.ex.example/{deep}x.jpg") is None
    assert read_address(f"https://www.ex.example/{deep[2:]}x.jpg") is not None


def test_an_endless_name_is_not_judged():
    """No file has one, and the memories of what names tell would take gigabytes."""
    name = "a" * (MAX_NAME_CHARS - 4)
    assert read_address(f"https://www.ex.example/{name}.jpg") is not None
    assert read_address(f"https://www.ex.example/{name}a.jpg") is None


def test_echoes_are_looked_for_in_memory_of_the_page_s_own_size():
    """No directory is kept once for each that stands before it."""
    deep = "/".join(f"{number:02}" for number in range(MAX_DIRECTORIES - 2))
    candidates = collect("".join(f'<img src="/{n}/{deep}/heron.jpg">' for n in range(500)), PAGE)
    files = [Offer(candidate, read_address(candidate.url)) for candidate in candidates]
    tracemalloc.start()
    try:
        assert len(without_echoes(files)) == 500
        assert tracemalloc.get_traced_memory()[1] < 3 * sum(len(candidate.url) for candidate in candidates)
    finally:
        tracemalloc.stop()


def test_what_vouches_for_a_name_is_looked_for_once_on_a_page(monkeypatch):
    """However many pictures bear the name: a page has room for 100,000."""
    asked = []
    monkeypatch.setattr(twins, "main_host", lambda offered: asked.append(len(offered)) or "")
    assert _chosen("".join(f'<img src="//h{n}.example/grand-harbour.jpg">' for n in range(9)), "/x/grand-harbour.jpg")
    assert asked
    assert len(asked) <= 3  # one for each reading of the page's addresses


def test_each_address_is_read_once_for_its_sizes(monkeypatch):
    """However many sizes the wanted one may name: 600 long addresses on one page held up a crawl for a minute."""
    read = []
    places = versions._places
    monkeypatch.setattr(versions, "_places", lambda address: read.append(address) or places(address))
    sizes = "-".join(f"{number}x100" for number in range(100, 120))
    _chosen("".join(f'<img src="/p/heron-{number}-{sizes}.jpg">' for number in range(50)), f"/p/heron-7-{sizes}-z.jpg")
    assert 0 < len(read) <= 2 * 51


@pytest.mark.parametrize("url", ["/photo" * 640 + "//", "/photo/" * 560 + "/", "/view/photo" * 300 + "//"])
def test_a_link_of_countless_folders_is_judged_at_once(url):
    """Whether it leads to a page about one picture takes no longer than it takes to read it."""
    begun = process_time()
    for _ in range(100):
        assert not is_view(url)
    assert process_time() - begun < 2


@pytest.mark.parametrize("word", ["iiif/manifest/", "iiif/manifest.json"])
def test_a_link_that_names_countless_manifests_is_judged_at_once(word):
    """Whether it leads to one takes no longer than it takes to read it."""
    link = f'<a href="http://x/{word * (3_900 // len(word))}x"></a>'
    begun = process_time()
    assert find_onward(link * 400, page_url=PAGE, wanted_url=f"{PAGE}a.jpg", is_empty=True) is None
    assert process_time() - begun < 2


def test_each_name_is_split_before_its_size_a_few_times(monkeypatch):
    """However many bear the wanted one: a page of 140 KB held up a crawl for 20 seconds."""
    split, of = [], sized._split
    monkeypatch.setattr(sized, "_split", lambda stem: split.append(stem) or of(stem))
    _chosen("".join(f'<img src="/{n}/GOPR6078_1600.jpg">' for n in range(50)), "/x/GOPR6078.jpg")
    assert split
    assert len(split) <= 50 * 3 * 2  # three readings of the page's addresses


def test_the_pictures_of_an_album_are_compared_once_each(monkeypatch):
    """However many addresses there bear the name: a page of 2,000 took five seconds."""
    compared = []
    near = shown._is_counted_near
    monkeypatch.setattr(shown, "_is_counted_near", lambda one, other: compared.append(one) or near(one, other))
    names = [f"DSC_1234.jpg?w={n}" for n in range(200)] + [f"DSC_{n}.jpg" for n in range(1235, 1300)]
    album = collect("".join(f'<img src="/album/{name}">' for name in names), PAGE)
    offered = [Offer(candidate, read_address(candidate.url)) for candidate in album]
    wanted_url = "https://old.example/album/DSC_1234.jpg"
    assert shown.find_shown(offered, Sought(wanted_url, read_address(wanted_url), PAGE))
    assert len(compared) == len(names)


def test_folders_beside_each_other_are_looked_through_once(monkeypatch):
    """However many files lie in them: a page of 2,000 took a second and a half."""
    asked = []
    monkeypatch.setattr(foldered, "tells", lambda name: asked.append(name) or tells(name))
    places = ("heron-lake-353", "grebe-pond-354")
    files = collect("".join(f'<img src="/p/{places[n % 2]}/large.jpg?w={n}">' for n in range(400)), PAGE)
    offered = [Offer(candidate, read_address(candidate.url)) for candidate in files]
    wanted_url = "https://old.example/heron-lake-353.jpg"
    assert foldered.find_foldered(offered, Sought(wanted_url, read_address(wanted_url), PAGE))
    assert 0 < len(asked) <= len(places)
