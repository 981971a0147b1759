from __future__ import annotations

import pytest
from scrapy.settings import Settings, default_settings

from imgcrawl.config import INSTEAD, check_borrowed
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


def test_only_settings_that_exist_are_known():
    """Each name is one of Scrapy's."""
    known = {*vars(default_settings), "JOBDIR", "IMAGES_MIN_WIDTH", "IMAGES_MIN_HEIGHT"}
    assert {spec.name for spec in CHECKED} | set(INSTEAD) <= known
