from __future__ import annotations

import os
import subprocess
import sys

import pytest

from imgcrawl.catalogue.owners import Owner


def test_current_process_lives() -> None:
    """The process that asks is alive and knows itself, whatever it works on."""
    me = Owner.current("")
    assert me.pid == os.getpid()
    assert me.lives(is_held=None)
    assert me.is_process_of(Owner.current("0/2"))


def test_dead_process_does_not_live() -> None:
    """A process that has ended owns nothing, before and after it is reaped."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert child.stdin
    me = Owner.current("")
    other = me._replace(pid=child.pid, pid_started=_started(child.pid))
    assert other.lives(is_held=None)
    child.stdin.close()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not other.lives(is_held=None)
    child.wait()
    assert not other.lives(is_held=None)


def test_reused_number_is_another_process() -> None:
    """A living process with the owner's number, started at another time, is not the owner."""
    me = Owner.current("")
    parent = me._replace(pid=os.getppid(), pid_started=_started(os.getppid()))
    assert parent.lives(is_held=None)
    assert not parent._replace(pid_started="1").lives(is_held=None)
    assert not parent.is_process_of(parent._replace(pid_started="1"))


def test_a_finished_shard_has_no_process() -> None:
    """What is left of a finished shard excludes nobody, whichever host it was on."""
    for host in ("far.test", Owner.current("").host):
        done = Owner.current("0/2")._replace(host=host, pid=os.getppid()).finished()
        assert done.has_finished
        assert done.lives(is_held=None) is False


@pytest.mark.parametrize("is_held", [None, False, True])
def test_other_hosts_are_judged_by_their_locks(is_held: bool | None) -> None:  # noqa: FBT001
    """An owner on another host lives if its lock is held; where locks are not to be seen, nobody can tell."""
    assert Owner.current("")._replace(host="far.test").lives(is_held=is_held) is is_held


@pytest.mark.parametrize("is_held", [False, True])
def test_a_lock_speaks_for_a_process_of_this_host_too(is_held: bool) -> None:  # noqa: FBT001
    """One that is not to be seen lives if its lock is held, as in a container; one that is lives without it, too."""
    me = Owner.current("")
    assert me._replace(pid_started="1").lives(is_held=is_held) is is_held
    assert me.lives(is_held=is_held)


@pytest.mark.parametrize(
    ("mine", "theirs", "has_common_rows"),
    [
        ("", "", True),
        ("", "0/2", True),
        ("0/2", "", True),
        ("0/2", "0/2", True),
        ("0/2", "1/2", False),
        ("0/2", "1/3", True),
    ],
)
def test_shards(mine: str, theirs: str, has_common_rows: bool) -> None:  # noqa: FBT001
    """Only different parts of the same division may be worked on at the same time."""
    assert Owner.current(theirs).overlaps(Owner.current(mine)) is has_common_rows


def _started(pid: int) -> str:
    from imgcrawl.catalogue import owners  # noqa: PLC0415

    return owners._started(pid)
