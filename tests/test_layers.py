"""Imports go one way: a module imports its own layer or a lower one."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from imgcrawl import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent

LAYERS = [
    {
        "errors",
        "meanings",
        "records",
        "keys",
        "clock",
        "durations",
        "shares",
        "retry_after",
        "locks",
        "recent",
        "plain",
        "secrets",
        "streams",
        "background",
        "config",
    },
    {
        "identity",
        "naming",
        "intake",
        "frontier",
        "remedies",
        "transport",
        "validation",
        "catalogue",
        "pages",
        "row_spider",
    },
    {"spiders", "scheduler", "downloader", "middlewares", "handlers", "pipelines", "extensions", "logformatter"},
    {"settings", "profiles"},
    {"report", "commands", "lab"},
]
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
LOGIC, COMPONENTS, TOOLS = 1, 2, 4

OF_SCRAPY = ("scrapy", "scrapy_poet", "twisted")
READS_RESULTS = {"report"}
"""Tools that work on the catalogue alone and never see a crawler."""


class Import(NamedTuple):
    """One import: *name* is the module's dotted name; *at_run_time*: not only for a type checker.

    *at_once*: when its module is imported, not when a function of it is called.
    """

    path: str
    line: int
    name: str
    at_run_time: bool
    at_once: bool

    @property
    def module(self) -> str:
        """The dotted name of the module that imports."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def importer(self) -> str:
        """The part of imgcrawl that imports."""
        return Path(self.path).parts[1].removesuffix(".py")

    @property
    def imported(self) -> str:
        """The part of imgcrawl that is imported, else the name of another package."""
        top, _, rest = self.name.partition(".")
        return rest.partition(".")[0] if top == "imgcrawl" else top

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.name}"


def imports_of(source: str, path: str) -> Iterator[Import]:
    """Yield every import in *source*."""
    waiting = [(ast.parse(source), True, True)]
    while waiting:
        node, *when = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, alias.name, *when) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno} imports relatively"
            yield from (Import(path, node.lineno, name, *when) for name in _imported_from(node))
        at_run_time, at_once = when
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        when = [at_run_time and not typing_only, at_once and not is_function]
        waiting += [(child, *when) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]


def _imported_from(node: ast.ImportFrom) -> list[str]:
    package = str(node.module)
    return sorted({inner if is_module(inner := f"{package}.{a.name}") else package for a in node.names})


@cache
def is_module(name: str) -> bool:
    """Whether the package has a module, or a folder of modules, of this dotted name."""
    path = ROOT.joinpath(*name.split("."))
    return name.startswith("imgcrawl.") and (path.is_dir() or path.with_name(f"{path.name}.py").is_file())


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    """Return every import of the package."""
    files = sorted((ROOT / "imgcrawl").rglob("*.py"))
    return [
        found
        for file in files
        if file.relative_to(ROOT).as_posix() != "imgcrawl/__init__.py"
        for found in imports_of(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
    ]


def listed(breaches: list[Import]) -> str:
    """Return the breaches one a line."""
    return "\n" + "\n".join(map(str, breaches))


def test_every_part_has_a_layer():
    """A new module or folder of the package must be given its layer here."""
    parts = {path.name.removesuffix(".py") for path in (ROOT / "imgcrawl").iterdir() if path.name != "__pycache__"}
    assert parts - {"__init__", "py.typed"} == set(LEVELS)


def test_nothing_imports_upward(imports):
    """No module imports a higher layer, not even for types."""
    breaches = [i for i in imports if i.imported in LEVELS and i.name.startswith("imgcrawl.") and rises(i)]
    assert not breaches, listed(breaches)


def rises(found: Import) -> bool:
    """Whether the import leads from a lower layer to a higher one."""
    return LEVELS[found.imported] > LEVELS[found.importer]


def test_components_do_not_know_each_other(imports):
    """Components of different folders meet through meta, items, signals and statistics, never by an import."""
    breaches = [
        i
        for i in imports
        if LEVELS[i.importer] == COMPONENTS
        and i.name.startswith("imgcrawl.")
        and LEVELS.get(i.imported) == COMPONENTS
        and i.imported != i.importer
    ]
    assert not breaches, listed(breaches)


def test_only_spiders_know_page_objects(imports):
    """Only the spiders import page objects."""
    breaches = [i for i in imports if i.imported == "pages" and i.importer not in ("pages", "spiders")]
    assert not breaches, listed(breaches)


def test_logic_does_without_scrapy(imports):
    """The vocabulary and the logic import Scrapy and Twisted for types at most."""
    breaches = [i for i in imports if LEVELS[i.importer] <= LOGIC and i.imported in OF_SCRAPY and i.at_run_time]
    assert not breaches, listed(breaches)


def test_reports_read_the_catalogue_only(imports):
    """A report is made from results: it imports neither Scrapy nor a component nor the settings."""
    breaches = [
        i
        for i in imports
        if i.importer in READS_RESULTS and (i.imported in OF_SCRAPY or COMPONENTS <= LEVELS.get(i.imported, 0) < TOOLS)
    ]
    assert not breaches, listed(breaches)


def test_parts_do_not_import_in_a_circle(imports):
    """Whatever a part imports, directly or through others, does not import that part."""
    within = (i for i in imports if i.name.startswith("imgcrawl.") and i.imported in LEVELS)
    assert not circle((i.importer, i.imported) for i in within)


def test_folders_of_a_part_do_not_import_in_a_circle(imports):
    """A part that has folders has an order of them: none imports what imports it."""
    within = [(folder(i.module), folder(i.name)) for i in imports if i.importer == i.imported]
    assert not circle((importer, imported) for importer, imported in within if importer and imported)


def folder(module: str) -> str:
    """Return the folder within its part in which a module is, or an empty text if it is in none."""
    path = ROOT.joinpath(*module.split("."))
    return ".".join(module.split(".")[:3]) if module.count(".") > 2 or path.is_dir() else ""


def test_modules_do_not_import_in_a_circle(imports):
    """No module waits for one that waits for it, not even for types."""
    modules = {i.module for i in imports}
    assert not circle((i.module, i.name) for i in imports if i.name in modules)


def test_a_crawl_begins_without_what_few_need(imports):
    """What only some rows need, the end of a crawl or another command, is imported when they do."""
    later = {"imgcrawl.pages", "imgcrawl.report", "imgcrawl.lab", "rich", "aiohttp", "pyarrow", "psycopg"}
    walked = (*settings.SPIDER_MODULES, settings.COMMANDS_MODULE)  # Scrapy imports all that is below
    begun = {i.module for i in imports if i.module.startswith(walked)} | parts_of_a_crawl()
    found = set(begun_with(begun, [i for i in imports if i.at_once and i.at_run_time]))
    assert {"imgcrawl.spiders.images", "imgcrawl.catalogue.journal", "imgcrawl.commands.lab", "sqlalchemy"} <= found
    assert not later & found


def parts_of_a_crawl() -> set[str]:
    """Return the modules that the project's settings name, but for page objects."""
    named = json.dumps({name: value for name, value in vars(settings).items() if name.isupper()}, default=str)
    names = set(re.findall(r"imgcrawl(?:\.\w+)+", named)) - set(settings.SCRAPY_POET_DISCOVER)
    return {name if is_module(name) else name.rpartition(".")[0] for name in names}


def begun_with(names: set[str], imports: list[Import]) -> Iterator[str]:
    """Yield the modules *names*, those that they import and the packages that these are in."""
    by_module: dict[str, set[str]] = {}
    for i in imports:
        by_module.setdefault(i.module, set()).add(i.name)
    seen: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [*by_module.get(name, ()), *parents(name)]
            yield name


def parents(name: str) -> list[str]:
    """Return the packages in which the module *name* is."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def circle(edges: Iterable[tuple[str, str]]) -> list[str]:
    """Return names each of which imports the next and the last of which is the first; empty if there are none."""
    graph: dict[str, set[str]] = {}
    for importer, imported in edges:
        if importer != imported:
            graph.setdefault(importer, set()).add(imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(reversed(found.args[1]))
    return []


def test_tests_do_not_import_each_other():
    """What several of them need stands in a module without tests."""
    of_test = re.compile(r"^ *(?:from|import) tests\.(?:\w+\.)*test_\w+", re.MULTILINE)
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert not [str(file) for file in files if of_test.search(file.read_text(encoding="utf-8"))]


def test_circles_are_found():
    """A circle is found however many it leads through; a thing may lead to itself."""
    assert not circle([("a", "b"), ("b", "c"), ("a", "c"), ("a", "a")])
    assert circle([("a", "b"), ("b", "c"), ("c", "a")]) in (list("abca"), list("bcab"), list("cabc"))


def test_reading_of_imports():
    """An import counts wherever it stands; those that only a type checker sees, and later ones, are told apart."""
    source = (
        "import scrapy\n"
        "from imgcrawl import keys, errors\n"
        "if TYPE_CHECKING:\n    from scrapy.http import Response\n"
        "async def later():\n    import imgcrawl.lab.check\n"
    )
    found = {(i.name, i.imported, i.at_run_time, i.at_once) for i in imports_of(source, "imgcrawl/intake/x.py")}
    assert found == {
        ("scrapy", "scrapy", True, True),
        ("imgcrawl.keys", "keys", True, True),
        ("imgcrawl.errors", "errors", True, True),
        ("scrapy.http", "scrapy", False, True),
        ("imgcrawl.lab.check", "lab", True, False),
    }
