"""What stands on the command line of a crawl where ``-a NAME=VALUE`` or ``-s NAME=VALUE`` was meant."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from imgcrawl.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORM = "scrapy crawl images -a source=FILE"


def check_pairs(arguments: Sequence[str], settings: Sequence[str]) -> None:
    """Check what stands behind ``-a`` and ``-s``, of which Scrapy would not say what is wrong with it.

    Of an argument that is given two values it is said which one counts: Scrapy takes the last one without a word.

    :raises UsageError: if it is no pair.
    """
    for option, pairs in (("-a", arguments), ("-s", settings)):
        for pair in pairs:
            if "=" not in pair:
                meant = f"; for the list say -a {quote(f'source={pair}')}" if option == "-a" and is_there(pair) else ""
                raise UsageError(
                    plain(f"{option} must be followed by NAME=VALUE, got {pair!r}{meant}"), print_help=False
                )
    given: dict[str, str] = {}
    for name, _, value in (pair.partition("=") for pair in arguments):
        if (before := given.get(name, value)) != value:
            print(plain(f"-a {name} is given twice: {value!r} counts, {before!r} does not"), file=sys.stderr)
        given[name] = value


def check_mappings(settings: BaseSettings, pairs: Sequence[str]) -> None:
    """Check that those of *pairs*, which stand behind ``-s``, have a JSON object for each mapping of *settings*.

    :raises UsageError: otherwise; Scrapy would not name the setting, or end with a traceback.
    """
    for name, _, value in (pair.partition("=") for pair in pairs):
        if isinstance(settings.get(name), BaseSettings) and not _is_object(value):
            wanted = f"""a JSON object, as in -s {name}='{{"name": "value"}}'"""
            raise UsageError(plain(f"{name} must be {wanted}, got {value!r}"), print_help=False)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), Mapping)
    except ValueError:
        return False


def check_spider(args: Sequence[str]) -> None:
    """Check that *args*, what stands on the command line besides options, is the name of one spider.

    :raises UsageError: otherwise, saying how what is there too much would have to be given.
    """
    if not args:
        raise UsageError(f"give one spider: {_FORM}", print_help=False)
    if len(args) > 1:
        meant = args[1] if "=" in args[1] else f"source={args[1]}"
        said = f"give one spider, got {args[1]!r} besides; if that is meant: scrapy crawl {args[0]} -a {quote(meant)}"
        raise UsageError(plain(said), print_help=False)


def is_there(name: str) -> bool:
    """Say whether there is a file *name*; there is none for what cannot be one, such as an address that is too long."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False
