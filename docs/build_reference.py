"""Writes the tables of the documentation from the code: ``PYTHONPATH=. python docs/build_reference.py``.

A page is written by hand but for its generated blocks, each between ``<!-- table: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import pkgutil
import re
from importlib import import_module
from inspect import getsource
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy.commands
from scrapy.settings import Settings

import imgcrawl.commands
import imgcrawl.profiles
from imgcrawl import config, keys, settings
from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.meanings import ERRORS
from imgcrawl.remedies.rules.groups import MAY_BE_MOVED
from imgcrawl.remedies.rules.mends import MENDS
from imgcrawl.remedies.rules.table import REMEDIES, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PAGES = Path(__file__).parent
BLOCK = re.compile(r"(<!-- table: (?P<name>[\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_KINDS = {Kind.ASK_OTHERWISE: "other ways of asking", Kind.OTHER_BROWSER: "other clients"}
_ROLE = re.compile(r":\w+:`~?([^`]+)`")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    cells = [list(head), *(list(row) for row in rows)]
    cells.insert(1, ["---"] * len(cells[0]))
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in cells)


def code(value: object) -> str:
    """Return *value* as code, or as nothing when it is empty."""
    text = str(value)
    return f"`{text}`" if text else "(empty)"


def section_table(section: type[config.Section]) -> str:
    """Return the table of a section's settings."""
    fields: Any = dataclasses.fields(section)  # type: ignore[arg-type]
    rows = []
    for field in fields:
        option = field.metadata["option"]
        default = field.default_factory() if field.default is dataclasses.MISSING else field.default
        rows.append((code(option.name), code(shown(default)), bounds(option), option.meaning))
    return table(("setting", "default", "type, unit and bounds", "meaning"), rows)


def shown(default: object) -> str:
    """Return a default as one would write it after ``-s NAME=``."""
    if isinstance(default, tuple | list):
        return ",".join(default)
    return str(default)


def bounds(option: Any) -> str:
    """Return what values an option takes, in words."""
    if option.choices:
        return ("one of " if option.kind == "str" else "list of ") + ", ".join(map(code, option.choices))
    words = option.kind + (f", {option.unit}" if option.unit else "")
    if option.low is not None and option.high is not None:
        return f"{words}, {option.low:g} to {option.high:g}"
    return words + (f", at least {option.low:g}" if option.low is not None else "")


def scrapy_components() -> str:
    """Return the components in the order in which data passes them, and those of Scrapy that are off."""
    rows = []
    for name in (
        "DOWNLOADER_MIDDLEWARES",
        "SPIDER_MIDDLEWARES",
        "ITEM_PIPELINES",
        "EXTENSIONS_BASE",
        "EXTENSIONS",
        "DOWNLOAD_HANDLERS",
    ):
        for path, order in getattr(settings, name).items():
            short = path.rpartition(".")[2] if path.startswith("scrapy.") else path
            place = str(order) if isinstance(order, int) else "off" if order is None else code(order)
            rows.append((code(name), code(short), place))
    return table(("setting", "component", "order"), rows)


def stage_table(stage: Stage) -> str:
    """Return the table of a stage's errors."""
    rows = [
        (code(slug), info.meaning, info.advice, "yes" if info.retryable else "no", remedies(slug))
        for slug, info in ERRORS.items()
        if slug.stage is stage
    ]
    return table(("error", "meaning", "what you can do", "`-a retry=failed` may help", "tried within the run"), rows)


def remedies(slug: ErrorSlug) -> str:
    """Return the remedies for *slug* in their order."""
    first = [code("moved")] if slug in MAY_BE_MOVED else []
    return ", ".join([*first, *(_names(kind, slug) for kind in REMEDIES[slug].kinds)]) or "nothing"


def _names(kind: Kind, slug: ErrorSlug) -> str:
    if kind is Kind.MEND:
        return ", ".join(map(code, dict.fromkeys(mend.name for mend in MENDS if slug in mend.slugs)))
    return f"`retry` ({REMEDIES[slug].retries})" if kind is Kind.RETRY else _KINDS.get(kind, code(kind))


def documented_constants() -> Iterator[tuple[str, Any, str]]:
    """Yield name, value and docstring of the constants in :mod:`imgcrawl.keys` that have one."""
    body = ast.parse(getsource(keys)).body
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(after, ast.Expr):
            text = ast.literal_eval(after.value)
            yield node.target.id, getattr(keys, node.target.id), plain_words(text)


def plain_words(text: str) -> str:
    """Return a docstring as Markdown on one line."""
    return " ".join(_ROLE.sub(lambda role: code(role[1].rpartition(".")[2]), text).replace("``", "`").split())


def meta_table() -> str:
    """Return the table of request meta keys."""
    rows = []
    for _, value, words in documented_constants():
        if isinstance(value, str):
            kind, _, meaning = words.partition(": ")
            rows.append((code(value), kind, meaning))
    return table(("key", "type", "meaning"), rows)


def signal_table() -> str:
    """Return the table of signals."""
    rows = [(code(name), words) for name, value, words in documented_constants() if not isinstance(value, str)]
    return table(("signal", "meaning"), rows)


def command_names() -> list[str]:
    """Return the names of the project's own commands."""
    found = (name for _, name, _ in pkgutil.iter_modules(imgcrawl.commands.__path__))
    return [name for name in found if hasattr(import_module(f"imgcrawl.commands.{name}"), "Command")]


def command_table(name: str) -> str:
    """Return a command's syntax, its purpose and its own options."""
    command = import_module(f"imgcrawl.commands.{name}").Command()
    command.settings = Settings()
    common = option_strings(options_of(scrapy.commands.ScrapyCommand.add_options, command))
    own = [action for action in options_of(type(command).add_options, command) if not common & {*action.option_strings}]
    rows = [(code(usage(action)), str(action.help)) for action in own]
    head = f"`scrapy {name} {command.syntax()}`: {command.short_desc()}.\n"
    return head + ("\n" + table(("option", "meaning"), rows) if rows else "")


def options_of(add: Callable[..., None], command: Any) -> list[argparse.Action]:
    """Return what *add* adds to a parser."""
    parser = argparse.ArgumentParser(add_help=False)
    add(command, parser)
    return parser._actions  # noqa: SLF001 - argparse has no public way to list them


def option_strings(actions: Iterable[argparse.Action]) -> set[str]:
    """Return all spellings of *actions*."""
    return {text for action in actions for text in action.option_strings}


def usage(action: argparse.Action) -> str:
    """Return an option as one types it."""
    value = "" if action.nargs == 0 else " " + str(action.metavar or action.dest.upper())
    return ", ".join(action.option_strings) + value


def profile_table(name: str) -> str:
    """Return what a profile sets, in its own order."""
    module = import_module(f"imgcrawl.profiles.{name}")
    targets = (
        getattr(node, "target", None) or node.targets[0]
        for node in ast.parse(getsource(module)).body
        if is_assignment(node)
    )
    return table(("setting", "value"), [(code(t.id), code(shown(getattr(module, t.id)))) for t in targets])


def is_assignment(node: ast.stmt) -> bool:
    """Return whether a statement gives a name its value."""
    return isinstance(node, ast.Assign | ast.AnnAssign)


def blocks() -> dict[str, Callable[[], str]]:
    """Return every block by its name."""
    made: dict[str, Callable[[], str]] = {
        "scrapy components": scrapy_components,
        "meta": meta_table,
        "signals": signal_table,
    }
    made |= {f"settings {section.__name__}": lambda s=section: section_table(s) for section in config.all_sections()}
    made |= {f"errors {stage}": lambda s=stage: stage_table(s) for stage in Stage}
    profiles = [name for _, name, _ in pkgutil.iter_modules(imgcrawl.profiles.__path__)]
    made |= {f"profile {name}": lambda n=name: profile_table(n) for name in profiles}
    made |= {f"command {name}": lambda n=name: command_table(n) for name in command_names()}
    return made


def block_names(text: str) -> list[str]:
    """Return the names of the blocks in a page."""
    return [found["name"] for found in BLOCK.finditer(text)]


def rebuilt(text: str) -> str:
    """Return a page with its blocks written anew."""
    made = blocks()
    return BLOCK.sub(lambda found: f"{found[1]}{made[found['name']]()}{found[3]}", text)


def main() -> None:
    """Write every page's blocks anew."""
    for page in sorted(PAGES.rglob("*.md")):
        page.write_text(rebuilt(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
