from __future__ import annotations

import json

import pytest

from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.rules.variants import LADDER


def test_a_host_begins_with_the_default():
    """A host that has taught nothing is asked in the default way, and the ladder is in its own order."""
    memory = HostMemory()
    assert memory["a"].favourite().name == "default"
    assert memory.ladder("a", "http_403") == list(LADDER)


def test_what_won_where_the_default_lost_comes_first():
    """A way that worked where the default was refused is the one to begin with, and leads the ladder."""
    memory = HostMemory()
    memory.refused("a", "default")
    memory.won("a", "no_referer")
    assert memory["a"].favourite().name == "no_referer"
    assert memory.ladder("a", "http_403")[0].name == "no_referer"
    assert memory["b"].favourite().name == "default"


def test_a_default_that_works_stays():
    """Where the default works now and then, another way's success does not displace it."""
    memory = HostMemory()
    memory.refused("a", "default")
    for _ in range(5):
        memory.won("a", "default")
        memory.won("a", "no_referer")
    assert memory["a"].favourite().name == "default"


def test_who_was_given_notices_alone_succeeds_nobody():
    """Pictures that proved to be none count for no succession, whether that is found out before it or after."""
    memory = HostMemory()
    for way in ("default", "default", "other_browser"):
        memory.won("a", way)
    memory.lost_again("a", "other_browser")
    memory.won("a", "other_browser")
    assert memory["a"].favourite().name == "default"
    memory.won("a", "other_browser")
    assert memory["a"].favourite().name == "other_browser"
    for _ in range(2):
        memory.lost_again("a", "other_browser")
    assert memory["a"].favourite().name == "default"


def test_a_way_that_is_given_nothing_any_more_is_succeeded():
    """Two images in another way, and none in the first since, make that the one to begin with; so it goes on."""
    memory = HostMemory()
    for way in ("default", "default", "other_browser"):
        memory.won("a", way)
    assert memory["a"].favourite().name == "default"
    memory.won("a", "other_browser")
    assert memory["a"].favourite().name == "other_browser"
    memory.won("a", "bot_identity")
    memory.won("a", "other_browser")
    memory.won("a", "bot_identity")
    assert memory["a"].favourite().name == "other_browser"
    memory.won("a", "bot_identity")
    assert memory["a"].favourite().name == "bot_identity"


def test_a_win_that_was_none_is_taken_back():
    """A picture that proved to be no image teaches nothing, and counts never fall below none."""
    memory = HostMemory()
    memory.refused("a", "default")
    memory.won("a", "no_referer")
    memory.lost_again("a", "no_referer")
    memory.lost_again("a", "no_referer")
    assert memory["a"].favourite().name == "default"
    assert memory["a"].wins["no_referer"] == 0
    later = HostMemory()
    later.recall(memory.to_store().items())
    assert later["a"].favourite().name == "default"


def test_other_hosts_experience_orders_the_ladder():
    """On a host that has taught nothing, the way that helped most elsewhere against the same failure goes first."""
    memory = HostMemory()
    for host in "abc":
        memory.tested(host, "http_403", "bot_identity", row=1, helped=True)
        memory.tested(host, "content_html", "no_referer", row=1, helped=True)
    memory.tested("d", "http_403", "no_referer", row=1, helped=False)
    memory.tested("d", "content_html", "bot_identity", row=1, helped=False)
    assert memory.ladder("new", "http_403")[0].name == "bot_identity"
    assert memory.ladder("new", "content_html")[0].name == "no_referer"


def test_a_host_speaks_once():
    """However many rows try a way on one host, they are one piece of evidence."""
    memory = HostMemory()
    for row in range(50):
        memory.tested("a", "http_403", "other_browser", row=row, helped=False)
    assert memory.odds.chance("http_403", "other_browser") == pytest.approx(1 / 6)


def test_help_that_was_none_is_taken_back_once():
    """A picture that proved to be none is a trial in vain; only the row that spoke for its host takes it back."""
    memory = HostMemory()
    for row in (1, 2):
        memory.tested("a", "http_403", "no_referer", row=row, helped=True)
    memory.seemed_to_help("a", "http_403", "no_referer", row=2)
    assert memory.odds.chance("http_403", "no_referer") == pytest.approx(2 / 6)
    for _ in range(2):
        memory.seemed_to_help("a", "http_403", "no_referer", row=1)
        memory.tested("a", "http_403", "no_referer", row=1, helped=True)
    assert memory.odds.chance("http_403", "no_referer") == pytest.approx(1 / 6)


def test_what_has_won_at_a_host_is_worth_it_there():
    """Against a host where it has helped, a way is tried whatever it has done elsewhere."""
    memory = HostMemory()
    memory.won("fan", "other_browser")
    for n in range(30):
        memory.tested(f"h{n}", "http_403", "other_browser", row=n, helped=False)
    assert not memory.is_worth_it("new", "http_403", "other_browser")
    assert memory.is_worth_it("fan", "http_403", "other_browser")


def test_the_search_is_worth_more_with_more_rows():
    """One request in each way for the first refused row, half as many again whenever there are twice as many rows."""
    lessons, worth = HostMemory()["a"], []
    for lessons.refused_rows in (0, 1, 2, 4, 16, 64, 1024):
        worth.append(lessons.searches_left())
    assert worth == [5, 5, 7, 10, 15, 20, 30]
    lessons.searches = 28
    assert lessons.searches_left() == 2
    lessons.searches = 40
    assert lessons.searches_left() == 0


def test_a_way_is_winning_until_it_helps_seldom():
    """A way that has won is asked of every row, but not where it was refused twenty times for each image."""
    memory = HostMemory()
    assert not memory["a"].is_winning("no_referer")
    memory.won("a", "no_referer")
    for _ in range(19):
        memory.refused("a", "no_referer")
    assert memory["a"].is_winning("no_referer")
    memory.refused("a", "no_referer")
    assert not memory["a"].is_winning("no_referer")
    assert memory.ladder("a", "http_403")[-1].name == "no_referer"


def test_the_ladder_turns_round():
    """What was refused to fewest rows comes first; where all were refused as often the order changes each time."""
    memory = HostMemory()
    names = [way.name for way in LADDER]
    for times in range(3):
        order = [way.name for way in memory.ladder("a", "http_403")]
        assert order == (names[::-1] if times % 2 else names)
        for name in names:
            memory.refused("a", name)


def test_retries_are_a_budget():
    """A host may cost twelve retries; each image earns one, up to twelve again."""
    memory = HostMemory()
    assert [memory.take_retry("a") for _ in range(14)] == [True] * 12 + [False] * 2
    memory.won("a", "default")
    assert [memory.take_retry("a") for _ in range(2)] == [True, False]
    for _ in range(100):
        memory.won("a", "default")
    assert memory["a"].retry_tokens == 12


def test_lessons_outlive_the_run():
    """What was learnt is stored JSON-safe and taken up by the next run, each count weighing as one."""
    memory = HostMemory()
    memory.refused("a", "default")
    for _ in range(9):
        memory.won("a", "no_referer")
    memory.won("dull", "default")
    stored = json.loads(json.dumps(memory.to_store()))
    assert list(stored) == ["a"]
    later = HostMemory()
    later.recall(stored.items())
    assert later["a"].favourite().name == "no_referer"
    assert later["a"].wins == {"no_referer": 1}


def test_memory_of_ways_that_no_longer_exist_is_dropped():
    """Lessons of an older version do no harm."""
    memory = HostMemory()
    memory.recall([("a", {"wins": {"magic": 3}, "losses": {"default": 1}}), ("b", {})])
    assert memory["a"].favourite().name == "default"
    assert memory["b"].wins == {}


def test_the_oldest_hosts_are_forgotten():
    """The memory is bounded."""
    memory = HostMemory(capacity=10)
    for n in range(100):
        memory.won(f"h{n}", "no_referer")
    assert "h99" in memory
    assert "h0" not in memory
    assert len(memory.to_store()) == 10


def test_what_this_run_has_learnt_is_not_overwritten():
    """Lessons of an earlier run are taken up for hosts that this run has not met."""
    memory = HostMemory()
    for _ in range(5):
        memory.won("a.test", "default")
    memory.recall([(host, {"wins": {"no_referer": 3}, "losses": {"default": 1}}) for host in ("a.test", "b.test")])
    assert memory["a.test"].favourite().name == "default"
    assert memory["b.test"].favourite().name == "no_referer"


def test_the_hosts_met_last_are_remembered():
    """It is the hosts that were not met for longest that are forgotten."""
    memory = HostMemory(capacity=2)
    for host in ("a", "b", "a", "c"):
        memory[host].https_wins = 1
    assert [host in memory for host in "abc"] == [True, False, True]


def test_hosts_that_have_taught_nothing_are_forgotten_first():
    """A dead link leaves nothing worth keeping; an image, a refusal and a retry that was taken do."""
    memory = HostMemory(capacity=10, most_blank=4)
    memory.won("image", "default")
    memory.refused("refusal", "default")
    memory.take_retry("retry")
    for n in range(20):
        memory[f"dead{n}"].misplaced += 1
    assert [host in memory for host in ("image", "refusal", "retry", "dead0", "dead19")] == [
        True,
        True,
        True,
        False,
        True,
    ]


def test_images_of_a_way_that_is_distrusted_are_forgotten():
    """The host's rows begin in the way that has given others, even if they were fewer."""
    memory = HostMemory()
    for way in ("default", "default", "no_referer"):
        memory.won("a.test", way)
    assert memory["a.test"].favourite().name == "default"
    memory.distrust("a.test", "default")
    assert memory["a.test"].favourite().name == "no_referer"
    assert memory["a.test"].images == 1
    memory["a.test"].standing = "no_referer"
    memory.distrust("a.test", "no_referer")
    assert memory["a.test"].standing == ""
    assert memory["a.test"].images == 0
