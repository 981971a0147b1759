from __future__ import annotations

import signal
import subprocess
import sys

from imgcrawl.catalogue import open_catalogue

WORKER = """
import asyncio, sys
from imgcrawl.catalogue import Journal, open_catalogue
from imgcrawl.config import CatalogueConfig
from imgcrawl.records import Outcome

async def main():
    catalogue = open_catalogue(sys.argv[1], data_dir="/nowhere", lock_timeout_s=5)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    report = lambda outcomes: print(*(o.id for o in outcomes), flush=True)
    journal = Journal(catalogue, run, CatalogueConfig(batch_rows=20), on_commit=report)
    n = 0
    while True:
        await journal.add(Outcome(id=str(n), url=f"http://a.test/{n}", ok=True))
        n += 1

asyncio.run(main())
"""


def test_killed_worker_loses_nothing_committed(database_url: str) -> None:
    """What was reported as committed is there after ``kill -9``, and the run can be taken up at once."""
    worker = subprocess.Popen([sys.executable, "-c", WORKER, database_url], stdout=subprocess.PIPE)
    assert worker.stdout
    reported = [worker.stdout.readline() for _ in range(20)]
    worker.send_signal(signal.SIGKILL)
    rest, _ = worker.communicate()
    lines = b"".join(reported) + rest[: rest.rfind(b"\n") + 1]
    catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    ids = lines.decode().split()
    assert len(ids) >= 400
    assert set(catalogue.known(run, ids)) == set(ids)
    catalogue.close()
