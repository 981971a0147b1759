from __future__ import annotations

import pytest
from scrapy.settings import Settings, default_settings

from imgcrawl.config import INSTEAD, check_borrowed, least_delay_s, robots_agent
from imgcrawl.config.borrowed import CHECKED
from imgcrawl.errors import ConfigError


def test_the_defaults_are_right():
    """Scrapy's own defaults pass."""
    check_borrowed(Settings())


@pytest.mark.parametrize("name", [spec.name for spec in CHECKED])
def test_a_wrong_value_is_named(name):
    """A value of another kind, or one that is too small, is an error that names the setting."""
    for wrong in ("abc", -1):
        with pytest.raises(ConfigError, match=f"^{name} must be "):
            check_borrowed(Settings({name: wrong}))


def test_what_has_no_effect_is_not_said_to_have_one():
    """No setting is both used here and to be replaced by another; one that Scrapy reads in vain is checked as well."""
    assert not {spec.name for spec in CHECKED} & set(INSTEAD)
    with pytest.raises(ConfigError, match=r"^CONCURRENT_REQUESTS_PER_DOMAIN must be "):
        check_borrowed(Settings({"CONCURRENT_REQUESTS_PER_DOMAIN": "abc"}))


@pytest.mark.parametrize(("scrapys", "ours", "least"), [(0, 0, 0), (5, 0, 5), (5, 7, 7), ("5", 1, 5)])
def test_scrapys_delay_is_the_least_of_every_host(scrapys, ours, least):
    """Who knows Scrapy sets DOWNLOAD_DELAY: hosts are asked no faster than that, nor than our own setting says."""
    settings = Settings({"DOWNLOAD_DELAY": scrapys, "IMGCRAWL_HOST_DELAY_SECONDS": ours})
    assert least_delay_s(settings) == least


def test_only_settings_that_exist_are_known():
    """Each name is one of Scrapy's."""
    known = {*vars(default_settings), "JOBDIR", "IMAGES_MIN_WIDTH", "IMAGES_MIN_HEIGHT"}
    assert {spec.name for spec in CHECKED} | set(INSTEAD) <= known


@pytest.mark.parametrize(
    ("settings", "agent"),
    [
        ({}, None),
        ({"ROBOTSTXT_OBEY": "False", "ROBOTSTXT_USER_AGENT": "us"}, None),
        ({"ROBOTSTXT_OBEY": "True", "ROBOTSTXT_USER_AGENT": "us"}, "us"),
        ({"ROBOTSTXT_OBEY": True}, "imgcrawl"),
    ],
)
def test_robots_txt_speaks_to_whom_obeys_it(settings, agent):
    """Where it is obeyed it speaks to the name that is set, else to imgcrawl."""
    assert robots_agent(Settings(settings)) == agent
