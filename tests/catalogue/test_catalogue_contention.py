"""Several processes that write to one SQLite catalogue."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

from imgcrawl.catalogue import open_catalogue

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = 4
ROWS = 300
WRITER = """
import asyncio, sys
from imgcrawl.catalogue import open_catalogue
from imgcrawl.catalogue.journal import Journal
from imgcrawl.config import CatalogueConfig
from imgcrawl.records import Outcome

async def main(folder, shard, rows):
    catalogue = open_catalogue("", data_dir=folder, lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard)
    journal = Journal(catalogue, run, CatalogueConfig(batch_rows=10), retry_delays_s=(0.1,) * 20)
    print("begun", flush=True)
    await asyncio.to_thread(input)
    for n in range(rows):
        await journal.add(Outcome(id=f"{shard}-{n}", url=f"http://{shard[0]}.test/{n}", ok=True, attempts=1))
    await journal.close()
    catalogue.end_run(run, "finished")

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


def test_a_locked_database_loses_no_outcome(tmp_path: Path) -> None:
    """Four writers that get in each other's way, and meet a lock that outlasts their patience, record every outcome."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=5)
    writers = []
    for n in range(WRITERS):
        command = [sys.executable, "-c", WRITER, str(tmp_path), f"{n}/{WRITERS}", str(ROWS)]
        writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        writers.append(writer)
        assert writer.stdout
        assert writer.stdout.readline() == b"begun\n"
    other = sqlite3.connect(tmp_path / "imgcrawl.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    try:
        writers[0].wait(1.3)
    except subprocess.TimeoutExpired:
        other.execute("ROLLBACK")
    other.close()
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    run = catalogue.find_run("urls")
    assert (catalogue.counts(run).rows, run.state) == (WRITERS * ROWS, "finished")
    catalogue.close()
