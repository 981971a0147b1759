"""A web whose hosts each do something else that is wrong, and one crawl of it under the default profile."""

from __future__ import annotations

import asyncio
import base64
import gzip
import io
import json
import time
from email.utils import formatdate
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont

from tests.crawl.hostile_pages import NOT_FOUND, lay_out_pages

if TYPE_CHECKING:
    from collections.abc import Callable

BASE_S = 0.05
SLACK_S = 0.02
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
        self.stats = self.crawl.stats  # the next crawl writes its own into the same file
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
        lay_out_pages(self)
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

    def _lay_out_redirects(self) -> None:
        web, world = self.web, self.world

        def to(location: str, status: int = 302) -> Callable[[Any], Any]:
            return lambda _: web.answer(status, Location=location)

        def hops(visit: Any) -> Any:
            target = {"/1.jpg": "/b.jpg", "/b.jpg": world.url("landing.test", "/c.jpg")}[visit.path]
            return web.answer(301, Location=target)

        def endless(visit: Any) -> Any:
            return web.answer(302, Location=f"{visit.path[:-4]}/1.jpg")

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
