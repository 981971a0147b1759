"""Folders with many modules say in their docstring what each is for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "imgcrawl"
MANY = 15


def parts(folder: Path) -> list[str]:
    """Return the names of what is in a folder, but for the package itself."""
    return sorted(path.stem for path in folder.iterdir() if not path.stem.startswith("__"))


def said(folder: Path) -> str:
    """Return the docstring of a package."""
    return ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""


PACKAGES = [file.parent for file in sorted(ROOT.rglob("*/__init__.py"))]
MAPPED = [folder for folder in PACKAGES if len(parts(folder)) >= MANY or "\n- " in said(folder)]


@pytest.mark.parametrize("folder", MAPPED, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_map_names_each_module_once(folder):
    """Who adds a module or renames one says where it belongs."""
    assert sorted(re.findall(r"``(\w+)``", said(folder))) == parts(folder)
