"""The wanted name behind the number of an upload, and numbers that tell other pictures."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages import Confidence
from tests.pages import showing

PAGE = "https://www.site.example/page/4"
CDN = "https://cdn.site.example/full"
NAME = "olive-cottage-fiddle"
OTHERS = '<img src="/b/reed-moss.jpg"><img src="/b/slate-roof.jpg">'


def look_up(markup, wanted=f"/uploads/{NAME}.jpg"):
    """Choose for *wanted*, on the page's site, on a page of *markup*."""
    return showing.look_up(markup, f"https://www.site.example{wanted}", PAGE)


@pytest.mark.parametrize("prefix", ["55232_", "55232-", "104322-"])
@pytest.mark.parametrize("rest", ["", OTHERS])
def test_the_number_of_an_upload_leaves_the_name_what_it_was(prefix, rest):
    """Of three words of their own, wherever the picture stands, and whatever its format is now."""
    choice = look_up(f'<img src="{CDN}/{prefix}{NAME}.jpeg">{rest}')
    assert choice is not None
    assert (choice.url, choice.confidence) == (f"{CDN}/{prefix}{NAME}.jpeg", Confidence.DECORATED)


def test_two_words_are_believed_of_the_pages_main_picture():
    """Others may be called so."""
    now = f"{CDN}/55232_heron-lake.jpg"
    wanted = "/uploads/heron-lake.jpg"
    assert look_up(f'<img src="{now}">{OTHERS}', wanted) is None
    assert look_up(f'<meta property="og:image" content="{now}">{OTHERS}', wanted) is not None


def test_a_series_is_told_by_its_numbers():
    """Whichever they are. The wanted address itself is none of it."""
    now = f'<img src="{CDN}/55232_{NAME}.jpg">'
    for other in (f"55233_{NAME}", f"12_{NAME}", f"99812_{NAME}"):
        assert look_up(f'{now}<img src="{CDN}/{other}.jpg">') is None
    assert look_up(f'{now}<img src="/uploads/{NAME}.jpg">') is not None


@pytest.mark.parametrize(
    "other",
    [
        "12346_olive_cottage_fiddle",
        "OliveCottageFiddle",
        "12346_OliveCottageFiddle",
        "olive-cottage-fiddle_12346",
        "olive-cottage-fiddle-1",
    ],
)
def test_a_series_may_join_its_words_otherwise(other):
    """The same words with other numbers, or with none, are of one more picture."""
    now = f'<img src="{CDN}/55232_{NAME}.jpg">'
    assert look_up(f'{now}<img src="{CDN}/{other}.jpg">') is None
    assert look_up(f'{now}<img src="{CDN}/blue-{NAME}.jpg">') is not None


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (f"/uploads/{NAME}.jpg", f"12_{NAME}"),
        (f"/uploads/{NAME}.jpg", f"4711-{NAME}"),
        (f"/uploads/{NAME}.jpg", f"20190503_{NAME}"),
        (f"/uploads/{NAME}.jpg", f"55232_{NAME}-back"),
        (f"/uploads/{NAME}.jpg", f"55232_{NAME}-2"),
        (f"/uploads/{NAME}.jpg", f"55232_blue-{NAME}"),
        (f"/uploads/{NAME}.jpg", f"avatars/55232_{NAME}"),
        (f"/uploads/{NAME}.jpg", f"members/55232/55232_{NAME}"),
        ("/red/olive-cottage-fiddle.jpg", f"blue/55232_{NAME}"),
        ("/uploads/front-view.jpg", "55232_front-view"),
        ("/uploads/IMG_0042.jpg", "55232_IMG_0042"),
        ("/uploads/IMG_2342.jpg", "55232_IMG_2342"),
        ("/uploads/beach.jpg", "55232_beach"),
        (f"/uploads/55232_{NAME}.jpg", f"55233_{NAME}"),
        (f"/uploads/55232_{NAME}.jpg", f"81005_{NAME}"),
        (f"/uploads/12_{NAME}.jpg", f"13_{NAME}"),
        (f"/uploads/12_{NAME}.jpg", NAME),
        ("/uploads/12_front-view.jpg", "13_front-view"),
    ],
)
def test_other_numbers_and_names_are_other_pictures(wanted, shown):
    """Ranks, houses, days; views and colours; persons; names that many have; another upload."""
    assert look_up(f'<img src="{CDN}/{shown}.jpg">', wanted) is None


def test_a_name_may_have_lost_its_number():
    """As the page's main picture; of others the number may have told it from more of that name."""
    wanted, now = f"/uploads/55232_{NAME}.jpg", f"{CDN}/{NAME}.jpg"
    choice = look_up(f'<img src="{now}">', wanted)
    assert choice is not None
    assert choice.url == now
    assert look_up(f'<img src="{now}">{OTHERS}', wanted) is None
    assert look_up(f'<img src="{now}"><img src="{CDN}/55233_{NAME}.jpg">', wanted) is None


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="{0}" title="{1}.jpg"><img alt="{1}.jpg" src="{0}"></a>',
        '<div class="bbImageWrapper" title="{1}.jpg" data-src="{0}"><img src="{0}" alt="{1}.jpg"></div>',
        '<figure><img src="{0}"><figcaption>{1}.jpg</figcaption></figure>',
    ],
)
def test_what_the_page_says_decides_among_a_series(markup):
    """Whatever the number is, the file that is said to be the wanted one is."""
    for now in (f"{CDN}/55232_{NAME}.jpg", f"{CDN}/12_{NAME}.jpg"):
        other = f'<img src="{CDN}/55233_{NAME}.jpg">'
        choice = look_up(markup.format(now, NAME) + other)
        assert choice is not None
        assert (choice.url, choice.confidence) == (now, Confidence.TOLD)
        assert look_up(markup.format(now, "another-thing") + other) is None


def test_an_upload_done_anew_is_believed_if_the_page_says_its_former_name():
    """Its number, too; and said of two it says nothing."""
    wanted, now = f"/uploads/55232_{NAME}.jpg", f"{CDN}/81005_{NAME}.jpg"
    assert look_up(f'<img src="{now}" alt="55232_{NAME}.jpg">', wanted) is not None
    assert look_up(f'<img src="{now}" alt="{NAME}.jpg">', wanted) is None
    again = f'<img src="{CDN}/81006_{NAME}.jpg" alt="55232_{NAME}.jpg">'
    assert look_up(f'<img src="{now}" alt="55232_{NAME}.jpg">{again}', wanted) is None
    camera = f'<img src="{CDN}/55232_IMG_2343.jpg" alt="IMG_2342.jpg">'
    assert look_up(camera, "/uploads/IMG_2342.jpg") is None


def test_a_page_called_by_the_file_shows_it_behind_its_number():
    """As where the name was drawn for it."""
    markup = '<title>{}.jpg</title><img src="{}/{}.jpg">'
    wanted = "/uploads/IMG_2342.jpg"
    assert look_up(markup.format("IMG_2342", CDN, "55232_IMG_2342"), wanted) is not None
    assert look_up(markup.format("IMG_2342", CDN, "55232_IMG_2343"), wanted) is None


def test_a_page_of_many_numbered_names_takes_time_in_proportion():
    """Each is read once."""
    markup = "".join(f'<img src="{CDN}/{55_000 + n}_{NAME}.jpg">' for n in range(2_000))
    before = process_time()
    assert look_up(markup) is None
    assert process_time() - before < 5
