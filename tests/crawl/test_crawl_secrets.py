"""Passwords of proxies and databases stay where they belong."""

from __future__ import annotations

PROXY_PASSWORD = "pr0xy-s3cret"


def test_a_proxys_password_does_not_come_out(projects, web):
    """A proxy's credentials go to the proxy alone: not to hosts, logs at DEBUG, outcomes or messages.

    One that cannot be reached fails no row: the run waits, stops, and names the setting.
    """
    project = projects("proxied")
    world = project.world
    world.scripts["good.test"] = lambda v: web.answer(body=web.picture(v.target))
    project.write([("ok", "http://good.test/1.jpg", ""), ("dead", "http://dead.test/1.jpg", "")])
    world.scripts["dead.test"] = lambda _: web.answer(502)
    proxy = f"http://ann:{PROXY_PASSWORD}@127.0.0.1"
    settings = {"LOG_LEVEL": "DEBUG", "IMGCRAWL_RETRY_MAX_ATTEMPTS": "1"}
    assert project.crawl(IMGCRAWL_PROXY=f"{proxy}:{world.port}", **settings).code == 0
    impatient = settings | {"IMGCRAWL_OUTAGE_PATIENCE_SECONDS": "0.1"}
    broken = project.crawl("-a", "retry=failed", IMGCRAWL_PROXY=f"{proxy}:1", **impatient)
    wrong = project.crawl(IMGCRAWL_PROXY=f"ftp{proxy[4:]}", **settings)
    outcomes = project.outcomes()
    assert outcomes["ok"].ok
    assert outcomes["dead"].error == "http_502"  # of the first crawl
    assert all("proxy-authorization" in v.headers for v in world.log)
    logs = [(project.folder / f"errors-{n}.txt").read_text() for n in range(3)]
    assert "IMGCRAWL_PROXY" in logs[2]
    assert wrong.code == 2
    assert broken.code == 1
    assert "the proxy http://127.0.0.1:1 (IMGCRAWL_PROXY) cannot be reached" in logs[1]
    for text in (*logs, repr(outcomes)):
        assert PROXY_PASSWORD not in text
        assert "YW5u" not in text  # base64 of "ann"


def test_a_databases_password_does_not_come_out(projects):
    """A database that cannot be reached is told without its password, at any log level."""
    project = projects("database")
    project.write([("a", "http://good.test/1.jpg", "")])
    for url in (
        f"postgresql+psycopg://ann:{PROXY_PASSWORD}@127.0.0.1:1/x",
        f"postgresql://ann:{PROXY_PASSWORD}@127.0.0.1:1/x",
        f"nosuch://ann:{PROXY_PASSWORD}@127.0.0.1/x",
        f"postgresql+psycopg://ann:{PROXY_PASSWORD}@127.0.0.1:port/x",
    ):
        ended = project.crawl(LOG_LEVEL="DEBUG", IMGCRAWL_DATABASE_URL=url, IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS="1")
        assert ended.code != 0
        assert PROXY_PASSWORD not in ended.errors
        assert "Traceback" not in ended.errors
