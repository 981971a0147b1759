"""The story of one row in words: what was tried, what came back, what to do."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.errors import UNSENT, ErrorSlug, RowError, Stage
from imgcrawl.intake.data_urls import is_data_url
from imgcrawl.intake.repair import prepare_url
from imgcrawl.plain import plain, without_logins
from imgcrawl.report.advice import advise

if TYPE_CHECKING:
    from imgcrawl.records import Outcome

_REMEDIES: Final = {
    "retry": "the same request again",
    "look_again": "the same request a while later, as the picture may have been a notice",
    "made_up_name": "under a made-up name, as the picture may stand for whatever is missing",
    "wait": "the same request when the host was ready for it",
    "plain_accept": "without asking for newer formats",
    "plain_encoding": "without a content coding",
    "no_language": "without naming a language",
    "cookies": "with the cookies that the refusal had set",
    "same_origin_referer": "as if linked from the image's own site",
    "no_referer": "as if typed by hand, without a referer",
    "bot_identity": "under imgcrawl's own name",
    "other_browser": "as another browser",
    "third_browser": "as yet another browser",
    "other_scheme": "over plain http, as the list names no scheme",
    "https": "over https",
    "www": "at the name with www, or without it",
    "port": "at the usual port",
    "bucket": "with the name of the bucket in the path",
    "respelled": "as the address may have been before it was broken",
    "spaced": "with spaces for the plus signs of the address",
    "accented": "with the accents of the address written in the other of two ways",
    "other_host": "on the other host of the service that keeps it",
    "full_size": "for the upload of which it was a copy in another size",
    "iiif": "as another version of the IIIF interface is asked for it",
    "other_size": "in another size of the same upload",
    "converted": "as a site keeps it that has reduced or converted its uploads",
    "untracked": "without the fields that told who asked",
    "unsigned": "without the signature whose time is over",
    "shown": "for the file that the address of a viewer names",
    "small_ending": "with the ending of the file in small letters",
    "large_ending": "with the ending of the file in capital letters",
    "small_letters": "with the path in small letters",
    "moved": "where others of its host were found again",
    "redirected": "where its redirect must have been meant to lead",
    "same_path": "at the same path of the site to whose home page it was led",
    "unwrap": "at the address that is inside this one, or was meant by it",
    "page_cookies": "with the cookies that its page set",
    "page": "by way of the page it was found on",
}
"""The remedies by their names in the trail; a name that is missing here speaks for itself."""

_OF_THE_MENDED: Final = (
    "It is {}, as the list's address was mended, that failed: if another was meant, correct the URL in the list and "
    "run the same command again."
)
_OTHER_HASH = (
    "It does not have the hash that the list gives: it was changed or encoded anew since, or is another image."
)
_ASKED = "asked for it"
_LEAST_TOLD_S = 0.05
_MOST_CHARS = 300


def story(outcome: Outcome) -> list[str]:
    """Return the story of *outcome*, line by line; nothing in it can control a terminal, or log in anywhere."""
    lines = [f"Row {outcome.id} of run {outcome.run} ({outcome.strategy}): {outcome.url or '(no URL)'}"]
    if outcome.page_url:
        lines.append(f"Found on {outcome.page_url}")
    lines += [f"Mended to {mended}"] if (mended := _mended(outcome)) else []
    lines += _attempts(outcome)
    lines.append(_cost(outcome))
    lines += _ending(outcome, mended)
    return [plain(_shortened(without_logins(line))) for line in lines]


def _mended(outcome: Outcome) -> str:
    """Return the address that was asked for first if it is not what stands in the list, else nothing.

    What succeeded at once has no trail, and its last address was the first, unless another row fetched it.
    """
    url = without_logins(_prepared(outcome.url, outcome.page_url))
    is_first = not outcome.trail[0].get("url") if outcome.trail else url == outcome.final_url
    return url if is_first and url != outcome.url else ""


def _prepared(text: str | None, page_url: str | None = None) -> str:
    """Return the address that is asked for where *text* is given; nothing if there is none."""
    with suppress(RowError):
        return prepare_url(text or "", page_url=page_url).url
    return ""


def _cost(outcome: Outcome) -> str:
    if outcome.attempts:
        told = max((attempt.get("n") or 0 for attempt in outcome.trail or ()), default=outcome.attempts)
        earlier = f"; {outcome.attempts - told} of them by earlier crawls, whose attempts are not told here"
        return f"Requests sent, redirects included: {outcome.attempts}{earlier if told < outcome.attempts else ''}"
    has_its_own = outcome.trail is not None or outcome.stage == Stage.URL or is_data_url(outcome.url)
    twin = "another row has the same address, and what became of that one is this one's outcome too."
    return "Nothing was sent." if has_its_own else f"Nothing was sent: {twin}"


def _attempts(outcome: Outcome) -> list[str]:
    """Return a line for each attempt; what stands in the line before is not said again."""
    lines, waited_s, note, page = [], 0.0, None, _prepared(outcome.page_url)
    for number, attempt in enumerate(outcome.trail or [], 1):
        total_s = (attempt.get("waited_ms") or 0) / 1000
        line = f"{number}. {_asked(attempt, total_s - waited_s, page)}: {_answer(attempt)}{_took(attempt)}"
        lines.append(line + (f" [{attempt['note']}]" if attempt.get("note") not in (None, "", note) else ""))
        waited_s, note = total_s, attempt.get("note")
    return lines


def _asked(attempt: dict[str, Any], waited_s: float, page: str) -> str:
    """Return what was asked for and how; *page* is the address of the row's page, empty for none."""
    name = attempt.get("remedy")
    learnt = _REMEDIES.get(str(attempt.get("variant")), "")
    words = str(_REMEDIES.get(name, name)) if name else f"{_ASKED} {learnt}".rstrip()
    if name == "page" and attempt.get("url"):
        words = "the page it was found on" if attempt["url"] == page else "what its page names"
    after = f"after {waited_s:.1f} s " if waited_s >= _LEAST_TOLD_S else ""
    where = f" at {attempt['url']}" if attempt.get("url") else ""
    return f"{after}{words}{where}"


def _answer(attempt: dict[str, Any]) -> str:
    status, error = attempt.get("status"), attempt.get("error")
    said = f"status {status}" if status is not None else "not sent" if _is_unsent(error) else "no answer"
    return f"{said}, {error}" if error else said


def _is_unsent(error: object) -> bool:
    """Say whether an attempt that failed with *error* ended before there was anybody to ask."""
    return any(slug == error and slug.stage in UNSENT for slug in ErrorSlug)


def _took(attempt: dict[str, Any]) -> str:
    return f" in {attempt['ms']:.0f} ms" if attempt.get("ms") is not None else ""


def _ending(outcome: Outcome, mended: str) -> list[str]:
    """Return what became of the row, and what to do; *mended*: the address asked for, if it is not the list's."""
    if outcome.ok:
        words = _REMEDIES.get(outcome.rescued_by or "", "")
        how = f" ({words})" if words else ""
        rescued = f", rescued by {outcome.rescued_by}{how}" if outcome.rescued_by else ""
        picture = f"{outcome.format} {outcome.width}x{outcome.height}, {outcome.bytes or 0:,} bytes"
        return [f"Stored{rescued}: {outcome.path} ({picture})", *_held_against_list(outcome)]
    doubt = f"{_OF_THE_MENDED.format(mended)} " if mended and not outcome.retryable else ""
    return [
        f"Failed at stage {outcome.stage} with {outcome.error}: {outcome.reason or 'no reason was recorded.'}",
        f"What to do: {doubt}{advise(outcome)}",
    ]


def _held_against_list(outcome: Outcome) -> list[str]:
    if outcome.hash_matches is None:
        return []
    return ["It has the hash that the list gives." if outcome.hash_matches else _OTHER_HASH]


def _shortened(line: str) -> str:
    return line if len(line) <= _MOST_CHARS else f"{line[:_MOST_CHARS]}… ({len(line):,} characters)"
