"""What the page on using the results tells to type and to run works as it stands, on a run with its images."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings

from imgcrawl.catalogue import open_catalogue
from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "docs/using.md"
NOT_OURS = ("pandas", "duckdb")
SCRIPT = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^    ((?:scrapy|python) .*)$", re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a list of four rows and what a crawl has made of it: two images, one of them of two rows."""
    images = tmp_path / "data" / "images"
    paths = ["aa/aa.jpg", "bb/bb.png", "aa/aa.jpg"]
    for path in paths:
        (images / path).parent.mkdir(parents=True, exist_ok=True)
        (images / path).write_text(path)
    (images / ".catalogues").mkdir()
    got = [
        Outcome(id=f"00{n}", url="http://a.test/", ok=True, path=path, width=600, extra={"label": "oak"})
        for n, path in enumerate(paths)
    ]
    catalogue = open_catalogue("", data_dir=str(tmp_path / "data"), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")
    catalogue.write(run, [*got, Outcome(id="003", url="http://a.test/", stage="http", error="http_404")])
    catalogue.end_run(run, "finished")
    catalogue.close()
    (tmp_path / "urls.csv").write_text("id,url,label\n" + "".join(f"00{n},http://a.test/,oak\n" for n in range(4)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "imgcrawl")
    return tmp_path


def type_in(command: str) -> None:
    """Give a command of the page, and see that it succeeds."""
    program, *argv = command.split()
    if program == "python":
        subprocess.run([sys.executable, *argv], check=True, timeout=60)
        return
    with pytest.raises(SystemExit) as caught:
        execute([program, *argv], Settings({"COMMANDS_MODULE": "imgcrawl.commands", "IMGCRAWL_DATA_DIR": "data"}))
    assert not caught.value.code


def test_commands_and_scripts(pages: dict[str, str], project: Path) -> None:
    """The commands, and each script of whose packages none is missing, leave the files that the page promises."""
    for command in COMMAND.findall(pages[PAGE]):
        type_in(command)
    for script in SCRIPT.findall(pages[PAGE]):
        if all(find_spec(name) for name in NOT_OURS if name in script):
            exec(compile(script, PAGE, "exec"), {})  # noqa: S102 - ours
    with (project / "joined.csv").open(newline="") as file:
        joined = {row["id"]: (row["label"], row["path"], row["error"]) for row in csv.DictReader(file)}
    assert joined["000"] == ("oak", "aa/aa.jpg", "")
    assert joined["003"] == ("oak", "", "http_404")
    assert len(joined) == 4
    with zipfile.ZipFile(project / "images.zip") as archive:
        assert archive.namelist() == ["images.csv", "aa/aa.jpg", "bb/bb.png"]


def test_shards(pages: dict[str, str], project: Path) -> None:
    """A shard has each image beside its fields, under one key."""
    type_in("scrapy export --only ok images.parquet")
    (script,) = (script for script in SCRIPT.findall(pages[PAGE]) if "tarfile" in script)
    exec(compile(script, PAGE, "exec"), {})  # noqa: S102 - ours
    with tarfile.open(project / "images-00000.tar") as shard:
        members = {member.name: shard.extractfile(member).read() for member in shard}
    assert [*members] == [
        f"0000000{n}.{kind}" for n, image in enumerate(("jpg", "png", "jpg")) for kind in (image, "json")
    ]
    assert members["00000001.png"] == b"bb/bb.png"
    assert json.loads(members["00000001.json"])["id"] == "001"


def test_files_that_scripts_read(pages: dict[str, str]) -> None:
    """Each file that a script reads is one that a command of the page has written, or the list."""
    text = pages[PAGE]
    read = set(re.findall(r"[\"'](\w+\.(?:parquet|csv))[\"']", "".join(SCRIPT.findall(text)))) - {"joined.csv"}
    assert {"outcomes.parquet", "images.parquet"} <= read
    assert read <= {"urls.csv", *(command.split()[-1] for command in COMMAND.findall(text))}
