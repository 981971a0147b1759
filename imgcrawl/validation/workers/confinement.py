"""Takes from the calling process what a decoder does not need, where Linux offers to, and for good.

Landlock (from Linux 5.13) forbids every change to the file system, execution, and, as it grew, TCP and signals to other
processes. A seccomp filter (x86-64 and ARM) forbids sockets of any kind and further processes. Where one of them is
missing, the other one and the limits of the operating system remain.
Source of the numbers: Linux, include/uapi/linux: landlock.h, seccomp.h, audit.h, and the tables of system calls.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP, _SECCOMP_FILTER = 22, 2
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_VERSION: Final = 1

_FS_BITS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_FS_BITS_LATEST: Final = 16
_FS_READ: Final = 0b1100  # files and folders: code is loaded late, and the pictures lie anywhere
_TCP: Final = 0b11  # from version 4
_SCOPES: Final = 0b11  # abstract sockets and signals, from version 6

_ARCHITECTURES: Final = {
    # AUDIT_ARCH, then socket, connect, clone, fork, vfork, prlimit64; ptrace, process_vm_readv and _writev
    "x86_64": (0xC000003E, (41, 42, 56, 57, 58, 302, 101, 310, 311)),
    "aarch64": (0xC00000B7, (198, 203, 220, 261, 117, 270, 271)),
}
_FORBIDDEN_EVERYWHERE: Final = (424, 425, 435, 438)  # pidfd_send_signal, io_uring_setup, clone3, pidfd_getfd
_FOREIGN_CALLS: Final = 0x40000000  # x86-64's calls under x32 numbers
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


def confine() -> tuple[bool, bool]:
    """Forbid this process what it does not need; return whether Landlock and whether seccomp could be had."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "prctl") or libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False, False
    return _restrict_files(libc), _filter_calls(libc)


def _restrict_files(libc: ctypes.CDLL) -> bool:
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return False
    files = (1 << _FS_BITS.get(version, _FS_BITS_LATEST)) - 1 & ~_FS_READ
    rules = struct.pack("QQQ", files, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    ruleset = libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        return False
    try:
        return bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _filter_calls(libc: ctypes.CDLL) -> bool:
    architecture = _ARCHITECTURES.get(os.uname().machine)
    if architecture is None:
        return False
    program = _program(*architecture)
    code = ctypes.create_string_buffer(b"".join(program))
    header = struct.pack("@HP", len(program), ctypes.addressof(code))
    return bool(libc.prctl(_SET_SECCOMP, _SECCOMP_FILTER, header, 0, 0) == 0)


def _program(audit_arch: int, calls: tuple[int, ...]) -> list[bytes]:
    """Return the instructions that refuse *calls*, and every call of another architecture, with EPERM."""
    forbidden = (*calls, *_FORBIDDEN_EVERYWHERE)
    to_end = len(forbidden) + 1
    return [
        struct.pack("HBBI", _LOAD, 0, 0, 4),  # the architecture
        struct.pack("HBBI", _EQUAL, 0, to_end + 2, audit_arch),
        struct.pack("HBBI", _LOAD, 0, 0, 0),  # the number of the call
        struct.pack("HBBI", _AT_LEAST, to_end, 0, _FOREIGN_CALLS),
        *(struct.pack("HBBI", _EQUAL, to_end - 1 - n, 0, call) for n, call in enumerate(forbidden)),
        struct.pack("HBBI", _RETURN, 0, 0, _ALLOW),
        struct.pack("HBBI", _RETURN, 0, 0, _REFUSE),
    ]
