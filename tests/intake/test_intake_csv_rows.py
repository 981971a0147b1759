"""Tables: what a broken row does to itself and does not do to others."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.csv_rows import csv_tasks, split_header
from imgcrawl.intake.lists.streams import MAX_LINE_CHARS, read_lines
from imgcrawl.records import ImageTask


def read(text: str | bytes) -> list:
    """All tasks of a table given as text."""
    data = text if isinstance(text, bytes) else text.encode()
    return list(csv_tasks(read_lines(iter([data])), Columns(), "a.csv"))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (b"2,http://h/caf\xe9,x", "not valid UTF-8"),
        (b"2,http://h/2,a\0b", "NUL byte"),
        (b"2,http://h/2,a,b,c", "5 fields, the header has 3"),
        (b'2,"http://h/2,x', "quote that is not closed"),
        (b'2,"a"b,c,d"', "misplaced quote"),
        (b"2,http://h/2," + b"x" * (MAX_LINE_CHARS + 1), "longer than 1 MB"),
        (b'2,"http://h/2","' + b"x" * (3 * MAX_LINE_CHARS) + b'"', "longer than 1 MB"),
    ],
    ids=["utf8", "nul", "fields", "unclosed", "misplaced", "long", "long-quoted"],
)
@pytest.mark.parametrize("after", [b"3,http://h/3,x\n", b'"3","http://h/3","a ""b"", c"\n'], ids=["plain", "quoted"])
def test_malformed_rows(row, fault, after):
    """A row that cannot be read says so with its number and line, keeps its id, and takes no other row with it."""
    first, broken, *others = read(b"id,url,title\n1,http://h/1,x\n" + row + b"\n" + after * 3)
    assert (first.url, first.malformed) == ("http://h/1", "")
    assert (broken.index, broken.id) == (1, "2")
    assert broken.malformed.startswith("Row 1 (line 3) ")
    assert fault in broken.malformed
    assert len(broken.url) + len(str(broken.extra)) < 5000
    assert [(task.index, task.id, task.url, task.malformed) for task in others] == [
        (n, "3", "http://h/3", "") for n in (2, 3, 4)
    ]


def test_unclosed_quote_before_a_record_of_several_lines():
    """An unclosed quote does not mate with the quote of a later row."""
    tasks = read('id,url,title\n1,"http://h/1,x\n2,http://h/2,"two\nlines"\n3,"http://h/3",x\n')
    assert [(task.id, task.url, bool(task.malformed)) for task in tasks] == [
        ("1", "http://h/1", True),
        ("2", "http://h/2", False),
        ("3", "http://h/3", False),
    ]
    assert tasks[1].extra == {"title": "two\nlines"}


@pytest.mark.parametrize(
    ("rows", "urls"),
    [
        ('1,"http://h/1,x\n2,http://h/2,y\n3,http://h/3,z\n', ["http://h/2", "http://h/3"]),
        ('1,"http://h/1\n2,"\n3,http://h/3,z\n', ["", "http://h/3"]),
        ('1,"http://h/1\n2",b"2\n3,http://h/3,12" disc\n', ['b"2', "http://h/3"]),
    ],
    ids=["never-closed", "closed-with-too-few-fields", "closed-and-gone-on"],
)
def test_lines_after_an_unclosed_quote(rows, urls):
    """The lines that an unclosed quote swallowed are given back, each as its own row and in order."""
    broken, *others = read("id,url,title\n" + rows)
    assert "not closed" in broken.malformed
    assert [task.url for task in others] == urls


def test_many_unclosed_quotes():
    """Rows with unclosed quotes are found one by one, in linear time and without deep nesting."""
    tasks = read("id,url\n" + '1,"http://h/1\n' * 20_001)
    assert len(tasks) == 20_001
    assert all(task.malformed for task in tasks)


def test_tolerated():
    """Short rows, empty fields beyond the header, and sloppy quotes with the right number of fields are no faults."""
    tasks = read('id,url,title\na,http://h/1\nb,http://h/2,x,,\nc,"http://h/3","a "b" c"\nd,http://h/4,12" disc\n,,\n')
    assert [task.malformed for task in tasks] == [""] * 5
    assert [task.url for task in tasks] == ["http://h/1", "http://h/2", "http://h/3", "http://h/4", ""]
    assert tasks[4].id == "4"


def test_large_field():
    """A field below 1 MB is kept whole, quoted or not: a data: URL needs the room."""
    url = "http://h/" + "A" * 900_000
    assert [task.url for task in read(f'id,url\n1,{url}\n2,"{url}"\n')] == [url, url]


def test_unnamed_columns():
    """A column without a name goes by its place."""
    (task,) = read(",url,\n0,http://h/1,x\n")
    assert task.extra == {"column_1": "0", "column_3": "x"}


def test_columns_of_one_name():
    """Of extra columns with one name none is lost: the later ones have their place in their name."""
    (task,) = read("url,a,a,a\nhttp://h/1,x,y,z\n")
    assert task.extra == {"a": "x", "a_column_3": "y", "a_column_4": "z"}


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [("url", "\t"), ("a;url,b", ","), ("a\turl", "\t"), ('"a,b,c";url', ";"), ("a;b;c", ";"), ("id|url", "|")],
)
def test_split_header(line, delimiter):
    """The delimiter that shows a URL column wins."""
    assert split_header([line], Columns()).delimiter == delimiter


def test_one_column_has_no_delimiter():
    """Commas and semicolons belong to the address, quoted or not; of what a tab follows there is more than one."""
    urls = ["http://h/w_300,h_200/x.jpg", "http://h/a;b,c.jpg"]
    tasks = list(read(f'url\n{urls[0]}\n"{urls[1]}"\n{urls[0]}\tx\n'))
    assert [task.url for task in tasks[:2]] == urls
    assert "has 2 fields, the header has 1" in tasks[2].malformed


def test_a_header_may_have_a_line_break():
    """Names in quotes may run over lines; rows and their line numbers are told apart as ever."""
    tasks = list(read('id,"the\nurl",url,"a\n\n"\n1,x,http://h/1.jpg,y\n2,"x\n'))
    assert tasks[0] == ImageTask(0, "1", "http://h/1.jpg", extra={"the url": "x", "a": "y"})
    assert "Row 1 (line 6)" in tasks[1].malformed


@pytest.mark.parametrize("header", ['id,"url', 'i"d,url'])
def test_a_header_with_a_stray_quote_takes_no_row(header):
    """Where the quotes of the header are not closed, or stand within a name, it is its first line."""
    assert [task.url for task in read(f'{header}\n1,http://h/1.jpg\n"2",http://h/"2".jpg\n3,http://h/3.jpg\n')] == [
        f"http://h/{name}.jpg" for name in ("1", '"2"', "3")
    ]


def test_fields_without_end_cost_no_more_than_in_proportion():
    """Lines that all open a quote are looked through for its end once, and then only a little further for each."""
    counted: list[int] = []

    class Line(str):
        __slots__ = ()

        def count(self, *args: Any) -> int:
            counted.append(1)
            return super().count(*args)

    lines = ["id,url", *(f'{n}"x,"http://h/{n}.jpg' for n in range(4000))]
    tasks = list(csv_tasks(map(Line, lines), Columns(), "urls.csv"))
    assert all("has a quote that is not closed" in task.malformed for task in tasks)
    assert len(tasks) == 4000
    assert len(counted) < 500 * 4000


def test_a_field_may_end_far_off_where_another_never_does():
    """A stray quote above takes no row that runs over several lines with it."""
    rows = list(read('id,url\n1"x,"http://h/1.jpg\n2"x,"http://h/2.jpg\n\n"\n3,http://h/3.jpg\n'))
    assert [(task.id, bool(task.malformed)) for task in rows] == [('1"x', True), ('2"x', False), ("3", False)]


@pytest.mark.parametrize("first", ["sep=|", "SEP=|", '"sep=|"', "sep=||"])
def test_a_stated_delimiter(first):
    """A line that spreadsheets write above the header says what stands between the fields."""
    (task,) = read(f"{first}\nid|url\n1|http://h/1.jpg\n")
    assert (task.id, task.url) == ("1", "http://h/1.jpg")


def test_quotes_in_tab_separated_values_may_be_just_quotes():
    """A table with tabs is often written without quoting: a quote that is not closed takes no row with it."""
    text = 'id\turl\tn\n1\thttp://h/1.jpg\t"x\n2\thttp://h/2.jpg\ty"\n"3\thttp://h/3.jpg\tz\n'
    assert [(task.id, task.url, task.malformed) for task in read(text)] == [
        ("1", "http://h/1.jpg", ""),
        ("2", "http://h/2.jpg", ""),
        ('"3', "http://h/3.jpg", ""),
    ]


def test_quoted_fields_among_tabs_may_run_over_lines():
    """Where a table with tabs is quoted, its fields hold line breaks, and what follows them holds tabs."""
    (task,) = read('n\tid\turl\n"a\nb"\t1\thttp://h/1.jpg\n')
    assert (task.id, task.url, task.extra) == ("1", "http://h/1.jpg", {"n": "a\nb"})


CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.sampled_from([csv.QUOTE_ALL, 0]))
def test_round_trip(rows, quoting):
    """What a correct writer wrote is read back, quotes, line breaks and all."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting).writerows([("name", "url", "page"), *((f"x{a}", b, c) for a, b, c in rows)])
    text = out.getvalue()
    tasks = read(text)
    assert [(t.extra["name"], t.url, t.page_url or "") for t in tasks] == [
        tuple(_universal(cell) for cell in (f"x{a}", b, c)) for a, b, c in rows
    ]
    assert not any(task.malformed for task in tasks)


def _universal(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(['"', ",", "\n", "a", "\0", "é", ";", '""', '","'])).map("".join), st.booleans())
def test_every_line_is_accounted_for(text, spoilt):
    """No input crashes the reader, row numbers are without gap, and a good row at the end is always found."""
    data = ("id,url\n" + text).encode("latin-1" if spoilt else "utf-8") + b"\nlast,http://h/last\n"
    tasks = read(data)
    assert [task.index for task in tasks] == list(range(len(tasks)))
    assert tasks[-1].url.endswith("http://h/last") or '"' in text


def test_a_header_of_many_columns_is_read_whole():
    """However wide a table is that fits the limit of a line, its rows have as many fields as its header."""
    names = [f"column_{number}" for number in range(20_000)]
    row = ["x"] * len(names)
    (task,) = csv_tasks([",".join(["id", "url", *names]), ",".join(["7", "http://h/1", *row])], Columns(), "urls.csv")
    assert (task.id, task.malformed, len(task.extra)) == ("7", "", len(names))


@pytest.mark.parametrize("name", ["x" * 500_000, '"' + "x" * 500_000 + '"'])
def test_a_name_of_a_column_may_be_long(name):
    """Longer than the fields that Python reads by itself."""
    (task,) = csv_tasks([f"id,url,{name}", "7,http://h/1,x"], Columns(), "urls.csv")
    assert (task.malformed, *map(len, task.extra)) == ("", 500_000)


def test_a_field_that_is_too_long_is_told_to_be_so():
    """Its quote may well be closed further on than it is looked for; what comes after it is read as it stands."""
    lines = ["id,url,note", '1,http://h/1,"', *["x" * 1_000] * (MAX_LINE_CHARS // 1_000 + 2), '"', "2,http://h/2,y"]
    tasks = list(csv_tasks(lines, Columns(), "urls.csv"))
    assert tasks[0].malformed == "Row 0 (line 2) has a quote that is not closed within 1,024 KB."
    assert (tasks[-1].id, tasks[-1].url, tasks[-1].malformed) == ("2", "http://h/2", "")


def test_ids_that_differ_in_bytes_that_are_no_text_stay_different():
    """Also where the rows have one URL: each gets an outcome of its own."""
    rows = [b"x\xff,http://h/1", b"x\xfe,http://h/1", b"x\x00,http://h/1", "x\ufffd,http://h/1".encode()]
    tasks = list(csv_tasks(read_lines(iter([b"\n".join([b"id,url", *rows])])), Columns(), "urls.csv"))
    assert [task.id for task in tasks] == [r"x\udcff", r"x\udcfe", r"x\x00", "x\ufffd"]
