from __future__ import annotations

from imgcrawl import keys

TEXTS = {name: value for name, value in vars(keys).items() if name.isupper() and isinstance(value, str)}


def test_names_are_unlike():
    """No two names stand for the same key."""
    assert len(set(TEXTS.values())) == len(TEXTS)


def test_prefixes():
    """Statistics stand under imgcrawl/, meta keys begin with imgcrawl_: neither collides with anybody else's."""
    for name, value in TEXTS.items():
        assert value.startswith("imgcrawl/" if name.startswith("STAT_") else "imgcrawl_")


def test_signals_are_apart():
    """Every signal is an object of its own."""
    signals = [value for name, value in vars(keys).items() if name.islower() and type(value) is object]
    assert len(signals) == len(set(map(id, signals))) > 1
