"""One crawl of a hostile web under the default profile; each test looks at one of its hosts."""

from __future__ import annotations

import asyncio
import base64
import csv
import gzip
import hashlib
import io
import json
import time
from email.utils import formatdate
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from imgcrawl.records import EXPORT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

BASE_S = 0.05
SLACK_S = 0.02
NOT_FOUND = (404, b"<html>not here</html>", "text/html")
UTF8_USER = "http://ann:s%C3%A9cret@"


class Hostile:
    """The project, the crawl that ended, and what it left."""

    def __init__(self, project: Any, web: Any, closed_port: int) -> None:
        self.project, self.world, self.web = project, project.world, web
        self.rows: list[tuple[str, ...]] = []
        self.closed_port = closed_port
        self.notices = 0
        self._lay_out()
        self.project.write(self.rows, header=("id", "url", "page_url", "licence"))
        self.source_rows = len(self.rows)
        folder = project.folder
        self.crawl = project.crawl(
            "-O", str(folder / "feed.jsonl"), "-O", str(folder / "feed.csv"),
            IMGCRAWL_MAX_BYTES="300000", IMGCRAWL_HOST_CONCURRENCY_START="1", IMGCRAWL_RESPONSE_TIMEOUT_SECONDS="10",
        )  # fmt: skip
        self.log = list(self.world.log)
        self.outcomes = project.outcomes()
        self.feed = [json.loads(line) for line in (folder / "feed.jsonl").read_text().splitlines()]

    def visits(self, host: str, path: str | None = None) -> list[Any]:
        return [v for v in self.log if v.host == f"{host}.test" and path in (None, v.path)]

    def statuses(self, host: str, path: str | None = None) -> list[int]:
        return [v.status for v in self.visits(host, path)]

    def gaps(self, host: str, path: str | None = None) -> list[float]:
        visits = self.visits(host, path)
        return [later.at - earlier.answered_at for earlier, later in pairwise(visits)]

    def of(self, host: str) -> list[Any]:
        return [o for row_id, o in self.outcomes.items() if row_id.startswith(f"{host}/")]

    def errors(self, host: str) -> list[str | None]:
        return [o.error for o in self.of(host)]

    def __getitem__(self, row_id: str) -> Any:
        return self.outcomes[row_id]

    def _add(self, host: str, *paths: str, page: str = "", script: Callable[[Any], Any] | None = None) -> None:
        """Add a row for each of *paths* on *host*.test, its id the host and the row's number there."""
        if script is not None:
            self.world.scripts[f"{host}.test"] = script
        for path in paths or ("/1.jpg",):
            number = sum(row[0].startswith(f"{host}/") for row in self.rows) + 1
            self.rows.append((f"{host}/{number}", self.world.url(f"{host}.test", path), page, "CC0"))

    def _good(self, visit: Any) -> Any:
        return self.web.answer(body=self.web.picture(visit.host + visit.path))

    def _notice(self) -> bytes:
        """Draw a notice with a number of its own."""
        self.notices += 1
        image = Image.new("RGB", (200, 150), "#dddddd")
        draw = ImageDraw.Draw(image)
        draw.text((100, 70), "No longer here", font=ImageFont.load_default(22), fill="#555555", anchor="mm")
        draw.text((198, 148), f"request {self.notices:06}", font=ImageFont.load_default(10), fill="#888", anchor="rb")
        file = io.BytesIO()
        image.save(file, "PNG")
        return file.getvalue()

    def _series(self, *answers: Any) -> Callable[[Any], Any]:
        """Return a script that gives *answers* in turn to one address, and then the picture."""

        def script(visit: Any) -> Any:
            if visit.number <= len(answers):
                made = answers[visit.number - 1]
                return self.web.answer(*made) if isinstance(made, tuple) else made
            return self._good(visit)

        return script

    def _unless(self, allowed: Callable[[Any], bool], **headers: str) -> Callable[[Any], Any]:
        """Return a script that refuses every request that is not *allowed*."""
        return lambda visit: (
            self._good(visit) if allowed(visit) else self.web.answer(403, b"no", "text/html", **headers)
        )

    def _lay_out(self) -> None:
        self._lay_out_rows()
        self._lay_out_files()
        self._lay_out_referers()
        self._lay_out_rate_limits()
        self._lay_out_retries()
        self._lay_out_refusals()
        self._lay_out_pages()
        self._lay_out_redirects()
        self._lay_out_contents()
        self._lay_out_rest()

    def _lay_out_rows(self) -> None:
        add = self.rows.append
        add(("broken/1", self.world.url("broken.test"), "", "CC0", "one", "too many"))
        add(("missing/1", "", "", "CC0"))
        add(("scheme/1", "ftp://plain.test/1.jpg", "", "CC0"))
        inline = base64.b64encode(self.web.picture("inline", "PNG")).decode()
        add(("data/1", f"data:image/png;base64,{inline}", "", "CC0"))
        add(("data/2", "data:image/png;base64,@@@", "", "CC0"))
        self._add("twice", "/same.jpg", "/same.jpg")

    def _lay_out_files(self) -> None:
        body = self.web.picture("one and the same")
        self._add("plain", "/1.jpg", "/2.jpg", "/3.jpg")
        for host in ("copy-a", "copy-b"):
            self._add(host, "/photo.png", script=lambda _: self.web.answer(body=body, media_type="image/png"))

    def _lay_out_referers(self) -> None:
        self._add("same-origin", page=self.world.url("same-origin.test", "/page/7?x=1#top"))
        self._add("cross-origin", page=self.world.url("pages.test", "/secret/7?x=1"))

    def _lay_out_rate_limits(self) -> None:
        web, busy = self.web, b"slow down"
        self._add("wait-seconds", "/1.jpg", "/2.jpg", "/3.jpg")
        self.world.scripts["wait-seconds.test"] = self._series_of_host(1, Retry_After="1")
        self._add("wait-date", "/1.jpg", "/2.jpg")
        self.world.scripts["wait-date.test"] = self._series_of_host(1, date_in_s=2)
        self._add("patience", script=self._series(*[(429, busy)] * 4, *[(500, b"")] * 3))
        self._add(
            "absurd", *[f"/{n}.jpg" for n in range(5)], script=lambda _: web.answer(429, busy, Retry_After="86400")
        )
        self._add("together", *[f"/{n}.jpg" for n in range(3)], script=self._two_at_once())

    def _series_of_host(self, refusals: int, date_in_s: float = 0.0, **headers: str) -> Callable[[Any], Any]:
        seen: list[Any] = []

        def script(visit: Any) -> Any:
            seen.append(visit)
            if len(seen) > refusals:
                return self._good(visit)
            dated = {"Retry_After": formatdate(time.time() + date_in_s, usegmt=True)} if date_in_s else {}
            return self.web.answer(429, b"slow down", **headers, **dated)

        return script

    def _two_at_once(self) -> Callable[[Any], Any]:
        """Return a script that is content with one request and refuses the next two, which it lets meet."""
        met = asyncio.Event()
        seen: list[Any] = []

        async def script(visit: Any) -> Any:
            seen.append(visit)
            number = len(seen)
            if number not in (2, 3):
                return self._good(visit)
            if number == 3:
                met.set()
            await asyncio.wait_for(met.wait(), 20)
            return self.web.answer(429, b"slow down")

        return script

    def _lay_out_retries(self) -> None:
        self._add("heals", script=self._series(*[(500, b"")] * 3))
        self._add("broken-server", script=lambda _: self.web.answer(500))
        self._add("gone", script=lambda _: self.web.answer(*NOT_FOUND))
        self.rows += [(f"down/{n}", f"http://down.test:{self.closed_port}/{n}.jpg", "", "CC0") for n in range(1, 7)]

    def _lay_out_refusals(self) -> None:
        own = "http://own-referer.test"
        page = self.world.url("elsewhere.test", "/gallery")
        self._add(
            "own-referer", "/1.jpg", "/2.jpg", page=page,
            script=self._unless(lambda v: v.headers.get("referer", "").startswith(own)),
        )  # fmt: skip
        self._add("no-referer", "/1.jpg", "/2.jpg", script=self._unless(lambda v: "referer" not in v.headers))
        self._add(
            "honest", "/1.jpg", "/2.jpg", script=self._unless(lambda v: v.headers["user-agent"].startswith("imgcrawl/"))
        )
        self._add(
            "cookie",
            script=self._unless(lambda v: "pass=1" in v.headers.get("cookie", ""), Set_Cookie="pass=1; Path=/"),
        )
        self._add("never", "/1.jpg", "/2.jpg", "/3.jpg", "/4.jpg", script=self._unless(lambda _: False))

    def _lay_out_pages(self) -> None:
        names = ("heron-482977", "market-736688", "kettle-915577")
        moved = "".join(f'<img src="{self.world.url("moved.test", f"/new/{name}.jpg")}" alt="">' for name in names)
        decoys = "".join(
            f'<img src="{self.world.url("decoy.test", f"/new/robin-{n}.jpg")}" alt="">' for n in (471102, 471110)
        )
        pages = {"/moved": moved, "/decoys": decoys}

        def page(visit: Any) -> Any:
            html = f"<!doctype html><html><head><title>x</title></head><body>{pages.get(visit.path, '')}</body></html>"
            return self.web.answer(body=html.encode(), media_type="text/html")

        self.world.scripts["pages.test"] = page

        def archive(visit: Any) -> Any:
            return self._good(visit) if visit.path.startswith("/new/") else self.web.answer(*NOT_FOUND)

        paths = [f"/old/{name}.jpg" for name in names]
        self._add("moved", *paths, page=self.world.url("pages.test", "/moved"), script=archive)
        self._add("decoy", "/old/robin-471101.jpg", page=self.world.url("pages.test", "/decoys"), script=archive)
        self._add("its-page", "/old/finch-482971.jpg", page=self.world.url("its-page.test", "/new/finch-482971.jpg"))
        self._add("its-page", "/old/finch-482972.jpg", page=self.world.url("its-page.test", "/new/finch-482973.jpg"))
        self.world.scripts["its-page.test"] = archive
        refresh = b'<html><head><meta http-equiv="refresh" content="0;url=/there"></head></html>'

        def relocated(visit: Any) -> Any:
            shown = b'<html><body><img src="/new/tern-482974.jpg"></body></html>'
            bodies = {"/here": refresh, "/there": shown}
            body = bodies.get(visit.path)
            return self.web.answer(body=body, media_type="text/html") if body else archive(visit)

        paths = [f"/old/tern-482974.jpg?{n}" for n in range(2)]
        self._add("relocated", *paths, page=self.world.url("relocated.test", "/here"), script=relocated)

        def viewer(visit: Any) -> Any:
            name = visit.path.rpartition("/")[2].replace("wagtail-482976", "wagtail-482978")
            html = f'<html><head><meta property="og:image" content="/new/{name}"></head></html>'.encode()
            return self._good(visit) if "/new/" in visit.path else self.web.answer(body=html, media_type="text/html")

        self._add("viewer", "/view/wagtail-482975.jpg", "/view/wagtail-482976.jpg", script=viewer)

    def _lay_out_redirects(self) -> None:
        web, world = self.web, self.world

        def to(location: str, status: int = 302) -> Callable[[Any], Any]:
            return lambda _: web.answer(status, Location=location)

        def hops(visit: Any) -> Any:
            target = {"/1.jpg": "/b.jpg", "/b.jpg": world.url("landing.test", "/c.jpg")}[visit.path]
            return web.answer(301, Location=target)

        def endless(visit: Any) -> Any:
            return web.answer(302, Location=f"/{int(visit.path[1:-4]) + 1}.jpg")

        self._add("hops", script=hops)
        self._add("endless", script=endless)
        self._add("to-itself", script=to("/1.jpg"))
        self._add("to-file", script=to("file:///etc/passwd"))
        self._add("to-nowhere", script=to("http://"))
        self._add("to-inside", script=to(f"http://127.0.0.2:{world.port}/metadata.jpg"))
        self._add("private")

    def _lay_out_contents(self) -> None:
        web, body = self.web, self.web.picture("contents")

        def cut(_: Any) -> Any:
            return web.Reply(web.answer(body=body).data[:-100], close=True)

        self._add("cut-short", script=cut)
        self._add("half-file", script=lambda _: web.answer(body=body[: len(body) // 2]))
        self._add("web-page", script=lambda _: web.answer(body=b"<!doctype html><html><body>hi</body></html>"))
        self._add("empty", script=lambda _: web.answer(body=b""))
        self._add("packed", script=lambda _: web.answer(body=gzip.compress(body), Content_Encoding="gzip"))
        self._add("mispacked", script=lambda _: web.answer(body=b"\x1f\x8b\x08junk" * 9, Content_Encoding="gzip"))
        self._add("too-large", script=lambda _: web.answer(body=bytes(400_000)))
        blown = gzip.compress(bytes(2_000_000))
        self._add("bomb", script=lambda _: web.answer(body=blown, Content_Encoding="gzip"))

    def _lay_out_rest(self) -> None:
        web = self.web
        self._add("opt-out", script=lambda v: web.answer(body=web.picture(v.path), X_Robots_Tag="noai, noimageai"))
        inner = self.world.url("inner.test", "/wrapped.jpg").replace(":", "%3A").replace("/", "%2F")
        self._add("wrapper", f"/proxy?url={inner}", script=lambda _: web.answer(*NOT_FOUND))
        stand_in = web.picture("not available")
        self._add(
            "stand-in", *[f"/{n}.jpg" for n in range(6)], "/real.jpg",
            script=lambda v: self._good(v) if v.path == "/real.jpg" else web.answer(body=stand_in),
        )  # fmt: skip
        self._add("stamped", *[f"/{n}.png" for n in range(5)], script=lambda _: web.answer(body=self._notice()))
        slow_down, logo = self._notice(), self._notice()
        self._add(
            "slow-down", *[f"/{n}.jpg" for n in range(5)],
            script=lambda v: (
                web.answer(body=slow_down) if v.path in ("/1.jpg", "/2.jpg") and v.number == 1 else self._good(v)
            ),
        )  # fmt: skip
        self._add(
            "logo", *[f"/{n}.png" for n in range(5)],
            script=lambda v: web.answer(body=logo) if v.path in ("/1.png", "/2.png") else self._good(v),
        )  # fmt: skip
        self.world.scripts["moved-away.test"] = lambda v: (
            web.answer(302, Location="/i/image-not-found.png")
            if v.path.startswith("/removed")
            else web.answer(body=self._notice())
        )
        self._add("moved-away", "/removed_house.jpg", script=self.world.scripts["moved-away.test"])
        address = self.world.url("login.test").removeprefix("http://")
        token = "Basic " + base64.b64encode("ann:sécret".encode()).decode()
        self.rows.append(("login/1", UTF8_USER + address, "", "CC0"))
        self.world.scripts["login.test"] = lambda v: (
            self._good(v) if v.headers.get("authorization") == token else web.answer(401)
        )


@pytest.fixture(scope="module")
def hostile(projects, web, closed_port):
    """Crawl the hostile web once."""
    return Hostile(projects("hostile"), web, closed_port)


def test_the_crawl_ends_well(hostile):
    """A run in which rows fail is no failed run: exit code 0, and no traceback."""
    assert hostile.crawl.code == 0
    assert "Traceback" not in hostile.crawl.errors
    assert "ERROR" not in hostile.crawl.errors


def test_one_outcome_for_each_row(hostile):
    """Whatever a row holds, it has exactly one outcome."""
    assert sorted(hostile.outcomes) == sorted(row[0] for row in hostile.rows)


def test_the_feed_holds_the_same_outcomes(hostile):
    """Feeds carry one line for each row, with what the catalogue holds."""
    assert len(hostile.feed) == hostile.source_rows
    stored = {o.id: o.as_dict() for o in hostile.outcomes.values()}
    for line in hostile.feed:
        assert line == {name: stored[line["id"]][name] for name in EXPORT_FIELDS}


def test_jsonl_and_csv_carry_the_same_fields(hostile):
    """The two feeds agree in fields, their order, and values."""
    with (hostile.project.folder / "feed.csv").open(newline="") as file:
        reader = csv.DictReader(file)
        lines = list(reader)
    assert reader.fieldnames == list(EXPORT_FIELDS)
    assert [list(line) for line in hostile.feed] == [list(EXPORT_FIELDS)] * len(lines)
    for ours, theirs in zip(lines, hostile.feed, strict=True):
        for name in ("id", "url", "ok", "error", "status", "sha256", "attempts"):
            assert ours[name] == ("" if theirs[name] is None else str(theirs[name]))


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("broken/1", "url_row_malformed"),
        ("missing/1", "url_missing"),
        ("scheme/1", "url_scheme"),
        ("data/2", "url_data_invalid"),
    ],
)
def test_rows_that_cannot_be_asked_for(hostile, row, error):
    """An unusable row fails at the stage url, with a sentence, and costs no request."""
    outcome = hostile[row]
    assert (outcome.ok, outcome.stage, outcome.error, outcome.attempts) == (False, "url", error, 0)
    assert outcome.reason
    assert outcome.retryable is False


def test_data_url(hostile):
    """A picture that the URL carries in itself is decoded and stored without a request."""
    outcome = hostile["data/1"]
    assert (outcome.ok, outcome.format, outcome.width, outcome.attempts) == (True, "PNG", 40, 0)
    assert (hostile.project.images / outcome.path).read_bytes() == hostile.web.picture("inline", "PNG")


def test_duplicates_are_fetched_once(hostile):
    """Two rows with the same URL share one request and one file; both have an outcome."""
    first, second = hostile["twice/1"], hostile["twice/2"]
    assert len(hostile.visits("twice")) == 1
    assert first.ok
    assert second.ok
    assert first.path == second.path
    assert sorted((first.attempts, second.attempts)) == [0, 1]


def test_extra_columns_come_through(hostile):
    """What else the source says of a row stands in its outcome."""
    assert hostile["plain/1"].extra == {"licence": "CC0"}


def test_original_bytes_under_their_hash(hostile):
    """A file holds the bytes as served, under their SHA-256, its ending told by its content and not by the URL."""
    outcome = hostile["copy-a/1"]
    body = hostile.web.picture("one and the same")
    digest = hashlib.sha256(body).hexdigest()
    assert outcome.path == f"{digest[:2]}/{digest}.jpg"
    assert (hostile.project.images / outcome.path).read_bytes() == body
    assert (outcome.sha256, outcome.bytes, outcome.format) == (digest, len(body), "JPEG")


def test_identical_content_is_stored_once(hostile):
    """Two addresses with the same content share one file."""
    assert hostile["copy-a/1"].path == hostile["copy-b/1"].path


def test_every_file_is_accounted_for(hostile):
    """The store holds the files that outcomes name, whole, and nothing else; nothing is left on its way."""
    assert hostile.project.stray_files() == []
    for outcome in hostile.outcomes.values():
        if outcome.ok:
            stored = (hostile.project.images / outcome.path).read_bytes()
            assert hashlib.sha256(stored).hexdigest() == outcome.sha256


def test_statistics_add_up(hostile):
    """The statistics count every row, image and request."""
    stats, outcomes = hostile.crawl.stats, hostile.outcomes.values()
    assert stats["imgcrawl/rows"] == len(outcomes)
    assert stats["imgcrawl/outcome/ok"] == sum(o.ok for o in outcomes)
    assert stats["imgcrawl/attempt"] == sum(o.attempts for o in outcomes)
    for outcome in outcomes:
        assert outcome.ok or stats[f"imgcrawl/outcome/{outcome.stage}/{outcome.error}"] > 0


def test_attempts_are_what_was_sent(hostile):
    """The attempts of a host's rows are the requests that it got, none uncounted."""
    for host in ("heals", "never", "own-referer", "absurd", "patience", "stand-in", "half-file", "endless"):
        assert sum(o.attempts for o in hostile.of(host)) == len(hostile.visits(host)), host


def test_the_page_is_the_referer_within_its_origin(hostile):
    """An image on the page's own host is asked for with the page's whole address, without fragment."""
    [visit] = hostile.visits("same-origin")
    assert visit.headers["referer"] == hostile.world.url("same-origin.test", "/page/7?x=1")


def test_other_origins_learn_only_the_pages_origin(hostile):
    """Across origins the referer is cut to the page's origin, as browsers do by default."""
    [visit] = hostile.visits("cross-origin")
    assert visit.headers["referer"] == hostile.world.url("pages.test", "/")


def test_without_a_page_the_images_own_origin_is_the_referer(hostile):
    """A row without a page asks from the root of the image's own host."""
    assert {v.headers["referer"] for v in hostile.visits("plain")} == {hostile.world.url("plain.test", "/")}


def test_headers_tell_one_story(hostile):
    """Every request is a browser's for an image, the same browser for all of a host, and betrays no library."""
    agents = {v.headers["user-agent"] for v in hostile.visits("plain")}
    assert len(agents) == 1
    for visit in hostile.visits("plain"):
        assert visit.headers["user-agent"].startswith("Mozilla/5.0 (")
        assert "image/" in visit.headers["accept"]
        assert visit.headers["accept-language"].startswith("en")
        assert visit.headers["accept-encoding"] == "gzip, deflate"
        assert not {"upgrade", "http2-settings", "upgrade-insecure-requests", "sec-ch-ua"} & set(visit.headers)
        assert "scrapy" not in str(visit.headers).lower()


@pytest.mark.parametrize(("host", "least_s"), [("wait-seconds", 1.0), ("wait-date", 1.0)])
def test_retry_after_is_kept(hostile, host, least_s):
    """Within the time that Retry-After names, in seconds or as a date, the host gets no request."""
    first, *later = hostile.visits(host)
    assert first.status == 429
    assert min(v.at for v in later) - first.answered_at >= least_s
    assert [o.error for o in hostile.of(host)] == [None] * len(hostile.of(host))
    assert len(hostile.visits(host)) == len(hostile.of(host)) + 1


def test_a_wait_is_told(hostile):
    """The row that was asked to wait says so: what rescued it, and the pause that the host named."""
    [rescued] = [o for o in hostile.of("wait-seconds") if o.rescued_by]
    assert rescued.rescued_by == "wait"
    assert rescued.waited_ms >= 1000


def test_waiting_uses_up_no_retries(hostile):
    """After four 429s a URL still has all its retries for the three failures that follow."""
    assert hostile.statuses("patience") == [429] * 4 + [500] * 3 + [200]
    assert hostile["patience/1"].ok


def test_an_absurd_wait_is_not_sat_out(hostile):
    """A host that wants to be left alone for a day is: one request, and all its rows fail, retryable."""
    assert len(hostile.visits("absurd")) == 1
    assert hostile.errors("absurd") == ["http_429"] * 5
    assert all(o.retryable for o in hostile.of("absurd"))
    assert sorted(o.attempts for o in hostile.of("absurd")) == [0, 0, 0, 0, 1]


def test_concurrent_refusals_are_one_incident(hostile):
    """Two 429s to requests that were under way together count as one; every host's incident is counted once."""
    together = hostile.visits("together")
    assert [v.status for v in together].count(429) == 2
    assert all(o.ok for o in hostile.of("together"))
    incidents = {"together": 1, "wait-seconds": 1, "wait-date": 1, "absurd": 1, "patience": 4}
    assert hostile.crawl.stats["imgcrawl/throttle/incidents"] == sum(incidents.values())


def test_backoff_doubles(hostile):
    """A failing server is asked again after the base, twice and four times that, a fifth more or less."""
    assert hostile.statuses("heals") == [500, 500, 500, 200]
    for gap, factor in zip(hostile.gaps("heals"), (1, 2, 4), strict=True):
        assert gap >= BASE_S * factor * 0.8 - SLACK_S
    outcome = hostile["heals/1"]
    assert outcome.rescued_by == "retry"
    assert outcome.waited_ms / 1000 >= BASE_S * 7 * 0.8


def test_retries_end(hostile):
    """A server that keeps failing is asked four times in all; the outcome says that later may be better."""
    assert hostile.statuses("broken-server") == [500] * 4
    outcome = hostile["broken-server/1"]
    assert (outcome.error, outcome.status, outcome.retryable, outcome.attempts) == ("http_500", 500, True, 4)


def test_not_found_is_asked_once(hostile):
    """A 404 is final."""
    assert hostile.statuses("gone") == [404]
    assert (hostile["gone/1"].error, hostile["gone/1"].retryable) == ("http_404", False)


def test_a_dead_host_is_given_up(hostile):
    """A host that refuses connections costs a few attempts; the rest of its rows fail with the same verdict."""
    assert hostile.errors("down") == ["tcp_refused"] * 6
    assert sum(o.attempts for o in hostile.of("down")) <= 3


@pytest.mark.parametrize(
    ("host", "remedy"),
    [
        ("own-referer", "same_origin_referer"),
        ("no-referer", "no_referer"),
        ("honest", "bot_identity"),
        ("cookie", "cookies"),
    ],
)
def test_a_refusal_is_overcome(hostile, host, remedy):
    """A 403 that depends on how one asks is overcome, and the outcome names what did it."""
    first = hostile[f"{host}/1"]
    assert first.ok
    assert first.rescued_by == remedy
    assert first.trail[0]["error"] == "http_403"


@pytest.mark.parametrize("host", ["own-referer", "no-referer"])
def test_what_a_host_likes_is_learnt(hostile, host):
    """The second URL of a host is asked for at once in the way that worked for the first."""
    assert len(hostile.visits(host, "/2.jpg")) == 1
    assert hostile[f"{host}/2"].ok


def test_rows_share_the_search_for_the_way_that_their_host_likes(hostile):
    """What the first URL was not asked for in any more is tried for the second; both have their image by it."""
    assert [hostile[f"honest/{n}"].rescued_by for n in (1, 2)] == ["bot_identity"] * 2
    assert len(hostile.visits("honest")) <= 3 + 5


def test_a_stubborn_host_is_asked_in_each_way_twice(hostile):
    """Where every way of asking is refused, four URLs share ten tries."""
    assert hostile.errors("never") == ["http_403"] * 4
    assert sum(hostile[f"never/{n}"].attempts for n in range(1, 5)) == 4 + 10


def test_the_page_knows_where_the_picture_went(hostile):
    """A dead address is looked up on the page where it was found, by its own name among others."""
    for outcome in hostile.of("moved"):
        assert outcome.ok
        assert outcome.rescued_by == "page"
        assert outcome.final_url == outcome.url.replace("/old/", "/new/")
        assert outcome.attempts >= 2


def test_a_page_is_fetched_once(hostile):
    """Rows that were found on the same page share one fetch of it."""
    assert len(hostile.visits("pages", "/moved")) == 1


def test_no_picture_rather_than_another(hostile):
    """A page that shows only neighbours of the picture rescues nothing, and none of them is asked for."""
    assert hostile.errors("decoy") == ["http_404"]
    assert len(hostile.visits("pages", "/decoys")) == 1
    assert [v.path for v in hostile.visits("decoy")] == ["/old/robin-471101.jpg"]


def test_a_page_that_is_the_image_is_taken_for_it_by_its_name(hostile):
    """The page's address is asked for as an image when it bears the wanted name; another name is not taken."""
    right, wrong = hostile.of("its-page")
    assert (right.ok, right.rescued_by) == (True, "page")
    assert right.final_url.endswith("/new/finch-482971.jpg")
    assert (wrong.ok, wrong.error) == (False, "http_404")


def test_a_page_that_has_moved_is_followed_once_for_all_its_rows(hostile):
    """A page that only refers to its new address is read there."""
    assert [(o.ok, o.rescued_by) for o in hostile.of("relocated")] == [(True, "page")] * 2
    assert [len(hostile.visits("relocated", path)) for path in ("/here", "/there")] == [1, 1]


def test_a_page_in_the_images_place_is_read_without_another_request(hostile):
    """What it names is asked for when other ways of asking gave the page again; another name is not taken."""
    right, wrong = hostile.of("viewer")
    assert (right.ok, right.rescued_by) == (True, "page")
    assert right.final_url.endswith("/new/wagtail-482975.jpg")
    assert (wrong.ok, wrong.error) == (False, "content_html")
    assert {v.path for v in hostile.visits("viewer")} == {
        "/view/wagtail-482975.jpg", "/new/wagtail-482975.jpg", "/view/wagtail-482976.jpg",
    }  # fmt: skip


def test_redirects_are_followed(hostile):
    """Redirects lead to the picture, on other hosts too; the last address is noted and every hop counted."""
    outcome = hostile["hops/1"]
    assert outcome.ok
    assert outcome.final_url == hostile.world.url("landing.test", "/c.jpg")
    assert outcome.attempts == 3
    assert outcome.rescued_by is None


@pytest.mark.parametrize(
    ("host", "error", "most"),
    [
        ("endless", "http_redirect_loop", 21),
        ("to-itself", "http_redirect_loop", 3),
        ("to-file", "url_redirect", 1),
        ("to-nowhere", "http_bad_redirect", 1),
        ("to-inside", "policy_private_address", 1),
    ],
)
def test_redirects_end(hostile, host, error, most):
    """A redirect that goes round, never ends, or leads where we do not go is refused after few requests."""
    [outcome] = hostile.of(host)
    assert outcome.error == error
    assert 1 <= len(hostile.visits(host)) <= most
    assert hostile.visits("127.0.0") == []


def test_private_addresses_are_not_asked(hostile):
    """A name that leads outside the networks that were opened is refused before anything is sent."""
    [outcome] = hostile.of("private")
    assert (outcome.error, outcome.stage, outcome.attempts) == ("policy_private_address", "policy", 0)


@pytest.mark.parametrize(
    ("host", "error", "requests"),
    [
        ("cut-short", "content_truncated", 3),
        ("half-file", "content_truncated", 3),
        ("mispacked", "content_encoding", 1),
        ("too-large", "content_too_large", 1),
        ("bomb", "content_too_large", 1),
        ("opt-out", "policy_opt_out", 1),
    ],
)
def test_bodies_that_are_wrong(hostile, host, error, requests):
    """A body that is not the whole image fails by its own name; only what may be chance is asked for again."""
    [outcome] = hostile.of(host)
    assert outcome.error == error
    assert len(hostile.visits(host)) == requests


@pytest.mark.parametrize(("host", "error"), [("web-page", "content_html"), ("empty", "content_empty")])
def test_answers_that_hold_no_image(hostile, host, error):
    """A page or nothing with status 200 is a failure of the content, whatever else is tried."""
    [outcome] = hostile.of(host)
    assert (outcome.ok, outcome.stage, outcome.error, outcome.status) == (False, "content", error, 200)


def test_content_encoding_is_removed(hostile):
    """A picture that came compressed is stored as it was before."""
    body = hostile.web.picture("contents")
    [outcome] = hostile.of("packed")
    assert outcome.ok
    assert outcome.sha256 == hashlib.sha256(body).hexdigest()


def test_a_wrapped_address_is_unwrapped(hostile):
    """When a proxy fails, the address that its URL carries is asked for."""
    [outcome] = hostile.of("wrapper")
    assert outcome.ok
    assert outcome.rescued_by == "unwrap"
    assert outcome.final_url == hostile.world.url("inner.test", "/wrapped.jpg")


def test_a_stand_in_is_no_image(hostile):
    """A small picture that a host serves for many addresses is refused for all of them; its other pictures pass."""
    *fakes, real = [hostile[f"stand-in/{n}"] for n in range(1, 8)]
    assert [o.error for o in fakes] == ["content_placeholder"] * 6
    assert real.ok
    digest = hashlib.sha256(hostile.web.picture("not available")).hexdigest()
    assert not list(hostile.project.images.rglob(f"{digest}*"))


def test_a_notice_drawn_anew_is_no_image(hostile):
    """A notice with a number in its corner is refused for every address, whichever way it is asked for."""
    outcomes = hostile.of("stamped")
    assert [o.error for o in outcomes] == ["content_placeholder"] * 5
    assert len(hostile.visits("stamped")) > 5


def test_a_notice_to_slow_down_is_no_image(hostile):
    """A drawing that two addresses gave and that has gone when it is asked for again was a notice, for both."""
    outcomes = hostile.of("slow-down")
    assert [(o.ok, o.rescued_by is not None, o.attempts) for o in outcomes] == [
        (True, False, 1), (True, True, 2), (True, True, 2), (True, False, 1), (True, False, 1),
    ]  # fmt: skip
    assert len({o.sha256 for o in outcomes}) == 5


def test_a_logo_that_two_addresses_share_is_an_image(hostile):
    """A drawing that is still there at the second look is what was asked for."""
    outcomes = hostile.of("logo")
    assert [(o.ok, o.rescued_by) for o in outcomes] == [(True, None)] * 5
    assert len(hostile.visits("logo")) == 7


def test_a_redirect_to_a_notice_is_no_image(hostile):
    """The only row of a host, itself called removed, is refused when it is led to a file that says not found."""
    [outcome] = hostile.of("moved-away")
    assert (outcome.ok, outcome.error) == (False, "content_placeholder")


def test_userinfo_becomes_a_login(hostile):
    """User and password of a URL are sent as Basic authorization, and stand in no address that was asked for."""
    [outcome] = hostile.of("login")
    assert outcome.ok
    assert outcome.final_url == hostile.world.url("login.test")


def test_the_same_command_again_does_nothing(hostile):
    """A finished run has nothing left to do: no request, no new outcome, and it says so."""
    again = hostile.project.crawl()
    assert again.code == 0
    assert "Nothing to do" in again.errors
    assert len(hostile.world.log) == len(hostile.log)
    assert len(hostile.project.outcomes()) == len(hostile.outcomes)
