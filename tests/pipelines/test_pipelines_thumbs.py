"""Which thumbnails are asked for."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from imgcrawl.errors import ConfigError
from imgcrawl.pipelines.store.thumbs import thumb_sizes


@pytest.mark.parametrize("value", ["small", '{"small": 50}', '{"small": ["a", "b"]}', '{"small": [50, 0]}'])
def test_wrong_thumbnails_are_told(value):
    """A wrong IMAGES_THUMBS stops the run with its name, before anything is fetched."""
    with pytest.raises(ConfigError, match="IMAGES_THUMBS"):
        thumb_sizes(Settings({"IMAGES_THUMBS": value}))


def test_thumbnails_from_the_command_line():
    """A JSON object says the same as a mapping in a settings file."""
    assert thumb_sizes(Settings({"IMAGES_THUMBS": '{"small": [50, 60]}'})) == {"small": (50, 60)}
