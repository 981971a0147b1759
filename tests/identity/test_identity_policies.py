from __future__ import annotations

import contextlib
import tempfile
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError
from imgcrawl.identity.origins import origin_of
from imgcrawl.identity.origins import site as site_of
from imgcrawl.identity.policies import _RULES, HostPolicy, PolicyTable


@pytest.fixture(scope="module")
def table():
    """Return the packaged table."""
    return PolicyTable.load()


@pytest.fixture
def load(tmp_path):
    """Load the packaged table with a user's file of the given text."""

    def loaded(text):
        file = tmp_path / "own.toml"
        file.write_text(text)
        return PolicyTable.load(str(file))

    return loaded


def test_every_key_has_a_rule():
    """The rules cover the fields of a policy; its name is the table's."""
    assert {field.name for field in fields(HostPolicy)} == {"name", *_RULES}


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("upload.wikimedia.org", "wikimedia"),
        ("en.m.wikipedia.org", "wikimedia"),
        ("WWW.Wikidata.org.", "wikimedia"),
        ("api.gbif.org", "gbif"),
        ("www.gbif.org", None),
        ("static.inaturalist.org", "inaturalist"),
        ("inaturalist-open-data.s3.amazonaws.com", "inaturalist"),
        ("other.s3.amazonaws.com", None),
        ("tile.loc.gov", "loc"),
        ("www.artic.edu", "artic"),
        ("zenodo.org", "zenodo"),
        ("live.staticflickr.com", "flickr"),
        ("farm6.staticflickr.com", "flickr"),
        ("i.pximg.net", "pixiv"),
        ("wx1.sinaimg.cn", "weibo"),
        ("img9.doubanio.com", "douban"),
        ("webtoon-phinf.pstatic.net", "webtoons"),
        ("swebtoon-phinf.pstatic.net", None),
        ("postfiles.pstatic.net", None),
        ("mmbiz.qpic.cn", "wechat"),
        ("www.pixiv.net", None),
        ("notwikimedia.org", None),
        ("wikimedia.org.evil.example", None),
        ("", None),
    ],
)
def test_hosts_find_their_policy(host, name, table):
    """A policy holds for its domains and what is under them, at label boundaries."""
    policy = table.for_host(host)
    assert (policy.name if policy else None) == name


def test_wikimedia_is_asked_as_it_wishes(table):
    """All Wikimedia sites share two connections; nobody pretends to be a browser there."""
    policy = table.for_host("upload.wikimedia.org")
    assert (policy.concurrency, policy.identity, policy.contact_wanted) == (2, "honest", True)
    assert not policy.impersonate
    assert table.slot("upload.wikimedia.org") == table.slot("de.wiktionary.org") == "wikimedia"


@pytest.mark.parametrize(
    ("host", "concurrency", "delay_s"),
    [("api.gbif.org", 1, 0), ("static.inaturalist.org", 1, 1.0), ("www.artic.edu", 1, 1.0)],
)
def test_limits(host, concurrency, delay_s, table):
    """GBIF gets one connection, iNaturalist and the Art Institute of Chicago one request per second."""
    policy = table.for_host(host)
    assert (policy.concurrency, policy.delay_s) == (concurrency, delay_s)


@pytest.mark.parametrize(("host", "requests", "within_s"), [("tile.loc.gov", 80, 60), ("zenodo.org", 2_000, 3_600)])
def test_limits_over_a_time(host, requests, within_s, table):
    """Where a host counts requests over a minute or an hour no more are sent in any, and hardly fewer."""
    assert table.for_host(host).delay_s == within_s / requests


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("i.pximg.net", "pixiv.net"),
        ("wx1.sinaimg.cn", "weibo.com"),
        ("img9.doubanio.com", "douban.com"),
        ("webtoon-phinf.pstatic.net", "webtoons.com"),
        ("mmbiz.qpic.cn", "qq.com"),
        ("live.staticflickr.com", None),
    ],
)
def test_hosts_that_want_a_page_of_their_site_to_be_named(host, site, table):
    """Their images are asked for as from the service's own site, at the run's own pace and by a browser."""
    policy = table.for_host(host)
    origin = origin_of(policy.referer)
    assert (site_of(origin.host) if origin else None) == site
    assert (policy.identity, policy.delay_s, policy.contact_wanted) == ("browser", 0, False)


def test_packaged_notes_are_sentences(table):
    """Every packaged policy says in one sentence what it rests on."""
    for policy in table.policies:
        assert policy.note.endswith(".")


def test_a_host_without_policy_is_its_own_slot(table):
    """Hosts without a policy share with nobody."""
    assert table.slot("example.org") == "example.org"


def test_users_add_policies(load):
    """A table of the user's adds a policy with the defaults of a host that asks for nothing."""
    table = load('[mine]\ndomains = ["Example.org"]\ndelay_s = 2\n')
    assert table.for_host("cdn.example.org") == HostPolicy(
        name="mine", domains=("example.org",), slot="mine", delay_s=2
    )
    assert table.for_host("api.gbif.org").concurrency == 1


def test_users_change_packaged_policies(load):
    """A table named like a packaged one replaces only the values it names."""
    policy = load("[wikimedia]\nconcurrency = 1\n").for_host("commons.wikimedia.org")
    assert (policy.concurrency, policy.identity) == (1, "honest")


def test_users_take_domains_over(load):
    """A domain that the user gives to a policy leaves the packaged one, in whatever order."""
    table = load('[mine]\ndomains = ["wikipedia.org"]\nslot = "wiki"\n[gbif]\ndomains = ["flickr.com"]\n')
    assert table.slot("en.wikipedia.org") == "wiki"
    assert table.slot("www.flickr.com") == "gbif"
    assert table.slot("upload.wikimedia.org") == "wikimedia"


def test_the_longest_domain_wins(load):
    """A policy for a part of a domain stands above the policy for the whole."""
    table = load('[part]\ndomains = ["upload.wikimedia.org"]\n')
    assert table.slot("x.upload.wikimedia.org") == "part"
    assert table.slot("commons.wikimedia.org") == "wikimedia"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a]\ndomains = 'a.org'", ["[a]", "domains", "'a.org'"]),
        ("[a]\ndomains = []", ["[a]", "domains", "[]"]),
        ("[a]\ndomains = ['https://a.org']", ["[a]", "domains", "https://a.org"]),
        ("[a]\ndomains = ['*.a.org']", ["[a]", "domains", "*.a.org"]),
        ("[a]\ndomains = ['a.org']\nconcurrency = 0", ["[a]", "concurrency", "at least 1", "0"]),
        ("[a]\ndomains = ['a.org']\nconcurrency = true", ["concurrency", "True"]),
        ("[a]\ndomains = ['a.org']\ndelay_s = -1", ["delay_s", "seconds", "-1"]),
        ("[a]\ndomains = ['a.org']\ndelay_s = nan", ["delay_s", "nan"]),
        ("[a]\ndomains = ['a.org']\nidentity = 'robot'", ["identity", "browser or honest", "'robot'"]),
        ("[a]\ndomains = ['a.org']\nimpersonate = 1", ["impersonate", "true or false", "1"]),
        ("[a]\ndomains = ['a.org']\nslots = 'x'", ["[a]", "slots", "concurrency"]),
        ("[a]\nconcurrency = 1", ["[a]", "domains", "missing"]),
        ("[a]\ndomains = ['a.org']\nreferer = 'www.a.org'", ["[a]", "referer", "page", "'www.a.org'"]),
        ("[a]\ndomains = ['a.org']\nreferer = \"https://a.org/\\nX: 1\"", ["referer"]),
        ("[a]\ndomains = ['a.org']\nheaders = 'X: 1'", ["[a]", "headers", "table"]),
        ("[a]\ndomains = ['a.org']\nheaders = { 'X Y' = '1' }", ["[a]", "headers"]),
        ("[a]\ndomains = ['a.org']\nheaders = { X = 1 }", ["[a]", "headers"]),
        ("[a]\ndomains = ['a.org']\nheaders = { X = '' }", ["[a]", "headers"]),
        ("[a]\ndomains = ['a.org']\nheaders = { X = \"1\\nY: 2\" }", ["[a]", "headers"]),
        ("[a]\ndomains = ['a.org']\nheaders = { User-Agent = 'x' }", ["[a]", "headers", "key identity"]),
        ("a = 1", ["[a]", "1"]),
        ("[a]\ndomains = ['a.org']\n[b]\ndomains = ['A.org']", ["[a]", "[b]", "a.org"]),
        ("[a", ["not TOML"]),
    ],
)
def test_mistakes_are_named(text, words, load):
    """A mistake in the user's file is a ConfigError with setting, file, table, key and value."""
    with pytest.raises(ConfigError) as caught:
        load(text)
    for word in ["IMGCRAWL_HOST_POLICIES", "own.toml", *words]:
        assert word in str(caught.value)


def test_what_opens_a_door_is_not_shown(load):
    """Neither in a message, as of another mistake in it, nor where a policy is printed."""
    own = "[a]\ndomains = ['a.org']\nheaders = { X-Key = 'S3C', "
    with pytest.raises(ConfigError) as caught:
        load(own + "'Y Z' = '1' }")
    policy = load(own + "Y = '1' }").for_host("img.a.org")
    assert policy.headers == (("X-Key", "S3C"), ("Y", "1"))
    assert "S3C" not in str(caught.value) + repr(policy)


def test_a_missing_file_is_named(tmp_path):
    """A file that cannot be read is a ConfigError with the setting and the path."""
    with pytest.raises(ConfigError, match=r"IMGCRAWL_HOST_POLICIES.*gone\.toml"):
        PolicyTable.load(str(tmp_path / "gone.toml"))


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_any_text_has_a_slot(host):
    """No host, however strange, is an error; without a policy it is its own slot."""
    packaged = PolicyTable.load()
    assert packaged.slot(host) in {host, *(policy.slot for policy in packaged.policies)}


WORDS = """[a] domains ['a.org'] [ ] concurrency -1 1e400 nan delay_s ' " true { } slot '' # [['x']] 1979-05-27 a.b note
[[a]] [a.b] = \u00e9"""
TOML = [*WORDS.split(), "\n", "\0", " = "]


@given(st.lists(st.sampled_from(TOML), max_size=12).map("".join) | st.binary(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_file_is_a_table_or_a_mistake(text):
    """Whatever the user's file holds, it is a table of policies or a ConfigError."""
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
        file.flush()
        with contextlib.suppress(ConfigError):
            assert PolicyTable.load(file.name).slot("x.test") == "x.test"
