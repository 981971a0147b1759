from __future__ import annotations

from random import Random

import pytest

from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.invented import InventedNames, Next

DRAWN = bytes([250] * 768)


def photo(name: str, *, phash: int | None = None, looks: bytes | None = None) -> ImageFacts:
    """Return the facts of a photograph like no other, unless its hash or *looks* are given."""
    rng = Random(name)
    bits, shot = rng.getrandbits(64), rng.randbytes(768)
    return ImageFacts(
        name, 5000, "JPEG", "jpg", 100, 80, "RGB", f"{bits if phash is None else phash:016x}", 1, looks or shot
    )


class Host:
    """A host that is asked for made-up names in one way."""

    def __init__(self, **options: int) -> None:
        self.names = InventedNames(**options)

    def answer(
        self, facts: ImageFacts, kind: Next = Next.SAME, *, is_proof: bool = False, is_listed: bool = False
    ) -> Next:
        """Note an answer to a name of this *kind*; return what the next one is to be like."""
        self.names.asking("a", "default", (100, 80))
        self.names.answered("a", "default", facts, kind=kind, like="x", is_proof=is_proof, is_listed=is_listed)
        return self.names.asks_for("a", "default")

    @property
    def is_by_lot(self) -> bool:
        """Whether it draws one of many for any name."""
        return self.names.is_by_lot("a", "default")


def test_a_host_without_pictures_for_such_names_is_left_alone():
    """A drawing that is not the one on trial asks for no further name."""
    assert Host().names.asks_for("a", "default") is Next.NOTHING
    assert Host().answer(photo("one", looks=DRAWN)) is Next.NOTHING


def test_a_placeholder_is_asked_for_in_other_sizes_until_it_comes_again():
    """What is proven may be made in any size; once the same bytes come for another, it is not."""
    host = Host()
    assert host.answer(photo("gone", looks=DRAWN), is_proof=True) is Next.OTHER_SIZE
    assert host.answer(photo("gone, small"), Next.OTHER_SIZE) is Next.OTHER_SIZE
    assert host.answer(photo("gone", looks=DRAWN), Next.OTHER_SIZE) is Next.NOTHING
    assert (host.names.asked("a", "default"), host.names.sizes("a", "default")) == (3, frozenset({(100, 80)}))


def test_a_photograph_is_one_of_many_until_it_has_come_again_twice():
    """Only then other sizes are asked for; not where another came, too."""
    host = Host()
    answers = [host.answer(photo("gone"), is_proof=number == 0) for number in range(3)]
    assert answers == [Next.SAME, Next.SAME, Next.OTHER_SIZE]
    host = Host()
    assert [host.answer(photo(name)) for name in ("one", "other", "one", "one", "one")] == [Next.SAME] * 5


def test_a_name_that_is_under_way_is_not_asked_for_twice():
    """Between question and answer there is nothing more to ask for."""
    host = Host()
    host.answer(photo("gone"), is_proof=True)
    host.names.asking("a", "default", (50, 50))
    assert host.names.asks_for("a", "default") is Next.NOTHING


def test_four_photographs_one_of_them_listed_are_drawn_by_lot():
    """Three are too few; more names need not be made up then, and other ways of asking are not judged."""
    host = Host()
    for number in range(3):
        assert host.answer(photo(str(number)), is_listed=number == 0) is Next.SAME
        assert not host.is_by_lot
    assert host.answer(photo("3")) is Next.NOTHING
    assert host.is_by_lot
    assert not host.names.is_by_lot("a", "other_browser")
    assert host.names.is_open("a", "other_browser")
    assert not host.names.is_open("a", "default")
    assert not host.names.is_open("b", "other_browser")
    host.names.asking("a", "other_browser", (100, 80))
    assert not host.names.is_open("a", "other_browser")


def test_lots_of_all_ways_count_together_where_each_has_some():
    """A way in which no photograph came for such a name may be the one that shows the truth."""
    host = Host()
    for number in range(3):
        host.answer(photo(str(number)))
    for name, is_listed in (("2", False), ("3", True)):
        assert not host.is_by_lot
        host.names.answered("a", "other", photo(name), kind=Next.SAME, like="y", is_proof=False, is_listed=is_listed)
    assert host.is_by_lot
    assert host.names.has_several("a", "other")
    host.names.found_nothing("a", "no_referer", "/x/1.jpg")
    assert not host.names.is_by_lot("a", "no_referer")
    assert not host.names.has_several("a", "no_referer")


def test_a_listed_drawing_makes_no_lots_of_photographs():
    """It is the picture for nothing of its way; the photographs may be made for each name."""
    host = Host()
    for number in range(4):
        host.answer(photo(str(number)))
    drawing = photo("gone", looks=DRAWN)
    host.names.answered("a", "other", drawing, kind=Next.SAME, like="y", is_proof=True, is_listed=True)
    assert not host.is_by_lot


def test_what_comes_for_a_name_like_another_address_is_no_lot():
    """A host cuts one photograph to the size of each address: other sizes are asked for as if it had come alone."""
    host = Host()
    for number, like in enumerate("xyxyx"):
        host.names.asking("a", "default", (100, 80))
        answer = photo("gone" if like == "x" else f"cut {number}")
        host.names.answered("a", "default", answer, kind=Next.SAME, like=like, is_proof=True, is_listed=True)
    assert host.names.like("a", "default") == "x"
    assert host.names.asks_for("a", "default") is Next.OTHER_SIZE
    assert not host.names.has_several("a", "default")


def test_another_name_like_the_same_address_asks_for_no_further_size():
    """Whoever's turn it is: what has not been asked for in its size is to be."""
    names = Host().names
    names.asking("a", "default", (100, 80))
    names.asking("a", "default", None)
    assert (names.asked("a", "default"), names.sizes("a", "default")) == (2, frozenset({(100, 80)}))


def test_photographs_that_are_made_for_each_name_are_no_lot():
    """No listed address has brought one of them; if one does later, they are, in the way in which they came."""
    host = Host()
    assert [host.answer(photo(str(number))) for number in range(4)] == [Next.SAME] * 3 + [Next.NOTHING]
    assert not host.is_by_lot
    host.names.note_listed("a", photo("new"))
    host.names.note_listed("b", photo("2"))
    assert not host.is_by_lot
    host.names.note_listed("a", photo("2"))
    assert host.is_by_lot


def test_drawings_that_are_made_for_each_name_are_no_lot():
    """Initials, charts and codes are what was asked for."""
    host = Host()
    for number in range(5):
        host.answer(photo(str(number), looks=DRAWN))
    assert not host.is_by_lot


def test_where_a_host_has_nothing_is_remembered():
    """It is known of a way of asking and the first directory, in whatever directory below that."""
    names = InventedNames()
    names.found_nothing("a", "default", "http://a/img/2/swan.jpg")
    assert names.knows_its_own("a", "default", "http://a/img/3/4/heron.jpg")
    assert not names.knows_its_own("a", "default", "http://a/photos/heron.jpg")
    assert not names.knows_its_own("a", "default", "http://a/img.jpg")
    assert not names.knows_its_own("a", "no_referer", "http://a/img/3/heron.jpg")
    assert not names.knows_its_own("b", "default", "http://b/img/3/heron.jpg")


def test_one_photograph_in_other_bytes_is_no_lot():
    """A photograph that is made anew, or smaller, each time is one."""
    host = Host()
    assert host.answer(photo("gone", phash=0)) is Next.SAME
    for number in range(1, 5):
        host.answer(photo(f"gone {number}", phash=number))
    assert not host.is_by_lot


@pytest.mark.parametrize(
    ("facts", "is_given"),
    [
        (photo("gone", phash=0), True),
        (photo("anew", phash=3), True),
        (photo("other"), False),
        (photo("drawn", phash=0, looks=DRAWN), False),
    ],
    ids=["bytes", "scene", "other", "drawing"],
)
def test_what_came_is_known_again(facts, is_given):
    """By its bytes, or as a photograph that shows the same; at its own host."""
    host = Host()
    host.answer(photo("gone", phash=0))
    assert host.names.note_listed("a", facts) is is_given
    assert not host.names.note_listed("b", facts)


def test_memory_is_bounded():
    """Of the hosts only the last ones are remembered."""
    host = Host(capacity=1)
    host.answer(photo("gone"), is_proof=True)
    host.names.answered("b", "default", photo("new"), kind=Next.SAME, like="x", is_proof=False, is_listed=False)
    assert not host.names.note_listed("a", photo("gone"))
    assert host.names.asks_for("a", "default") is Next.NOTHING
    assert host.names.note_listed("b", photo("new"))


def test_hosts_that_give_nothing_for_such_names_are_bounded_too():
    """Most hosts answer so."""
    host = Host(capacity=1)
    host.names.asking("a", "default", (100, 80))
    host.names.asking("b", "default", (100, 80))
    assert (host.names.asked("a", "default"), host.names.sizes("a", "default")) == (0, frozenset())
    assert (host.names.asked("b", "default"), host.names.sizes("b", "default")) == (1, frozenset({(100, 80)}))


def test_names_that_are_asked_for_at_once_count_before_they_are_answered():
    """Eight in all, however the host is asked, and none more while answers are awaited."""
    names = InventedNames()
    allowed = []
    for _ in range(9):
        allowed.append(names.may_ask("a", "default"))
        names.asking("a", "default", (100, 80))
    assert allowed == [True] * 8 + [False]
    assert not names.may_ask("a", "no_referer")
    assert names.may_ask("b", "default")


def test_where_there_is_a_photograph_for_any_name_each_way_may_be_asked():
    """Four names in one way tell that; eight in each are the most."""
    host = Host()
    for number in range(4):
        host.answer(photo(str(number)), is_listed=True)
    allowed = []
    for _ in range(9):
        allowed.append(host.names.may_ask("a", "no_referer"))
        host.names.asking("a", "no_referer", (100, 80))
    assert allowed == [True] * 8 + [False]


def test_hosts_that_were_used_last_are_remembered():
    """A host of which a picture came, or that was asked, is not forgotten before one that was left alone since."""
    names = InventedNames(capacity=2)
    for host in "ab":
        names.found_nothing(host, "default", "/x/1.jpg")
    assert not names.note_listed("a", photo("heron"))
    names.found_nothing("c", "default", "/x/1.jpg")
    names.asking("a", "default", (1, 1))
    names.found_nothing("d", "default", "/x/1.jpg")
    assert [names.knows_its_own(host, "default", "/x/2.jpg") for host in "abcd"] == [True, False, False, True]


def test_another_size_may_be_like_any_address():
    """Only lots are told by names like one."""
    host = Host()
    assert host.answer(photo("gone", looks=DRAWN), is_proof=True) is Next.OTHER_SIZE
    host.names.asking("a", "default", (50, 50))
    host.names.answered(
        "a", "default", photo("gone, small"), kind=Next.OTHER_SIZE, like="y", is_proof=False, is_listed=False
    )
    assert host.names.asks_for("a", "default") is Next.OTHER_SIZE


def test_eight_names_are_enough_in_one_way():
    """Whatever the eighth brings."""
    host = Host()
    assert [host.answer(photo(name)) for name in ("one", "other") * 4] == [*[Next.SAME] * 7, Next.NOTHING]


def test_two_photographs_are_several():
    """One may come again for any name."""
    host = Host()
    host.answer(photo("one"))
    assert not host.names.has_several("a", "default")
    host.answer(photo("other"))
    assert host.names.has_several("a", "default")


def test_another_way_is_open_where_a_host_draws_by_lot():
    """Until a name was made up in that way too; a host that was asked for none is not."""
    host = Host()
    assert not host.names.is_open("a", "other")
    for number in range(4):
        assert not host.names.is_open("a", "other")
        host.answer(photo(str(number)), is_listed=True)
    assert host.names.is_open("a", "other")
    assert not host.names.is_open("a", "default")
    host.names.asking("a", "other", None)
    assert not host.names.is_open("a", "other")


def test_a_host_says_of_one_folder_that_it_has_nothing():
    """The first of the path is mostly that of one program; a file at the root lies in none."""
    names = Host().names
    names.found_nothing("a", "default", "http://a.test/1.jpg")
    names.found_nothing("a", "default", "http://a.test/x/y/1.jpg")
    known = [names.knows_its_own("a", "default", f"http://a.test/{path}") for path in ("2.jpg", "x/2.jpg", "y/2.jpg")]
    assert known == [True, True, False]


def test_a_host_that_gave_a_picture_for_any_name_does_not_give_nothing():
    """In whatever way; nor does one that was not asked."""
    names, url = InventedNames(), "http://a.test/x/1.jpg"
    assert not names.gives_nothing("a", "default", url)
    names.found_nothing("a", "default", url)
    assert names.gives_nothing("a", "default", url)
    assert not names.gives_nothing("a", "default", "http://a.test/y/1.jpg")
    names.answered("a", "other", photo("gone"), kind=Next.SAME, like=url, is_proof=False, is_listed=False)
    assert not names.gives_nothing("a", "default", url)
