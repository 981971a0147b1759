"""Asks pip-audit for known weaknesses of the packages that requirements.lock pins: ``python .ci/audit.py``.

The status is 1 if any is known, else 0: also where the data of known weaknesses cannot be reached, which is said. There
pip-audit by itself ends with 0, having looked at nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PIP_AUDIT = "pip-audit==2.10.1"
LONGEST_S = 120


def verdict(report: dict[str, Any]) -> tuple[list[str], int]:
    """Return what pip-audit's JSON *report* says, in lines, and the exit status."""
    packages = report["dependencies"]
    weak = [package for package in packages if package.get("vulns")]
    audited = sum("skip_reason" not in package for package in packages)
    if not audited:
        return ["Not audited: no data of known weaknesses can be reached from here."], 0
    lines = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in {weakness['fix_versions']}"
        for package in weak
        for weakness in package["vulns"]
    ]
    lines.append(f"{audited} of {len(packages)} packages audited, {len(weak)} with known weaknesses.")
    return lines, int(bool(weak))


def main() -> int:
    """Install pip-audit apart from everything else, ask it, and print what it says."""
    with tempfile.TemporaryDirectory(prefix="imgcrawl-audit-") as folder:
        venv.create(folder, with_pip=True)
        program = Path(folder) / "bin"
        install = [program / "pip", "install", "--quiet", "--disable-pip-version-check", PIP_AUDIT]
        lock = ["-r", str(ROOT / "requirements.lock"), "--require-hashes", "--disable-pip"]
        ask = [program / "pip-audit", *lock, "--format", "json", "--progress-spinner", "off"]
        try:
            subprocess.run(install, check=True, stderr=subprocess.DEVNULL, timeout=LONGEST_S)
            answer = subprocess.run(
                ask, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST_S
            )
            lines, status = verdict(json.loads(answer.stdout))
        except (OSError, subprocess.SubprocessError, ValueError) as exc:
            lines, status = [f"Not audited: pip-audit could not be had or gave no answer ({type(exc).__name__})."], 0
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
