"""What a year in the folders says of two files of one name, and the numbers that claim a name for themselves."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.apart import Certainty, are_apart
from imgcrawl.naming.stems import Claim, claim, is_counted
from imgcrawl.pages import choose, collect

SITE = "https://www.site.example"
PAGE = f"{SITE}/p/garden.html"
NAMES = ["heron-lapwing-vole", "lapwing-heron-216", "US-1994-2773", "IMG_20131017_160227"]


def look_up(wanted: str, *shown: str) -> str | None:
    """Return what is chosen for *wanted* on a page that shows *shown*."""
    html = "".join(f'<img src="{url}">' for url in shown)
    choice = choose(collect(html, PAGE), wanted_url=SITE + wanted, page_url=PAGE)
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("old", ["/images/2008/", "/upload/2008/05/", "/assets/img/2008/"])
def test_a_later_year_in_other_folders_is_that_of_the_migration(name, old):
    """The whole name, which few have, stands once on the page; other pictures may lie in the same year."""
    new = f"/storage/2023/{name}.jpg"
    assert look_up(f"{old}{name}.jpg", new, "/storage/2023/another-thing.jpg") == new


@pytest.mark.parametrize("name", ["_MG_5591", "IMG_2300", "DSC04107", "85469076"])
def test_what_a_camera_or_a_system_counts_is_not_given_again_in_a_year(name):
    """So the year of a migration says nothing of it, where the folders have changed; a date, or a first number, is."""
    new = f"/sites/default/files/2023-06/{name}.jpg"
    assert look_up(f"/pub/2020/{name}.jpg", new) == new
    assert look_up(f"/sites/default/files/2020-02/{name}.jpg", new) is None
    assert look_up(f"/dinners/2020/{name}.jpg", new) is None
    assert look_up(f"/pub/2024/{name}.jpg", new) is None


@pytest.mark.parametrize("name", ["DSC_0042", "20190405", "4711"])
def test_dates_and_first_numbers_are_given_again(name):
    """Of another year they are another picture's."""
    assert look_up(f"/pub/2020/{name}.jpg", f"/sites/default/files/2023-06/{name}.jpg") is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/images/2008/", "/images/2023/"),  # the folders are kept, so that the year is an event's
        ("/images/2023/", "/storage/2008/"),  # a migration files by a later year
        ("/dinners/2008/", "/storage/2023/"),
        ("/images/2008/", "/dinners/2023/"),
        ("/images/2008/12/24/", "/storage/2023/12/24/"),
        ("/2008/", "/2023/"),
        ("/images/2008/", "/2023/"),
    ],
)
def test_a_year_may_be_an_events(name, old, new):
    """Where folders are kept, say more than a year, or go back in time."""
    wanted, other = (read_address(f"{SITE}{folder}{name}.jpg") for folder in (old, new))
    assert are_apart(wanted, other)
    assert look_up(f"{old}{name}.jpg", f"{new}{name}.jpg") is None


@pytest.mark.parametrize(
    ("old", "new", "is_apart"),
    [
        ("/images/2008/38/", "/storage/2023/38/", False),
        ("/2008/", "/storage/2023/", True),
    ],
)
def test_what_divides_all_pictures_says_nothing_beside_the_year(old, new, is_apart):
    """A number that is kept is no event's; a year in no folder is, and any of a name that is less sure."""
    wanted, other = (read_address(f"{SITE}{folder}{NAMES[0]}.jpg") for folder in (old, new))
    assert are_apart(wanted, other) is is_apart
    assert are_apart(wanted, other, most=Certainty.UNMISTAKABLE)


@pytest.mark.parametrize("name", ["team-photo", "annual-members-dinner", "winter-market", "jazz-lugano", "banner", "1"])
def test_a_name_that_may_come_every_year_is_told_by_its_year(name):
    """Words that are given again, or too few of them, are not believed against the year."""
    assert look_up(f"/images/2008/{name}.jpg", f"/storage/2023/{name}.jpg") is None


@pytest.mark.parametrize("name", NAMES)
def test_two_years_on_a_page_are_two_pictures(name):
    """Whichever of them is meant."""
    assert look_up(f"/images/2008/{name}.jpg", f"/storage/2022/{name}.jpg", f"/storage/2023/{name}.jpg") is None
    assert look_up(f"/images/2008/{name}.jpg", f"/images/2007/{name}.jpg", f"/storage/2023/{name}.jpg") is None


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("US-1994-2773", Claim.NAMED),
        ("GLAM-2005-2513", Claim.NAMED),
        ("us-1994-2773", Claim.NAMED),
        ("IMG-2019-0123", Claim.GENERIC),
        ("US-2020-11", Claim.GENERIC),
        ("US-2016-2020", Claim.GENERIC),
        ("glacier-map-98084", Claim.NAMED),
        ("glacier-map-9808", Claim.NUMBERED),
        ("glacier-summer-98084", Claim.NUMBERED),
        ("team-photo-98084", Claim.GENERIC),
        ("DSCN2080", Claim.COUNTED),
        ("DSC_1600", Claim.COUNTED),
        ("DSCN0042", Claim.FIRST),
        ("100_9843", Claim.COUNTED),
        ("102_0042", Claim.FIRST),
        ("100_2019", Claim.GENERIC),
        ("100_1600", Claim.GENERIC),
        ("110_9843", Claim.GENERIC),
        ("100-9843", Claim.GENERIC),
        ("100_98431", Claim.GENERIC),
        ("A-1960-1510", Claim.COUNTED),
        ("A-2019-1130", Claim.GENERIC),
        ("A-1914-1918", Claim.GENERIC),
        ("A-1960-151", Claim.GENERIC),
        ("img-2019", Claim.GENERIC),
        ("team_2019", Claim.GENERIC),
    ],
)
def test_numbers_claim_by_what_they_count(stem, expected):
    """A collection, five digits beside a common word, a camera; no months, spans of years, years, widths."""
    assert claim(stem) is expected


def test_a_name_is_counted_by_no_year_date_or_width():
    """It has a word of its own beside the number."""
    assert is_counted("lapwing-heron-216")
    assert is_counted("US-1994-2773")
    uncounted = ["lapwing-heron", "lapwing-heron-2016", "lapwing-heron-640", "IMG_2300", "team-216"]
    assert not any(map(is_counted, uncounted))


UPLOADS = "/wp-content/uploads"


@pytest.mark.parametrize("name", ["moss-winter-713", "heron-lake-713", "grove_271"])
@pytest.mark.parametrize(
    ("old", "new", "is_it"),
    [
        ("2015/03/{}-300x300.jpg", "2021/11/{}.webp", True),
        ("2015/03/{}.png", "2015/04/{}.avif", True),
        ("2015/03/{}.jpg", "2021/11/{}.jpg", False),
        ("2015/03/{}.webp", "2021/11/{}.webp", False),
        ("2021/11/{}.jpg", "2015/03/{}.webp", False),
        ("trip/2015/{}.jpg", "trip/2021/{}.webp", False),
        ("2015/03/24/{}.jpg", "2021/11/24/{}.webp", False),
    ],
)
def test_a_numbered_name_that_was_converted_later_is_filed_by_the_month_of_that(name, old, new, is_it):
    """In the same folders, which say nothing else; in one format, or by an earlier month, it may be an event's."""
    new = f"{UPLOADS}/{new.format(name)}"
    assert look_up(f"{UPLOADS}/{old.format(name)}", new) == (new if is_it else None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{SITE}{UPLOADS}/2015/03", f"https://cdn.other.example{UPLOADS}/2021/11"),
        (f"{SITE}{UPLOADS}/img/2015/03", f"{SITE}{UPLOADS}/photos/2021/11"),
        (f"{SITE}{UPLOADS}/a/2015", f"{SITE}{UPLOADS}/b/2021"),
    ],
)
def test_who_converts_all_pictures_keeps_host_and_folders(old, new):
    """Whatever these are called; a year alone is no month."""
    assert are_apart(read_address(f"{old}/grove_271.jpg"), read_address(f"{new}/grove_271.webp"))


@pytest.mark.parametrize(
    "name", ["team-photo", "moss-winter", "moss-winter-2015", "IMG_2300", "winter-12", "image-713"]
)
def test_what_may_come_every_year_is_not_converted_but_new(name):
    """Without a number of its own, or with a camera's, a name is given again."""
    assert look_up(f"{UPLOADS}/2015/03/{name}.jpg", f"{UPLOADS}/2021/11/{name}.webp") is None
