from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.lab.kinds import KINDS
from imgcrawl.lab.model import Ports
from imgcrawl.lab.names import stem
from imgcrawl.lab.plan import SPREAD, choose_kinds, make_plan, quotas, sizes

PORTS = Ports(8080, 8443)


def test_same_seed_same_plan():
    """A plan is a function of count, seed and ports."""
    plans = [make_plan(400, seed, PORTS) for seed in (5, 5, 6)]
    first, again, other = ([(row.id, row.url, row.page_url, row.site.kind.name) for row in plan.rows] for plan in plans)
    assert first == again
    assert first != other


def test_every_row_is_reachable_at_its_place():
    """Each row's picture and page have a route, and rows without a shared URL have their own."""
    plan = make_plan(500, 2, PORTS)
    for row in plan.rows:
        if row.site.kind.answers and not row.site.kind.prefix:
            assert plan.route(row.site, row.places["picture"])
            assert plan.route(row.site, row.places["page"])
    keys = {row.key for row in plan.rows if not row.site.kind.same_path}
    assert len(keys) == sum(not row.site.kind.same_path for row in plan.rows)


def test_decoys_differ_from_the_image_by_one_digit(plan_of):
    """A neighbour's stem has the same length as the image's and differs in the last digit only."""
    for row in plan_of(20, "moved-page-knows").rows:
        true = stem(row.places["moved"])
        for step in (1, 3, 9):
            near = stem(row.places[f"near-{step}"])
            assert near != true
            assert near[:-1] == true[:-1]


def test_kinds_have_unique_names_and_a_truthful_failure():
    """Kinds are told apart by name; a kind that cannot succeed says how it fails."""
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names))
    for kind in KINDS:
        assert kind.errors or (kind.ok and kind.baseline), kind.name
        assert not kind.page or kind.ok
        assert 0 <= kind.baseline <= 1
        assert kind.weight > 0


def test_rows_of_a_host_stand_near_each_other():
    """The rows of one host lie within a few hundredths of the list."""
    plan = make_plan(2000, 4, PORTS)
    regions = {}
    for row in plan.rows:
        low, high = regions.get(row.site.host, (row.index, row.index))
        regions[row.site.host] = (min(low, row.index), max(high, row.index))
    assert max(high - low for low, high in regions.values()) < 3 * SPREAD * 2000


def test_hosts_are_many_and_a_few_are_large():
    """Most hosts have one row; the largest has dozens."""
    plan = make_plan(4000, 1, PORTS)
    counts = {}
    for row in plan.rows:
        counts[row.site.host] = counts.get(row.site.host, 0) + 1
    assert sum(count == 1 for count in counts.values()) > len(counts) / 2
    assert max(counts.values()) == 60


def test_unknown_kinds_and_negative_counts_are_refused():
    """What cannot be planned raises ValueError and says why."""
    with pytest.raises(ValueError, match="nonsense"):
        choose_kinds(["plain", "nonsense"])
    with pytest.raises(ValueError, match="-1"):
        make_plan(-1, 1, PORTS)


@given(st.integers(0, 5000), st.lists(st.floats(0.1, 500), min_size=1, max_size=50))
def test_quotas_sum_up_and_are_within_one_of_the_exact_share(count, weights):
    """Largest remainders: nothing is lost, nobody is off by more than one."""
    shares = quotas(count, weights)
    assert sum(shares) == count
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - count * weight / sum(weights)) < 1 + 1e-6


@given(st.integers(0, 300), st.lists(st.integers(3, 60), min_size=1, max_size=6).map(tuple), st.integers(1, 3))
def test_sizes_sum_up_to_the_quota(quota, pattern, least):
    """Hosts follow the pattern until the quota is used up; only a lone host may have fewer rows than shows its kind."""
    found = sizes(quota, pattern, least)
    assert sum(found) == quota
    assert len(found) < 2 or min(found) >= least
