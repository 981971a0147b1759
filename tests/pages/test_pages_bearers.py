"""What files of one name on a page are to each other."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import Address, read_address
from imgcrawl.pages.choosing.bearers import is_next, is_one, read_name, without_echoes
from imgcrawl.pages.choosing.offered import Offer
from imgcrawl.pages.reading.kinds import Candidate, Kind

SITE = "https://www.ex.example"


def read(path: str) -> Address:
    """Return what the address of *path* on the site says."""
    address = read_address(path if path.startswith("https:") else SITE + path)
    assert address is not None
    return address


def offer(path: str, kind: Kind = Kind.SRC, group: int = 0) -> Offer:
    """Return what a page offers at *path*."""
    return Offer(Candidate(path, kind, group), read(path))


@pytest.mark.parametrize(
    ("stem", "base"),
    [
        ("heron-lake-mist.0a1b2c3d", "heron-lake-mist"),
        ("heron-lake-mist-0a1b2c3d", "heron-lake-mist"),
        ("heron-lake-mist-800x600.0a1b2c3d", "heron-lake-mist"),
        ("heron-lake-mist-800x600", "heron-lake-mist-800x600"),
        ("photo-0a1b2c3d", "photo-0a1b2c3d"),
        ("x7gk2pq9-0a1b2c3d", "x7gk2pq9-0a1b2c3d"),
    ],
)
def test_a_fingerprint_is_no_part_of_a_name(stem, base):
    """Nor is a size before it; behind a hyphen it may be an id, unless words tell the picture without it."""
    assert read_name(stem).base == base


def test_the_addresses_of_a_script_are_one_by_their_host_and_fields():
    """They have no name to tell them apart."""
    one = offer("/get.php?file=4711")
    assert is_one([one, offer("/get.php?file=4711", group=1)])
    assert not is_one([one, offer("/get.php?file=4712", group=1)])
    assert not is_one([one, offer("https://www.other.example/get.php?file=4711", group=1)])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/a/x.jpg", Kind.SRC),  # shown itself
        ("/b/a/x.jpg", Kind.STATE),  # as long
        ("/x.jpg", Kind.STATE),  # at the root, where every path would end
        ("https://cdn.zz.example/b/a/x.jpg", Kind.STATE),  # elsewhere in the same folders
    ],
)
def test_what_is_no_echo_stays(path, kind):
    """Only a script's path that lacks the first directories of one that is shown is one."""
    files = [offer("/b/a/x.jpg"), offer("/c/b/a/x.jpg"), offer(path, kind)]
    assert without_echoes(files) == files


def test_a_path_in_a_script_echoes_nothing_in_another():
    """The page must show the longer one."""
    files = [offer("/b/a/x.jpg", Kind.STATE), offer("/a/x.jpg", Kind.STATE)]
    assert without_echoes(files) == files
    assert without_echoes([offer("/b/a/x.jpg"), files[1]]) == [offer("/b/a/x.jpg")]


@pytest.mark.parametrize(
    ("other", "is_so"),
    [
        ("/a/heron-lake-2.jpg", True),
        ("/a/heron-lake_b.jpg", True),
        ("/a/raven-lake-2.jpg", False),
        ("/b/heron-lake-2.jpg", False),
        ("/a/heron-lake-mist.jpg", False),
    ],
)
def test_the_next_of_a_series_has_the_name_and_a_counter_in_the_same_folder(other, is_so):
    """Another name with a counter as far behind is none."""
    assert is_next(read("/a/heron-lake.jpg"), read(other)) is is_so
