"""The project as an egg under a real scrapyd with a password, against a lab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import requests

from imgcrawl.catalogue import open_catalogue
from imgcrawl.errors import ConfigError
from imgcrawl.lab import running_lab
from tests import ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imgcrawl.catalogue import Run
    from imgcrawl.lab import RunningLab

ROOT = Path(__file__).parent.parent.parent
USER, PASSWORD = "operator", "correct horse"
ROWS = 60
PATIENCE_S = 60.0
VERSION = "1"

SCRAPYD_CONF = f"""\
[scrapyd]
bind_address = 127.0.0.1
http_port = {{port}}
username = {USER}
password = {PASSWORD}
poll_interval = 0.2
max_proc = 1

[settings]
study = imgcrawl.profiles.study
"""

DEPLOY_CFG = f"""\
[settings]
default = imgcrawl.settings

[deploy]
url = http://127.0.0.1:{{port}}/
username = {USER}
password = {PASSWORD}
"""


class Scrapyd(NamedTuple):
    """A running scrapyd: its address, its folder, and a folder with a clean copy of the project."""

    url: str
    folder: Path
    project: Path

    def call(self, name: str, data: dict[str, Any] | None = None, **params: str) -> dict[str, Any]:
        """Return the answer of an API method: POST if there are *data*, else GET."""
        method = "POST" if data else "GET"
        address = f"{self.url}/{name}.json"
        answer = requests.request(method, address, params=params, data=data, auth=(USER, PASSWORD), timeout=30)
        found: dict[str, Any] = answer.json()
        assert found["status"] == "ok", found
        return found

    def deploy(self, name: str, *egg: str) -> None:
        """Deploy the *egg*, or one built from the clean copy, as the project *name*."""
        command = [sys.executable, "-m", "scrapyd_client.deploy", "-p", name, "-v", VERSION, *egg]
        done = subprocess.run(
            command, cwd=self.project, env=clean_environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def schedule(self, project: str, lab: RunningLab, data_dir: Path, **settings: Any) -> str:
        """Schedule a crawl of the lab's list and return the job's id."""
        values = {**lab.settings, "IMGCRAWL_DATA_DIR": data_dir, "LOG_LEVEL": "INFO", **settings}
        data = {
            "project": project,
            "spider": "images",
            "source": str(lab.source),
            "run": "night",
            "setting": [f"{name}={value}" for name, value in values.items()],
        }
        return str(self.call("schedule", data)["jobid"])

    def wait(self, project: str, job: str) -> None:
        """Return when the job has ended."""
        until(lambda: job in [entry["id"] for entry in self.call("listjobs", project=project)["finished"]])


def until(condition: Callable[[], Any]) -> None:
    """Return when *condition* holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.1)


def clean_environment() -> dict[str, str]:
    """Return this process's environment without anything that leads to a settings file or a package folder."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SCRAPY", "PYTHONPATH", "PYTEST", "COV_"))
    }


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory) -> Iterator[Scrapyd]:
    """Start a scrapyd with a password in a folder of its own."""
    folder, held = tmp_path_factory.mktemp("scrapyd"), ports.hold()
    port = ports.number(held)
    (folder / "scrapyd.conf").write_text(SCRAPYD_CONF.format(port=port))
    project = folder / "clone"
    project.mkdir()
    for name in ("setup.py", "pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    shutil.copytree(ROOT / "imgcrawl", project / "imgcrawl", ignore=shutil.ignore_patterns("__pycache__"))
    (project / "scrapy.cfg").write_text(DEPLOY_CFG.format(port=port))
    running = Scrapyd(f"http://127.0.0.1:{port}", folder, project)
    with (folder / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapyd", "--pidfile="],
            cwd=folder,
            env=clean_environment() | {"HOME": str(folder)},
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: answers(running.url) or process.poll() is not None)
        assert process.poll() is None, (folder / "scrapyd.log").read_text()
        running.deploy("imgcrawl")
        running.deploy("study", "--egg", str(folder / "eggs" / "imgcrawl" / f"{VERSION}.egg"))
        yield running
    finally:
        process.terminate()
        process.wait(30)
        held.close()


def answers(url: str) -> bool:
    """Whether anybody answers at *url*."""
    try:
        requests.get(url, timeout=5)
    except requests.ConnectionError:
        return False
    return True


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[RunningLab]:
    """Serve a list of images that every client gets, on a few hosts with many rows, and of dead links."""
    kinds = ("popular", "status-404")
    with running_lab(rows=ROWS, seed=3, out=tmp_path_factory.mktemp("lab"), kinds=kinds) as running:
        yield running


def result(data_dir: Path) -> tuple[Run, dict[str, bool]]:
    """Return the run and, of every row that has an outcome, whether its image is stored."""
    catalogue = open_catalogue("", data_dir=str(data_dir), lock_timeout_s=10, create=False)
    try:
        run = catalogue.find_run("night")
        outcomes = list(catalogue.iter_outcomes(run))
    finally:
        catalogue.close()
    assert all((data_dir / "images" / str(outcome.path)).is_file() for outcome in outcomes if outcome.ok)
    return run, {outcome.id: outcome.ok for outcome in outcomes}


def has_outcomes(data_dir: Path) -> bool:
    """Whether any outcome of the run is recorded yet."""
    try:
        return bool(result(data_dir)[1])
    except ConfigError:  # neither the catalogue nor the run need be there yet
        return False


def test_password(scrapyd):
    """Nobody schedules a job without the password."""
    answer = requests.post(f"{scrapyd.url}/schedule.json", data={"project": "imgcrawl", "spider": "images"}, timeout=30)
    assert answer.status_code == 401


def test_egg_has_the_spider(scrapyd):
    """The egg from a clean copy of the project holds the spider under either project name."""
    for project in ("imgcrawl", "study"):
        assert scrapyd.call("listspiders", project=project, _version=VERSION)["spiders"] == ["images"]


def test_job(scrapyd, lab, tmp_path):
    """A job run from the egg fetches, decodes and stores as a crawl does; the project's name chooses the profile."""
    scrapyd.wait("study", scrapyd.schedule("study", lab, tmp_path))
    run, rows = result(tmp_path)
    assert (run.state, run.strategy) == ("finished", "study")
    assert rows == {row.id: row.ok for row in lab.truth.values()}


def test_cancelled_job_goes_on(scrapyd, lab, tmp_path):
    """A cancelled job ends as stopped with the outcomes it had, and the same job scheduled again does the rest.

    The project's own name stands for the profile of its settings.
    """
    slow = scrapyd.schedule("imgcrawl", lab, tmp_path, IMGCRAWL_HOST_DELAY_SECONDS=5, IMGCRAWL_CATALOGUE_BATCH_ROWS=1)
    until(lambda: has_outcomes(tmp_path))
    scrapyd.call("cancel", {"project": "imgcrawl", "job": slow})
    scrapyd.wait("imgcrawl", slow)
    run, before = result(tmp_path)
    assert run.state == "stopped"
    assert 0 < len(before) < len(lab.truth)
    scrapyd.wait("imgcrawl", scrapyd.schedule("imgcrawl", lab, tmp_path))
    run, after = result(tmp_path)
    assert (run.state, run.strategy) == ("finished", "adaptive")
    assert after == {row.id: row.ok for row in lab.truth.values()}
