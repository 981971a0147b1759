"""What each attempt for a row leaves in its trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl import keys
from imgcrawl.intake.forms.services import is_smaller
from imgcrawl.remedies.attempts.steps import SAME_AGAIN
from imgcrawl.remedies.rules.mends import OTHER_SIZE

if TYPE_CHECKING:
    from scrapy import Request

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure

_IDENTITY = ("n", "remedy", "url")
"""What is the same in two entries on one attempt."""


def note_attempt(state: FetchState, request: Request, failure: Failure | None) -> None:
    """Append the attempt that *request* was to the row's trail; *failure*: None if it brought what may be an image.

    That what came is none after all is noted of the same attempt.
    """
    meta, url = request.meta, request.url
    took_ms = (meta.get(keys.TIMINGS) or {}).get("total_ms")
    entry: dict[str, Any] = {
        "n": state["requests"],
        "remedy": compared_by(meta.get(keys.WAY, "")) if keys.MADE_UP in meta else state["remedy"],
        "status": meta.get(keys.STATUS),
        "error": failure.slug.value if failure else None,
        "ms": None if took_ms is None else round(took_ms, 2),
        "waited_ms": round(state["waited_s"] * 1000, 1),
        "variant": meta.get(keys.WAY, state["variant"]),
    }
    if url != state["url"]:
        entry["url"] = url
    if failure and failure.detail:
        entry["note"] = failure.detail
    elif keys.SPARED in meta:
        entry["note"] = "its host leads all addresses here, so that its own was not asked for"
    elif state["as_given"] == "asked" and url == state["url"]:
        entry["note"] = "at its own address after all"
    elif state["as_given"] == "led" and state["remedy"] in SAME_AGAIN and meta.get("redirect_urls"):
        entry["note"] = "its own address was asked for and leads here, which was not asked for again"
    elif failure is None and keys.FAULT in meta:
        entry["note"] = f"whole by its own marks, though not by its length: {meta[keys.FAULT]}"
    elif failure is None and state["remedy"] == OTHER_SIZE and is_smaller(url, asked_url=state["url"]):
        entry["note"] = "a smaller version than asked for"
    trail = state["trail"]
    if trail and trail[-1]["error"] is None and all(trail[-1].get(key) == entry.get(key) for key in _IDENTITY):
        trail.pop()
    trail.append(entry)


def compared_by(way: str) -> str:
    """Return the remedy that a request belongs to which only compares: made up, or the row's own in another *way*."""
    return "look_again" if way else "made_up_name"
