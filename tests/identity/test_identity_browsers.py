from __future__ import annotations

import re

import pytest
from fake_useragent.utils import load

from imgcrawl.identity.browsers import BUILDS, FAMILIES, identity, population

EVERYONE = sorted({identity(b, r) for b in BUILDS.values() for r in b.releases}, key=lambda who: who.name)
RELEASES = sorted(
    {(b.family, r) for b in BUILDS.values() for r in b.releases if b.family in {"chrome", "firefox", "safari"}}
)


@pytest.fixture(params=EVERYONE, ids=lambda who: who.name)
def who(request):
    """Each identity there is."""
    return request.param


def test_names_are_unique():
    """A name stands for one identity."""
    assert len({who.name for who in EVERYONE}) == len(EVERYONE)


def test_platform_agrees_with_user_agent(who):
    """The user agent names the platform that the identity claims."""
    word = {
        "Windows": "Windows NT",
        "macOS": "Macintosh",
        "Linux": "X11; Linux",
        "Android": "Android",
        "iOS": "iPhone",
    }
    assert word[who.platform] in who.user_agent
    assert sum(mark in who.user_agent for mark in word.values()) == 1


def test_mobile_agrees_with_user_agent_and_platform(who):
    """Mobile in the user agent, the hint and the platform go together."""
    assert who.mobile == (who.platform in {"Android", "iOS"}) == (" Mobile" in who.user_agent)
    assert who.sec_ch_ua_mobile in {None, "?1" if who.mobile else "?0"}


def test_hints_belong_to_chromium_alone(who):
    """Chrome and Edge send all client hints, Firefox and Safari none."""
    hints = (who.sec_ch_ua, who.sec_ch_ua_mobile, who.sec_ch_ua_platform)
    assert all(hints) if who.family in {"chrome", "edge"} else hints == (None, None, None)


def test_version_is_one_story(who):
    """User agent, sec-ch-ua and TLS profile say the same version."""
    told = re.search(r"Version/([\d.]+)|(?:Firefox|Chrome)/(\d+)", who.user_agent)
    major = told[1] or told[2]
    assert re.search(r"\d+", who.tls_profile)[0] == major.replace(".", "")
    if who.sec_ch_ua:
        brand = "Microsoft Edge" if who.family == "edge" else "Google Chrome"
        assert f'"{brand}";v="{major}"' in who.sec_ch_ua
        assert f'"Chromium";v="{major}"' in who.sec_ch_ua
        assert who.sec_ch_ua_platform == f'"{who.platform}"'
        assert set(re.findall(r"(?:Chrome|Edg)/(\d+)\.0\.0\.0", who.user_agent)) == {major}


def test_family_marks(who):
    """Only the family's own marks stand in the user agent."""
    found = {
        "edge": "Edg/" in who.user_agent,
        "chrome": "Chrome/" in who.user_agent and "Edg" not in who.user_agent,
        "firefox": "Firefox/" in who.user_agent,
        "safari": "Version/" in who.user_agent,
    }
    assert [family for family, is_it in found.items() if is_it] == [who.family]


@pytest.mark.parametrize(("family", "release"), RELEASES, ids=lambda part: getattr(part, "profile", part))
def test_releases_send_what_curl_sends(family, release, header_block):
    """Each release's hints, encodings and languages are those of curl_cffi's target."""
    sent = {name.lower(): value for name, value in header_block(release.profile)}
    assert sent["accept-encoding"] == release.accept_encoding
    assert sent["accept-language"] == release.accept_language
    assert sent.get("sec-ch-ua", "") == release.brands.format(brand="Google Chrome")
    theirs = {who.user_agent for who in EVERYONE if who.family == family and who.tls_profile == release.profile}
    assert release.ios or sent["user-agent"] in theirs


def test_families_follow_their_share():
    """Each family's part is what fake-useragent counts of it, old versions and other browsers aside."""
    names = {
        "chrome": {"Chrome", "Chrome Mobile"},
        "edge": {"Edge"},
        "firefox": {"Firefox"},
        "safari": {"Safari", "Mobile Safari"},
    }
    for family in FAMILIES:
        ours = sum(share for who, share in population() if who.family == family)
        counted = sum(r["percent"] for r in load() if r["browser"] in names[family] and r["type"] != "tablet")
        assert 0.7 * counted < ours < 1.0001 * counted


def test_newest_releases_prevail():
    """Most users have the newest release of their browser, whatever the age of the records."""
    newest = {"chrome150", "firefox147", "safari260", "safari260_ios"}
    total = sum(share for _, share in population())
    assert sum(share for who, share in population() if who.tls_profile in newest) > 0.8 * total
