"""Rows and failures as the tests of plans talk of them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from imgcrawl.config import RemedyConfig
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import Failure, Step
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules import variants
from imgcrawl.remedies.rules.mends import MEND_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable


HOST = "a.test"

URL = "http://a.test/1.jpg"

SECURE = "https://a.test/1.jpg"

WRAPPED = "http://a.test/proxy?url=http%3A%2F%2Fb.test%2Finner.jpg"

PAGE = "http://pages.test/gallery"

BROKEN = (
    "http://a.test:8080/1.jpg",
    "http://a.test/a+b.jpg",
    "http://a.test/a.jpg%22",
    "http://a.test/caf%C3%A9.jpg",
    "http://a.test/wp-content/uploads/1-300x200.jpg",
    "http://a.test/content/images/size/w600/1.jpg",
    "https://live.staticflickr.com/65535/52345_abc123_b.jpg",
    "https://i.media-imdb.com/images/M/MV5B.jpg",
    "http://a.test/iiif/12/full/full/0/native.jpg",
    "http://a.test/1.jpg?utm_source=x",
    "http://a.test/Photos/IMG_1.JPG",
    "http://a.test/photos/DSC_0001.jpg",
    "http://a.test/show.php?file=1.jpg",
    "https://my.bucket.s3.amazonaws.com/1.jpg",
)

ONLY_MENDS = tuple(name for name in REMEDY_NAMES if name in MEND_NAMES)
NO_HTTPS = tuple(name for name in REMEDY_NAMES if name != "https")

S = ErrorSlug


def make(*, outlook: Callable[[str], int] = lambda _host: 1, **options: Any) -> Planner:
    """Make a planner with a memory of its own."""
    config = RemedyConfig(**({"base_s": 1.0, "cap_s": 60.0} | options))
    return Planner(config, HostMemory(), deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1), outlook=outlook)


def begun(key: int, url: str, page: str | None) -> FetchState:
    """Return the state of a URL that needed no repair."""
    state = new_state(key, url, page)
    state["url"] = url
    return state


def walk(planner: Planner, state: FetchState, *failures: Failure | ErrorSlug, host: str = HOST) -> list[Step | None]:
    """Return the steps that follow one failure after the other."""
    return [
        planner.next_step(state, f if isinstance(f, Failure) else Failure(f), host=host, now=50.0) for f in failures
    ]


def until_the_end(
    planner: Planner, slug: ErrorSlug, *, url: str = URL, page: str | None = PAGE
) -> list[tuple[str, str | None]]:
    """Return remedy and new address of every step for a URL that fails with *slug* for ever."""
    state, steps = begun(1, url, page), []
    while (step := planner.next_step(state, Failure(slug), host=host_of(url) or HOST, now=50.0)) is not None:
        steps.append((step.remedy, step.url))
        assert len(steps) < 40
    return steps


LADDER = [variant.name for variant in variants.LADDER]

FOR_ONE_ROW = [name for name in LADDER if name != "third_browser"]

BROWSERS = ["other_browser", "bot_identity"]

LAST = ["unwrap", "page"]
