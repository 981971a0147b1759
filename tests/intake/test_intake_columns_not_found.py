"""Which columns a list does not have by their usual names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import Reading

if TYPE_CHECKING:
    from pathlib import Path


WITH_OTHERS = "Photo,Nr,Web\nhttp://h/1,7,http://h/\n"


@pytest.mark.parametrize(
    ("name", "text", "columns", "noted"),
    [
        ("a.csv", WITH_OTHERS, Columns(url="Photo"), (["id_column", "page_column"], ["Nr", "Web"])),
        ("a.csv", WITH_OTHERS, Columns(url="Photo", id="Nr"), (["page_column"], ["Web"])),
        ("a.csv", "url,page_url,title\nhttp://h/1,,x\n", Columns(), (["id_column"], ["title"])),
        ("a.csv", "url\nhttp://h/1\n", Columns(), ([], [])),
        ("a.csv", "url,md5\nhttp://h/1,x\n", Columns(hash="md5"), ([], [])),
        ("a.csv", "id,url,page\n1,http://h/1,\n", Columns(), ([], [])),
        ("a.jsonl", '{"url": "http://h/1", "nr": 7}\n', Columns(), (["id_column", "page_column"], ["nr"])),
        ("a.txt", "http://h/1\n", Columns(), ([], [])),
    ],
)
def test_columns_that_are_not_found(
    tmp_path: Path, name: str, text: str, columns: Columns, noted: tuple[list[str], list[str]]
) -> None:
    """An id or a page that no column has by its usual name is noted where another column may have it."""
    path, reading = tmp_path / name, Reading()
    path.write_text(text)
    list(read_tasks(str(path), columns=columns, reading=reading))
    assert (reading.unnamed, reading.other_columns) == noted
