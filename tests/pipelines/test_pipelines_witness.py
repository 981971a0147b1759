"""Who speaks for a photograph that has many names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Headers

from imgcrawl.pipelines.judging.witness import OneThingWitness
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.scenes import Shot

NAMES = frozenset({"trail-shoe-4411", "trail-shoe-9035", "trail-shoe-7120"})
SHOE = ImageFacts("shoe", 40_000, "JPEG", "jpg", 600, 400, "RGB", "0" * 16, 1)

URL = "http://a.test/trail-shoe-4411.jpg"

ITEM: Any = SimpleNamespace(
    state={"url": URL}, response=SimpleNamespace(request=SimpleNamespace(url=URL), headers=Headers())
)


class Trials:
    """What trials have shown of the pictures of a host."""

    def __init__(
        self, *, is_on_trial: bool = False, is_cleared: bool = True, side: int = 400, has_all: bool = True
    ) -> None:
        self._is_on_trial, self._is_cleared = is_on_trial, is_cleared
        self._has_all = has_all
        names = ("rain-hat", "wool-sock")
        self._shots = [Shot(SHOE._replace(sha256=name, height=side), f"http://a.test/{name}.jpg") for name in names]

    def is_on_trial(self, host: str, sha256: str) -> bool:
        """Say whether the shoe is on trial."""
        return self._is_on_trial and (host, sha256) == ("a.test", "shoe")

    def is_cleared(self, host: str, item: Any, facts: ImageFacts) -> bool:
        """Say whether the host has nothing for names like that of the shoe."""
        return self._is_cleared and (host, item, facts.sha256) == ("a.test", ITEM, "shoe")

    def knows_all(self, host: str) -> bool:
        """Say whether none of the other pictures is forgotten."""
        return self._has_all and host == "a.test"

    def others(self, host: str, facts: ImageFacts) -> list[Shot]:
        """Return the other pictures."""
        return self._shots if (host, facts.sha256) == ("a.test", "shoe") else []


def witness(shoe: ImageFacts = SHOE, **known: Any) -> OneThingWitness:
    """Return who speaks for the shoe."""
    trials: Any = Trials(**known)
    return OneThingWitness(trials, ITEM, "a.test", shoe)


@pytest.mark.parametrize(
    ("known", "may_speak", "speaks"),
    [
        ({}, True, True),
        ({"is_on_trial": True, "is_cleared": False}, True, False),
        ({"is_cleared": False}, False, False),
        ({"side": 500}, True, False),
        ({"has_all": False}, True, False),
    ],
    ids=["cleared", "on-trial", "no-trial", "small", "forgotten"],
)
def test_a_witness_knows_of_a_trial(known, may_speak, speaks):
    """It speaks for a photograph that a trial has cleared and that is no smaller than all others; until then it may."""
    assert (witness(**known).may_speak(NAMES), witness(**known).speaks(NAMES)) == (may_speak, speaks)


@pytest.mark.parametrize("names", [{"heron", "bridge", "mill"}, {"wool-sock-4411", "wool-sock-9035"}])
def test_a_witness_speaks_for_names_of_one_thing(names):
    """It does not for names that have nothing in common, or what other pictures have in theirs too."""
    assert not witness().speaks(frozenset(names))


def test_nobody_speaks_for_a_drawing():
    """Notices are drawn."""
    drawn = witness(SHOE._replace(looks=bytes([250] * 768)))
    assert not drawn.may_speak(NAMES)
    assert not drawn.speaks(NAMES)
