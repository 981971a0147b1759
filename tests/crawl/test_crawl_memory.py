"""Crawls whose rows fail on our side, as without memory."""

from __future__ import annotations

import json

import pytest

from imgcrawl.settings import DOWNLOADER_MIDDLEWARES

MIDDLEWARES = json.dumps(DOWNLOADER_MIDDLEWARES | {"out_of_memory.OutOfMemory": 720})


@pytest.mark.parametrize(("large", "small", "code"), [(4, 0, 1), (4, 3, 1), (2, 2, 0)], ids=["all", "most", "half"])
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_crawl_most_of_whose_rows_failed_on_our_side_is_no_success(project, large, small, code, processes):
    """Its status is 1, though every row has its outcome; what to do is said at the end."""
    hosts = [f"large{n}.test" for n in range(large)] + [f"h{n}.test" for n in range(small)]
    project.write([(host, project.world.url(host), "") for host in hosts])
    done = project.crawl("-j", processes, DOWNLOADER_MIDDLEWARES=MIDDLEWARES)
    outcomes = project.outcomes()
    assert {host: outcome.error for host, outcome in outcomes.items()} == {
        host: "internal_error" if host.startswith("large") else None for host in hosts
    }
    assert ("-a retry=internal_error" in done.errors) == (code == 1)
    assert "the run is finished" in done.errors
    assert project.state() == "finished"
    assert done.code == code
