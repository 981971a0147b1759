"""Folders with many modules say in their docstring what each is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "imgcrawl"


@pytest.mark.parametrize("folder", ["intake", "naming", "pages/choosing"])
def test_a_map_names_each_module_once(folder):
    """Who adds a module or renames one says where it belongs."""
    parts = {path.stem for path in (ROOT / folder).iterdir() if path.stem not in {"__init__", "__pycache__"}}
    named = re.findall(r"``(\w+)``", (ROOT / folder / "__init__.py").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(parts)
