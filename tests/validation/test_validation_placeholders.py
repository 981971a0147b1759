from __future__ import annotations

import time

import pytest

from imgcrawl.records import Passed
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.detector import PlaceholderDetector

HOST = "images.example"
PASSED = Passed(7, "gone")
UNLIKE = ("sleepy-arch-jetty", "giant-hazel-cadiz", "smoky-tunnel-exeter", "frozen-ladder-mantis")


def facts(name: str = "gone", size: int = 5000, width: int = 200, height: int = 150) -> ImageFacts:
    """Return the facts of a picture whose hash is *name*."""
    return ImageFacts(name, size, "PNG", "png", width, height, "RGB", None, 1)


def verdicts(detector: PlaceholderDetector, picture: ImageFacts, count: int, *, host: str = HOST) -> list[bool]:
    """Return what the detector says to *count* addresses with the same picture."""
    return [
        detector.note(
            host, f"http://{host}/{picture.sha256}{number}.jpg", picture, passed=Passed(number, picture.sha256)
        )
        for number in range(count)
    ]


def test_the_third_address_tells():
    """With the default of three, the third URL with the same small picture fails, and every one after it."""
    assert verdicts(PlaceholderDetector(3), facts(), 5) == [False, False, True, True, True]


def test_a_logo_that_two_addresses_share_passes():
    """Twice is no evidence."""
    detector = PlaceholderDetector(3)
    assert not any(verdicts(detector, facts("logo"), 2))
    assert detector.first_seen(HOST, "logo") == set()


def test_the_same_address_counts_once():
    """A URL that is listed or fetched again is no further address."""
    detector = PlaceholderDetector(3)
    assert not any(detector.note(HOST, "same", facts()) for _ in range(10))


def test_hosts_are_judged_apart():
    """The same picture on three hosts is shared, not a placeholder."""
    detector = PlaceholderDetector(3)
    assert not any(detector.note(f"host-{number}", "a", facts()) for number in range(10))


def test_those_that_passed_are_named_once():
    """The URLs accepted before the picture was found out are handed out, for each to be withdrawn once."""
    detector = PlaceholderDetector(3)
    verdicts(detector, facts(), 3)
    assert detector.first_seen(HOST, "gone") == {Passed(0, "gone"), Passed(1, "gone")}
    verdicts(detector, facts(), 6)
    assert detector.first_seen(HOST, "gone") == set()
    assert detector.first_seen("other.example", "gone") == set()


@pytest.mark.parametrize(("size", "needed"), [(16_383, 3), (16_384, 4), (32_768, 5), (5_000_000, 5)])
def test_larger_files_need_more(size, needed):
    """A large file takes one or two names more: photographs are listed more than once, not under five names."""
    assert verdicts(PlaceholderDetector(3), facts(size=size), needed).count(True) == 1


@pytest.mark.parametrize(
    "form",
    [
        "/logo.png?v={}",
        "/{}/assets/logo.png",
        "/img/{}00/logo.png",
        "/img/logo-{}00x100.png",
        "/t/w_{}00,h_90/logo.png",
    ],
    ids=["version", "language", "folder", "suffix", "transformed"],
)
def test_a_name_counts_once(form):
    """One logo in all sizes, languages and versions has one name, and is no placeholder."""
    detector = PlaceholderDetector(3)
    parts = ["en", "de", "fr", "it"] if form.startswith("/{}/") else range(1, 9)
    assert not any(detector.note(HOST, f"http://{HOST}{form.format(part)}", facts()) for part in parts)


@pytest.mark.parametrize(
    ("names", "others", "expected"),
    [
        (UNLIKE[:3], 3, True),
        (UNLIKE[:3], 2, False),
        (UNLIKE[:2], 9, False),
        ((*UNLIKE[:2], "frozen-arch-mantis"), 9, False),
        ((*UNLIKE[:2], "mantis"), 9, False),
        ((*UNLIKE[:2], "silver-mantis"), 3, True),
        ((*UNLIKE[:2], "silver-gold"), 9, False),
        (("silver-arch", "gold-arch", "smoky-tunnel"), 9, False),
        (("US067942720", "RB08934685", "UC0377044"), 3, True),
        (("US067942720", "US08934685", "UC0377044"), 9, False),
        (("US067942720", "RB08934685", "heron"), 9, False),
        (("10471-0382", "10472-9911", "10473-1181", "10474-7710"), 9, False),
        (("6f3a91c0e2", "b71c02d9aa", "0c33f9e1d7", "91aa0be7c4"), 9, False),
    ],
    ids=[
        *("unlike", "few-others", "two", "a-common-word", "one-word", "a-colour", "colours-alone", "in-two-colours"),
        *("collections", "one-collection", "a-word-beside", "numbers", "hashes"),
    ],
)
def test_three_names_that_say_different_things_are_enough(names, others, expected):
    """Of words, none of which two share, or of collections, where all other pictures of the host have one name."""
    detector, picture = PlaceholderDetector(3), facts("stand-in", size=110_000)
    for number in range(others):
        assert not detector.note(HOST, f"http://{HOST}/other-thing-{number}.jpg", facts(f"own {number}", size=90_000))
    urls = [f"http://{HOST}/catalog/{name}.jpg" for name in names]
    before = [detector.note(HOST, url, picture) for url in urls[:-1]]
    assert bool(detector.too_many_names(HOST, urls[-1], picture)) is expected
    assert [*before, detector.note(HOST, urls[-1], picture)] == [False] * (len(names) - 1) + [expected]


@pytest.mark.parametrize(
    ("names", "late"), [(UNLIKE[:3], ["gone"]), (UNLIKE[:2], []), (("heron-1", "heron-2", "heron-3"), [])]
)
def test_three_names_are_enough_once_the_others_have_come(names, late):
    """In whatever order a host gives its pictures, each that is found out is told of once."""
    detector, picture = PlaceholderDetector(3), facts(size=110_000)
    assert not any(detector.note(HOST, f"http://{HOST}/{name}.jpg", picture, passed=PASSED) for name in names)
    told = []
    for number in range(4):
        detector.note(HOST, f"http://{HOST}/other-thing-{number}.jpg", facts(f"own {number}", size=90_000))
        told.append(detector.found_late(HOST))
    assert told == [[], [], late, []]
    for name in ("one-more", "and-another"):
        detector.note(HOST, f"http://{HOST}/{name}.jpg", facts("own 0", size=90_000))
    assert detector.found_late(HOST) == []
    assert detector.first_seen(HOST, "gone") == ({PASSED} if late else set())


def test_a_host_whose_pictures_all_have_several_names_takes_no_longer_for_each():
    """However many of them might be found out later."""
    detector, began = PlaceholderDetector(3), time.process_time()
    letters = str.maketrans("0123456789", "bcdfghjkmp")
    for number in range(4_000):
        for word in "heron", "lake", "snow":
            url = f"http://{HOST}/{word}{number:04}-{word}{word}{number:04}.jpg".translate(letters)
            assert not detector.note(HOST, url, facts(f"own {number}", size=110_000))
            assert detector.found_late(HOST) == []
    assert time.process_time() - began < 3.0


def test_names_that_came_to_say_the_same_are_found_out_no_more():
    """A fourth name that shares a word with the others speaks for the picture."""
    detector, picture = PlaceholderDetector(3), facts(size=110_000)
    for name in (*UNLIKE[:3], "frozen-arch-mantis"):
        detector.note(HOST, f"http://{HOST}/{name}.jpg", picture)
    for number in range(4):
        detector.note(HOST, f"http://{HOST}/other-thing-{number}.jpg", facts(f"own {number}", size=90_000))
        assert detector.found_late(HOST) == []


def test_a_host_that_has_doubles_needs_as_many_as_any():
    """Where one other photograph has two names, names that say different things are no evidence yet."""
    detector, picture = PlaceholderDetector(3), facts("stand-in", size=110_000)
    for number in range(4):
        detector.note(HOST, f"http://{HOST}/other-thing-{number}.jpg", facts(f"own {number // 2}", size=90_000))
    detector.note(HOST, f"http://{HOST}/one-more.jpg", facts("own", size=90_000))
    detector.note(HOST, f"http://{HOST}/yet-another.jpg", facts("another", size=90_000))
    assert not any(detector.note(HOST, f"http://{HOST}/{name}.jpg", picture) for name in UNLIKE)


def test_a_suspect_needs_two():
    """What something else speaks against takes a second name only."""
    detector = PlaceholderDetector(3)
    urls = [f"http://{HOST}/{name}.jpg" for name in ("heron", "bridge")]
    assert [detector.note(HOST, url, facts(), is_suspect=True) for url in urls] == [False, True]


@pytest.mark.parametrize(("width", "height"), [(1, 400), (300, 2), (10, 10)])
def test_spacers_need_two(width, height):
    """A picture too thin or too small to show anything is given away by a second address."""
    picture = facts(width=width, height=height, size=90)
    assert verdicts(PlaceholderDetector(3), picture, 2) == [False, True]


def test_a_host_that_lists_everything_thrice_is_not_accused():
    """What all pictures of a host do, being served under three addresses, is its habit and no evidence."""
    detector = PlaceholderDetector(4)
    for number in range(20):
        assert not any(verdicts(detector, facts(f"picture-{number}"), 3))
    assert verdicts(detector, facts(), 12).count(True) == 1


def test_a_pair_elsewhere_on_the_host_changes_nothing():
    """A picture that two addresses share is not yet a habit of the host."""
    detector = PlaceholderDetector(3)
    verdicts(detector, facts("logo"), 2)
    for number in range(5):
        verdicts(detector, facts(f"picture-{number}"), 1)
    assert verdicts(detector, facts(), 3) == [False, False, True]


def test_a_placeholder_does_not_hide_another():
    """A picture that was found out counts for no habit, be it many addresses or one picture."""
    detector = PlaceholderDetector(3)
    verdicts(detector, facts("picture"), 1)
    assert verdicts(detector, facts("small"), 50).count(True) == 48
    assert verdicts(detector, facts("large"), 3).count(True) == 1

    detector = PlaceholderDetector(4)
    verdicts(detector, facts("first"), 3)
    verdicts(detector, facts("gone"), 12)
    assert verdicts(detector, facts("second"), 11).count(True) == 0


def test_a_condemned_picture_is_one_from_then_on():
    """What was given away otherwise is a placeholder at once; the URLs that it had passed for are named."""
    detector = PlaceholderDetector(3)
    assert not detector.note(HOST, "first", facts(), passed=Passed(1, "gone"))
    detector.condemn(HOST, "gone")
    assert detector.first_seen(HOST, "gone") == {Passed(1, "gone")}
    assert detector.note(HOST, "first", facts())
    assert detector.note(HOST, "second", facts())
    assert not detector.note("other.example", "third", facts())


def test_a_condemned_picture_counts_for_no_habit():
    """Condemning a picture, met before or not, leaves the host's habit to its other pictures."""
    detector = PlaceholderDetector(4)
    verdicts(detector, facts("met"), 1)
    for name in ("met", "met", "never met"):
        detector.condemn(HOST, name)
    for number in range(2):
        verdicts(detector, facts(f"picture-{number}"), 3)
    assert verdicts(detector, facts(), 12).count(True) == 1


def test_a_shared_picture_has_more_addresses_than_others():
    """Two addresses make a picture shared, unless the host lists all of its pictures twice."""
    detector = PlaceholderDetector(3)
    assert verdicts(detector, facts("once"), 1) + verdicts(detector, facts("twice"), 2) == [False] * 3
    assert [detector.is_shared(HOST, name) for name in ("once", "twice", "never")] == [False, True, False]
    assert not detector.is_shared("other.example", "twice")
    verdicts(detector, facts("once"), 2)
    assert not detector.is_shared(HOST, "twice")


def test_zero_turns_it_off():
    """Without repeats nothing is a placeholder."""
    detector = PlaceholderDetector(0)
    detector.condemn(HOST, "gone")
    assert not any(verdicts(detector, facts(), 100))


def test_memory_is_bounded():
    """Only the pictures and hosts seen last are remembered."""
    detector = PlaceholderDetector(3, capacity=10)
    for number in range(100):
        detector.note(f"host-{number}", "a", facts(f"picture-{number}"))
    assert len(detector._pictures) == len(detector._hosts) == 10
    assert verdicts(detector, facts("picture-99"), 3, host="host-99")[-1]


def test_who_speaks_for_its_names_spares_a_picture():
    """A picture with too many names is spared while somebody speaks for all of them, and found out when nobody does."""
    detector = PlaceholderDetector(3)
    few = lambda names: 2 < len(names) < 5  # noqa: E731
    given = [detector.note(HOST, f"art{n}.jpg", facts(), passed=Passed(n, "gone"), spares=few) for n in range(5)]
    assert given == [False, False, False, False, True]
    assert detector.first_seen(HOST, "gone") == {Passed(n, "gone") for n in range(4)}


def test_a_spared_picture_is_asked_about_again():
    """What is noted once more under a known name is found out if nobody speaks for it any longer."""
    detector = PlaceholderDetector(3)
    assert not any(detector.note(HOST, f"{n}.jpg", facts(), spares=lambda _: True) for n in range(3))
    assert detector.is_spared(HOST, "gone")
    assert detector.note(HOST, "2.jpg", facts())
    assert not detector.is_spared(HOST, "gone")


def test_a_spared_picture_is_no_habit():
    """That one photograph has many names makes it no habit of the host: the next picture has as few as ever."""
    detector = PlaceholderDetector(3)
    for number in range(6):
        detector.note(HOST, f"shoe{number}.jpg", facts("shoe"), spares=lambda _: True)
    assert verdicts(detector, facts(), 3) == [False, False, True]


def test_the_names_are_told_before_they_are_too_many():
    """The names are handed out with the one that makes them enough, and none before."""
    detector = PlaceholderDetector(3)
    assert not detector.too_many_names(HOST, "heron.jpg", facts())
    verdicts(detector, facts(), 2)
    assert not detector.too_many_names(HOST, f"http://{HOST}/gone1.jpg", facts())
    assert detector.too_many_names(HOST, "heron.jpg", facts()) == {"gone0", "gone1", "heron"}


def test_no_thing_has_countless_names():
    """Whoever speaks for a picture is asked of 64 names at most; the next gives it away, with all that passed."""
    detector, asked = PlaceholderDetector(3), []

    def spares(names: frozenset[str]) -> bool:
        asked.append(len(names))
        return True

    urls = [f"turbowidget-{number}-view.jpg" for number in range(70)]
    told, given = [], []
    for number, url in enumerate(urls):
        told.append(len(detector.too_many_names(HOST, url, facts())))
        given.append(detector.note(HOST, url, facts(), passed=Passed(number, "gone"), spares=spares))
    assert given == [False] * 64 + [True] * 6
    assert max(asked) == max(told) == 64
    assert detector.first_seen(HOST, "gone") == {Passed(number, "gone") for number in range(64)}
