"""The pool of decoding processes: what becomes of files whatever becomes of processes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import uvloop

from imgcrawl.config import ValidationConfig
from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from imgcrawl.validation.workers.pool import DecoderPool, DecoderUnavailable
from tests.validation.decoders import slug


async def test_verdicts_are_those_of_the_decoder(tmp_path, samples, start_pool):
    """Facts and refusals come back as the decoder gave them, for many files at once and in any order."""
    pool = DecoderPool(ValidationConfig(workers=2), min_width=50)
    bodies = {**samples, "HTML": b"<html>", "cut": samples["JPEG"][:-9], "empty": b""}
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
    answers = await asyncio.gather(*(pool.validate(str(tmp_path / name)) for name in bodies), return_exceptions=True)
    assert len(pool.pids) == 2
    await pool.close()
    for body, answer in zip(bodies.values(), answers, strict=True):
        expected: ImageFacts | InvalidImage
        try:
            expected = inspect_image(body, limits=Limits(min_width=50, sha256=False))
        except InvalidImage as exc:
            expected = exc
        assert repr(answer) == repr(expected)


async def test_processes_start_with_the_work(start_pool, image):
    """A pool without work has no process; one file needs one."""
    pool = start_pool(workers=4, decoder="imgcrawl.validation.decoding.decode:inspect_image")
    assert pool.pids == []
    await pool.validate(image)
    assert len(pool.pids) == 1


@pytest.mark.parametrize("word", ["exit", "kill", "segv", "raise"])
async def test_a_crash_costs_one_file(start_pool, poison, image, word):
    """The file on which decoders die is refused; the others that travelled with it are not."""
    pool = start_pool()
    paths = [image, image, poison(word), image, image]
    assert await asyncio.gather(*(slug(pool, path) for path in paths)) == [
        None,
        None,
        ErrorSlug.CONTENT_DECODER_CRASH,
        None,
        None,
    ]


async def test_memory_is_limited(start_pool, poison):
    """A decoder that wants more memory than allowed dies of it, and the detail says so."""
    with pytest.raises(InvalidImage, match="out of memory"):
        await start_pool().validate(poison("memory"))


@pytest.mark.parametrize("word", ["hang", "stop", "nonsense"])
async def test_a_hang_costs_one_file(start_pool, poison, image, word):
    """A decoder that does not end, or speaks nonsense, is killed; only its file is refused."""
    pool = start_pool(timeout_s=1.0)
    verdicts = await asyncio.gather(*(slug(pool, path) for path in [image, poison(word), image]))
    assert verdicts[0] is verdicts[2] is None
    assert verdicts[1] in {ErrorSlug.CONTENT_DECODER_TIMEOUT, ErrorSlug.CONTENT_DECODER_CRASH}


async def test_a_standstill_costs_no_file(start_pool, poison):
    """A file is not blamed for time in which the crawling process stood still, as on a machine that was suspended."""
    pool = start_pool(timeout_s=2.0)
    await pool.validate(poison("noise"))
    [decoder] = pool.pids
    verdict = asyncio.create_task(slug(pool, poison("stop")))
    await _stopped(decoder)
    time.sleep(2.6)  # noqa: ASYNC251 - the loop is to stand still
    os.kill(decoder, signal.SIGCONT)
    assert await verdict is None
    assert pool.pids == [decoder]


async def test_an_innocent_file_survives_a_kill(start_pool, poison):
    """A process that dies once, as by the operator's or the kernel's hand, costs its file nothing."""
    pool = start_pool()
    await pool.validate(poison("noise"))
    [first] = pool.pids
    verdict = asyncio.create_task(slug(pool, poison("stop")))
    await _stopped(first)
    poison("noise", name="stop")
    os.kill(first, signal.SIGKILL)
    assert await verdict is None
    assert pool.pids != [first]


async def test_an_idle_process_that_dies_is_replaced(start_pool, image):
    """The death of a process that had nothing to do is no file's fault."""
    pool = start_pool(decoder="imgcrawl.validation.decoding.decode:inspect_image")
    await pool.validate(image)
    [first] = pool.pids
    os.kill(first, signal.SIGKILL)
    assert (await pool.validate(image)).format == "JPEG"
    assert pool.pids != [first]


async def test_ctrl_c_is_for_the_crawl(start_pool, image):
    """An interrupt does not end a decoding process, which also has a session of its own."""
    pool = start_pool(decoder="imgcrawl.validation.decoding.decode:inspect_image")
    await pool.validate(image)
    [pid] = pool.pids
    os.kill(pid, signal.SIGINT)
    await pool.validate(image)
    assert pool.pids == [pid]
    assert os.getsid(pid) == pid


async def test_a_file_that_cannot_be_read(start_pool, image, tmp_path):
    """A missing file is the caller's trouble and raises what opening it raises."""
    pool = start_pool(decoder="imgcrawl.validation.decoding.decode:inspect_image")
    with pytest.raises(FileNotFoundError) as caught:
        await pool.validate(str(tmp_path / "missing"))
    assert caught.value.filename == str(tmp_path / "missing")
    assert (await pool.validate(image)).width == 64


async def test_a_decoder_that_does_not_start(start_pool, image):
    """Where no process can work, files are not blamed."""
    pool = start_pool(decoder="imgcrawl.no_such_module:decode")
    with pytest.raises(DecoderUnavailable):
        await pool.validate(image)


async def test_a_system_without_processes(start_pool, image, monkeypatch):
    """When the system gives no process, the files that wait fail at once, and the next may have one."""

    def refuse(*_args, **_options):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    pool = start_pool(decoder="imgcrawl.validation.decoding.decode:inspect_image")
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        with pytest.raises(DecoderUnavailable, match="unavailable"):
            await pool.validate(image)
    assert (await pool.validate(image)).width == 64


async def test_closing_ends_the_processes_and_frees_who_waits(start_pool, poison):
    """After close no process is left, and files without a verdict stop with the run."""
    pool = start_pool(workers=2)
    await asyncio.gather(*(slug(pool, poison("noise")) for _ in range(20)))
    jobs = [asyncio.create_task(pool.validate(poison("hang"))) for _ in range(40)]
    await asyncio.sleep(0)
    pids = pool.pids
    assert len(pids) == 2
    await pool.close()
    assert {type(error) for error in await asyncio.gather(*jobs, return_exceptions=True)} == {RunStopped}
    assert not any(map(_is_alive, pids))
    with pytest.raises(RunStopped):
        await pool.validate("anything")


async def test_a_caller_that_gave_up_is_forgotten(start_pool, image):
    """A cancelled validation disturbs none of those that follow."""
    pool = start_pool(decoder="imgcrawl.validation.decoding.decode:inspect_image")
    job = asyncio.create_task(pool.validate(image))
    await asyncio.sleep(0)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert (await pool.validate(image)).format == "JPEG"


def test_under_uvloop(image, tmp_path):
    """The pool works on uvloop as on asyncio's own loop."""

    async def main() -> list[str]:
        pool = DecoderPool(ValidationConfig(workers=1))
        try:
            return [facts.format for facts in await asyncio.gather(*(pool.validate(image) for _ in range(30)))]
        finally:
            await pool.close()

    assert uvloop.run(main()) == ["JPEG"] * 30


CRAWL = """
import asyncio, os, sys
from imgcrawl.config import ValidationConfig
from imgcrawl.validation.workers.pool import DecoderPool

async def main():
    pool = DecoderPool(ValidationConfig(workers=1))
    await pool.validate(sys.argv[1])
    print(pool.pids[0], flush=True)
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""


def test_processes_end_with_the_crawl(image):
    """When the crawling process is killed, its decoding processes end by themselves."""
    crawl = subprocess.run([sys.executable, "-c", CRAWL, image], capture_output=True, text=True, check=False)
    assert crawl.returncode == -signal.SIGKILL
    pid = json.loads(crawl.stdout)
    deadline = time.monotonic() + 30
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    try:
        return _state(pid) != "Z"
    except FileNotFoundError:
        return False


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().split()[2]


async def _stopped(pid: int) -> None:
    """Return when the process has stopped, in the midst of its file."""
    async with asyncio.timeout(30):
        while _state(pid) != "T":  # noqa: ASYNC110 - a process has no event to wait for
            await asyncio.sleep(0.01)
