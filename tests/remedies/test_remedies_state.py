from __future__ import annotations

import json

from imgcrawl.remedies.attempts.state import FetchState, new_refusals, new_state


def test_a_state_speaks_json():
    """The state rides in request meta: it survives JSON unchanged."""
    state = new_state(-5, "http://a.test/1.jpg", None)
    assert json.loads(json.dumps(state)) == state


def test_states_share_nothing():
    """What is tried for one URL is not tried for another."""
    first, second = new_state(1, "a", None), new_state(2, "b", None)
    first["tried"].append("page")
    first["trail"].append({})
    first["refusals"]["vain"] += 1
    for state in (second, new_state(3, "c", None)):
        assert (state["tried"], state["trail"], state["refusals"], state["misses"]) == ([], [], *2 * [new_refusals()])


def test_a_state_begins_as_nothing():
    """All fields are there; those that are not given hold no news of any attempt."""
    state = new_state(7, "a", "p", "f00d")
    assert list(state) == list(FetchState.__annotations__)
    told = {name: value for name, value in state.items() if value not in (None, 0, "", [], new_refusals())}
    assert told == {"lane": 7, "given": "a", "page_url": "p", "known_hash": "f00d", "variant": "default"}
