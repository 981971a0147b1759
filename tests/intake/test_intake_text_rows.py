"""Plain lists."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.intake.lists.text_rows import text_tasks


def test_text_rows():
    """One URL a line as given; blank lines and comments are no rows, bad lines are malformed ones."""
    tasks = list(text_tasks([" http://h/1 ", "", "  ", "#x", " # y", "http://h/2#z", "a\0b", "\udcff"]))
    assert [(task.index, task.id, task.url) for task in tasks] == [
        (0, "0", " http://h/1 "),
        (1, "1", "http://h/2#z"),
        (2, "2", r"a\x00b"),
        (3, "3", r"\udcff"),
    ]
    assert [task.malformed for task in tasks] == [
        "",
        "",
        "Row 2 (line 7) contains a NUL byte.",
        "Row 3 (line 8) is not valid UTF-8.",
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=20), max_size=10))
def test_every_line_counts(lines):
    """Any lines become as many tasks as there are lines that are neither blank nor comments, numbered in order."""
    tasks = list(text_tasks(lines))
    assert [task.index for task in tasks] == list(range(len(tasks)))
    assert len(tasks) == sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)
