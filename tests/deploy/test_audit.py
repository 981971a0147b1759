"""What the audit of dependencies makes of pip-audit's answer."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "audit.py"


@pytest.fixture(scope="module")
def audit():
    """Load the script."""
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOOD = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
SKIPPED = {"name": "c", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "said", "status"),
    [
        ([GOOD, GOOD], "2 of 2 packages audited, 0 with known weaknesses.", 0),
        ([GOOD, WEAK], "b 2: CVE-1, mended in ['3']", 1),
        ([GOOD, SKIPPED], "1 of 2 packages audited", 0),
        ([SKIPPED, SKIPPED], "Not audited", 0),
    ],
    ids=["clean", "weak", "some-unknown", "no-data"],
)
def test_verdict(audit, packages, said, status):
    """Known weaknesses give status 1; what was not looked at is never called clean."""
    lines, found = audit.verdict({"dependencies": packages})
    assert said in "\n".join(lines)
    assert found == status
