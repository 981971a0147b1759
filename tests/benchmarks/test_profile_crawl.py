"""What a sampled stack is counted for."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("stack", "counted_for"),
    [
        ("scrapy.core.engine:run;imgcrawl.pipelines.store.parts:write", ("imgcrawl", "pipelines")),
        ("scrapy.core.engine:run;json:dumps;json.encoder:encode", ("scrapy", "core")),
        ("scrapy.core.engine:run;asyncio.tasks:gather", ("event loop", "")),
        ("scrapy:<module>;importlib._bootstrap:_find_and_load;lxml:<module>", ("imports", "")),
        ("gc:collect", ("garbage collector", "")),
    ],
    ids=["owner", "library-for-caller", "event-loop", "imports", "garbage"],
)
def test_group(script, stack, counted_for):
    """The innermost package counts, the library for its caller; imports, event loop and garbage stand apart."""
    assert script("profile_crawl").group(stack) == counted_for
