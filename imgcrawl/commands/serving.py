"""A report that renews itself in the browser: what the commands that offer it share."""

from __future__ import annotations

import contextlib
import signal
import sys
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

from scrapy.exceptions import UsageError

from imgcrawl.commands.numbers import MOST_PORT, whole
from imgcrawl.errors import NothingYetError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from imgcrawl.report.dashboard import Page
    from imgcrawl.report.tables import Table

PORT: Final = 8642
"""Where reports are served unless another port is named. The number is arbitrary."""

_WAITING: Final = "Waiting for the first crawl"


class Report(NamedTuple):
    """A report's *title*, a sentence on what it is *about*, and its *tables*; *is_at_rest*: no crawl is changing it."""

    title: str
    about: str
    tables: Sequence[Table]
    is_at_rest: bool


def add_serve_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that can serve its report."""
    from imgcrawl.report.dashboard import REFRESH_S

    parser.add_argument(
        "--serve",
        action="store_true",
        help=f"show it in the browser, renewed every {REFRESH_S} s while a crawl runs, until Ctrl-C",
    )
    parser.add_argument(
        "--port",
        type=whole(0, MOST_PORT),
        default=PORT,
        metavar="N",
        help=f"where to serve it, 0: any port (default: {PORT})",
    )


def is_to_be_served(opts: argparse.Namespace) -> bool:
    """Say whether the report is asked for in the browser.

    :raises UsageError: if it is asked for elsewhere as well.
    """
    if opts.serve and (opts.json or getattr(opts, "html", None)):
        raise UsageError("--serve shows the report in the browser alone: leave out --json and --html", print_help=False)
    return bool(opts.serve)


def serve(port: int, report: Callable[[], Report], *, check: Callable[[], None]) -> None:
    """Serve what *report* returns until the program is interrupted.

    When the report cannot be made for a while the page says why, and the next one may be made. *check* refuses what
    will never be one; where there was no crawl yet the first one is waited for.

    :raises UsageError: if the port is taken, or *check* raises it.
    """
    from imgcrawl.report.dashboard import Dashboard

    missing = _missing(check)
    try:
        dashboard = Dashboard(port, lambda: _page(report))
    except OSError as exc:
        raise UsageError(
            f"cannot serve on port {port}: {exc.strerror}; name another by --port", print_help=False
        ) from exc
    with dashboard, _until_told():
        if missing:
            print(f"{_WAITING}: {missing}", file=sys.stderr)
        print(f"{dashboard.url} shows it; Ctrl-C ends this.", flush=True)
        dashboard.serve_forever()


def _missing(check: Callable[[], None]) -> str:
    """Return what *check* says is not there yet, an empty text if all is."""
    try:
        check()
    except UsageError as exc:
        if not isinstance(exc.__cause__, NothingYetError):
            raise
        return str(exc)
    return ""


@contextlib.contextmanager
def _until_told() -> Iterator[None]:
    """Leave the context by SIGINT or SIGTERM, also where they were ignored, as for a crawl."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _page(report: Callable[[], Report]) -> Page:
    from imgcrawl.report.dashboard import REFRESH_S, REST_S, Page
    from imgcrawl.report.html import page

    when = f"{datetime.now(UTC):%H:%M:%S} UTC"
    try:
        made = report()
    except UsageError as exc:
        title = _WAITING if isinstance(exc.__cause__, NothingYetError) else "No report"
        return Page(page(title, f"{when}: {exc}", [], refresh_s=REFRESH_S), HTTPStatus.SERVICE_UNAVAILABLE)
    every = REST_S if made.is_at_rest else REFRESH_S
    about = f"{made.about}; as of {when}, renewed every {every} s"
    return Page(page(made.title, about, made.tables, refresh_s=every))
