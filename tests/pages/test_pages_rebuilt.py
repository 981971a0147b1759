"""A site that was rebuilt keeps its files by other numbers: believed of a page's own picture with a name of its own."""

from __future__ import annotations

import pytest

from imgcrawl.naming.places import numbering, years
from imgcrawl.pages import Choice, choose, collect

PAGE = "https://www.site.example/lapwing.html"
WWW, CDN, ELSEWHERE = "https://www.site.example", "https://cdn.site.example", "https://cdn.other.example"
RELATED = "".join(f'<img src="/v2/{name}.jpg">' for name in ("stoat-hedge", "plover-marsh", "otter-brook"))
OWN = {
    "og": '<meta property="og:image" content="{}">',
    "twitter": '<meta name="twitter:image" content="{}">',
    "image_src": '<link rel="image_src" href="{}">',
}


def look_up(wanted: str, shown: str, *, form: str = OWN["og"], others: str = RELATED) -> Choice | None:
    """Choose for *wanted* on a page that has *shown* in *form*, and *others*."""
    return choose(collect(form.format(shown) + others, PAGE), wanted_url=WWW + wanted, page_url=PAGE)


@pytest.mark.parametrize("form", OWN.values(), ids=OWN)
@pytest.mark.parametrize("host", [WWW, CDN, ELSEWHERE])
@pytest.mark.parametrize("folder", ["2b6f", "a1/b2", "23b666", "b7f57", "88751", "8875", "files/12"])
def test_the_own_picture_is_found_by_other_numbers(form, host, folder):
    """The old ones were the year of the upload."""
    shown = f"{host}/{folder}/lapwing-vole.jpg"
    choice = look_up("/uploads/2016/lapwing-vole.jpg", shown, form=form)
    assert choice is not None
    assert choice.url == shown


@pytest.mark.parametrize("folder", ["2019/04", "uploads/2019", "uploads/2019-04", "wp-content/uploads/2019/04"])
@pytest.mark.parametrize("old", ["uploads/2016", "wp-content/uploads/2016/03"])
def test_another_year_is_another_upload_on_another_site_alone(folder, old):
    """On one site the poster of each year may have one name."""
    assert look_up(f"/{old}/lapwing-vole.jpg", f"{ELSEWHERE}/{folder}/lapwing-vole.jpg") is not None
    assert look_up("/uploads/2016/lapwing-vole.jpg", f"{CDN}/{folder}/lapwing-vole.jpg") is None


def test_the_only_picture_that_leads_nowhere_is_the_pages_own():
    """Beside a picture that leads nowhere either it is one of many."""
    shown, form = f"{ELSEWHERE}/88751/lapwing-vole.jpg", '<figure><img src="{}"></figure>'
    linked = '<a href="/stoat.html"><img src="/v2/stoat-hedge.jpg"></a>'
    assert look_up("/uploads/2016/lapwing-vole.jpg", shown, form=form, others=linked) is not None
    assert look_up("/uploads/2016/lapwing-vole.jpg", shown, form=form, others=linked + RELATED) is None


def test_numbers_under_other_words_of_another_site_count_other_things():
    """On one site they may be of one kind."""
    wanted, shown = "/galleries/9550/lapwing-vole.jpg", "/media/88751/lapwing-vole.jpg"
    assert look_up(wanted, ELSEWHERE + shown) is not None
    assert look_up(wanted, CDN + shown) is None


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        # numbers of one form count things of one kind
        ("/items/7/heron-lake.jpg", f"{ELSEWHERE}/items/8/heron-lake.jpg"),
        ("/listings/4411/kitchen-heron.jpg", f"{CDN}/homes/4412/kitchen-heron.jpg"),
        ("/files/x-7/heron-lake.jpg", f"{CDN}/store/x-8/heron-lake.jpg"),
        ("/files/7a1/heron-lake.jpg", f"{CDN}/store/7b2/heron-lake.jpg"),
        # things of one series, words, languages and properties are no numbers
        ("/events/2019/heron-lake.jpg", f"{ELSEWHERE}/events/88751/heron-lake.jpg"),
        ("/anna/2016/heron-lake.jpg", f"{ELSEWHERE}/bella/88751/heron-lake.jpg"),
        ("/en/2016/heron-lake.jpg", f"{ELSEWHERE}/fr/88751/heron-lake.jpg"),
        ("/red/2016/heron-lake.jpg", f"{ELSEWHERE}/blue/88751/heron-lake.jpg"),
        # names that others have, and the next of a series
        ("/uploads/2016/main.jpg", f"{ELSEWHERE}/88751/main.jpg"),
        ("/uploads/2016/1.jpg", f"{ELSEWHERE}/88751/1.jpg"),
        ("/uploads/2016/IMG_0042.jpg", f"{ELSEWHERE}/88751/IMG_0042.jpg"),
        ("/uploads/2016/summer-fete-2016.jpg", f"{ELSEWHERE}/88751/summer-fete-2016.jpg"),
        ("/uploads/2016/heron-lake-1.jpg", f"{ELSEWHERE}/88751/heron-lake-2.jpg"),
    ],
)
def test_another_things_picture_stays_refused(wanted, shown):
    """Though it is its page's own."""
    assert look_up(wanted, shown) is None


def test_a_name_in_two_folders_is_of_two_things():
    """Sizes apart, the page has it once."""
    wanted, shown = "/uploads/2016/lapwing-vole.jpg", f"{ELSEWHERE}/88751/lapwing-vole.jpg"
    assert look_up(wanted, shown, others=f'{RELATED}<img src="{shown}?w=300">') is not None
    assert look_up(wanted, shown, others=f'{RELATED}<img src="/88752/lapwing-vole.jpg">') is None


def test_the_form_of_numbers():
    """Years and their months have none; codes have one form, whatever their letters."""
    assert years(["uploads", "2016-03", "2017", "20180412", "88751"]) == {"2016", "2017"}
    assert numbering(["uploads", "2016", "03", "12", "a7f"], with_words=True) == ("uploads", "0", "0x")
    assert numbering(["files", "s12", "heron"], with_words=False) == ("s0",)
