"""The shards of one crawl side by side: started, shown as one, stopped as one, summed up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from imgcrawl.commands.presses import Presses
from imgcrawl.commands.shard_process import ShardProcess
from imgcrawl.commands.statuses import FAILED, REFUSED, STOPPED
from imgcrawl.intake.lists.shards import Shard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from imgcrawl.extensions.figures import Figures


def run_shards(
    commands: Sequence[Sequence[str]], *, progress_s: float, note: Callable[[Figures], None], opening: str = ""
) -> int:
    """Run each of *commands* as a shard of one crawl and return the exit status of the whole.

    It is 0 when every shard has finished, unless most rows failed on our side, 2 when the crawl was refused before it
    began, 130 when it was interrupted, else 1. *progress_s*: seconds between lines where standard error is no terminal;
    0: no progress is shown. *note* is told in a thread what all shards have done, once they have read the list to its
    end, and at theirs. *opening* is said where standard error is no terminal, once the crawl has begun.
    """
    return asyncio.run(_Supervisor(commands, progress_s, note, opening).run())


class _Supervisor:
    """Runs the shards side by side; when the first one cannot begin none may, and what is wrong is said once."""

    def __init__(
        self, commands: Sequence[Sequence[str]], progress_s: float, note: Callable[[Figures], None], opening: str = ""
    ) -> None:
        from imgcrawl.extensions.screen import Screen

        self._screen = Screen()
        count = len(commands)
        self._shards = [ShardProcess(str(Shard(n, count)), command, self._say) for n, command in enumerate(commands)]
        self._progress_s = progress_s
        self._note = note
        self._opening = opening
        self._ended = asyncio.Event()
        self._presses = Presses()
        self._interrupts = 0
        self._began = time.monotonic()

    async def run(self) -> int:
        first, *others = self._shards
        showing, noting = asyncio.create_task(self._show()), asyncio.create_task(self._keep_note())
        with self._signals_caught():
            running = [asyncio.create_task(shard.run()) for shard in self._shards]
            await first.began.wait()
            if not first.has_begun:
                for shard in others:
                    shard.stop()
            await asyncio.gather(*running)
            self._ended.set()
            (fault,) = await asyncio.gather(noting, return_exceptions=True)
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
        if fault is not None:  # the crawl itself is done
            self._say(f"How long the list is could not be recorded: {fault!r}")
        if first.refusal:
            print("\n".join(first.refusal), file=sys.stderr)
            return REFUSED
        return self._sum_up()

    def _sum_up(self) -> int:
        from imgcrawl.extensions.ending import print_ending

        for shard in self._shards:
            for line in shard.refusal:
                self._say(f"[shard {shard.name}] {line}")
        total = self._total()
        endings = [shard.ending for shard in self._shards if shard.ending != "finished"]
        total.reason = "shutdown" if self._interrupts else next(iter(endings), "finished")
        print_ending(total, self._screen)
        return STOPPED if self._interrupts else FAILED if endings or total.are_ours else 0

    def _total(self) -> Figures:
        return reduce(add, (shard.figures for shard in self._shards))

    async def _keep_note(self) -> None:
        from imgcrawl.extensions.screen import RENEWED_S

        is_noted = False
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), RENEWED_S)
            if not (is_noted or self._ended.is_set()) and self._total().list_read == 1:
                is_noted = True
                await asyncio.to_thread(self._note, self._total())
        await asyncio.to_thread(self._note, self._total())

    def _say(self, text: str) -> None:
        self._screen.print(text, markup=False, soft_wrap=True)

    async def _show(self) -> None:
        from imgcrawl.extensions.screen import RENEWED_S, line_waits, live_line

        if not self._progress_s:
            return
        if not self._screen.is_terminal:
            await self._shards[0].began.wait()
            if self._opening and self._shards[0].has_begun:
                self._screen.print_dated(self._opening)
            for wait_s in line_waits(self._progress_s):
                await asyncio.sleep(wait_s)
                self._screen.print_dated(self._line())
        with live_line(self._screen) as show:
            while True:
                show(self._line())
                await asyncio.sleep(RENEWED_S)

    def _line(self) -> str:
        return f"{self._total().line(time.monotonic() - self._began)}, {len(self._shards)} processes"

    @contextlib.contextmanager
    def _signals_caught(self) -> Iterator[None]:
        """Hand on what ends or halts a program.

        SIGHUP stays ignored if it is, as nohup wants it. SIGINT and SIGTERM are heeded although they are ignored, as a
        shell script does for what it starts with ``&``: Scrapy, so a crawl in one process, does the same.
        """
        loop = asyncio.get_running_loop()
        is_kept = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        ending = (signal.SIGINT, signal.SIGTERM) if is_kept else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        for number in ending:
            loop.add_signal_handler(number, self._interrupt, number)
        loop.add_signal_handler(signal.SIGTSTP, self._halt)
        yield
        for number in (*ending, signal.SIGTSTP):
            loop.remove_signal_handler(number)

    def _interrupt(self, number: signal.Signals) -> None:
        if not self._presses.is_new(number):
            return
        self._interrupts += 1
        if self._interrupts == 1:
            self._say("Stopping; once more kills.")
        for shard in self._shards:
            shard.stop()
            if self._interrupts > 1:
                shard.signal(signal.SIGKILL)

    def _halt(self) -> None:
        """Stand still with all shards until the shell says go on (Ctrl-Z, fg)."""
        for shard in self._shards:
            shard.signal(signal.SIGSTOP)
        os.kill(os.getpid(), signal.SIGSTOP)
        for shard in self._shards:
            shard.signal(signal.SIGCONT)
