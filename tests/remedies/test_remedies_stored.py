"""What a catalogue holds of hosts is read as far as it can be, whoever wrote it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.remedies.hosts.memory import HostMemory

RULE = {
    "old": "a.test/x",
    "new": "https://b.test/y",
    "keeps_size": False,
    "ending": "*",
    "query": "",
    "failures": ["http_404"],
}
OLD, NEW = "http://a.test/x/2020/01/02/IMG_20200102_123456.jpg", "https://b.test/y/2020/01/02/IMG_20200102_123456.jpg"
SOUND = {"wins": {"no_referer": 2}, "losses": {"default": 1}, "disguise_proofs": 1, "plain": [], "moves": [RULE]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(list(RULE)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*SOUND, *RULE]), inner, max_size=4),
    max_leaves=12,
)


def recalled(stored: object) -> HostMemory:
    """Return what is known after *stored* was taken up of a host, and something sound of another."""
    memory = HostMemory()
    memory.recall([("a.test", stored), ("b.test", SOUND)])
    return memory


def found(memory: HostMemory) -> list[str]:
    """Return where rules lead from the old address."""
    moves = memory["a.test"].moves
    return [url for url, _ in moves.addresses(OLD, failure="http_404")] if moves else []


@pytest.mark.parametrize("name", RULE)
def test_a_rule_that_lacks_a_field_is_none(name):
    """The others of its host hold, and so does the rest; what only narrows a rule may be missing."""
    rule = {key: value for key, value in RULE.items() if key != name}
    other = RULE | {"new": "https://c.test/z"}
    memory = recalled(SOUND | {"moves": [rule, other]})
    expected = [NEW.replace("b.test/y", "c.test/z")]
    assert found(memory) == ([NEW, *expected] if name == "keeps_size" else expected)
    assert memory["a.test"].favourite().name == "no_referer"


@pytest.mark.parametrize(
    "new", ["file:///etc", "http://[", "http://h:99999", "http://h:0", "b.test", "https://", "https://ann:pw@b.test", 5]
)
def test_a_rule_leads_to_the_web_alone(new):
    """What is no address, or brings a login along, is no place for a picture."""
    assert found(recalled({"moves": [RULE | {"new": new}]})) == []


@given(JSON | st.fixed_dictionaries(dict.fromkeys(SOUND, JSON)))
def test_nothing_that_is_stored_stops_a_crawl(stored):
    """Any JSON is taken for what it says, or for nothing; what another host has taught is not lost by it."""
    memory = recalled(stored)
    found(memory)
    json.dumps(memory.to_store())
    assert memory["b.test"].favourite().name == "no_referer"


def test_what_is_sound_is_taken_up():
    """All of it."""
    memory = recalled(SOUND)
    assert found(memory) == [NEW]
    assert memory["a.test"].disguise_proofs == 1
