from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.catalogue import Catalogue


def test_hosts_are_remembered(catalogue: Catalogue) -> None:
    """What was saved about a host is loaded again; saving replaces it; unknown hosts are left out."""
    catalogue.save_hosts({"a.test": {"referer": 1}, "b.test": {"x": [None, "ü"]}})
    catalogue.save_hosts({"a.test": {"identity": 2}})
    catalogue.save_hosts({})
    assert catalogue.load_hosts(["a.test", "b.test", "c.test"]) == {
        "a.test": {"identity": 2},
        "b.test": {"x": [None, "ü"]},
    }


def test_many_hosts(catalogue: Catalogue) -> None:
    """Any number of hosts is loaded at once."""
    names = [f"h{n}.test" for n in range(2300)]
    catalogue.save_hosts({name: {} for name in names})
    assert set(catalogue.load_hosts(names)) == set(names)
