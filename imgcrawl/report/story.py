"""The story of one row in words: what was tried, what came back, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from imgcrawl.errors import ERRORS, ErrorSlug
from imgcrawl.report.plain import plain, without_logins

if TYPE_CHECKING:
    from imgcrawl.records import Outcome

_REMEDIES: Final = {
    "retry": "the same request again",
    "look_again": "the same request a while later, as the picture may have been a notice",
    "wait": "the same request after a pause for the host",
    "cookies": "with the cookies that the refusal had set",
    "same_origin_referer": "as if linked from the image's own site",
    "no_referer": "as if typed by hand, without a referer",
    "bot_identity": "under imgcrawl's own name",
    "other_browser": "as another browser",
    "third_browser": "as yet another browser",
    "other_scheme": "over plain http, as the list names no scheme",
    "https": "over https",
    "www": "at the name with www, or without it",
    "unwrap": "at the address that is inside this one, or was meant by it",
    "page_cookies": "with the cookies that its page set",
    "page": "by way of the page it was found on",
}
"""The remedies by their names in the trail; a name that is missing here speaks for itself."""

_REFERERS: Final = {
    "page": "referer: its page",
    "full": "referer: its page in full",
    "origin": "referer: its own site",
    "none": "no referer",
}


def story(outcome: Outcome) -> list[str]:
    """Return the story of *outcome*, line by line; nothing in it can control a terminal, or log in anywhere."""
    url = without_logins(outcome.url or "(no URL)")
    lines = [f"Row {outcome.id} of run {outcome.run} ({outcome.strategy}): {url}"]
    if outcome.page_url:
        lines.append(f"Found on {without_logins(outcome.page_url)}")
    lines += [_attempt(attempt) for attempt in outcome.trail or ()]
    if not outcome.attempts:
        lines.append("Nothing was sent.")
    lines += _ending(outcome)
    return [plain(line) for line in lines]


def _attempt(attempt: dict[str, Any]) -> str:
    remedy, waited_ms = attempt.get("remedy"), attempt.get("waited_ms") or 0
    how = [str(attempt["identity"])] if attempt.get("identity") else []
    how += [_REFERERS.get(attempt["referer"], attempt["referer"])] if attempt.get("referer") else []
    parts = [
        f"after {waited_ms / 1000:.1f} s" if waited_ms else "",
        str(_REMEDIES.get(remedy, remedy)) if remedy else "asked for it",
        f"at {without_logins(attempt['url'])}" if attempt.get("url") else "",
        f"({', '.join(how)})" if how else "",
    ]
    note = f" [{attempt['note']}]" if attempt.get("note") else ""
    took = f" in {attempt['ms']:.0f} ms" if attempt.get("ms") is not None else ""
    return f"{attempt.get('n', '?')}. {' '.join(filter(None, parts))}: {_answer(attempt)}{took}{note}"


def _answer(attempt: dict[str, Any]) -> str:
    status, error = attempt.get("status"), attempt.get("error")
    said = f"status {status}" if status is not None else "no answer"
    return f"{said}, {error}" if error else said


def _ending(outcome: Outcome) -> list[str]:
    if outcome.ok:
        rescued = f", rescued by {outcome.rescued_by}" if outcome.rescued_by else ""
        picture = f"{outcome.format} {outcome.width}x{outcome.height}, {outcome.bytes or 0:,} bytes"
        return [f"Stored{rescued}: {outcome.path} ({picture})"]
    lines = [f"Failed at stage {outcome.stage} with {outcome.error}: {outcome.reason or 'no reason was recorded.'}"]
    known = next((ERRORS[slug] for slug in ErrorSlug if slug == outcome.error), None)
    if known:
        lines.append(f"What it means: {known.meaning}")
        lines.append(f"What to do: {known.advice}")
    lines.append("A later run might succeed." if outcome.retryable else "A later run would fail as well.")
    return lines
