from __future__ import annotations

import errno
import fcntl
import os

import pytest

from imgcrawl.locks import try_lock, wait_for_lock


def test_a_lock_has_one_holder(tmp_path):
    """A lock is had once, and again as soon as its holder lets go."""
    held = try_lock(tmp_path, os.O_RDONLY)
    assert held is not None
    assert try_lock(tmp_path, os.O_RDONLY) is None
    os.close(held)
    again = try_lock(tmp_path, os.O_RDONLY)
    assert again is not None
    os.close(again)


def test_a_lock_that_was_waited_for_counts_too(tmp_path):
    """Nobody gets a lock that somebody else has waited for."""
    with (tmp_path / "lock").open("w") as file:
        wait_for_lock(file.fileno())
        assert try_lock(tmp_path / "lock", os.O_WRONLY) is None


def test_nothing_is_left_open(tmp_path, monkeypatch):
    """Who does not get a lock holds no descriptor either, also where the file system knows no locks."""
    tried = []

    def refuse(descriptor: int, _operation: int) -> None:
        tried.append(descriptor)
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert try_lock(tmp_path, os.O_RDONLY) is None
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(tried[0])
    with (tmp_path / "lock").open("w") as file, pytest.raises(OSError, match="no locks"):
        wait_for_lock(file.fileno())


def test_what_cannot_be_opened(tmp_path):
    """A file that is not there is no lock that somebody holds."""
    with pytest.raises(FileNotFoundError):
        try_lock(tmp_path / "none", os.O_RDONLY)
