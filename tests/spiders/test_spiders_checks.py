from __future__ import annotations

import _thread
import json
import os
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from imgcrawl.errors import ConfigError
from imgcrawl.spiders import checks
from imgcrawl.spiders.checks import check_before_start, check_outputs, doubts

if TYPE_CHECKING:
    from pathlib import Path


def _check(feed: object) -> None:
    check_before_start(Settings({"FEEDS": {feed: {"format": "csv"}}}))


@pytest.mark.parametrize("form", ["{}/file/o.csv", "file://{}/file/o.csv", "{}/file/more/o.csv", "{}"])
def test_a_feed_where_none_can_be(tmp_path: Path, form: str) -> None:
    """A feed in the place of a folder, or below a file, is refused before the crawl begins."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"cannot be written: .* folder"):
        _check(form.format(tmp_path))


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without the right to write in it is named."""
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (tmp_path, os.W_OK))
    with pytest.raises(ConfigError, match=f"cannot be written: {tmp_path} is not writable for you"):
        _check(tmp_path / "new" / "o.csv")


@pytest.mark.parametrize(
    "form", ["{}/new/o.csv", "{}/file", "o.csv", "{}/file/%(time)s.csv", "s3://bucket/file/o.csv", "stdout:"]
)
def test_other_feeds(tmp_path: Path, form: str) -> None:
    """New folders, files that are there, names that are completed later and other stores are left to Scrapy."""
    (tmp_path / "file").touch()
    _check(form.format(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("options", [1, {"format": "nosuch"}])
def test_a_feed_without_a_format(options: object) -> None:
    """A feed in a format that nobody writes is refused before the crawl begins, which would leave no feed."""
    with pytest.raises(ConfigError, match=r"FEEDS gives o\.csv no format that can be written"):
        check_before_start(Settings({"FEEDS": {"o.csv": options}}))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"FEEDS": {"{}/urls.csv": {"format": "csv"}}}, "the feed {}/urls.csv is the list itself"),
        ({"FEEDS": {"file://{}/link.csv": {"format": "csv"}}}, "the feed {}/link.csv is the list itself"),
        ({"FEEDS": {"{}/data/imgcrawl.db": {"format": "csv"}}}, "the feed {}/data/imgcrawl.db is the catalogue itself"),
        ({"LOG_FILE": "{}/urls.csv"}, "LOG_FILE {}/urls.csv is the list itself"),
    ],
    ids=["feed", "link", "catalogue", "log"],
)
def test_an_output_in_place_of_what_is_kept(tmp_path: Path, settings: dict[str, Any], said: str) -> None:
    """A feed or a log that would replace or spoil the list or the catalogue is refused, and both are as they were."""
    (tmp_path / "data").mkdir()
    for name in ("urls.csv", "data/imgcrawl.db"):
        (tmp_path / name).write_text("kept")
    (tmp_path / "link.csv").symlink_to(tmp_path / "urls.csv")
    given = json.loads(json.dumps(settings).replace("{}", str(tmp_path)))
    wanted = re.escape(said.replace("{}", str(tmp_path))) + ".*: name another file"
    with pytest.raises(ConfigError, match=wanted):
        check_outputs(Settings(given | {"IMGCRAWL_DATA_DIR": str(tmp_path / "data")}), str(tmp_path / "urls.csv"))


def test_outputs_of_their_own(tmp_path: Path) -> None:
    """Other files pass, there or not, and so does one device for all of them, as a terminal is."""
    (tmp_path / "urls.csv").touch()
    feeds = {str(tmp_path / name): {"format": "csv"} for name in ("o.csv", "urls-%(time)s.csv")}
    given = {"FEEDS": feeds, "LOG_FILE": os.devnull, "IMGCRAWL_DATA_DIR": str(tmp_path)}
    for source in (str(tmp_path / "urls.csv"), os.devnull, "-", ""):
        check_outputs(Settings(given), source)


@pytest.mark.parametrize("is_refused", [True, False])
@pytest.mark.parametrize("found", [0, 2])
def test_a_crawl_without_its_threads_does_not_begin(found, is_refused, monkeypatch) -> None:
    """Where the system starts fewer threads than a crawl needs it is refused, and those that started have ended.

    So it is where one that is said to be started dies before it has begun, as without memory.
    """
    start, left, ended = _thread.start_new_thread, iter(range(found)), []

    def refuse(function: Any, arguments: tuple[()]) -> int:
        if next(left, None) is None:
            if is_refused:
                raise RuntimeError("can't start new thread")
            return 0
        return start(lambda: ended.append(function(*arguments)), ())

    monkeypatch.setattr(_thread, "start_new_thread", refuse)
    monkeypatch.setattr(checks, "_LONGEST_START_S", 10.0 if is_refused else 0.1)
    with pytest.raises(ConfigError, match=r"starts no more processes or threads: .* \(ulimit -u"):
        check_before_start(Settings())
    deadline = time.monotonic() + 10
    while len(ended) < found:
        assert time.monotonic() < deadline, "a thread stays"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (5, "FEED_EXPORT_FIELDS must be a list or a comma-separated text, got 5"),
        ("5", "FEED_EXPORT_FIELDS names '5', which no outcome has: there are id, url"),
        ("id,paths", "names 'paths', which no outcome has: did you mean path?"),
        ("id, url", "names ' url', which no outcome has: did you mean url?"),
        ({"nosuch": "x"}, "names 'nosuch', which no outcome has"),
    ],
)
def test_fields_of_feeds(fields: object, said: str) -> None:
    """What is no field of an outcome is refused before the crawl, not found as an empty column after it."""
    for right in ("", "id,path,trail", ["id"], {"id": "name"}):
        check_before_start(Settings({"FEED_EXPORT_FIELDS": right}))
    with pytest.raises(ConfigError) as told:
        check_before_start(Settings({"FEED_EXPORT_FIELDS": fields}))
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CONCURENT_REQUESTS", "CONCURRENT_REQUESTS"),
        ("LOGLEVEL", "LOG_LEVEL"),
        ("log_level", "LOG_LEVEL"),
        ("OWN_SWITCHES", "OWN_SWITCH"),
    ],
)
def test_misspelt_settings(name: str, meant: str) -> None:
    """A setting of the command line that is nobody's is doubted if another one, also a project's own, is very alike."""
    settings = Settings({"OWN_SWITCH": 1})
    settings.set(name, "1", priority="cmdline")
    assert doubts(settings) == [f"neither Scrapy nor imgcrawl has a setting {name}: did you mean {meant}?"]


@pytest.mark.parametrize("name", ["MAX_WIDTH", "LOG_LEVEL", "OWN_SWITCH", "ROBOTSTXT_OBEY"])
def test_settings_that_are_not_doubted(name: str) -> None:
    """Those that somebody knows, and those that may be a part's of somebody's own."""
    settings = Settings({"OWN_SWITCH": 1})
    settings.set(name, "1", priority="cmdline")
    assert doubts(settings) == []
