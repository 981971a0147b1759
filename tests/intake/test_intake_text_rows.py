"""Plain lists."""

from __future__ import annotations

from imgcrawl.intake.text_rows import text_tasks


def test_text_rows():
    """One URL a line as given; blank lines and comments are no rows, bad lines are malformed ones."""
    tasks = list(text_tasks([" http://h/1 ", "", "  ", "#x", " # y", "http://h/2#z", "a\0b", "\udcff"]))
    assert [(task.index, task.id, task.url) for task in tasks] == [
        (0, "0", " http://h/1 "),
        (1, "1", "http://h/2#z"),
        (2, "2", "a\ufffdb"),
        (3, "3", "\ufffd"),
    ]
    assert [task.malformed for task in tasks] == [
        "",
        "",
        "Row 2 (line 7) contains a NUL byte.",
        "Row 3 (line 8) is not valid UTF-8.",
    ]
