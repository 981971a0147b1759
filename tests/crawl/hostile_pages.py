"""The pages of the hostile web: where its images are now, and where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.crawl.scripted import answer

if TYPE_CHECKING:
    from tests.crawl.hostile_web import Hostile

NOT_FOUND = (404, b"<html>not here</html>", "text/html")


def lay_out_pages(web: Hostile) -> None:
    """Lay out the pages of images that have moved, and of those that only seem to have."""
    names = ("heron-482977", "market-736688", "kettle-915577")
    moved = "".join(f'<img src="{web.world.url("moved.test", f"/new/{name}.jpg")}" alt="">' for name in names)
    decoys = "".join(
        f'<img src="{web.world.url("decoy.test", f"/new/robin-{n}.jpg")}" alt="">' for n in (471102, 471110)
    )
    pages = {"/moved": moved, "/decoys": decoys}

    def page(visit: Any) -> Any:
        html = f"<!doctype html><html><head><title>x</title></head><body>{pages.get(visit.path, '')}</body></html>"
        return answer(body=html.encode(), media_type="text/html")

    web.world.scripts["pages.test"] = page

    def archive(visit: Any) -> Any:
        return web._good(visit) if visit.path.startswith("/new/") else answer(*NOT_FOUND)

    paths = [f"/old/{name}.jpg" for name in names]
    web._add("moved", *paths, page=web.world.url("pages.test", "/moved"), script=archive)
    web._add("decoy", "/old/robin-471101.jpg", page=web.world.url("pages.test", "/decoys"), script=archive)
    web._add("its-page", "/old/finch-482971.jpg", page=web.world.url("its-page.test", "/new/finch-482971.jpg"))
    web._add("its-page", "/old/finch-482972.jpg", page=web.world.url("its-page.test", "/new/finch-482973.jpg"))
    web.world.scripts["its-page.test"] = archive
    refresh = b'<html><head><meta http-equiv="refresh" content="0;url=/there"></head></html>'

    def relocated(visit: Any) -> Any:
        shown = b'<html><body><img src="/new/tern-482974.jpg"></body></html>'
        bodies = {"/here": refresh, "/there": shown}
        body = bodies.get(visit.path)
        return answer(body=body, media_type="text/html") if body else archive(visit)

    paths = [f"/old/tern-482974.jpg?{n}" for n in range(2)]
    web._add("relocated", *paths, page=web.world.url("relocated.test", "/here"), script=relocated)

    def viewer(visit: Any) -> Any:
        name = visit.path.rpartition("/")[2].replace("wagtail-482976", "wagtail-482978")
        html = f'<html><head><meta property="og:image" content="/new/{name}"></head></html>'.encode()
        return web._good(visit) if "/new/" in visit.path else answer(body=html, media_type="text/html")

    web._add("viewer", "/view/wagtail-482975.jpg", "/view/wagtail-482976.jpg", script=viewer)

    def shop(visit: Any) -> Any:
        shown = "/i/88a.jpg" if visit.path == "/p/KT-482977" else "/i/88b.jpg"
        html = (
            f'<title>Kettle</title><link rel="canonical" href="{visit.path}">'
            '<meta property="og:image" content="/i/88a.jpg">'
            f'<meta property="product:price:amount" content="9"><main><img src="{shown}"></main>'
        )
        return web._good(visit) if "/i/" in visit.path else answer(body=html.encode(), media_type="text/html")

    web._add("sold-here", "/p/KT-482977", "/p/KT-482978", script=shop)

    def syndicated(visit: Any) -> Any:
        items = "".join(
            f'<item><title>{title}</title><enclosure url="/media/{digit * 32}.jpg" type="image/jpeg"/></item>'
            for title, digit in (("Red Iron Lamp", "3"), ("Oval Poppy Ferrara", "4"))
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>{items}</channel></rss>'
        rss = answer(body=feed.encode(), media_type="application/rss+xml")
        return rss if visit.path == "/feed/" else archive(visit) if "/media/" not in visit.path else web._good(visit)

    names = ("oval-poppy-ferrara", "oval-poppy-vase")
    page = web.world.url("syndicated.test", "/feed/")
    web._add("syndicated", *(f"/2015/{name}.jpg" for name in names), page=page, script=syndicated)
