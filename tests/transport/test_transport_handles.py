from __future__ import annotations

import os
from pathlib import Path

from imgcrawl.config import TransportConfig
from imgcrawl.transport.certificates import TrustStore
from imgcrawl.transport.handles import HandlePool, common_options


def resident_bytes() -> int:
    """Return the memory that this process takes up."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_a_handle_costs_little_memory():
    """Thousands of requests may be in flight: a handle takes some kilobytes, not more than a hundred."""
    trust = TrustStore("")
    pool = HandlePool("chrome136", common_options(TransportConfig(), trust, None), 128)
    pool.release(pool.acquire())
    before = resident_bytes()
    handles = [pool.acquire() for _ in range(500)]
    assert resident_bytes() - before < 500 * 40_000
    for handle in handles:
        pool.release(handle)
    await pool.close()
    trust.close()
