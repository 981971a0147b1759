"""What a crawl knows of itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from scrapy.settings import Settings

from imgcrawl.extensions.crawl_state import places


def test_places_hold_no_password():
    """What is said of where things lie leaves out the passwords of database and store."""
    settings = Settings(
        {"IMGCRAWL_DATABASE_URL": "postgresql://me:secret@db/x", "IMAGES_STORE": "ftp://me:p@w@store/x"}
    )
    crawler: Any = SimpleNamespace(settings=settings, spider=SimpleNamespace(run=SimpleNamespace(name="r")))
    found = places(crawler)
    assert "secret" not in str(found)
    assert found["images"] == "ftp://…@store/x"


def test_a_folder_that_was_given_is_given_again():
    """Commands that are recommended repeat data folder and database if the command line named them, and only then."""
    spider = SimpleNamespace(run=SimpleNamespace(name="r"))
    settings = Settings({"IMGCRAWL_DATA_DIR": "a b"}, priority="project")
    crawler: Any = SimpleNamespace(settings=settings, spider=spider)
    assert places(crawler)["options"] == ""
    assert places(crawler)["catalogue"] == "a b/imgcrawl.db"
    settings.set("IMGCRAWL_DATA_DIR", "c d", priority="cmdline")
    assert places(crawler)["options"] == "-s 'IMGCRAWL_DATA_DIR=c d'"
    settings.set("IMGCRAWL_DATABASE_URL", "postgresql://me@db.test/imgcrawl", priority="cmdline")
    url = "IMGCRAWL_DATABASE_URL=postgresql+psycopg://me@db.test/imgcrawl"
    assert places(crawler)["options"] == f"-s 'IMGCRAWL_DATA_DIR=c d' -s {url}"
    settings.set("IMGCRAWL_DATABASE_URL", "postgresql://me:secret@db.test/imgcrawl", priority="cmdline")
    assert "secret" not in places(crawler)["options"]
