"""What is wrong with Scrapy's own settings is known before anything is built of them."""

from __future__ import annotations

import json

import pytest
from scrapy.settings import Settings

from imgcrawl.errors import ConfigError
from imgcrawl.pipelines.images import ImageStorePipeline
from imgcrawl.spiders.wiring import check_parts, check_types
from tests.commands.project import project_settings


def _project(name: str, value: object) -> Settings:
    settings = Settings({}, "project")
    settings.setmodule("imgcrawl.settings", "project")
    settings.set(name, value, "cmdline")
    return settings


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("LOG_LEVEL", "FOO", "one of DEBUG, INFO"),
        ("LOG_LEVEL", "info", "one of DEBUG, INFO"),
        ("LOG_ENABLED", "yes", "True or False"),
        ("TELNETCONSOLE_ENABLED", "yes", "True or False"),
        ("ROBOTSTXT_OBEY", "yes", "True or False"),
        ("CLOSESPIDER_ITEMCOUNT", "1.5", "a whole number"),
        ("CLOSESPIDER_TIMEOUT", "soon", "a number"),
        ("DNS_TIMEOUT", "soon", "a number"),
        ("IMAGES_EXPIRES", "soon", "a whole number"),
        ("LOG_FILE", "/nonexistent/x.log", "a file that can be written"),
        ("LOG_FILE", "/", "a file that can be written"),
    ],
)
def test_a_wrong_type(name: str, value: object, wanted: str) -> None:
    """A value of another type than its default's is refused with the name, what is expected and the value."""
    with pytest.raises(ConfigError, match=rf"^{name} must be {wanted}.*, got {value!r}$"):
        check_types(Settings({name: value}, "cmdline"))


@pytest.mark.parametrize(
    ("name", "value"), [("LOG_FORMAT", "%(foo"), ("LOG_ENCODING", "nosuch"), ("FEED_EXPORT_ENCODING", "x")]
)
def test_what_cannot_be_written(name: str, value: object) -> None:
    """How lines of the log look is tried out, and whether there are such encodings."""
    with pytest.raises(ConfigError, match=name):
        check_types(Settings({name: value}, "cmdline"))


@pytest.mark.parametrize(
    ("name", "value"), [("DNS_TIMEOUT", "0.5"), ("LOG_LEVEL", 10), ("LOG_ENABLED", "0"), ("LOG_FILE", None)]
)
def test_types_that_scrapy_reads(name: str, value: object) -> None:
    """What Scrapy takes is taken."""
    check_types(Settings({name: value}, "cmdline"))


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SCRAPY_POET_DISCOVER", "nosuch.pages", "No module named 'nosuch'"),
        ("SPIDER_MODULES", "nosuch", "No module named 'nosuch'"),
        ("LOG_FORMATTER", "imgcrawl.nosuch.Formatter", "No module named 'imgcrawl.nosuch'"),
        ("SCHEDULER", "foo", "not a full path"),
        ("ASYNCIO_EVENT_LOOP", "uvloop.Nosuch", "Nosuch"),
        ("EXTENSIONS", {"a.b.C": 1}, "No module named"),
        ("DOWNLOAD_HANDLERS", {"http": "a.b.C"}, "No module named"),
    ],
)
def test_a_part_that_is_not_there(name: str, value: object, why: str) -> None:
    """What cannot be imported is refused with the setting that names it."""
    with pytest.raises(ConfigError, match=rf"^{name} names .* which cannot be imported: .*{why}"):
        check_parts(_project(name, value))


def test_a_module_with_a_fault(tmp_path, monkeypatch):
    """A module that raises while it is imported is named with what it raised."""
    (tmp_path / "faulty_pages.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ConfigError, match="'faulty_pages', which cannot be imported: ZeroDivisionError: division"):
        check_parts(_project("SCRAPY_POET_DISCOVER", "faulty_pages"))


def test_own_page_objects_wait_for_a_page(monkeypatch):
    """The project's own are not imported before the crawl, those of others are."""
    imported = []
    monkeypatch.setattr("imgcrawl.spiders.wiring.import_module", imported.append)
    check_parts(project_settings())
    assert imported == ["imgcrawl.spiders.images"]
    check_parts(_project("SCRAPY_POET_DISCOVER", "imgcrawl.pages,museum_pages"))
    assert "museum_pages" in imported


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ITEM_PIPELINES", {}),
        ("ITEM_PIPELINES", json.dumps({"imgcrawl.pipelines.images.ImageStorePipeline": None})),
        ("DOWNLOADER_MIDDLEWARES", {"imgcrawl.middlewares.remedies.RemediesMiddleware": 1}),
        ("SCHEDULER", "scrapy.core.scheduler.Scheduler"),
        ("EXTENSIONS", {}),
        ("DOWNLOAD_HANDLERS", {}),
        ("FAKEUSERAGENT_PROVIDERS", "scrapy_fake_useragent.providers.FakerProvider"),
    ],
)
def test_a_part_that_is_missing(name: str, value: object) -> None:
    """Without those that it is made of there is no crawl."""
    with pytest.raises(ConfigError, match=rf"^{name} must have imgcrawl\."):
        check_parts(_project(name, value))


class _OwnStore(ImageStorePipeline):
    pass


def test_parts_that_will_do() -> None:
    """The project as it is, another one's subclasses, and what is switched off although it is not there."""
    check_parts(project_settings())
    pipelines = {_OwnStore: 300, "imgcrawl.pipelines.catalogue.CataloguePipeline": 800}
    check_parts(_project("ITEM_PIPELINES", pipelines))
    check_parts(_project("SPIDER_MIDDLEWARES", {"no.such.Middleware": None}))
