"""The column of known hashes, in every kind of list."""

from __future__ import annotations

import json
from dataclasses import replace

import pyarrow as pa
import pytest
from pyarrow import parquet

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.known_hashes import known_hash
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import Reading

MD5, SHA1 = "0123456789abcdef" * 2, "01234567" * 5
BY_NAME = Columns(hash="md5")


def read(path, columns=BY_NAME):
    """Return the known hashes of a list's rows, the rows, and what was noted of its reading."""
    reading = Reading()
    tasks = list(read_tasks(path, columns=columns, reading=reading))
    return [task.known_hash for task in tasks], tasks, reading


def test_csv(write):
    """A row has its hash; the column stands among the others all the same. Nothing is recognised by itself."""
    path = write("a.csv", f"id,url,MD5,sha1\na,http://h/1,{MD5.upper()},{SHA1}\nb,http://h/2,,\n")
    hashes, tasks, reading = read(path)
    assert hashes == [MD5, ""]
    assert tasks[0].extra == {"MD5": MD5.upper(), "sha1": SHA1}
    assert reading.unread_hashes == 0
    assert read(path, Columns(hash="sha1"))[0] == [SHA1, ""]
    assert read(path, Columns())[0] == ["", ""]


def test_what_is_no_hash_costs_no_row(write):
    """It is counted, and the first one is named; a row that cannot be read is no such row."""
    path = write("a.csv", f"id,url,md5\na,http://h/1,{MD5}\nb,http://h/2,n/a\nc,http://h/3,{SHA1}x\nd,e,f,g\n")
    hashes, tasks, reading = read(path)
    assert hashes == [MD5, "", "", ""]
    assert [bool(task.malformed) for task in tasks] == [False, False, False, True]
    assert (reading.unread_hashes, reading.first_unread_hash) == (2, "row 1 (id b): 'n/a'")


def test_jsonl(write):
    """Rows may leave the column out, write its name otherwise, or have something that is no text in it."""
    rows = [{"url": "u", "md5": MD5}, {"url": "u"}, {"MD5": MD5, "url": "u"}, {"url": "u", "md5": 7}]
    rows.append({"url": "u", "md5": None})
    hashes, _, reading = read(write("a.jsonl", "\n".join(map(json.dumps, rows))))
    assert (hashes, reading.unread_hashes) == ([MD5, "", MD5, "", ""], 1)


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.binary(), pa.binary(32)], ids=["text", "digits-as-bytes", "digits-as-fixed-bytes"]
)
def test_parquet(tmp_path, kind):
    """The digits may be text or bytes."""
    values = pa.array([MD5.encode(), None], pa.binary()).cast(pa.string()).cast(kind)
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"url": ["u", "v"], "md5": values}), path)
    hashes, tasks, reading = read(str(path))
    assert (hashes, tasks[0].extra, reading.unread_hashes) == ([MD5, ""], {"md5": MD5}, 0)


def test_parquet_with_raw_hashes(tmp_path):
    """A hash may be kept as the bytes that it is; other bytes are no hash, and cost no row."""
    path = tmp_path / "a.parquet"
    values = [bytes.fromhex(MD5), bytes.fromhex(SHA1), b"\0", None]
    parquet.write_table(pa.table({"url": list("uvwx"), "md5": values, "blob": values}), path)
    hashes, tasks, reading = read(str(path))
    assert hashes == [MD5, SHA1, "", ""]
    assert [bool(task.malformed) for task in tasks] == [False] * 4
    assert (reading.first_unread_hash, list(tasks[0].extra)) == ("row 2 (id 2): '00'", ["md5"])


@pytest.mark.parametrize("role", ["id", "url", "page"])
def test_a_column_with_two_parts(write, role):
    """An image may be known by its hash: the column is read for that, too, and stands among the others."""
    column = {"id": "id", "url": "url", "page": "page_url"}[role]
    hashes, tasks, _ = read(write("a.csv", f"id,url,page_url\n{MD5},{MD5},{MD5}\n"), Columns(hash=column))
    assert (hashes, tasks[0].extra) == ([MD5], {column: MD5})


@pytest.mark.parametrize(("column", "found"), [("md5", SHA1), ("MD5", MD5), ("Md5", MD5), ("URL", "")])
def test_a_column_as_it_is_spelt_counts_first(tmp_path, column, found):
    """Of others that differ in case alone the first."""
    path = tmp_path / "a.parquet"
    values = {"url": ["u"], "MD5": [MD5], "md5": [bytes.fromhex(SHA1)], "URL": [None]}
    parquet.write_table(pa.table(values), path)
    hashes, tasks, _ = read(str(path), Columns(hash=column))
    assert (hashes, tasks[0].url) == ([found], "u")


@pytest.mark.parametrize(
    ("name", "text", "is_told"),
    [
        ("a.csv", "id,url,md5_hash\na,http://h/1,\n", True),
        ("a.jsonl", json.dumps({"id": 1, "url": "u", "md5_hash": ""}), True),
        ("a.csv", "id,url,size\na,http://h/1,\n", False),
    ],
)
def test_a_missing_column_is_told(write, name, text, is_told):
    """The sentence names the list, the column, the columns that there are, and the one that may be meant."""
    with pytest.raises(ConfigError, match=rf"{name} has no column 'md5hash': its columns are 'id', 'url', ") as caught:
        read(write(name, text), Columns(hash="md5hash"))
    assert ("; did you mean 'md5_hash'?" in str(caught.value)) is is_told


def test_the_backlog_keeps_it(write, tmp_path):
    """A row that waits on disk is the row that it was."""
    _, tasks, _ = read(write("a.csv", f"url,md5\nhttp://h/1,{MD5}\n"))
    backlog = RowBacklog(tmp_path)
    backlog.put("h", tasks)
    assert backlog.take("h", 1) == tasks == [replace(tasks[0], known_hash=MD5)]
    backlog.close()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("n/a", "'n/a'"),
        (f"{MD5}0", f"'{MD5}0' (33 characters)"),
        (f"{MD5}\u200b", f"'{MD5}\\u200b' (33 characters)"),
        ("0" * 129, f"'{'0' * 80}'… (129 characters)"),
    ],
)
def test_what_is_no_hash_is_shown_with_its_length(write, cell, shown):
    """So that a digit too many, or a sign that no screen shows, can be seen."""
    _, _, reading = read(write("a.csv", f"url,md5\nhttp://h/1,{cell}\n"))
    assert reading.first_unread_hash == f"row 0 (id 0): {shown}"


def test_a_long_id_is_cut(write):
    """It may be a field over many lines."""
    _, _, reading = read(write("a.csv", f"id,url,md5\n{'a' * 999},http://h/1,?\n"))
    assert reading.first_unread_hash == f"row 0 (id {'a' * 80}): '?'"


def test_the_hash_of_a_row_on_record():
    """It is found again among the other columns of the outcome; without a column, or a hash in it, there is none."""
    assert known_hash({"a": 1, "MD5": MD5}, "md_5") == ""
    assert known_hash({"a": 1, "MD 5": MD5.upper()}, "md_5") == MD5
    assert [known_hash(*given) for given in (({"md5": MD5}, None), (None, "md5"), ({"md5": "x"}, "md5"))] == [""] * 3
