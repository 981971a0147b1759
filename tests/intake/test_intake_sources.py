"""read_tasks: every format, every packing, and every way in which a list can be broken."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import random
import subprocess
import sys
import threading
import tracemalloc

import pyarrow as pa
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from imgcrawl.errors import ConfigError
from imgcrawl.intake.columns import Columns
from imgcrawl.intake.sources import read_tasks
from imgcrawl.intake.streams import Reading

CSV = b"id,url,page_url,title\na,http://h/1.jpg,http://h/p,One\n,http://h/2.jpg,,Two\n"
JSONL = (
    b'{"id": "a", "url": "http://h/1.jpg", "page_url": "http://h/p", "title": "One"}\n'
    b'{"url": "http://h/2.jpg", "title": "Two"}\n'
)
TEXT = b"# images\nhttp://h/1.jpg\n\n  # more\nhttp://h/2.jpg\n"
PACKINGS = {"": lambda data: data, ".gz": gzip.compress, ".zst": zstandard.compress}


def _parquet(columns: dict[str, list[str | None]]) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


PARQUET = _parquet(
    {
        "id": ["a", None],
        "url": ["http://h/1.jpg", "http://h/2.jpg"],
        "page_url": ["http://h/p", None],
        "title": ["One", "Two"],
    }
)
FORMATS = {"csv": CSV, "tsv": CSV.replace(b",", b"\t"), "jsonl": JSONL, "txt": TEXT, "parquet": PARQUET}


IDS = [
    "plain",
    " a b\t",
    "a\nb",
    "a\x1b[31mb",
    "a\u2028b\x85c",
    "e\u0301 \u202e\ufffe",
    "\ufeffa",
    '"',
    "L" * 5000,
    "007",
]

ALL_IDS = [*IDS, "a\rb", "a\r\nb\r\n"]


def _csv(ids: list[str], delimiter: str) -> bytes:
    buffer = io.StringIO()
    rows = [("id", "url"), *((row_id, f"http://h/{n}.jpg") for n, row_id in enumerate(ids))]
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode()


@pytest.mark.parametrize(
    ("name", "ids", "data"),
    [
        ("l.csv", IDS, _csv(IDS, ",")),
        ("l.tsv", IDS, _csv(IDS, "\t")),
        ("l.jsonl", ALL_IDS, "".join(json.dumps({"id": row_id, "url": "http://h/"}) + "\n" for row_id in ALL_IDS)),
        ("l.parquet", ALL_IDS, _parquet({"id": list(ALL_IDS), "url": ["http://h/"] * len(ALL_IDS)})),
    ],
)
def test_ids_are_those_of_the_list(write, name, ids, data):
    """An id is kept as it stands in the list, so that results can be joined with it."""
    assert [task.id for task in read_tasks(write(name, data))] == ids


def test_line_breaks_in_a_field_of_a_csv_file(write):
    """However a line break within a field is written, it is read as one character; a blank id is the row's number."""
    data = 'id,url\r\n"a\r\nb",http://h/\r\n"c\rd",http://h/\r\n" ",http://h/\r\n,http://h/\r\n'
    assert [task.id for task in read_tasks(write("l.csv", data))] == ["a\nb", "c\nd", "2", "3"]


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a source and returns its path."""

    def write(name: str, data: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return str(path)

    return write


_TWICE = {
    "csv": b"id,url\na,http://h/1\na,http://h/2\n",
    "jsonl": b'{"id": "a", "url": "http://h/1"}\n{"id": "a", "url": "http://h/2"}\n',
    "parquet": _parquet({"id": ["a", "a"], "url": ["http://h/1", "http://h/2"]}),
}


@pytest.mark.parametrize("form", _TWICE)
def test_ids_are_told_apart(write, form):
    """Where rows have ids of their own, one that is used again for another URL is told apart in every format."""
    assert [task.id for task in read_tasks(write(f"urls.{form}", _TWICE[form]))] == ["a", "a#1"]


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
def test_formats(write, form, packing, named):
    """A list reads the same in every format and packing, also under a name that says nothing."""
    data = PACKINGS[packing](FORMATS[form])
    tasks = list(read_tasks(write(f"urls.{form}{packing}" if named else "urls", data)))
    assert [task.url for task in tasks] == ["http://h/1.jpg", "http://h/2.jpg"]
    assert [task.index for task in tasks] == [0, 1]
    if form != "txt":
        assert [task.id for task in tasks] == ["a", "1"]
        assert [task.page_url for task in tasks] == ["http://h/p", None]
        assert [task.extra for task in tasks] == [{"title": "One"}, {"title": "Two"}]


@pytest.mark.parametrize("form", ["csv", "jsonl", "txt", "parquet"])
def test_stdin(form):
    """A dash reads standard input, a pipe included, and finds out the format."""
    program = "from imgcrawl.intake.sources import read_tasks; print([t.url for t in read_tasks('-')])"
    run = subprocess.run([sys.executable, "-c", program], input=FORMATS[form], capture_output=True, check=True)
    assert run.stdout.strip() == b"['http://h/1.jpg', 'http://h/2.jpg']"
    assert run.stderr == b""


@pytest.mark.parametrize(
    ("name", "data", "url"),
    [
        ("a.csv", "URL;id\nhttp://h/1;x\n", "http://h/1"),
        ("a.csv", "\ufeff Image_URL \tid\r\nhttp://h/1\tx\r\n", "http://h/1"),
        ("a.csv", '"link"\r"http://h/1"\r', "http://h/1"),
        ("a.csv", "\n\nid,link,direct_link\nx,no,http://h/1\n", "http://h/1"),
        ("a.csv", "url,url\nhttp://h/1,no\n", "http://h/1"),
        ("a.csv", 'a;b,url\n"x,y";,http://h/1\n', "http://h/1"),
        ("a.tsv", 'url\ttitle\nhttp://h/1\ta "b" c, d\n', "http://h/1"),
        ("a.json", '{"URL": "http://h/1"}\n', "http://h/1"),
        ("a.dat", "http://h/1,2", "http://h/1,2"),
        ("a.txt", "http://h/" + "x" * 200_000, "http://h/" + "x" * 200_000),
    ],
)
def test_dialects(write, name, data, url):
    """Delimiter, case, byte order mark and line ends are found out."""
    assert [task.url for task in read_tasks(write(name, data))] == [url]


def test_columns_override(write):
    """Own column names win, and the known ones become ordinary columns."""
    path = write("a.csv", "url,Photo,key,web\nno,http://h/1,k,http://h/p\n")
    (task,) = read_tasks(path, columns=Columns(url="photo", id="key", page="web"))
    assert (task.url, task.id, task.page_url, task.extra) == ("http://h/1", "k", "http://h/p", {"url": "no"})


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
        ("a.csv", zstandard.compress(CSV)[:-3], "damaged"),
        ("a.csv", zstandard.compress(CSV) + b"junk and more junk", "damaged"),
        ("a.xlsx", b"PK\x03\x04...", "spreadsheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0...", "old spreadsheet"),
        ("a.db", b"SQLite format 3\0...", "a database"),
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


@pytest.mark.parametrize(("path", "message"), [("", "is a directory"), ("no.csv", "does not exist"), ("\0", "opened")])
def test_unreachable_sources(tmp_path, path, message):
    """A path that leads to no file stops the run at once, before the first row is asked for."""
    with pytest.raises(ConfigError, match=message):
        read_tasks(os.path.join(tmp_path, path))  # noqa: PTH118 - pathlib refuses NUL


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


def test_lazy(write):
    """Memory does not grow with the list: rows beyond what was asked for are not held."""
    path = write("a.csv", "url\n" + "http://h.example/images/1.jpg\n" * 300_000)
    tracemalloc.start()
    tasks = read_tasks(path)
    for _ in range(1000):
        next(tasks)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 4_000_000 < os.path.getsize(path)  # noqa: PTH202


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
    body = _parquet({"url": [f"http://h/{n}.jpg" for n in range(40_000)]})
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


def test_several_frames(write):
    """Packed files that were appended to one another are read to the end."""
    for pack in (gzip.compress, zstandard.compress):
        tasks = list(read_tasks(write("a", pack(b"url\nhttp://h/1\n") + pack(b"http://h/2\n"))))
        assert [task.url for task in tasks] == ["http://h/1", "http://h/2"]


PATCHES = [b"\0", b'"', b"[", b"{", b"\xff", b"\n", b"[" * 3000, b",", b"9" * 5000, b"\xef\xbb\xbf", b"PAR1", b""]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_a_header_that_runs_over_lines_tells_the_format(tmp_path):
    """The URL column may stand behind the line break, in a file whose name says nothing."""
    path = tmp_path / "list.txt"
    path.write_text('"a\nnote",url\n"x\ny",http://h.test/1.jpg\n')
    (task,) = read_tasks(str(path))
    assert (task.url, task.extra) == ("http://h.test/1.jpg", {"a note": "x\ny"})


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
