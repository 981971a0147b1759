"""One shard of a crawl in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from imgcrawl.commands.statuses import REFUSED
from imgcrawl.errors import NO_MORE_PROCESSES
from imgcrawl.extensions.figures import Figures
from imgcrawl.plain import plain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

_MOST_STARTS: Final = 2
_READ_BYTES: Final = 65_536
_LAST_WORDS_S: Final = 2.0


class ShardProcess:
    """The crawl of one shard, started again once when it dies.

    *name*: ``i/n``, as ``-a shard`` takes it. *command* is completed by the number of the descriptor that takes its
    figures. *say* is told what the process says and what becomes of it.
    """

    def __init__(self, name: str, command: Sequence[str], say: Callable[[str], None]) -> None:
        self.name = name
        self.status = 0
        self.has_begun = False
        self.began = asyncio.Event()
        """Set when the crawl has begun, or has ended without beginning."""
        self._command = command
        self._say = say
        self._held: list[str] = []
        self._before = Figures()
        self._now = Figures()
        self._process: asyncio.subprocess.Process | None = None
        self._is_stopping = False

    @property
    def figures(self) -> Figures:
        """What the shard has done so far; of a process that died, rows it had not committed yet count as well.

        A process that was started again reads the list from its beginning.
        """
        done, now = self._before + self._now, self._now
        return replace(done, reason=now.reason, list_read=now.list_read, read=now.read, to_go=now.to_go)

    @property
    def refusal(self) -> list[str]:
        """The lines of a crawl that was refused before it began."""
        return self._held if self.status == REFUSED else []

    @property
    def ending(self) -> str:
        """Why the shard ended, in a word; for a process that died, or failed at its very end, how."""
        reason = self._now.reason
        if not reason or (reason == "finished" and self.status and not self._now.are_ours):
            return f"shard {self.name} ended {_manner(self.status)}"
        return reason

    async def run(self) -> None:
        """Return when the shard has ended for good; :attr:`status` is then that of its last process."""
        try:
            await self._run()
        finally:
            self.began.set()

    async def _run(self) -> None:
        for start in range(1, _MOST_STARTS + 1):
            try:
                self.status = await self._run_once()
            except (OSError, RuntimeError) as exc:  # there is no process, or no thread that waits for it
                self.status = REFUSED
                self._tell(f"{NO_MORE_PROCESSES} ({exc})")
            has_died = not self._now.reason and self.status != REFUSED
            if not has_died or self._is_stopping:
                break
            self._let_go()
            then = "it is started again" if start < _MOST_STARTS else "its rows are left to the next crawl"
            self._say(f"shard {self.name} ended {_manner(self.status)}: {then}")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the shard's processes, if it has any."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def stop(self) -> None:
        """Tell the shard to end, and start it no more."""
        self._is_stopping = True
        self.signal(signal.SIGTERM)

    async def _run_once(self) -> int:
        self._before, self._now = self._before + self._now, Figures()
        ours, theirs = os.pipe()
        try:
            process = self._process = await self._start(theirs)
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        if self._is_stopping:
            self.signal(signal.SIGTERM)
        assert process.stdout is not None  # noqa: S101
        readers = {
            asyncio.create_task(self._take_words(process.stdout)),
            asyncio.create_task(self._take_figures(ours)),
        }
        status = await process.wait()
        # A decoding process that outlives a killed crawl for a moment keeps its standard error open.
        _, late = await asyncio.wait(readers, timeout=_LAST_WORDS_S)
        for reader in late:
            reader.cancel()
        self._now.in_flight = self._now.waiting = 0
        self._now.awaited, self._now.awaited_count, self._now.outage = [], 0, []
        return status

    async def _start(self, descriptor: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            *("-s", f"IMGCRAWL_REPORT_FD={descriptor}"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            pass_fds=(descriptor,),
            process_group=0,  # the terminal's Ctrl-C is for the supervisor alone
        )

    async def _take_words(self, stream: asyncio.StreamReader) -> None:
        async for line in _lines(stream):
            self._tell(plain(line))

    def _tell(self, line: str) -> None:
        if self.has_begun:
            self._say(f"[shard {self.name}] {line}")
        else:
            self._held.append(line)

    async def _take_figures(self, descriptor: int) -> None:
        stream = asyncio.StreamReader()
        with os.fdopen(descriptor, "rb") as pipe:
            transport, _ = await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(stream), pipe
            )
            try:
                async for line in _lines(stream):
                    self._now = Figures.from_json(line)
                    self._begin()
            finally:
                transport.close()

    def _begin(self) -> None:
        if not self.has_begun:
            self.has_begun = True
            self.began.set()
            self._let_go()

    def _let_go(self) -> None:
        """Say what was held back for the case of a refusal."""
        for line in self._held:
            self._say(f"[shard {self.name}] {line}")
        self._held.clear()


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    unread = b""
    while block := await stream.read(_READ_BYTES):
        *lines, unread = (unread + block).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
    if unread:
        yield unread.decode(errors="replace")


def _manner(status: int) -> str:
    if status >= 0:
        return f"with status {status}"
    try:
        return f"by {signal.Signals(-status).name} (status {status})"
    except ValueError:
        return f"by signal {-status} (status {status})"
