"""``scrapy verify``: whether the images of a run are still what was stored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.quiet import QuietCommand, data_dir, opened_catalogue, reader_may_leave
from imgcrawl.config import images_store
from imgcrawl.errors import ErrorSlug
from imgcrawl.plain import plain, without_logins
from imgcrawl.report.verification import losses

if TYPE_CHECKING:
    import argparse

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.report.verification import Loss

_SHOWN = 20
_DEMOTED_AT_ONCE = 1000


class Command(QuietCommand, ScrapyCommand):
    """Holds the files of a store against the outcomes of a run.

    The status is 1 if any is gone or damaged and was not mended, or cannot be read.
    """

    arguments = "[options] [RUN]"
    summary = "Check that the images of a run are still there and whole"
    description = "Read every image of RUN (the last one if omitted) and say which are gone or not what was stored."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own option."""
        super().add_options(parser)
        parser.add_argument(
            "--mend",
            action="store_true",
            help="remove what is damaged and count these rows as failed, for the next crawl to fetch again",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the run."""
        self.check_arguments(args, least=0, most=1)
        with opened_catalogue(self.settings) as catalogue:
            store = images_store(self.settings or {}, data_dir(self.settings))
            if "://" in store:
                shown = plain(without_logins(store))
                raise UsageError(f"only a store that is a folder can be verified, not {shown}", print_help=False)
            run = catalogue.find_run(args[0] if args else "")
            try:
                found = list(losses(catalogue.iter_outcomes(run), Path(store)))
                mended = [loss for loss in found if loss.fault != "unreadable"] if opts.mend else []
                _mend(catalogue, run, mended)
            except OSError as exc:
                raise UsageError(f"{plain(exc.filename)}: {exc.strerror}", print_help=False) from exc
            images = catalogue.counts(run).ok
        with reader_may_leave():
            _tell(run.name, found, images + len(mended), mended=len(mended))
        self.exitcode = int(len(found) > len(mended))


def _mend(catalogue: Catalogue, run: Run, found: list[Loss]) -> None:
    for loss in found:
        if loss.fault == "damaged":
            loss.path.unlink(missing_ok=True)
    reason = "The stored file was found to be gone or damaged."
    for start in range(0, len(found), _DEMOTED_AT_ONCE):
        ids = [loss.row_id for loss in found[start : start + _DEMOTED_AT_ONCE]]
        catalogue.demote(run, ids, error=ErrorSlug.STORAGE_ERROR, reason=reason)


def _tell(name: str, found: list[Loss], images: int, *, mended: int) -> None:
    for loss in found[:_SHOWN]:
        print(f"{loss.fault}: {plain(loss.path)}, row {plain(loss.row_id)}")
    if len(found) > _SHOWN:
        print(f"… and {len(found) - _SHOWN:,} more")
    faults = Counter(loss.fault for loss in found)
    noun = "image" if images == 1 else "images"
    unreadable = f", {faults['unreadable']:,} unreadable" if faults["unreadable"] else ""
    print(
        f"{images:,} {noun} of run {plain(name)}: {faults['gone']:,} gone, {faults['damaged']:,} damaged{unreadable}."
    )
    again = "the same crawl fetches them again"
    if mended:
        print(f"Rows whose file is gone or damaged count as failed now; {again}.")
    elif faults["gone"] or faults["damaged"]:
        print(f"With --mend {again}.")
    if unreadable:
        print("What is unreadable may be whole: it is left as it is. See to the disk or the permissions.")
