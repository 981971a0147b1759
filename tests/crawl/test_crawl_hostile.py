"""One crawl of a list full of tricks against servers that mean harm, and what is shown of it afterwards."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import asdict

import pytest

from imgcrawl.plain import address_without_login
from imgcrawl.report.story import story
from tests.crawl.tricks import COOKIE, LOGIN_PASSWORD, TEXTS, Tricks

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def tricks(projects, web) -> Tricks:
    """Crawl the list once."""
    return Tricks(projects("tricks"), web)


def test_every_row_has_its_outcome(tricks):
    """Nothing in a list or from a server ends the crawl, loses a row or is a fault of ours."""
    assert tricks.crawl.code == 0
    assert "Traceback" not in tricks.crawl.errors
    assert len(tricks.outcomes) == len(tricks.rows)
    assert [o.id for o in tricks.outcomes.values() if o.stage == "internal"] == []


def test_hostile_servers_have_their_names(tricks):
    """Each hostile answer, picture and address is an error with the name of what it is, or does no harm."""
    found = {row_id: tricks.outcomes[row_id].error for row_id in tricks.expected}
    assert found == tricks.expected


def test_redirects_are_bounded(tricks):
    """A chain of redirects over several hosts that never ends costs 20 requests or so."""
    assert len([v for v in tricks.world.log if v.host.endswith("endless.test")]) <= 25


def test_the_crawl_is_bounded_in_time(tricks):
    """Bombs, floods and tricks cost moments, also where others have the processor."""
    assert tricks.crawl.seconds < 150


def test_what_is_stored_is_named_by_its_content(tricks):
    """No text of a list or a server becomes a path: files lie under their hash, and nowhere else is anything new."""
    made = tricks._files() - tricks.before - {tricks.project.folder / "data"}
    assert {path.name for path in made if "cache" not in path.name} <= {"feed.csv", "errors-0.txt", "stats.json"}
    for path in tricks.project.images.rglob("*.*"):
        assert path.is_dir() or re.fullmatch(r"[0-9a-f]{64}\.(jpg|png|gif)", path.name)
    assert {path.name for path in (tricks.project.folder / "data").iterdir()} <= {
        *("images", "incoming", "imgcrawl.db", "imgcrawl.db-wal", "imgcrawl.db-shm", "reports")
    }
    assert tricks.project.stray_files() == []
    polyglot = tricks.outcomes["polyglot"]
    assert polyglot.path.endswith(".gif")


def test_texts_come_through_unchanged(tricks):
    """What a row says is kept as it is, whatever it would mean elsewhere; spreadsheets are for their user to tame."""
    given = {row[0]: row for row in tricks.rows[: len(TEXTS)]}
    kept = {
        o.id: (o.id, o.url, o.page_url, o.extra["=HYPERLINK(1)"]) for o in tricks.outcomes.values() if o.id in given
    }
    assert kept == given
    target = tricks.project.folder / "out.csv"
    tricks.run("export", str(target))
    for file in (target, tricks.project.folder / "feed.csv"):
        with file.open(newline="", encoding="utf-8") as lines:
            exported = {row["id"]: row["url"] for row in csv.DictReader(lines)}
        assert exported == {row[0]: address_without_login(row[1]) for row in tricks.rows}
    lines = tricks.run("export", "--trail", "-").rstrip("\n").split("\n")
    assert {json.loads(line)["id"] for line in lines} == {row[0] for row in tricks.rows}


def test_nothing_controls_a_terminal(tricks):
    """Log, report, comparison and stories show no control character, whatever the rows and servers said."""
    assert not CONTROL.search(tricks.crawl.errors)
    assert tricks.project.crawl("-a", "run=again", "-a", f"limit={len(TEXTS)}").code == 0
    shown = [tricks.run("report", "urls"), tricks.run("compare", "urls", "again")]
    shown += [tricks.run("explain", "--run", "urls", f"{TEXTS[n]}#{n}") for n in (8, 11, 14)]
    for text in shown:
        assert not CONTROL.search(text)


def test_stories_in_words(tricks):
    """The story of any row is free of control characters, line by line."""
    for outcome in tricks.outcomes.values():
        assert not CONTROL.search("\n".join(story(outcome)).replace("\n", ""))


def test_nothing_is_markup_in_the_html_report(tricks):
    """The report's only tags are its own, and it loads and runs nothing."""
    tricks.run("report", "urls")
    (report,) = (tricks.project.folder / "data" / "reports").glob("*.html")
    page = report.read_text(encoding="utf-8")
    assert not CONTROL.search(page)
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z!][\w-]*)", page)}
    assert tags <= {
        *("!doctype", "html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer"),
        *("h1", "h2", "p", "div", "table", "thead", "tbody", "tr", "th", "td", "i", "b", "span"),
    }
    assert not re.search(r"(?i)\son\w+\s*=|javascript:|src\s*=|href\s*=", re.sub(r">[^<]*<", "><", page))


def test_secrets_do_not_come_out(tricks):
    """Passwords and cookies stand in no log, at DEBUG, no field of an outcome, no file, and go to their host alone."""
    sent = [v for v in tricks.world.log if v.host == "login-ok.test"]
    assert all("authorization" in v.headers for v in sent)
    assert all("authorization" not in v.headers for v in tricks.world.log if v.host == "elsewhere.test")
    assert not any(LOGIN_PASSWORD in v.headers.get("referer", "") for v in tricks.world.log)
    rows = [row for row in tricks.outcomes if row.startswith("login-")]
    assert len(rows) == 8
    shown = [tricks.crawl.errors, tricks.run("report", "urls"), repr([asdict(tricks.outcomes[row]) for row in rows])]
    shown += [tricks.run("explain", "--run", "urls", row) for row in rows]
    data = tricks.project.folder / "data"
    for file in (tricks.project.folder / "feed.csv", *data.glob("imgcrawl.db*"), *data.glob("reports/*")):
        shown.append(file.read_bytes().decode("latin-1"))
    for text in shown:
        assert LOGIN_PASSWORD not in text
        assert COOKIE not in text
