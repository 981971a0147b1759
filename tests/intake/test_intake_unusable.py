"""Lists that cannot be read, or not to their end, are named with the reason."""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import sys
import threading

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import Reading
from tests.intake.forms import CSV, FORMATS, PACKINGS, parquet_of


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "txt", "parquet"])
def test_missing_override(write, form):
    """A column that was asked for and is not there stops the run; the message says what is there."""
    with pytest.raises(ConfigError, match="'photo'") as caught:
        list(read_tasks(write(f"a.{form}", FORMATS[form]), columns=Columns(url="photo")))
    assert f"a.{form}" in str(caught.value)
    if form != "txt":
        assert "'title'" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"", "holds no rows"),
        ("a.csv", b"url\n\n", "holds no rows"),
        ("a.txt", b"# nothing\n", "holds no rows"),
        ("a.jsonl", b"\n", "holds no rows"),
        ("a.csv", b"id,name\n1,x\n", "no column for the URL.*'id', 'name'"),
        ("a.csv", b"http://h/1\nhttp://h/2\n", "URL in its first line"),
        ("a.csv", b"url,caf\xe9\n", "first line of .* is not valid UTF-8"),
        ("a.jsonl", b'{"a": 1}\n' * 200, "no column for the URL.*'a'"),
        ("a.json", b'[\n{"url": "x"}]', "JSON array"),
        ("a.parquet", b"url\nx\n", "no Parquet file"),
        ("a.parquet", b"PAR1" + b"x" * 100, "damaged"),
        ("a.csv", gzip.compress(CSV, mtime=0)[:-12], "damaged"),
        ("a.csv", gzip.compress(CSV, mtime=0)[:12] + b"xxxxxxxxx", "damaged"),
        ("a.csv.gz", gzip.compress(CSV, mtime=0)[:-12], "^(?!.*no gzip).*damaged"),
        ("a.csv.gz", b"hello\n", "is no gzip file, whatever its name says.*no column for the URL"),
        ("a.csv", zstandard.compress(CSV)[:-3], "damaged"),
        ("a.csv", zstandard.compress(CSV) + b"junk and more junk", "damaged"),
        ("a.xlsx", b"PK\x03\x04...", "spreadsheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0...", "old spreadsheet"),
        ("a.db", b"SQLite format 3\0...", "a database"),
        ("a.feather", b"ARROW1\0\0...", "a Feather or Arrow file: save it as Parquet or CSV"),
        ("a.feather", b"FEA1...", "a Feather or Arrow file"),
        ("a.arrow", b"\xff\xff\xff\xff\x78\0\0\0", "a Feather or Arrow file"),
        ("a.pdf", b"%PDF-1.7\n...", "a PDF document"),
        ("a.png", b"\x89PNG\r\n...", "a picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0...", "a picture"),
        ("a.csv", "url\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_unusable_sources(write, name, data, message):
    """A source that is no list stops the run with its name and what to do."""
    with pytest.raises(ConfigError, match=message) as caught:
        list(read_tasks(write(name, data)))
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("path", "message"),
    [("", "is a directory"), ("no.csv", "does not exist"), ("*.csv", "a pattern is no list"), ("\0", "opened")],
)
def test_unreachable_sources(tmp_path, path, message):
    """A path that leads to no file stops the run at once, before the first row is asked for."""
    with pytest.raises(ConfigError, match=message):
        read_tasks(os.path.join(tmp_path, path))  # noqa: PTH118 - pathlib refuses NUL


def test_where_a_list_was_looked_for(tmp_path, monkeypatch):
    """A name is told in full, for it may have been typed in another folder; an address is no file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=f"{tmp_path}/no.csv does not exist"):
        read_tasks("no.csv")
    with pytest.raises(ConfigError, match=r"https://….a\.test/urls\.csv is an address: download the list"):
        read_tasks("https://ann:S3cret@a.test/urls.csv")
    with pytest.raises(ConfigError, match=r"^https://….a\.test/l+ is an address: download the list"):
        read_tasks(f"https://ann:S3cret@a.test/{'l' * 300}")


def test_unreadable_source(tmp_path, monkeypatch):
    """A file without the right to read it is named."""

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(ConfigError, match="may not be read"):
        read_tasks(str(tmp_path / "a.csv"))


@pytest.mark.parametrize(("module", "form"), [("pyarrow", "parquet"), ("zstandard", "csv")])
def test_missing_package(write, monkeypatch, module, form):
    """A format whose package is missing names the package."""
    monkeypatch.setitem(sys.modules, module, None)
    data = FORMATS[form] if form == "parquet" else zstandard.compress(CSV)
    with pytest.raises(ConfigError, match=f"pip install {module}"):
        read_tasks(write("a", data))


@pytest.mark.parametrize("packing", sorted(PACKINGS))
@pytest.mark.parametrize("change", ["cut", "longer", "other"])
def test_a_list_that_changes_is_not_read_on(write, packing, change):
    """Rows of a file that is cut, appended to or written anew while it is read are not lost or mixed in silence."""
    rng = random.Random(1)
    body = b"url\n" + b"".join(b"http://h/%030x.jpg\n" % rng.getrandbits(120) for _ in range(40_000))
    assert_change_is_noticed(write(f"a.csv{packing}", PACKINGS[packing](body)), change)


@pytest.mark.parametrize("change", ["cut", "longer", "other"])
def test_a_parquet_file_that_changes_is_not_read_on(write, change):
    """The same holds for a file that is read from its end, and here and there."""
    body = parquet_of({"url": [f"http://h/{n}.jpg" for n in range(40_000)]})
    assert_change_is_noticed(write("a.parquet", body), change)


def assert_change_is_noticed(path: str, change: str) -> None:
    """Change the file at *path* while it is read."""
    tasks = read_tasks(path)
    size = os.path.getsize(path)  # noqa: PTH202
    if change == "other":
        os.utime(path, (0, 0))
    else:
        os.truncate(path, size // 2 if change == "cut" else size + 1)
    with pytest.raises(ConfigError, match="has changed while it was read"):
        list(tasks)


PATCHES = [b"\0", b'"', b"[", b"{", b"\xff", b"\n", b"[" * 3000, b",", b"9" * 5000, b"\xef\xbb\xbf", b"PAR1", b""]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(FORMATS)),
    packing=st.sampled_from(sorted(PACKINGS)),
    seed=st.integers(0, 2**32),
    packed=st.booleans(),
)
def test_any_damage_is_told(write, kind, packing, seed, packed):
    """A list damaged anywhere, before or after packing, gives rows or a ConfigError, and nothing else."""
    rng, pack = random.Random(seed), PACKINGS[packing]

    def damaged(data):
        at = rng.randrange(len(data) + 1)
        return data[:at] + rng.choice(PATCHES) + data[at + rng.choice((0, 1, 4, 40)) :]

    body = damaged(pack(FORMATS[kind])) if packed else pack(damaged(FORMATS[kind]))
    with contextlib.suppress(ConfigError):
        for task in read_tasks(write(f"list.{kind}{packing}", body)):
            assert isinstance(task.url, str)


def test_a_pipe_holds_nobody_up(tmp_path):
    """A pipe is not touched before its first row is asked for; then it is read as a file, and is found empty as one."""
    pipe = tmp_path / "rows.csv"
    os.mkfifo(pipe)
    tasks = read_tasks(str(pipe))
    for data, urls in ((CSV, ["http://h/1.jpg", "http://h/2.jpg"]), (b"", None)):
        writer = threading.Thread(target=pipe.write_bytes, args=(data,))
        writer.start()
        if urls is None:
            with pytest.raises(ConfigError, match="holds no rows"):
                next(read_tasks(str(pipe)))
        else:
            assert [task.url for task in tasks] == urls
        writer.join()


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(("kind", "is_told"), [("csv", True), ("jsonl", True), ("txt", True), ("parquet", False)])
def test_how_much_was_read_is_told_where_it_can_be(write, kind, packing, is_told):
    """A list that is read from its beginning to its end tells how much of it was read; Parquet is not."""
    reading = Reading()
    tasks = read_tasks(write(f"list.{kind}{packing}", PACKINGS[packing](FORMATS[kind])), reading=reading)
    assert len(list(tasks)) == 2
    assert reading.share == (0.99 if is_told else None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE html>\n<html>", "is a page or XML"),
        ("<html lang=en>", "is a page or XML"),
        ("<?xml version='1.0'?>\n<a/>", "is a page or XML"),
        ('{\n "url": "http://h.test/1.jpg"\n}', "object over several lines"),
        ("1\thttp://h.test/1.jpg\n", "write the column names above it"),
        ("http://h.test/1.jpg\tan oak\n", "write the column names above it"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(tmp_path, text, message):
    """One sentence about the file, not one for each of its lines."""
    path = tmp_path / "list"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        list(read_tasks(str(path)))


def test_a_header_in_another_encoding_is_told(tmp_path):
    """UTF-16 without a byte order mark, or Latin-1, in the header: what to do is part of the sentence."""
    path = tmp_path / "list.csv"
    for data in ("id,url\n".encode("utf-16-le"), "url,Größe\n".encode("latin-1")):
        path.write_bytes(data)
        with pytest.raises(ConfigError, match="save it as UTF-8"):
            list(read_tasks(str(path)))
