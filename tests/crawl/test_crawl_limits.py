"""One crawl of hosts that want fewer requests and say so in their own ways; each test looks at one of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

QUIET_S = 0.25
"""How long a limited host must be left alone before it gives images again."""
PAUSE_S = 0.4
WAITS = {"IMGCRAWL_PAUSE_BASE_SECONDS": str(PAUSE_S), "IMGCRAWL_RETRY_BASE_SECONDS": str(PAUSE_S)}
"""Long beside the time that it takes to judge a picture, also where the machine is busy."""
BURST = 5
ROWS = 2 * BURST
"""One burst, and the rest after one pause: a row refused twice while others are served may be to blame itself."""
POISONED = tuple(f"/{n}.jpg" for n in (*range(6), 20, 30))
HTML = b"<!doctype html><html><body>slow down</body></html>"


def text_on_white() -> bytes:
    """Return a picture of nothing but a line of text, as notices are."""
    image, file = Image.new("RGB", (200, 120), "white"), io.BytesIO()
    ImageDraw.Draw(image).text((20, 50), "slow down please", fill="black")
    image.save(file, "PNG")
    return file.getvalue()


TEXT = text_on_white()


class Limited:
    """A host that gives a burst of images, and then something else until it was left alone for a while."""

    def __init__(self, web: Any, refuse: Callable[[Any], Any]) -> None:
        self._web, self._refuse = web, refuse
        self._left, self._last_at = BURST, 0.0
        self.refused = 0

    def __call__(self, visit: Any) -> Any:
        quiet_s, self._last_at = visit.at - self._last_at, visit.at
        if self._left <= 0 and self.refused and quiet_s >= QUIET_S:
            self._left = BURST
        self._left -= 1
        if self._left >= 0:
            return self._web.answer(body=self._web.picture(visit.host + visit.path))
        self.refused += 1
        return self._refuse(visit)


class Limits:
    """The crawl that ended, and what it left."""

    def __init__(self, project: Any, web: Any) -> None:
        self.project, self.web, self.world = project, web, project.world
        self.rows: list[tuple[str, str]] = []
        self.limited: dict[str, Limited] = {}
        self._lay_out()
        project.write(self.rows, header=("id", "url"))
        self.crawl = project.crawl(IMGCRAWL_CONTACT="ops@example.org", **WAITS)
        self.outcomes = project.outcomes()

    def of(self, host: str) -> list[Any]:
        return [self.outcomes[row_id] for row_id, _ in self.rows if row_id.startswith(f"{host}/")]

    def _add(self, host: str, rows: int, script: Callable[[Any], Any], suffix: str = ".jpg") -> None:
        self.world.scripts[f"{host}.test"] = script
        self.rows += [(f"{host}/{n}", self.world.url(f"{host}.test", f"/{n}{suffix}")) for n in range(rows)]

    def _lay_out(self) -> None:
        web, notice = self.web, self.web.picture("slow down")

        def to_busy(_: Any) -> Any:
            return web.answer(302, Location="/img/busy.png")

        for host, refuse in {
            "picture": lambda _: web.answer(body=notice),
            "text": lambda _: web.answer(body=TEXT, media_type="image/png"),
            "hang-up": lambda _: web.Reply(b"", close=True),
            "empty": lambda _: web.answer(),
            "html": lambda _: web.answer(body=HTML, media_type="text/html"),
            "forbidden": lambda _: web.answer(403, b"no", "text/html"),
        }.items():
            self.limited[host] = Limited(web, refuse)
            self._add(host, ROWS, self.limited[host])
        limited = self.limited["redirect"] = Limited(web, to_busy)
        busy = web.answer(body=notice)
        self._add("redirect", ROWS, lambda visit: busy if visit.path == "/img/busy.png" else limited(visit))
        self._add("for-ever", 6, lambda _: web.answer(429, b"slow down"))
        self._add("overloaded", 6, lambda _: web.answer(503, b"slow down"))
        self._lay_out_others()

    def _lay_out_others(self) -> None:
        web = self.web

        def healthy(visit: Any) -> Any:
            if visit.path in ("/9.jpg", "/17.jpg", "/25.jpg"):
                return web.answer(body=HTML, media_type="text/html")
            return web.answer(body=web.picture(visit.host + visit.path))

        def ready_later(visit: Any) -> Any:
            is_ready = visit.number > 2
            return web.answer(body=web.picture(visit.host + visit.path)) if is_ready else web.answer(202, b"wait")

        def after(first: Any, then: bytes) -> Callable[[Any], Any]:
            return lambda visit: first if visit.number == 1 else web.answer(body=then)

        def login(visit: Any) -> Any:
            if visit.path == "/login":
                return web.answer(body=HTML, media_type="text/html")
            return web.answer(302, Location=f"/login?next={visit.path}")

        def poisoned(visit: Any) -> Any:
            if visit.path in POISONED:
                return web.answer(429, b"slow down")
            return web.answer(body=web.picture(visit.host + visit.path))

        def every_other(visit: Any) -> Any:
            is_bad = int(visit.path[1:-4]) % 2
            return web.answer(429, b"slow down") if is_bad else web.answer(body=web.picture(visit.host + visit.path))

        self._add("poisoned", 40, poisoned)
        self._add("every-other", 16, every_other)
        self._add("healthy", 40, healthy)
        self._add("ready-later", 3, ready_later)
        self._add("never-ready", 1, lambda _: web.answer(202, b"wait"))
        self._add("garbage", 1, after(web.answer(503), b"\x00\x01\x02 no image " * 20))
        self._add("drawing", 1, after(web.Reply(b"", close=True), b'<svg xmlns="http://www.w3.org/2000/svg"/>'))
        self._add("login", 1, login)
        self._add("challenge", 1, lambda _: web.answer(403, HTML, "text/html", Cf_Mitigated="challenge"))
        self._add(
            "signed", 1, lambda _: web.answer(403, b"Request has expired", "text/plain"), ".jpg?Expires=1500000000"
        )


@pytest.fixture(scope="module")
def limits(projects, web):
    """Crawl the web of limits once."""
    return Limits(projects("limits"), web)


@pytest.mark.parametrize("host", ["picture", "text", "redirect", "hang-up", "empty", "html", "forbidden"])
def test_a_limit_is_waited_out_whatever_it_looks_like(limits, host):
    """Every image of a host that limits in disguise is got by asking in the same way again, not by another identity."""
    assert limits.limited[host].refused > 0
    assert [o.error for o in limits.of(host)] == [None] * ROWS
    assert {o.rescued_by for o in limits.of(host)} <= {None, "wait", "retry"}
    assert len({v.headers["user-agent"] for v in limits.world.visits(f"{host}.test")}) == 1


@pytest.mark.parametrize(("host", "most"), [("picture", ROWS), ("html", ROWS), ("hang-up", 2 * ROWS)])
def test_a_limit_costs_few_requests(limits, host, most):
    """After a few refusals the host is left alone; one that hangs up sees requests on kept connections twice."""
    assert limits.limited[host].refused <= most


def test_a_healthy_host_with_some_bad_rows_is_no_limit(limits):
    """Rows that are bad among good ones cost at most two more requests each, and the others nothing."""
    outcomes = limits.of("healthy")
    bad = [o for o in outcomes if not o.ok]
    assert [(o.id, o.error) for o in bad] == [(f"healthy/{n}", "content_html") for n in (9, 17, 25)]
    assert all(o.attempts == 1 for o in outcomes if o.ok)
    assert sum(o.attempts for o in bad) <= 3 * (1 + 2 + 2)


def test_addresses_that_are_always_refused_cost_the_others_nothing(limits):
    """Where a few addresses get 429 for ever, the others are got at once, and the host is not given up."""
    outcomes = limits.of("poisoned")
    bad = [o for o in outcomes if not o.ok]
    assert [(o.id, o.error, o.retryable) for o in bad] == [
        (f"poisoned{path[:-4]}", "http_429", True) for path in POISONED
    ]
    assert all(1 < o.attempts <= 7 for o in bad)
    assert all(o.attempts == 1 for o in outcomes if o.ok)


def test_a_host_half_of_whose_addresses_are_always_refused_gives_the_others(limits):
    """Where every other address gets 429 for ever, the others are got, and these end after a few tries."""
    outcomes = limits.of("every-other")
    assert [o.error for o in outcomes] == [None, "http_429"] * 8
    assert all(o.attempts == 1 for o in outcomes[::2])
    assert all(1 < o.attempts <= 7 for o in outcomes[1::2])


def test_an_image_in_the_making_is_waited_for(limits):
    """202 is asked again until the image is there, and not for ever."""
    assert [(o.ok, o.rescued_by, o.attempts) for o in limits.of("ready-later")] == [(True, "wait", 3)] * 3
    [never] = limits.of("never-ready")
    assert (never.error, never.retryable, never.attempts) == ("http_202", True, 4)


@pytest.mark.parametrize(("host", "error"), [("for-ever", "http_429"), ("overloaded", "http_503")])
def test_a_host_that_never_gave_anything_is_soon_given_up(limits, host, error):
    """A host that only ever asks for less, and never says for how long, costs a few probes; its rows can be retried."""
    assert [(o.error, o.retryable) for o in limits.of(host)] == [(error, True)] * 6
    assert len(limits.world.visits(f"{host}.test")) <= 8


@pytest.mark.parametrize(
    ("host", "error"), [("garbage", "content_not_image"), ("drawing", "content_unsupported_format")]
)
def test_a_passing_fault_does_not_hide_what_is_there(limits, host, error):
    """The stage is that of the answer which came once the fault had passed, and its status too."""
    [outcome] = limits.of(host)
    assert (outcome.stage, outcome.error, outcome.status, outcome.retryable) == ("content", error, 200, False)


def test_redirects_to_a_login_end_soon(limits):
    """Where another way of asking leads to the same place nothing more is tried: two redirects, four requests."""
    [outcome] = limits.of("login")
    assert (outcome.error, outcome.attempts) == ("content_html", 4)


def test_what_cannot_help_is_not_tried(limits):
    """A challenge ends at once, an expired address after one other way; the reason says which it was."""
    [challenge], [signed] = limits.of("challenge"), limits.of("signed")
    assert (challenge.error, challenge.attempts) == ("http_403", 1)
    assert "challenge" in challenge.reason
    assert (signed.error, signed.attempts) == ("http_403", 2)
    assert "signed for a time that is over" in signed.reason
