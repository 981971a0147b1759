"""What a command is charged for."""

from __future__ import annotations

import json
import subprocess
import sys

LEAVES_ONE_BEHIND = """
import subprocess, sys
burn = "import time\\nwhile time.process_time() < 0.4: pass\\nprint(flush=True)\\ntime.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", burn], stdout=subprocess.PIPE, start_new_session=True)
child.stdout.readline()
"""
WATCHES = """
import dataclasses, json, os, sys
from pathlib import Path
from measure import watch
watched = watch([sys.executable, "-c", sys.argv[1]], cwd=Path.cwd(), env=dict(os.environ), log=Path(sys.argv[2]))
print(json.dumps(dataclasses.asdict(watched.usage)))
"""


def test_processes_left_behind_count(tmp_path, benchmarks):
    """A process that outlives the command is ended, and its processor time is the command's."""
    command = [sys.executable, "-c", WATCHES, LEAVES_ONE_BEHIND, str(tmp_path / "log")]
    ended = subprocess.run(command, cwd=benchmarks, capture_output=True, check=True, timeout=60)
    usage = json.loads(ended.stdout)
    assert usage["exit_status"] == 0
    assert usage["cpu_s"] >= 0.4
