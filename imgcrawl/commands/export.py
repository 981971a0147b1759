"""``scrapy export``: the outcomes of a run as JSON Lines, CSV or Parquet."""

from __future__ import annotations

import gzip
import os
import re
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.exporters import BaseItemExporter, JsonLinesItemExporter

from imgcrawl.catalogue.runs import is_same_source
from imgcrawl.commands.quiet import QuietCommand, opened_catalogue, reader_may_leave
from imgcrawl.errors import ConfigError
from imgcrawl.extensions.exporters import OutcomeCsvExporter
from imgcrawl.extensions.figures import number
from imgcrawl.locks import try_lock, wait_for_lock
from imgcrawl.plain import plain
from imgcrawl.records import OUTCOME_FIELDS
from imgcrawl.spiders.options import RetryFilter

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator
    from io import BytesIO

    from imgcrawl.records import Outcome

_PARQUET = ".parquet"
_ENDINGS = (".jsonl", ".csv", ".jsonl.gz", ".csv.gz", _PARQUET)


class Command(QuietCommand, ScrapyCommand):
    """Writes the outcomes of one run to a file or to standard output."""

    arguments = "[options] [RUN] FILE.jsonl[.gz]|FILE.csv[.gz]|FILE.parquet|-"
    summary = "Write the outcomes of a run as JSON Lines, CSV or Parquet"
    description = "Write the outcomes of RUN (the last one if omitted) to a file; - is standard output, as JSON Lines."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--trail", action="store_true", help="include the trail of attempts")
        parser.add_argument(
            "--only",
            metavar="KIND",
            help="write only these rows: ok, or failed, or the failed ones of a list of stages and errors, "
            "as -a retry has it",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export the run."""
        args = self.check_arguments(args, least=1, most=2)
        *names, target = args
        fields = [name for name in OUTCOME_FIELDS if opts.trail or name != "trail"]
        is_wanted = _selection(opts.only)
        with opened_catalogue(self.settings) as catalogue:
            run = catalogue.find_run(names[0] if names else "")
            if target != "-" and is_same_source(run.source, target):
                said = f"{target} is the list of the run {run.name}, which would be lost by that: name another file"
                raise UsageError(plain(said), print_help=False)
            written = None
            with _opened(target) as file:
                wanted = filter(is_wanted, catalogue.iter_outcomes(run))
                rows = _write(_exporter(target, file, fields), wanted, fields)
                file.flush()
                written = rows
        if written is not None:  # else a reader left, who does not want to know
            still = ", which is running, were" if run.state == "running" else ""
            _tell(f"{number(written, 'row')} of run {run.name}{still}", target)


def _tell(what: str, target: str) -> None:
    """Say *what* was written to *target*, beside it if that is standard output."""
    if target == "-":
        print(f"{plain(what)} written to standard output", file=sys.stderr)
    else:
        print(f"{plain(what)} written to {plain(target)}")


def _exporter(target: str, file: BytesIO, fields: list[str]) -> BaseItemExporter:
    """Return the exporter that a feed has, so that it and an export of the same outcomes agree; none has Parquet."""
    if _suffix(target) == _PARQUET:
        from imgcrawl.commands.row_groups import OutcomeParquetExporter

        return OutcomeParquetExporter(file, fields=fields)
    if _suffix(target).startswith(".csv"):
        return OutcomeCsvExporter(file, fields_to_export=fields)
    return JsonLinesItemExporter(file, fields_to_export=fields, encoding="utf-8")


def _selection(only: str | None) -> Callable[[Outcome], bool] | None:
    """Return what tells the rows to write, None for all.

    :raises UsageError: if *only* is no kind of row.
    """
    if only is None:
        return None
    if only == "ok":
        return lambda outcome: outcome.ok
    try:
        return RetryFilter.parse(only, of="--only", or_else=("ok",)).wants
    except ConfigError as exc:
        raise UsageError(plain(exc), print_help=False) from exc


def _write(exporter: BaseItemExporter, outcomes: Iterable[Outcome], fields: list[str]) -> int:
    exporter.start_exporting()
    rows = 0
    try:
        for outcome in outcomes:
            exporter.export_item({name: getattr(outcome, name) for name in fields})
            rows += 1
    finally:  # also of what fails: nothing may be written once the file is closed
        exporter.finish_exporting()
    return rows


def _suffix(target: str) -> str:
    """Return the ending that tells the format, with .gz where it is packed."""
    return "".join(Path(target).suffixes[-2 if target.endswith(".gz") else -1 :]).lower()


@contextmanager
def _opened(target: str) -> Iterator[BytesIO]:
    """Yield the file to write; under its name only when it is complete.

    :raises UsageError: if *target* has another suffix or cannot be written.
    """
    if target == "-":
        with reader_may_leave():
            yield cast("BytesIO", sys.stdout.buffer)
        return
    if _suffix(target) not in _ENDINGS:
        raise UsageError(f"the file must end in {', '.join(_ENDINGS)}, or be -", print_help=False)
    path = Path(target)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _remove_left(path)
        with gzip.open(part, "wb") if path.suffix == ".gz" else part.open("wb") as file:
            with suppress(OSError):  # not every file system has locks
                wait_for_lock(file.fileno())
            yield cast("BytesIO", file)
        part.replace(path)
    except OSError as exc:
        raise UsageError(f"cannot write {target}: {exc.strerror or exc}", print_help=False) from exc
    finally:
        part.unlink(missing_ok=True)


def _remove_left(path: Path) -> None:
    """Remove what killed exports to *path* left: parts that nobody holds locked.

    :raises OSError: if one cannot be removed.
    """
    named = re.compile(rf"\.{re.escape(path.name)}\.\d{{1,10}}\.part", re.ASCII)
    for found in [each for each in path.parent.iterdir() if named.fullmatch(each.name)]:
        lock = try_lock(found, os.O_RDWR)
        if lock is not None:
            found.unlink(missing_ok=True)
            os.close(lock)
