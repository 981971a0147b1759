"""A scripted web on loopback, and crawls of it as a person starts them."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from tests.crawl.hostile_web import Hostile
from tests.crawl.projects import Project
from tests.crawl.scripted import Reply, World, answer, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def projects(tmp_path_factory, warm) -> Iterator[Callable[..., Project]]:
    """Make projects, each with a web of its own; what they started is ended with the session."""
    made: list[Project] = []

    def make(name: str, *, database_url: str = "") -> Project:
        project = Project(tmp_path_factory.mktemp(name), World(), warm, database_url)
        made.append(project)
        return project

    yield make
    for project in made:
        for process in project.started:
            if process.poll() is None:
                process.kill()
                process.wait(10)
        project.world.close()


@pytest.fixture
def project(projects) -> Project:
    """Make a project for one test."""
    return projects("project")


@pytest.fixture
def secure(project) -> Iterator[World]:
    """Serve ``site.test`` and ``other.test`` over https, by an authority that ``ca.pem`` of the project names."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("site.test", "other.test").configure_cert(context)
    authority.cert_pem.write_to_path(str(project.folder / "ca.pem"))
    world = World(context)
    yield world
    world.close()


@pytest.fixture(scope="session")
def web():
    """Return the vocabulary of scripts."""

    class Web:
        answer = staticmethod(answer)
        picture = staticmethod(picture)
        Reply = Reply

    return Web


@pytest.fixture(scope="session")
def hostile(projects, web, closed_port) -> Hostile:
    """Crawl the hostile web once, for all who look at it."""
    return Hostile(projects("hostile"), web, closed_port)


@pytest.fixture
def until() -> Callable[..., None]:
    """Wait for a condition."""

    def wait(condition: Callable[[], Any], *, seconds: float = 100.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "what was waited for did not come"
            time.sleep(0.02)

    return wait
