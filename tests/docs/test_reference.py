"""The reference pages say what the code says."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

from imgcrawl import keys, settings
from imgcrawl.config import all_sections, setting_names
from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.records import Outcome
from imgcrawl.report import Comparison, Summary
from imgcrawl.report.comparison import Rescued, Transitions
from imgcrawl.report.intervals import Interval
from imgcrawl.report.remedies import Remedy
from imgcrawl.report.summary import Failure, Funnel, Host, Spread
from imgcrawl.spiders import options

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parent.parent.parent
REFERENCE = "docs/reference/"


def words(cells: Iterable[str]) -> list[str]:
    """Return cells without the marks of code."""
    return [cell.strip("`") for cell in cells]


def test_generated_tables_are_up_to_date(generator, pages):
    """Every generated table is what ``python docs/build_reference.py`` writes."""
    stale = [page for page, text in pages.items() if generator.rebuilt(text) != text]
    assert stale == [], "run: python docs/build_reference.py"


def test_every_table_is_in_a_page(generator, pages):
    """Each section of settings, stage, profile and command has its table in exactly one place."""
    found = [name for text in pages.values() for name in generator.block_names(text)]
    assert sorted(found) == sorted(generator.blocks())


def test_settings_in_prose_exist(pages):
    """Every IMGCRAWL_… name that the documentation mentions is a setting."""
    mentioned = {name for text in pages.values() for name in re.findall(r"\bIMGCRAWL_[A-Z0-9_]*[A-Z0-9]", text)}
    assert mentioned <= set(setting_names())
    assert mentioned >= {spec.name for section in all_sections() for spec in section.options().values()}


def test_scrapy_settings(rows):
    """The page names each of Scrapy's settings that the project sets, in order, with its value or a pointer to it."""
    body = ast.parse((ROOT / "imgcrawl/settings.py").read_text(encoding="utf-8")).body
    changed = {
        name: getattr(settings, name) for node in body if isinstance(node, ast.Assign) for name in assigned(node)
    }
    listed = {cells[0].strip("`"): cells[1] for cells in rows(f"{REFERENCE}settings.md", "| setting | value | why |")}
    assert list(listed) == list(changed)
    for name, value in listed.items():
        assert value.startswith("see ") or value.strip("`") == str(changed[name]), name


def assigned(node: ast.Assign) -> list[str]:
    """Return the names to which a statement assigns."""
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def test_outcome_fields(rows):
    """The page lists the outcome's fields in their published order with their types."""
    listed = [(cells[0].strip("`"), cells[1]) for cells in rows(f"{REFERENCE}outcomes.md", "| field |")]
    expected = []
    for field in dataclasses.fields(Outcome):
        kind = re.sub(r"\[.*\]", "", str(field.type)).replace(" | None", ", null")
        expected.append((field.name, kind))
    assert listed == expected


def test_trail_keys(rows):
    """The page lists the keys that the remedies write into the trail."""
    tree = ast.parse((ROOT / "imgcrawl/remedies/attempts/trail.py").read_text(encoding="utf-8"))
    note = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "note_attempt")
    written = [key.value for node in ast.walk(note) if isinstance(node, ast.Dict) for key in node.keys]
    written += [
        node.slice.value
        for node in ast.walk(note)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Constant)
    ]
    listed = words(cells[0] for cells in rows(f"{REFERENCE}outcomes.md", "| key |"))
    assert listed == list(dict.fromkeys(written))


def test_spider_arguments(rows):
    """The page lists the spider's arguments."""
    listed = words(cells[0] for cells in rows(f"{REFERENCE}commands.md", "| argument |"))
    assert set(listed) == set(options.NAMES)


def test_remedies_that_can_be_switched(rows):
    """The page lists what IMGCRAWL_REMEDIES takes, which is what outcomes say."""
    listed = set(words(cells[0] for cells in rows(f"{REFERENCE}outcomes.md", "| name | what is tried |")))
    names = {spec.name: spec.choices for section in all_sections() for spec in section.options().values()}
    assert listed == set(names["IMGCRAWL_REMEDIES"])


def stat_names() -> set[str]:
    """Return the names of statistics in imgcrawl/keys.py."""
    return {value for name, value in vars(keys).items() if name.startswith("STAT_")}


def test_stats_page(rows):
    """The page lists every statistic; those with a closed set of endings show where it goes."""
    listed = set(words(cells[0] for cells in rows(f"{REFERENCE}stats.md", "| name |")))
    assert {re.sub(r"/<.*", "", name) for name in listed} == stat_names()


def test_every_name_is_used():
    """No meta key, signal or statistic is declared that no component uses."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "imgcrawl").rglob("*.py") if path.name != "keys.py"
    )
    declared = [name for name, value in vars(keys).items() if not name.startswith("_") and is_name(name, value)]
    assert [name for name in declared if not re.search(rf"\bkeys\.{name}\b", source)] == []


def is_name(name: str, value: object) -> bool:
    """Whether a constant of :mod:`imgcrawl.keys` is one of the names under which components meet."""
    return isinstance(value, str) if name.isupper() else type(value) is object


def test_stages_in_order(generator, pages):
    """The stages stand in the order in which a request meets them, and every slug stands once."""
    text = pages[f"{REFERENCE}stages.md"]
    assert generator.block_names(text) == [f"errors {stage}" for stage in Stage]
    assert [slug for slug in ErrorSlug if text.count(f"\n| `{slug}` |") != 1] == []


def test_figures(pages):
    """The page on figures names every key that the commands print, and no other."""
    page = pages[f"{REFERENCE}figures.md"]
    parts = page.split("\n## ")
    for part, shown, inner in (
        (parts[1], Summary, (Funnel, Failure, Host, Spread, Remedy)),
        (parts[2], Comparison, (Transitions, Rescued, Interval)),
    ):
        first_cells = " ".join(line.split("|")[1] for line in part.splitlines() if line.startswith("| `"))
        assert set(re.findall(r"`(\w+)`", first_cells)) == {field.name for field in dataclasses.fields(shown)}
        named = set(re.findall(r"`(\w+)`", part))
        assert named >= {name for each in inner for name in each._fields}
