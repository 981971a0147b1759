"""Rows of a host that has moved its pictures, as the tests of that talk of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.planner import Planner

OLD, CDN, PAGES = "old.test", "cdn.test", "pages.test"
SHOWN = ("heron", "stork")
ROW = "owl"
ALL = tuple(name for name in REMEDY_NAMES if name != "plain_accept")
"""That one costs a row that is not acceptable one request first, without going anywhere else."""


def name(bird: str) -> str:
    """Return the name of a picture that no other has."""
    return f"{bird}-beside-the-river-4711"


def url(bird: str) -> str:
    """Return where the picture of *bird* was."""
    return f"http://{OLD}/uploads/2019/05/{name(bird)}.jpg"


def there(bird: str, folder: str = "media") -> str:
    """Return where it is now."""
    return f"https://{CDN}/{folder}/2019/05/{name(bird)}.webp"


def row(bird: str, key: int = 1, *, page: bool = True) -> FetchState:
    """Return the state of a row that has not been asked for."""
    return begun(key, url(bird), f"http://{PAGES}/{bird}" if page else None)


def show(
    planner: Planner,
    bird: str,
    key: int,
    *,
    slug: ErrorSlug = S.HTTP_404,
    found: str = "",
    remedy: str = "page",
    mark: int | None = None,
) -> FetchState:
    """Let a row fail with *slug* and its *remedy* find it; return its state."""
    state = row(bird, key)
    state["error"], state["remedy"] = slug.value, remedy
    marks = (key if mark is None else mark,)
    planner.learning.succeeded(state, host=CDN, marks=marks, url=found or there(bird))
    return state


def taught(slug: ErrorSlug = S.HTTP_404, **options: object) -> Planner:
    """Return a planner to which two rows have shown where the host's pictures are."""
    planner = make(**options)
    for key, bird in enumerate(SHOWN, 10):
        show(planner, bird, key, slug=slug)
    return planner


def path(planner: Planner, state: FetchState, failure: Failure) -> list[tuple[str, str | None, bool]]:
    """Return remedy, address and way of every step of a row that fails so at its host, and for good elsewhere."""
    steps: list[tuple[str, str | None, bool]] = []
    host, last = OLD, failure
    while (step := planner.next_step(state, last, host=host, now=50.0)) is not None:
        steps.append((step.remedy, step.url, step.page))
        is_there = step.remedy == "moved"
        host, last = (CDN, Failure(S.HTTP_403)) if is_there else (PAGES, Failure(S.HTTP_404, is_page=True))
        if not is_there and step.remedy != "page":
            host, last = OLD, failure
        assert len(steps) < 40
    return steps


def asked(planner: Planner, state: FetchState, slug: ErrorSlug = S.HTTP_404) -> str | None:
    """Return where the row is asked for by the rule after it has failed with *slug*; None if nowhere."""
    (step,) = walk(planner, state, slug, host=OLD)
    return step.url if step is not None and step.remedy == "moved" else None
