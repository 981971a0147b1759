"""The memory of answers."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport import FetchError
from imgcrawl.transport.resolving.answers import Answer, AnswerCache


@pytest.fixture
def clock():
    """Return a clock that is set by hand."""
    return {"now": 50.0}


@pytest.fixture
def cache(clock):
    """Return a memory of two names."""
    return AnswerCache(2, lambda: clock["now"])


def test_expiry(cache, clock):
    """An answer holds for its own time."""
    answer = Answer(("192.0.2.1",), keep_s=5.0)
    cache.put("a", answer)
    clock["now"] = 54.9
    assert cache.get("a") is answer
    clock["now"] = 55.0
    assert cache.get("a") is None


def test_bound(cache):
    """The name that was not used for longest makes room."""
    for name in "ab":
        cache.put(name, Answer(keep_s=9.0))
    assert cache.get("a")
    cache.put("c", Answer(keep_s=9.0))
    assert (bool(cache.get("a")), cache.get("b"), bool(cache.get("c"))) == (True, None, True)


def test_unwrap():
    """An answer without addresses raises its slug, anew each time."""
    assert Answer(("192.0.2.1",)).unwrap() == ("192.0.2.1",)
    refusal = Answer(slug=ErrorSlug.DNS_NXDOMAIN, detail="No such name.")
    errors = []
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            refusal.unwrap()
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert (errors[0].slug, str(errors[0])) == ("dns_nxdomain", "dns_nxdomain: No such name.")
