"""Pointers of Git LFS in place of pictures, at a code host of its own."""

from __future__ import annotations

import hashlib
from typing import Any

HOST = "git.test"


def test_a_pointer_leads_to_its_file_and_proves_it(project, web):
    """What has another hash is not taken, and nobody else is sent where a pointer comes."""
    world = project.world

    def host(visit: Any) -> Any:
        name = visit.path.rpartition("/")[2]
        if "/media/" in visit.path:
            return web.answer(body=web.picture(f"another {name}" if name == "3.jpg" else name))
        oid = hashlib.sha256(web.picture(name)).hexdigest()
        text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(web.picture(name))}\n"
        return web.answer(body=text.encode(), media_type="text/plain")

    world.scripts[HOST] = host
    rows = [(str(n), world.url(HOST, f"/u/r/raw/branch/main/{n}.jpg"), "") for n in range(4)]
    project.write([*rows, ("4", world.url(HOST, "/pages/4.jpg"), "")])
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    for n in range(3):
        assert (outcomes[str(n)].ok, outcomes[str(n)].rescued_by, outcomes[str(n)].attempts) == (True, "page", 2)
        assert outcomes[str(n)].sha256 == hashlib.sha256(web.picture(f"{n}.jpg")).hexdigest()
    assert (outcomes["3"].ok, outcomes["3"].error) == (False, "content_text")
    assert [entry["error"] for entry in outcomes["3"].trail or ()] == ["content_text", "content_hash_mismatch"]
    assert (outcomes["4"].ok, outcomes["4"].error, outcomes["4"].attempts) == (False, "content_text", 1)
    assert "pointer of Git LFS" in str(outcomes["4"].reason)
