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
PHONES = "IMGCRAWL_IDENTITY_PHONES_ENABLED"


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


@pytest.mark.parametrize("phones", [True, False])
def test_families_are_dealt_by_share(phones):
    """Over many hosts each family, on phones or not, comes within three points of its share; on none unless wanted."""
    provider = BrowserProvider({PHONES: phones})
    people = Counter({(who.family, who.mobile): 0.0 for who, _ in population()})
    for who, share in population():
        people[who.family, who.mobile] += share if phones or not who.mobile else 0.0
    identities = [provider.identity_for(f"{n}.example.org") for n in range(4000)]
    dealt = Counter((who.family, who.mobile) for who in identities)
    assert {who.family for who in identities} == set(FAMILIES)
    for kind, share in people.items():
        assert dealt[kind] / 4000 == pytest.approx(share / people.total(), abs=0.03 if share else 0)


def test_other_browsers_differ_in_engine_and_in_what_they_run_on():
    """The three browsers that a host may see have three engines; one of the others is a phone where the own is none."""
    phones, provider = Counter(), BrowserProvider({PHONES: True})
    for host in HOSTS:
        own, *others = provider.identity_for(host), provider.other_for(host, 0), provider.other_for(host, 1)
        assert len({ENGINES[who.family] for who in (own, *others)}) == 3
        assert [who.mobile for who in others].count(True) == (not own.mobile)
        phones[own.mobile] += 1
    assert min(phones.values()) > 50


def test_one_of_three_browsers_is_a_phone(provider):
    """What is given to phones alone is had by one of the others."""
    for host in HOSTS:
        others = provider.other_for(host, 0), provider.other_for(host, 1)
        assert [who.mobile for who in (provider.identity_for(host), *others)].count(True) == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_can_be_asked_for(family, provider):
    """``family`` asks for a browser of that family."""
    for host in HOSTS[:100]:
        assert provider.identity_for(host, family=family).family == family


def test_an_unknown_family_is_an_error(provider):
    """Asking for a browser that there is none of is an error, not another browser."""
    with pytest.raises(ValueError, match=r"must be one of chrome.*, got opera"):
        provider.identity_for("example.org", family="opera")


@pytest.mark.parametrize("settings", [{}, {"FAKEUSERAGENT_FALLBACK": "x"}, {PHONES: True}])
def test_random_agents_are_known_ones(settings):
    """get_random_ua gives coherent agents, many different ones, of phones where they are wanted."""
    provider = BrowserProvider(Settings(settings))
    agents = [provider.get_random_ua() for _ in range(300)]
    mobile = {who.user_agent: who.mobile for who, _ in population()}
    assert {mobile[agent] for agent in agents} == ({True, False} if PHONES in settings else {False})
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
