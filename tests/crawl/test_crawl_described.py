"""Objects that a store describes where their files were asked for, and pages in front of an address from a mail."""

from __future__ import annotations

import json
from typing import Any

STORE, FILTER = "firebasestorage.googleapis.com", "urldefense.proofpoint.com"
NAMES = json.dumps(dict.fromkeys((STORE, FILTER, "i.test"), "127.0.0.1"))
TOKEN = "12af9fae-afe8-4a12-a124-008014737e7b"


def test_the_file_is_asked_for_with_the_token_of_its_description(project, web):
    """What the description says is what the store wants to be asked for, and nothing else is tried before."""
    world = project.world

    def store(visit: Any) -> Any:
        path, _, query = visit.target.partition("?")
        name = path.rpartition("%2F")[2]
        if query == f"alt=media&token={TOKEN}":
            return web.answer(body=web.picture(name))
        if query:
            return web.answer(403, body=b'{"error": {"code": 403}}', media_type="application/json")
        told = {"name": f"photos/{name}", "contentType": "image/png", "size": "512", "downloadTokens": TOKEN}
        return web.answer(body=json.dumps(told).encode(), media_type="application/json")

    world.scripts[STORE] = store
    project.write([(str(n), world.url(STORE, f"/v0/b/app.appspot.com/o/photos%2F{n}.png"), "") for n in range(4)])
    done = project.crawl(IMGCRAWL_DNS_OVERRIDES=NAMES)
    assert done.code == 0, done.errors
    assert {outcome.rescued_by for outcome in project.outcomes().values()} == {"page"}
    queries = [visit.target.partition("?")[2] for visit in world.visits(STORE)]
    assert queries.count(f"alt=media&token={TOKEN}") == 4
    assert "alt=media" not in queries


def test_an_address_from_a_mail_is_asked_for_where_it_was_before_the_mail(project, web):
    """The filter's own page is no image; the addresses behind it are, at their hosts."""
    world = project.world
    world.scripts[FILTER] = lambda _: web.answer(body=b"<html>One moment, please</html>", media_type="text/html")
    world.scripts["i.test"] = lambda visit: web.answer(body=web.picture(visit.target))
    inner = [world.url("i.test", f"/pub/heron_{n}.png") for n in range(4)]
    coded = [url.replace("_", "-5F").replace(":", "-3A").replace("/", "_") for url in inner]
    project.write([(str(n), world.url(FILTER, f"/v2/url?u={text}&d=DwMF&c=V&e="), "") for n, text in enumerate(coded)])
    done = project.crawl(IMGCRAWL_DNS_OVERRIDES=NAMES)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {outcome.rescued_by for outcome in outcomes.values()} == {"unwrap"}
    assert [outcomes[str(n)].final_url for n in range(4)] == inner
