"""The remedies that can be switched on are those that there are."""

from __future__ import annotations

from imgcrawl.config.sections.hosts import REMEDY_NAMES, WAYS_OF_ASKING
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.mends import MENDS
from imgcrawl.remedies.rules.variants import DEFAULT, PLAINER, VARIANTS


def test_every_mend_can_be_switched_on():
    """A mend has the name of a setting's choice."""
    assert {mend.name for mend in MENDS} <= set(REMEDY_NAMES)


def test_every_way_of_asking_can_be_switched_on():
    """What the settings call ways of asking is what there is of them: the plainer ones, and the variants."""
    assert set(WAYS_OF_ASKING) == {*PLAINER, *VARIANTS} - {DEFAULT.name}


def test_side_roads_are_no_ways_of_asking():
    """A remedy asks for the same address in another way, or for another address."""
    assert set(REMEDY_NAMES) - set(WAYS_OF_ASKING) >= SIDE_ROADS
