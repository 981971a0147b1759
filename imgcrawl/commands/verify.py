"""``scrapy verify``: whether the images of a run are still what was stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.reading import QuietCommand, check_arguments, data_dir, opened_catalogue, reader_may_leave
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
    """Holds the files of a store against the outcomes of a run; the status is 1 if any is gone or damaged."""

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
        check_arguments(args, least=0, most=1)
        with opened_catalogue(self.settings) as catalogue:
            store = images_store(self.settings or {}, data_dir(self.settings))
            if "://" in store:
                shown = plain(without_logins(store))
                raise UsageError(f"only a store that is a folder can be verified, not {shown}", print_help=False)
            run = catalogue.find_run(args[0] if args else "")
            try:
                found = list(losses(catalogue.iter_outcomes(run), Path(store)))
                if opts.mend:
                    _mend(catalogue, run, found)
            except OSError as exc:
                raise UsageError(f"{plain(exc.filename)}: {exc.strerror}", print_help=False) from exc
            images = catalogue.counts(run).ok
        with reader_may_leave():
            _tell(run.name, found, images + (len(found) if opts.mend else 0), is_mended=opts.mend)
        self.exitcode = int(bool(found) and not opts.mend)


def _mend(catalogue: Catalogue, run: Run, found: list[Loss]) -> None:
    for loss in found:
        loss.path.unlink(missing_ok=True)
    reason = "The stored file was found to be gone or damaged."
    for start in range(0, len(found), _DEMOTED_AT_ONCE):
        ids = [loss.row_id for loss in found[start : start + _DEMOTED_AT_ONCE]]
        catalogue.demote(run, ids, error=ErrorSlug.STORAGE_ERROR, reason=reason)


def _tell(name: str, found: list[Loss], images: int, *, is_mended: bool) -> None:
    for loss in found[:_SHOWN]:
        print(f"{'gone' if loss.is_gone else 'damaged'}: {plain(loss.path)}, row {plain(loss.row_id)}")
    if len(found) > _SHOWN:
        print(f"… and {len(found) - _SHOWN:,} more")
    gone = sum(loss.is_gone for loss in found)
    noun = "image" if images == 1 else "images"
    print(f"{images:,} {noun} of run {plain(name)}: {gone:,} gone, {len(found) - gone:,} damaged.")
    if found:
        again = "the same crawl fetches them again"
        print(f"These rows count as failed now; {again}." if is_mended else f"With --mend {again}.")
