"""``scrapy verify``: whether the images of a run, or of all runs, are still what was stored."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.quiet import QuietCommand, data_dir, opened_catalogue, reader_may_leave
from imgcrawl.config import images_store
from imgcrawl.errors import ErrorSlug
from imgcrawl.extensions.figures import number
from imgcrawl.plain import plain, without_logins

if TYPE_CHECKING:
    import argparse

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.catalogue.pictures import Named
    from imgcrawl.report.verification import Loss, Verification

_SHOWN = 20
_DEMOTED_AT_ONCE = 1000


class Command(QuietCommand, ScrapyCommand):
    """Holds the files of a store against the outcomes of a run, or of all runs.

    The status is 1 if any is gone or damaged and was not mended, or cannot be read.
    """

    arguments = "[options] [RUN]"
    summary = "Check that the images of a run are still there and whole"
    description = "Read every image of RUN (the last one if omitted) and say which are gone or not what was stored."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument(
            "--all", action="store_true", help="check the images of all runs of the catalogue, each file once"
        )
        parser.add_argument(
            "--mend",
            action="store_true",
            help="remove what is damaged and count the rows of all runs that name what is lost as failed, for the next "
            "crawl to fetch again",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the runs."""
        from imgcrawl.report.verification import verify, with_all_rows

        args = self.check_arguments(args, least=0, most=1)
        if opts.all and args:
            raise UsageError("--all checks all runs: leave out --all or RUN", print_help=False)
        with opened_catalogue(self.settings) as catalogue:
            store = self._store()
            runs = [catalogue.find_run(args[0] if args else "")]
            all_runs = catalogue.list_runs()
            runs = all_runs if opts.all else runs
            try:
                found = verify(catalogue.iter_named(runs), store)
                if opts.mend and found.losses and not opts.all:
                    found.losses = with_all_rows(found.losses, catalogue.iter_named(all_runs), store)
                mended = [loss for loss in found.losses if loss.fault != "unreadable"] if opts.mend else []
                _mend(catalogue, all_runs, mended)
            except OSError as exc:
                raise UsageError(f"{plain(exc.filename)}: {exc.strerror}", print_help=False) from exc
        with reader_may_leave():
            _tell(found, runs, {run.id: run.name for run in all_runs}, is_mended=bool(mended))
        self.exitcode = int(len(found.losses) > len(mended))

    def _store(self) -> Path:
        store = images_store(self.settings or {}, data_dir(self.settings))
        if "://" in store:
            shown = plain(without_logins(store))
            raise UsageError(f"only a store that is a folder can be verified, not {shown}", print_help=False)
        return Path(store)


def _mend(catalogue: Catalogue, runs: list[Run], found: list[Loss]) -> None:
    for loss in found:
        if loss.fault == "damaged":
            loss.path.unlink(missing_ok=True)
    ids: dict[int, list[str]] = {run.id: [] for run in runs}
    for row in chain.from_iterable(loss.rows for loss in found):
        ids[row.run_id].append(row.id)
    reason = "The stored file was found to be gone or damaged."
    for run in runs:
        for start in range(0, len(ids[run.id]), _DEMOTED_AT_ONCE):
            some = ids[run.id][start : start + _DEMOTED_AT_ONCE]
            catalogue.demote(run, some, error=ErrorSlug.STORAGE_ERROR, reason=reason)


def _tell(found: Verification, runs: list[Run], names: dict[int, str], *, is_mended: bool) -> None:
    """Say what was found in *runs*; *names* are those of all runs, by number."""
    named = {row.run_id for loss in found.losses for row in loss.rows} | {run.id for run in runs}
    names = {run_id: name for run_id, name in names.items() if run_id in named}
    for loss in found.losses[:_SHOWN]:
        print(f"{loss.fault}: {plain(loss.path)}, {_rows(loss.rows, names)}")
    if len(found.losses) > _SHOWN:
        print(f"… and {len(found.losses) - _SHOWN:,} more")
    faults = Counter(loss.fault for loss in found.losses)
    unreadable = f", {faults['unreadable']:,} unreadable" if faults["unreadable"] else ""
    print(f"{_looked_at(found, runs)}: {faults['gone']:,} gone, {faults['damaged']:,} damaged{unreadable}.")
    again = _again(found.losses, names)
    if is_mended:
        print(f"Rows whose file is gone or damaged count as failed now; {again}.")
    elif faults["gone"] or faults["damaged"]:
        print(f"With --mend {again}.")
    if unreadable:
        print("What is unreadable may be whole: it is left as it is. See to the disk or the permissions.")


def _rows(rows: list[Named], names: dict[int, str]) -> str:
    """Return the first of *rows*, with its run where there are several, and how many others there are."""
    first, others = rows[0], len(rows) - 1
    run = f" of run {plain(names[first.run_id])}" if len(names) > 1 else ""
    more = f" and {number(others, 'other row')}" if others else ""
    return f"row {plain(first.id)}{run}{more}"


def _looked_at(found: Verification, runs: list[Run]) -> str:
    which = f"run {plain(runs[0].name)}" if len(runs) == 1 else f"{len(runs):,} runs"
    files = f", in {number(found.files, 'file')}" if found.files != found.rows else ""
    return f"{number(found.rows, 'image')} of {which}{files}"


def _again(losses: list[Loss], names: dict[int, str]) -> str:
    """Return what fetches the lost files again: the crawl of each run that names them."""
    if len(names) == 1:
        return "the same crawl fetches them again"
    numbers = {row.run_id for loss in losses if loss.fault != "unreadable" for row in loss.rows}
    crawls = [plain(name) for run_id, name in names.items() if run_id in numbers]
    return f"the same crawls fetch them again, of {'run' if len(crawls) == 1 else 'runs'} {', '.join(crawls)}"
