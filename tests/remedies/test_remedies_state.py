from __future__ import annotations

import json

from imgcrawl.remedies.attempts.state import new_state


def test_a_state_speaks_json():
    """The state rides in request meta: it survives JSON unchanged."""
    state = new_state(-5, "http://a.test/1.jpg", None)
    assert json.loads(json.dumps(state)) == state


def test_states_share_nothing():
    """What is tried for one URL is not tried for another."""
    first, second = new_state(1, "a", None), new_state(2, "b", None)
    first["tried"].append("page")
    first["trail"].append({})
    assert (second["tried"], second["trail"]) == ([], [])
