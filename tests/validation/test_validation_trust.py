from __future__ import annotations

from hashlib import sha256

import pytest

from imgcrawl.records import Passed
from imgcrawl.validation.placeholders import trust as trust_module
from imgcrawl.validation.placeholders.trust import Conclusion, WayTrust

HOST = "club.test"


def sha(name: str) -> str:
    """Return the SHA-256 of the picture *name*."""
    return sha256(name.encode()).hexdigest()


@pytest.fixture
def trust() -> WayTrust:
    """Return what is known of a host where six pictures passed in one way."""
    known = WayTrust()
    for number in range(6):
        known.note(HOST, "default", Passed(number, sha(f"ad {number}")))
    return known


def test_a_picture_that_is_belied_must_come_otherwise(trust):
    """So must the first four that passed, whatever has become of the others."""
    conclusion = trust.belie(HOST, "default", sha("ad 5"))
    assert conclusion == Conclusion({Passed(number, sha(f"ad {number}")) for number in (0, 1, 2, 3, 5)}, ())
    assert trust.must_come_otherwise(HOST, "default", sha("ad 5"))
    assert not trust.must_come_otherwise(HOST, "default", sha("ad 4"))
    assert not trust.must_come_otherwise(HOST, "same_origin_referer", sha("ad 5"))
    assert not trust.must_come_otherwise("other.test", "default", sha("ad 5"))


def test_what_comes_later_is_a_sample_too():
    """Of a way that has been belied once, the next four pictures must come otherwise, and no fifth."""
    trust = WayTrust()
    trust.belie(HOST, "default", sha("ad"))
    assert [trust.must_come_otherwise(HOST, "default", f"picture {number}") for number in range(6)] == [
        *[True] * 4,
        *[False] * 2,
    ]


def test_a_way_is_distrusted_for_another_that_lasts(trust):
    """It takes two pictures that were belied, and two that came twice in another way."""
    trust.belie(HOST, "default", sha("ad 0"))
    assert not trust.lasts(HOST, "same_origin_referer", "heron").distrusted
    assert not trust.belie(HOST, "default", sha("ad 1")).distrusted
    assert not trust.lasts(HOST, "same_origin_referer", "heron").distrusted
    conclusion = trust.lasts(HOST, "same_origin_referer", "bridge")
    assert conclusion == Conclusion({Passed(5, sha("ad 5"))}, ("default",))  # the others were samples
    assert trust.is_distrusted(HOST, "default")
    assert trust.must_come_otherwise(HOST, "default", "whatever")
    assert trust.has_lasted(HOST, "same_origin_referer")
    assert trust.belie(HOST, "default", sha("ad 2")) == Conclusion()


def test_one_picture_that_is_belied_is_one_notice(trust):
    """The other way may last as it will."""
    trust.belie(HOST, "default", sha("ad 0"))
    for name in ("heron", "bridge", "market"):
        assert not trust.lasts(HOST, "same_origin_referer", name).distrusted
    assert not trust.is_distrusted(HOST, "default")


def test_what_came_in_both_ways_may_stay(trust):
    """A picture that was only suspected is its address's own if another way brings it."""
    trust.belie(HOST, "default", sha("ad 5"))
    trust.agree(HOST, "default", sha("ad 0"))
    assert not trust.must_come_otherwise(HOST, "default", sha("ad 0"))


def test_a_way_that_changes_is_distrusted_at_once(trust):
    """All that passed is asked for anew, and it is remembered how it came."""
    conclusion = trust.distrust(HOST, "default")
    assert conclusion == Conclusion({Passed(number, sha(f"ad {number}")) for number in range(6)}, ("default",))
    assert trust.came_by(HOST, Passed(3, sha("ad 3"))) == "default"
    assert trust.came_by(HOST, Passed(3, sha("other"))) is None
    assert trust.distrust(HOST, "default").passed == set()


def test_ways_are_open_where_a_host_has_two_faces(trust):
    """Until they last, or are known to bring what they should not."""
    assert not trust.is_open(HOST, "no_referer")
    trust.belie(HOST, "default", sha("ad 0"))
    assert trust.is_open(HOST, "no_referer")
    assert not trust.is_open(HOST, "default")
    assert not trust.is_open("other.test", "no_referer")
    trust.lasts(HOST, "no_referer", "heron")
    assert trust.is_open(HOST, "no_referer")
    trust.lasts(HOST, "no_referer", "bridge")
    assert not trust.is_open(HOST, "no_referer")
    trust.distrust(HOST, "third_browser")
    assert not trust.is_open(HOST, "third_browser")


def test_three_looks_in_vain_are_enough():
    """A look that has paid does not count."""
    trust = WayTrust()
    for _ in range(3):
        assert trust.may_probe(HOST)
        trust.probed(HOST)
    assert not trust.may_probe(HOST)
    trust.probed(HOST, -1)
    assert trust.may_probe(HOST)
    assert trust.probes(HOST) == 2


def test_other_pictures_are_at_stake(trust):
    """What is known of one notice says nothing of a host that gave nothing else."""
    assert trust.is_at_stake(HOST, "default", sha("ad 0"))
    assert not trust.is_at_stake(HOST, "no_referer", sha("ad 0"))
    alone = WayTrust()
    alone.note(HOST, "default", Passed(1, sha("ad")))
    assert not alone.is_at_stake(HOST, "default", sha("ad"))


def test_hosts_seen_long_ago_are_forgotten():
    """Of hosts, the last ones are remembered."""
    trust = WayTrust(capacity=1)
    trust.distrust(HOST, "default")
    trust.distrust("other.test", "default")
    assert not trust.is_distrusted(HOST, "default")


def test_what_is_asked_for_anew_is_remembered_for_a_while(monkeypatch):
    """It tells which way is belied when it comes again; of those that never do the oldest are forgotten."""
    monkeypatch.setattr(trust_module, "_MOST_ASKED_ANEW", 2)
    trust = WayTrust()
    for number in range(3):
        trust.note(HOST, "default", Passed(number, sha("ad")))
        trust.distrust(HOST, "default")
    assert [trust.came_by(HOST, Passed(number, sha("ad"))) for number in range(3)] == [None, "default", "default"]


def test_hosts_that_only_give_images_push_out_no_verdict():
    """What was found out of a host is not forgotten for others of which nothing is known."""
    trust = WayTrust(capacity=1)
    trust.distrust(HOST, "default")
    for number in range(3):
        trust.note(f"h{number}.test", "default", Passed(number, sha("a")))
    assert trust.is_distrusted(HOST, "default")


def test_what_is_asked_anew_is_known_until_it_comes(trust):
    """Of a picture that is taken back it is known that it is to come in another way, and in which way it came."""
    passed, other = Passed(0, sha("ad 0")), Passed(9, sha("ad 9"))
    assert not trust.is_asked_anew(passed)
    trust.distrust(HOST, "default")
    assert [trust.is_asked_anew(passed), trust.is_asked_anew(other)] == [True, False]
    assert trust.came_by(HOST, passed) == "default"
    trust.note(HOST, "no_referer", passed)
    assert not trust.is_asked_anew(passed)
    assert trust.came_by(HOST, passed) == "no_referer"


def test_an_excused_picture_says_nothing(trust):
    """A picture that was a notice of its time belies the way in which it came no more, others do."""
    trust.excuse(HOST, "default", sha("ad 0"))
    assert trust.belie(HOST, "default", sha("ad 0")) == Conclusion()
    assert not trust.is_belied(HOST, "default", sha("ad 0"))
    assert trust.belie(HOST, "default", sha("ad 1")).passed
    assert trust.is_belied(HOST, "default", sha("ad 1"))


def test_of_a_way_the_last_pictures_are_remembered(monkeypatch):
    """Of those that were belied, suspected or excused the oldest are forgotten; what comes again is the last."""
    monkeypatch.setattr(trust_module, "_MOST_PICTURES", 2)
    trust = WayTrust()
    for name in ("one", "two", "one", "three"):
        trust.belie(HOST, "default", sha(name))
        trust.excuse(HOST, "no_referer", sha(name))
    names = ("one", "two", "three")
    assert [trust.is_belied(HOST, "default", sha(name)) for name in names] == [True, False, True]
    assert [trust.belie(HOST, "no_referer", sha(name)).passed == set() for name in names] == [True] * 3
    assert [trust.is_belied(HOST, "no_referer", sha(name)) for name in names] == [False, True, False]


def test_a_sample_is_another_picture():
    """One that comes again and again is one of the four."""
    trust = WayTrust()
    trust.belie(HOST, "default", sha("ad"))
    assert all(trust.must_come_otherwise(HOST, "default", "picture") for _ in range(6))
    assert trust.must_come_otherwise(HOST, "default", "another")


def test_a_way_is_not_distrusted_because_it_lasts_itself(trust):
    """Another must."""
    for name in ("heron", "bridge"):
        assert not trust.lasts(HOST, "default", name).distrusted
    for name in ("ad 0", "ad 1"):
        assert not trust.belie(HOST, "default", sha(name)).distrusted
    assert not trust.is_distrusted(HOST, "default")


def test_a_host_whose_pictures_last_has_one_face(trust):
    """Until another picture lasts in place of one."""
    trust.lasts(HOST, "default", "heron")
    assert not trust.is_open(HOST, "no_referer")


def test_all_that_passed_is_taken_back_with_the_last_proof(trust):
    """Not only what was a sample."""
    for name in ("heron", "bridge"):
        trust.lasts(HOST, "no_referer", name)
    trust.belie(HOST, "default", sha("ad 0"))
    conclusion = trust.belie(HOST, "default", sha("ad 1"))
    assert conclusion.distrusted == ("default",)
    assert Passed(5, sha("ad 5")) in conclusion.passed
