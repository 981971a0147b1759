"""Lists in every form, packing and dialect give the same tasks."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import tracemalloc

import pytest
import zstandard

from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import Reading
from tests.intake.forms import FORMATS, PACKINGS, parquet_of

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
        ("l.parquet", ALL_IDS, parquet_of({"id": list(ALL_IDS), "url": ["http://h/"] * len(ALL_IDS)})),
    ],
)
def test_ids_are_those_of_the_list(write, name, ids, data):
    """An id is kept as it stands in the list, so that results can be joined with it."""
    assert [task.id for task in read_tasks(write(name, data))] == ids


def test_line_breaks_in_a_field_of_a_csv_file(write):
    """However a line break within a field is written, it is read as one character; a blank id is the row's number."""
    data = 'id,url\r\n"a\r\nb",http://h/\r\n"c\rd",http://h/\r\n" ",http://h/\r\n,http://h/\r\n'
    assert [task.id for task in read_tasks(write("l.csv", data))] == ["a\nb", "c\nd", "2", "3"]


_TWICE = {
    "csv": b"id,url\na,http://h/1\na,http://h/2\n",
    "jsonl": b'{"id": "a", "url": "http://h/1"}\n{"id": "a", "url": "http://h/2"}\n',
    "parquet": parquet_of({"id": ["a", "a"], "url": ["http://h/1", "http://h/2"]}),
}


@pytest.mark.parametrize("form", _TWICE)
def test_ids_are_told_apart(write, form):
    """Where rows have ids of their own, one that is used again for another URL is told apart in every format."""
    reading = Reading()
    assert [task.id for task in read_tasks(write(f"urls.{form}", _TWICE[form]), reading=reading)] == ["a", "a#1"]
    assert reading.renamed == 1


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
    program = "from imgcrawl.intake.lists.sources import read_tasks; print([t.url for t in read_tasks('-')])"
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


def test_several_frames(write):
    """Packed files that were appended to one another are read to the end."""
    for pack in (gzip.compress, zstandard.compress):
        tasks = list(read_tasks(write("a", pack(b"url\nhttp://h/1\n") + pack(b"http://h/2\n"))))
        assert [task.url for task in tasks] == ["http://h/1", "http://h/2"]


def test_a_header_that_runs_over_lines_tells_the_format(tmp_path):
    """The URL column may stand behind the line break, in a file whose name says nothing."""
    path = tmp_path / "list.txt"
    path.write_text('"a\nnote",url\n"x\ny",http://h.test/1.jpg\n')
    (task,) = read_tasks(str(path))
    assert (task.url, task.extra) == ("http://h.test/1.jpg", {"a note": "x\ny"})
