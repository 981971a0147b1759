from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from scrapy_fake_useragent.middleware import RandomUserAgentMiddleware
from scrapy_fake_useragent.providers import FakeUserAgentProvider

from imgcrawl.errors import ConfigError
from imgcrawl.identity.browsers import ENGINES, FAMILIES, population
from imgcrawl.identity.provider import BrowserProvider

HOSTS = [f"host{n}.example" for n in range(500)]


def test_a_host_keeps_its_identity(provider):
    """The same seed and host give the same identity, whoever asks and however the host is spelt."""
    other = BrowserProvider({})
    assert [provider.identity_for(host) for host in HOSTS] == [other.identity_for(host) for host in reversed(HOSTS)][
        ::-1
    ]
    assert provider.identity_for("A.Example.") == provider.identity_for("a.example")


def test_another_process_agrees(provider):
    """The choice does not depend on the process: no hash(), no order of sets."""
    code = (
        "from imgcrawl.identity.provider import BrowserProvider\n"
        "p = BrowserProvider({})\n"
        "print(*(p.identity_for(f'host{n}.example').name for n in range(40)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = [provider.identity_for(host).name for host in HOSTS[:40]]
    assert done.stdout.split() == ours


def test_the_seed_deals_anew(provider):
    """Another seed gives many hosts another identity."""
    other = BrowserProvider({"IMGCRAWL_IDENTITY_SEED": 1})
    moved = sum(provider.identity_for(host) != other.identity_for(host) for host in HOSTS)
    assert moved > len(HOSTS) / 3


def test_families_are_dealt_by_share(provider):
    """Over many hosts each family comes within three points of its share."""
    total = sum(share for _, share in population())
    dealt = Counter(provider.identity_for(f"{n}.example.org").family for n in range(4000))
    for family in FAMILIES:
        expected = sum(share for who, share in population() if who.family == family) / total
        assert dealt[family] / 4000 == pytest.approx(expected, abs=0.03)


def test_other_browsers_differ_in_engine_and_in_what_they_run_on(provider):
    """The three browsers that a host may see have three engines; one of the others is a phone where the own is none."""
    phones = Counter()
    for host in HOSTS:
        own, *others = provider.identity_for(host), provider.other_for(host, 0), provider.other_for(host, 1)
        assert len({ENGINES[who.family] for who in (own, *others)}) == 3
        assert [who.mobile for who in others].count(True) == (not own.mobile)
        phones[own.mobile] += 1
    assert min(phones.values()) > 50


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_can_be_asked_for(family, provider):
    """``family`` asks for a browser of that family."""
    for host in HOSTS[:100]:
        assert provider.identity_for(host, family=family).family == family


def test_an_unknown_family_is_an_error(provider):
    """Asking for a browser that there is none of is an error, not another browser."""
    with pytest.raises(ValueError, match=r"must be one of chrome.*, got opera"):
        provider.identity_for("example.org", family="opera")


@pytest.mark.parametrize("settings", [{}, {"FAKEUSERAGENT_FALLBACK": "x"}])
def test_random_agents_are_known_ones(settings):
    """get_random_ua gives coherent agents, many different ones, with or without a fallback set."""
    provider = BrowserProvider(Settings(settings))
    agents = [provider.get_random_ua() for _ in range(300)]
    assert set(agents) <= {who.user_agent for who, _ in population()}
    assert len(set(agents)) > 5


def test_plugs_into_scrapy_fake_useragent():
    """scrapy-fake-useragent's middleware takes the provider from its own setting."""
    path = "imgcrawl.identity.provider.BrowserProvider"
    crawler = get_crawler(settings_dict={"FAKEUSERAGENT_PROVIDERS": [path]})
    chosen = RandomUserAgentMiddleware.from_crawler(crawler)._ua_provider
    assert isinstance(chosen, BrowserProvider)
    assert isinstance(chosen, FakeUserAgentProvider)


def test_a_wrong_seed_is_named():
    """A seed that is no number is a ConfigError that names the setting."""
    with pytest.raises(ConfigError, match="IMGCRAWL_IDENTITY_SEED"):
        BrowserProvider({"IMGCRAWL_IDENTITY_SEED": "x"})
