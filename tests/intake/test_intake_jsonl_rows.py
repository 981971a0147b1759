"""JSON Lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.jsonl_rows import jsonl_tasks
from imgcrawl.intake.lists.streams import read_lines


def read(data: bytes, columns: Columns = Columns()) -> list:  # noqa: B008 - immutable
    """All tasks of a source given as bytes."""
    return list(jsonl_tasks(read_lines(iter([data])), columns, "a.jsonl"))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"url": "http://h/2"', "not valid JSON: Expecting ',' delimiter at character"),
        (b"[1]", "not a JSON object"),
        (b'"x"', "not a JSON object"),
        (b"[" * 200_000, "JSON beyond"),
        (b'{"url": "http://h/2", "n": ' + b"1" * 5000 + b"}", "JSON beyond"),
        (b'{"url": "caf\xe9"}', "not valid UTF-8"),
        (b'{"url": "a\\ud800b"}', "not valid UTF-8"),
        (b'{"url": "a\\u0000b"}', "NUL byte"),
        (b'{"url": "a\0b"}', "NUL byte"),
        (b'{"url": "' + b"x" * 1_100_000 + b'"}', "longer than 1 MB"),
    ],
    ids=["json", "array", "string", "deep", "big", "utf8", "surrogate", "nul-escape", "nul", "long"],
)
def test_malformed_rows(line, fault):
    """A line that is no object says so with its number, can be stored, and takes no other row with it."""
    tasks = read(b'{"url": "http://h/1"}\n\n' + line + b'\n{"url": "http://h/3"}\n')
    assert [task.url for task in tasks[::2]] == ["http://h/1", "http://h/3"]
    assert [task.malformed for task in tasks[::2]] == ["", ""]
    assert tasks[1].malformed.startswith("Row 1 (line 3) ")
    assert fault in tasks[1].malformed
    assert "\0" not in tasks[1].url
    assert len(tasks[1].url.encode()) < 5000


def test_values():
    """Numbers become text where text is wanted; NaN, which no database takes, becomes null."""
    (task,) = read(b'{"id": 7, "url": null, "page": 3, "n": NaN, "deep": {"a": [1.5]}, "e": "\\u00e9 \\\\u0000"}')
    assert (task.id, task.url, task.page_url) == ("7", "", "3")
    assert task.extra == {"n": None, "deep": {"a": [1.5]}, "e": "é \\u0000"}


def test_malformed_row_keeps_its_id():
    """An object that was understood but cannot be stored is still known by its id."""
    (task,) = read(b'{"id": "x", "url": "http://h/1", "t": "\\u0000"}')
    assert (task.id, task.url, bool(task.malformed)) == ("x", "http://h/1", True)


def test_rows_may_differ():
    """Each row's own keys say what is what; a row without a URL has none."""
    tasks = read(b'{"t": 1}\n{"link": "a", "id": "x"}\n{"id": "y", "url": "b", "link": "c"}\n{}\n')
    assert [(task.id, task.url) for task in tasks] == [("0", ""), ("x", "a"), ("y", "b"), ("3", "")]
    assert tasks[2].extra == {"link": "c"}


def test_columns_may_show_late():
    """A column that only a later row has is found, a column that none has is an error."""
    data = b'{"url": "a"}\n{"url": "b", "key": "k"}\n'
    assert [task.id for task in read(data, Columns(id="key"))] == ["0", "k"]
    with pytest.raises(ConfigError, match=r"'kex'.*'url', 'key'"):
        read(data, Columns(id="kex"))


def test_very_many_layouts():
    """Rows that all have other keys are read in bounded memory."""
    tasks = read(b"".join(b'{"url": "u", "k%d": 1}\n' % n for n in range(1500)))
    assert tasks[1499].extra == {"k1499": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["url", "id", "page", "Link", "x", ""]), JSON), st.booleans())
def test_any_object(row, escaped):
    """Every object is one task that can be stored."""
    line = json.dumps(row, ensure_ascii=escaped).encode()
    tasks = read(b'{"url": "http://h/1"}\n' + line)
    assert len(tasks) == 2
    stored = json.dumps([tasks[1].id, tasks[1].url, tasks[1].page_url, tasks[1].extra], ensure_ascii=False).encode()
    assert b"\\u0000" not in stored.replace(b"\\\\", b"")
