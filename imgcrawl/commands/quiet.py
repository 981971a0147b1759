"""What the commands that do not crawl share: usage texts, checks of arguments, the catalogue, errors."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from scrapy.exceptions import UsageError

from imgcrawl.catalogue import configured_catalogue
from imgcrawl.config import RunConfig, check_settings
from imgcrawl.errors import ImgcrawlError
from imgcrawl.plain import plain
from imgcrawl.streams import let_go

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from rich.console import Console
    from scrapy.commands import ScrapyCommand
    from scrapy.settings import BaseSettings

    from imgcrawl.catalogue import Catalogue
    from imgcrawl.report import Comparison, Summary

    _Base = ScrapyCommand
else:
    _Base = object

_PIPE_WIDTH = 160
_OF_OPTION = re.compile(r"\Aargument (\S+): (?=must )")
_LACKING = re.compile(r"argument (\S+): expected one argument")


class QuietCommand(_Base):
    """What stands before ``ScrapyCommand`` among the bases of a project's command that neither crawls nor logs.

    It is no ``ScrapyCommand`` itself, for Scrapy takes every one in this folder for a command named after its module.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    arguments: ClassVar[str]
    """What follows the command's name, as its help shows it."""
    summary: ClassVar[str]
    """One line for the list of commands."""
    description: ClassVar[str]
    """The help text."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options; what is wrong on the command line is said in a sentence."""
        super().add_options(parser)
        say_errors_only(parser)

    def syntax(self) -> str:
        """Return the arguments."""
        return self.arguments

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return self.summary

    def long_desc(self) -> str:
        """Return the help text."""
        return self.description

    def check_arguments(self, args: Sequence[str], *, least: int, most: int) -> list[str]:
        """Return the arguments among *args*, as :func:`without_options`; accept from *least* to *most* of them.

        :raises UsageError: otherwise; it shows how the command is written.
        """
        found = without_options(args)
        if not least <= len(found) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            noun = "argument" if wanted == "1" else "arguments"
            form = f"scrapy {type(self).__module__.rpartition('.')[2]} {self.arguments}"
            raise UsageError(f"expected {wanted} {noun}, got {len(found)}: {form}", print_help=False)
        return found


def say_errors_only(parser: argparse.ArgumentParser) -> None:
    """Let *parser* end the program with status 2 and the error, without the usage lines that would stand before it.

    What an option must be (:mod:`imgcrawl.commands.numbers`), or that it lacks its value, is said in a sentence that
    begins with its name.
    """

    def error(message: str) -> NoReturn:
        said = _OF_OPTION.sub(r"\1 ", message)
        if lacking := _LACKING.fullmatch(message):
            said = f"{lacking[1]} must be followed by {_value_of(parser, lacking[1])}"
        parser.exit(2, f"scrapy: error: {said}\n")

    parser.error = error  # type: ignore[method-assign]  # Scrapy makes the parser


def _value_of(parser: argparse.ArgumentParser, names: str) -> str:
    """Return what the option *names* (``-s/--set``) takes, as its help calls it."""
    named = {"/".join(action.option_strings): action for action in parser._actions}  # noqa: SLF001 - nothing else has it
    metavar = named[names].metavar if names in named else None
    return metavar if isinstance(metavar, str) else "a value"


def without_options(args: Sequence[str]) -> list[str]:
    """Return *args* without the first ``--``, behind which nothing is an option; Scrapy leaves it, and what it ignores.

    :raises UsageError: if there is an unknown option before that.
    """
    end = args.index("--") if "--" in args else len(args)
    unknown = [arg for arg in args[:end] if arg.startswith("-") and arg != "-"]
    if unknown:
        raise UsageError(f"there is no option {plain(unknown[0])}", print_help=False)
    return [*args[:end], *args[end + 1 :]]


@contextmanager
def opened_catalogue(settings: BaseSettings | None) -> Iterator[Catalogue]:
    """Yield the catalogue that the project's *settings* name.

    :raises UsageError: if it cannot be opened or read, or if a setting or what was asked of it makes no sense.
    """
    try:
        check_settings(settings or {})
        with closing(configured_catalogue(settings or {})) as catalogue:
            yield catalogue
    except ImgcrawlError as exc:
        raise UsageError(plain(exc), print_help=False) from exc


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """End quietly when the program behind the pipe, like ``head``, has read enough.

    Where standard output cannot be written for another reason, as on a full disk, a sentence says so and the status is
    1.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as exc:
        let_go(sys.stdout)
        if not isinstance(exc, BrokenPipeError):
            raise SystemExit(f"cannot write to standard output: {exc.strerror or exc}") from exc


def data_dir(settings: BaseSettings | None) -> str:
    """Return the project's data folder."""
    return RunConfig.from_settings(settings or {}).data_dir


def console() -> Console:
    """Return the terminal, or a wide page where the output goes elsewhere and ``COLUMNS`` does not say how wide.

    It leaves a reader who has left to :func:`reader_may_leave`; Rich by itself ends the program with status 1.
    """
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704 - Rich calls this where it handles the error

    is_told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    return Screen(width=None if is_told else _PIPE_WIDTH)


def print_figures(figures: Summary | Comparison) -> None:
    """Print *figures* as one JSON object, in which every figure has its name."""
    print(json.dumps(_named(asdict(figures)), indent=2))


def _named(value: Any) -> Any:
    """Return *value* with an object for each named tuple in it, which JSON would make an array."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: _named(part) for name, part in value.items()}
    return [_named(part) for part in value] if isinstance(value, list | tuple) else value
