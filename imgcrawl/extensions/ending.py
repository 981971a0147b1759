"""What a crawl says at its end: what became of the rows, where everything lies, and what can be done next."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from imgcrawl.durations import in_words
from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.extensions.figures import number
from imgcrawl.meanings import ERRORS
from imgcrawl.plain import plain
from imgcrawl.shares import in_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from imgcrawl.extensions.figures import Figures
    from imgcrawl.meanings import ErrorInfo

_SHOWN_HOSTS = 3
_SHOWN_ERRORS = 12
_NOTHING_TO_DO = {
    "": "Nothing to do: every row has its outcome. To ask again for failed rows, as after a change of settings, add "
    "-a retry=failed, or -a retry=ERROR for those of one error.",
    "retry": "Nothing to ask again: no row of this run has such an outcome.",
    "limit": "Nothing to do: these rows have their outcome. Leave -a limit out for the others.",
    "shard": "Nothing to do: every row of this shard has its outcome.",
}
_OVERLOADED = "the name servers did not keep up: look-ups were slowed down {times}; IMGCRAWL_DNS_SERVERS names others"
_ENDS = {
    "shutdown": "was stopped: the same command goes on with it",
    "bad_source": "was stopped for its list",
    "outcomes_dropped": "was stopped for its pipelines",
    "network_down": "was stopped because the network was down: the same command goes on with it",
    "proxy_down": "was stopped because the proxy of IMGCRAWL_PROXY cannot be reached: with one that can be, the same "
    "command goes on with it",
    "proxy_refused": "was stopped because the proxy of IMGCRAWL_PROXY refuses this client: with a login that it takes "
    "the same command goes on with it",
    "catalogue_failed": "was stopped because its outcomes could not be recorded: the same command goes on with it",
}
_NEVER_BEGUN = ("shutdown", "bad_source")
_DENIED = (
    "no row came further than the look-up of its host: if these hosts exist, the name servers deny them; "
    "IMGCRAWL_DNS_SERVERS names others, and -a retry=failed asks again"
)
_BY_US = (
    "most rows failed on our side: what went wrong stands above, or in the log, and with each row; once that is mended "
    "-a retry=internal_error asks for them again"
)
_NO_LIST = (
    "hardly a row of the list has an address: was another file meant by -a source, or another column (-a url_column)?"
)
_NOT_UTF8 = "encoding: {rows} of the list cannot be read: not UTF-8. {how} and run the same command again"
_ESCAPED = (
    "encoding: {rows} of the list with bytes that are not UTF-8 in columns that are carried along: fetched, with these "
    "escaped. {how} for their text"
)
_AS_UTF8 = "Save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8, or CSV UTF-8 in a spreadsheet)"
_NO_LIST_SHARE = 0.9
_DENIED_ROWS = 20
_DENIED_HOSTS = 10
_REPEATED = "repeats: the list has {rows} with the id and the URL of an earlier row, counted once with it"
_RENAMED = (
    "ids: the list has {rows} with the id of an earlier row and another URL: # and the row's number, counted from 0, "
    "were added to the id"
)
_UNNAMED = {
    "id_column": "none named id: rows are known by their number",
    "page_column": "none named page_url: where a link is dead no page is asked",
}
_UNREAD_HASHES = (
    "hashes: {rows} of the list with something else in the column of known hashes, first {first}: fetched as rows "
    "without one"
)
_HASHES = "hashes: of {images} with a known hash {matching:,} {have} it"
_COUNTED = {"retry": "asked again for ", "": "this crawl: "}


def print_ending(figures: Figures, screen: Console) -> None:
    """Print what became of the rows, how the run ended, where its things lie, and what to do next."""
    if not figures.rows and figures.reason == "finished":
        screen.print(_NOTHING_TO_DO[figures.scope], soft_wrap=True)
    elif not figures.rows and not figures.to_go and figures.reason in _NEVER_BEGUN:
        screen.print("No row was begun: the run is as it was.")
    else:
        _print_crawl(figures, screen)
    if figures.left_out:
        screen.print(
            f"not finished: {number(figures.left_out, 'row')} of the list without an outcome; "
            "without -a retry the same command goes on.",
            soft_wrap=True,
        )
    if figures.run_rows > figures.rows:
        share = in_percent(figures.run_ok / figures.run_rows)
        screen.print(f"the whole run: {number(figures.run_rows, 'row')}, {number(figures.run_ok, 'image')} ({share}).")
    if _has_more_than_its_list(figures):
        screen.print(
            f"the list has {number(figures.read, 'row')}: outcomes of rows that are no longer in it are kept, "
            "and stand in reports and exports.",
            soft_wrap=True,
        )
    if figures.places and figures.run_rows:
        for line in _where_and_next(figures):
            screen.print(plain(line), markup=False, soft_wrap=True)


def _print_crawl(figures: Figures, screen: Console) -> None:
    if figures.rows:
        screen.print(_table(figures))
        for line in _advice(figures):
            screen.print(line, soft_wrap=True)
    hosts = [
        f"{escape(plain(host))} {failed} of {rows}"
        for host, rows, failed in figures.failing[:_SHOWN_HOSTS]
        if failed > 1
    ]
    if hosts:
        screen.print(f"most failed rows by host: {', '.join(hosts)}", soft_wrap=True)
    if figures.dns_overloads:
        screen.print(_OVERLOADED.format(times=number(figures.dns_overloads, "time")), soft_wrap=True)
    if _is_all_denied(figures):
        screen.print(f"{_DENIED}.", soft_wrap=True)
    if figures.are_ours:
        screen.print(_BY_US, soft_wrap=True)
    for line in _notes_on_the_list(figures):
        screen.print(line, soft_wrap=True)
    is_part = figures.run_rows > figures.rows
    of_what = _COUNTED.get(figures.scope, _COUNTED[""]) if is_part else ""
    took = f" in {in_words(figures.seconds)}" if figures.seconds >= 1 else ""
    counted = f"{of_what}{figures.counted()}, {number(figures.requests, 'request')}{took}"
    screen.print(f"{counted}; {_ended(figures)}.", soft_wrap=True)


def _notes_on_the_list(figures: Figures) -> list[str]:
    """Return a line for each thing about the list that may not be as it was meant."""
    lines = [_NO_LIST] if _is_no_list(figures) else []
    if figures.unnamed:
        lines.append(_unnamed(figures))
    if figures.not_utf8:
        lines.append(f"{_NOT_UTF8.format(rows=number(figures.not_utf8, 'row'), how=_AS_UTF8)}.")
    if figures.escaped:
        lines.append(f"{_ESCAPED.format(rows=number(figures.escaped, 'row'), how=_AS_UTF8)}.")
    if figures.renamed:
        lines.append(f"{_RENAMED.format(rows=number(figures.renamed, 'row'))}.")
    if figures.repeated:
        lines.append(f"{_REPEATED.format(rows=number(figures.repeated, 'row'))}.")
    if figures.unread_hashes:
        rows, first = number(figures.unread_hashes, "row"), escape(plain(figures.first_unread_hash))
        lines.append(f"{_UNREAD_HASHES.format(rows=rows, first=first)}.")
    if figures.hashes_known:
        images, have = number(figures.hashes_known, "image"), "has" if figures.hashes_matching == 1 else "have"
        lines.append(f"{_HASHES.format(images=images, matching=figures.hashes_matching, have=have)}.")
    return lines


def _unnamed(figures: Figures) -> str:
    """Return what it means that some columns were not found, and how those that serve for them are named."""
    lacks = ", and ".join(_UNNAMED[argument] for argument in figures.unnamed)
    how = ", ".join(f"-a {argument}=NAME" for argument in figures.unnamed)
    others = escape(plain(", ".join(figures.other_columns)))
    return f"columns: the list has {lacks}; to take another ({others}): {how}."


def _is_all_denied(figures: Figures) -> bool:
    """Say whether all names that were looked up, and there were many, do not exist: that may not be their fault."""
    denied = figures.errors.get(f"{Stage.DNS}/{ErrorSlug.DNS_NXDOMAIN}", 0)
    unsent = sum(count for name, count in figures.errors.items() if name.partition("/")[0] in (Stage.URL, Stage.POLICY))
    is_many = denied >= _DENIED_ROWS and len(figures.failing) >= _DENIED_HOSTS
    return is_many and denied + unsent == figures.rows == figures.run_rows


def _is_no_list(figures: Figures) -> bool:
    """Say whether what was read cannot be the list: no image came of it, and nearly all rows hold no address.

    Rows in another encoding may hold one.
    """
    senseless = (ErrorSlug.URL_INVALID, ErrorSlug.URL_MISSING, ErrorSlug.URL_ROW_MALFORMED)
    rows = sum(figures.errors.get(f"{Stage.URL}/{slug}", 0) for slug in senseless) - figures.not_utf8
    return not (figures.ok or figures.run_ok) and rows > _NO_LIST_SHARE * figures.rows > 0


def _has_more_than_its_list(figures: Figures) -> bool:
    """Say whether the run holds outcomes of rows that the list had before and has no longer."""
    is_whole = figures.reason == "finished" and figures.list_read == 1 and figures.scope in ("", "retry")
    return is_whole and figures.run_rows > figures.read


def _table(figures: Figures) -> Table:
    """Return the most frequent errors."""
    table = Table("stage", "error", "rows", "share")
    table.columns[1].no_wrap = True
    table.add_row("ok", "", *_part(figures.ok, figures))
    errors = Counter(figures.errors).most_common()
    for name, count in errors[:_SHOWN_ERRORS]:
        table.add_row(*name.split("/"), *_part(count, figures))
    if others := errors[_SHOWN_ERRORS:]:
        table.add_row("", f"{len(others)} others", *_part(sum(count for _, count in others), figures))
    return table


def _advice(figures: Figures) -> list[str]:
    """Return what can be done about the errors that are shown, each piece of advice once and on a line of its own.

    To run again is advised below, where it helps, once for all; what else can be done about such an error comes after.
    """
    errors_by_cure: dict[str, list[str]] = {}
    for name, _ in Counter(figures.errors).most_common(_SHOWN_ERRORS):
        info = _error(name)
        if cure := info.cure:
            said = f"If it fails again: {cure[0].lower()}{cure[1:]}" if info.retryable else cure
            errors_by_cure.setdefault(said, []).append(name.partition("/")[2])
    return [f"- {cure} ({', '.join(errors)})" for cure, errors in errors_by_cure.items()]


def _part(count: int, figures: Figures) -> tuple[str, str]:
    return f"{count:,}", in_percent(count / figures.rows)


def _where_and_next(figures: Figures) -> list[str]:
    places = figures.places
    lines = [
        f"images      {places['images']}",
        f"catalogue   {places['catalogue']}",
        f"report      {_command('report', places)}",
        f"as a table  {_command('export', places, 'outcomes.csv')}",
    ]
    if figures.retryable:
        whose = "this crawl's" if figures.run_rows > figures.rows else "them"
        which = f"for all failed rows: {figures.retryable:,} of {whose} may have failed for the moment only"
        lines.append(f"once more   the same command with -a retry=failed, {which}")
    return lines


def _command(name: str, places: Mapping[str, str], *more: str) -> str:
    """Return the command *name* for the run; a run that would pass for an option stands behind all options."""
    run, options = places["run"], [places["options"]] if places["options"] else []
    arguments = [shlex.quote(run), *more]
    parts = [*options, "--", *arguments] if run.startswith("-") else [*arguments, *options]
    return " ".join(["scrapy", name, *parts])


def _error(name: str) -> ErrorInfo:
    """Return what there is to know of an error by its name among the figures, ``stage/slug``."""
    return ERRORS[ErrorSlug(name.partition("/")[2])]


def _ended(figures: Figures) -> str:
    reason = figures.reason
    if reason != "finished":
        how = _ENDS.get(reason, f"was stopped ({reason}): the same command goes on with it")
        return f"the run {how}"
    if figures.left_out:
        return "these rows are done"
    return {
        "limit": "the first rows are done: without -a limit the same command goes on",
        "shard": "this shard is finished",
    }.get(figures.scope, "the run is finished")
