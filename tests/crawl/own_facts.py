"""A program that says what its process is like, and ends with the status it is told, or not at all."""

from __future__ import annotations

import atexit
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path

HANDLERS = {number.name: str(signal.getsignal(number)) for number in signal.valid_signals() if number < 32}
FACTS = {
    "name": __name__,
    "arguments": sys.argv,
    "folder": str(Path.cwd()),
    "environment": dict(os.environ),
    "temporary": tempfile.gettempdir(),
    "path": sys.path,
    "descriptors": sorted(path.name for path in Path("/proc/self/fd").iterdir()),
    "threads": len(list(Path("/proc/self/task").iterdir())),
    "read": sys.stdin.read(),
    "streams": [[stream.encoding, stream.errors, stream.line_buffering] for stream in (sys.stdout, sys.stderr)],
    "group": [os.getpgid(0), os.getsid(0)],
    "signals": HANDLERS,
    "limits": resource.getrlimit(resource.RLIMIT_NOFILE),
    "reactor": "twisted.internet.reactor" in sys.modules,
}


class Last:
    """What is alive until the interpreter clears the modules, or the process ends without that."""

    def __del__(self) -> None:
        print(", and cleared", file=sys.__stderr__, flush=True)


last = Last()

if __name__ == "__main__":
    sys.stdout.write(json.dumps(FACTS) + "\n")
    sys.stdout.flush()
    atexit.register(sys.stderr.write, f"ended after {random.random()}")
    if sys.argv[1] == "sleep":
        time.sleep(60)
    sys.exit(int(sys.argv[1]))
