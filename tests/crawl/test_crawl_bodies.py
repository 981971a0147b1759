"""Pictures that are whole although how they are sent is not, and those that only seem so."""

from __future__ import annotations

import gzip
from typing import Any

from tests.crawl.scripted import Reply


def test_what_is_whole_is_taken_and_what_is_cut_is_not(project, web):
    """A wrong length, gzip that nobody named and a wrong checksum lose no picture; half of one is none."""

    def long(body: bytes) -> Reply:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body) + 9}\r\n"
        return Reply(head.encode() + b"\r\n" + body, close=True)

    def script(visit: Any) -> Any:
        body, name = web.picture(visit.path), visit.path[1:-4]
        if name == "cached":
            is_past = visit.headers.get("cache-control") == "no-cache"
            return web.answer(body=body) if is_past else web.answer(503, Age="90211", X_Cache="HIT")
        zipped = gzip.compress(body)
        sent = {"zipped": zipped, "twice": gzip.compress(zipped), "checksum": zipped[:-8] + bytes(8)}
        if name in sent:
            named = {} if name == "zipped" else {"Content_Encoding": "gzip"}
            return web.answer(body=sent[name], **named)
        return long(body if name == "whole" else body[: len(body) // 2])

    names = ("whole", "cut", "zipped", "twice", "checksum", "cached")
    for name in names:
        project.world.scripts[f"{name}.test"] = script
    project.write([(name, project.world.url(f"{name}.test", f"/{name}.jpg"), "") for name in names])
    project.crawl()
    outcomes = project.outcomes()
    assert {name for name in names if not outcomes[name].ok} == {"cut"}
    assert outcomes["cut"].error == "content_truncated"
    assert "though not by its length" in outcomes["whole"].trail[0]["note"]
    assert [len(project.world.visits(f"{name}.test")) for name in names if name != "cut"] == [1, 1, 1, 1, 2]
