from __future__ import annotations

import os
import subprocess
import sys

import pytest

from imgcrawl.catalogue.owners import Owner


def test_current_process_lives() -> None:
    """The process that asks is alive and does not exclude itself."""
    me = Owner.current("")
    assert me.pid == os.getpid()
    assert me.may_live()
    assert not me.excludes(Owner.current(""))


def test_dead_process_excludes_nobody() -> None:
    """A process that has ended owns nothing, before and after it is reaped."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert child.stdin
    me = Owner.current("")
    other = me._replace(pid=child.pid, pid_started=_started(child.pid))
    assert other.excludes(me)
    child.stdin.close()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not other.excludes(me)
    child.wait()
    assert not other.excludes(me)


def test_reused_number_is_another_process() -> None:
    """A living process with the owner's number, started at another time, is not the owner."""
    me = Owner.current("")
    parent = me._replace(pid=os.getppid(), pid_started=_started(os.getppid()))
    assert parent.excludes(me)
    assert not parent._replace(pid_started="1").excludes(me)


def test_a_finished_shard_has_no_process() -> None:
    """What is left of a finished shard excludes nobody, whichever host it was on."""
    for host in ("far.test", Owner.current("").host):
        done = Owner.current("0/2")._replace(host=host, pid=os.getppid()).finished()
        assert done.has_finished
        assert not done.may_live()
        assert not done.excludes(Owner.current("0/2"))


def test_other_hosts_are_not_judged() -> None:
    """An owner on another host may live, and does not exclude one here."""
    far = Owner.current("")._replace(host="far.test", pid=1)
    assert far.may_live()
    assert not far.excludes(Owner.current(""))


@pytest.mark.parametrize(
    ("mine", "theirs", "excluded"),
    [
        ("", "", True),
        ("", "0/2", True),
        ("0/2", "", True),
        ("0/2", "0/2", True),
        ("0/2", "1/2", False),
        ("0/2", "1/3", True),
    ],
)
def test_shards(mine: str, theirs: str, excluded: bool) -> None:  # noqa: FBT001
    """Only different parts of the same division may be worked on at the same time."""
    parent = Owner.current(theirs)._replace(pid=os.getppid(), pid_started=_started(os.getppid()))
    assert parent.excludes(Owner.current(mine)) is excluded


def _started(pid: int) -> str:
    from imgcrawl.catalogue import owners  # noqa: PLC0415

    return owners._started(pid)
