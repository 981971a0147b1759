"""What a decoding process may do, sees, and is believed."""

from __future__ import annotations

import asyncio
import json
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from imgcrawl.errors import ErrorSlug
from tests.validation.decoders import slug


async def test_rights_are_lowered(start_pool, poison, tmp_path):
    """A decoder is confined, can write no file, dump no core and start no process; what it prints goes nowhere."""
    pool = start_pool()
    target = tmp_path / "target"
    assert await slug(pool, poison("noise")) is None
    with pytest.raises(OSError, match=r"large|denied"):
        await pool.validate(poison(f"write:{target}"))
    [pid] = pool.pids
    for right in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        assert resource.prlimit(pid, right) == (0, 0)
    assert resource.prlimit(pid, resource.RLIMIT_AS)[1] < 1_000_000_000
    assert "NoNewPrivs:\t1" in _status(pid)


def _status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()


async def test_secrets_stay_in_the_crawl(start_pool, image, monkeypatch):
    """A decoding process inherits no environment but what Python needs, and no descriptor but its socket."""
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    with socket.socket() as listener:
        listener.set_inheritable(True)
        pool = start_pool(decoder="imgcrawl.validation.decoding.decode:inspect_image")
        await pool.validate(image)
    [pid] = pool.pids
    environment, opened = _inherited(pid)
    assert b"hunter2" not in environment
    assert len([name for name in opened if name.startswith("socket:")]) == 1


def _inherited(pid: int) -> tuple[bytes, set[str]]:
    """Return the environment of a process and what its descriptors are."""
    folder = Path(f"/proc/{pid}")
    return (folder / "environ").read_bytes(), {str(entry.readlink()) for entry in (folder / "fd").iterdir()}


NOISE = {
    "lie": json.dumps(["facts", "../../etc/cron.d/x", 1, "PNG", "png", 2, 2, "L", None, 1]).encode() + b"\n",
    "nested": b"[" * 4000 + b"\n",
    "endless": b"x" * 100_000,
    "no-text": b"\xff\n",
}
"""What no decoder says; which facts no picture has is told by tests/validation/test_validation_verdicts.py."""


@pytest.fixture
def liar(poison):
    """Return the path of a file at which the decoder says what it is given."""

    def write(noise: bytes) -> str:
        path = Path(poison("say"))
        path.write_bytes(b"say:" + noise)
        return str(path)

    return write


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
async def test_a_decoder_is_not_believed(start_pool, liar, image, noise):
    """An answer that no image can have counts as a crash: it becomes no path, row or error, and costs no other file."""
    pool = start_pool()
    verdicts = await asyncio.gather(*(slug(pool, path) for path in [image, liar(noise), image]))
    assert verdicts == [None, ErrorSlug.CONTENT_DECODER_CRASH, None]


def test_a_decoding_process_imports_no_crawler():
    """The program of a process loads neither Scrapy, nor Twisted, nor an event loop."""
    program = "import sys, imgcrawl.validation.workers.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"scrapy", "twisted", "asyncio", "numpy"} & set(loaded.stdout.split())
