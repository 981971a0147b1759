"""What the crawl leaves open to others: nothing that listens, no scheme but http and https, no objects from outside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

ROOT = Path(__file__).parent.parent
PROFILES = ["default", *sorted(path.stem for path in (ROOT / "imgcrawl" / "profiles").glob("[!_]*.py"))]
OBJECTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}
CODE = re.compile(r"\b(?<!\.)(?:eval|exec|compile|__import__)\(|\bos\.(?:system|popen)\(|\bshell=True")
PROGRAMS = {"imgcrawl/validation/workers/process.py", "imgcrawl/lab/running.py", "imgcrawl/commands/contest.py"}
"""The modules that start a process: this interpreter with a module of our own."""


@pytest.fixture(params=PROFILES)
def settings(request, monkeypatch):
    """Return the settings of each profile."""
    monkeypatch.setenv("SCRAPY_PROJECT", request.param)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "")  # so that what Scrapy sets there is taken back
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE")
    monkeypatch.chdir(ROOT)
    return get_project_settings()


def test_nothing_listens(settings):
    """Telnet and Scrapy's remote control are off in every profile, and not even loaded."""
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert not {
        name
        for name in settings.getwithbase("EXTENSIONS")
        if name.startswith(("scrapy.extensions.telnet", "scrapy.extensions.remote"))
    }


def test_only_http_and_https(settings):
    """No other scheme has a handler in any profile, and both have ours."""
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    ours = "imgcrawl.handlers.curl.CurlDownloadHandler"
    assert {scheme: handler for scheme, handler in handlers.items() if handler} == {"http": ours, "https": ours}


def test_no_objects_from_outside():
    """Nothing is unpickled or evaluated, no shell is started, and programs only where they are ours."""
    starting = set()
    for path in (ROOT / "imgcrawl").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        assert not CODE.search(source), name
        for node in ast.walk(ast.parse(source)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported = {module.partition(".")[0] for module in modules}
            assert not imported & OBJECTS, name
            starting |= {name} if "subprocess" in imported else set()
    assert starting == PROGRAMS
