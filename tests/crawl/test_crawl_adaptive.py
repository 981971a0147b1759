"""What one crawl of the hostile web leaves, and how it presents itself."""

from __future__ import annotations

import csv
import hashlib

import pytest

from imgcrawl.records import EXPORT_FIELDS


def test_the_crawl_ends_well(hostile):
    """A run in which rows fail is no failed run: exit code 0, and no traceback."""
    assert hostile.crawl.code == 0
    assert "Traceback" not in hostile.crawl.errors
    assert "ERROR" not in hostile.crawl.errors


def test_one_outcome_for_each_row(hostile):
    """Whatever a row holds, it has exactly one outcome."""
    assert sorted(hostile.outcomes) == sorted(row[0] for row in hostile.rows)


def test_the_feed_holds_the_same_outcomes(hostile):
    """Feeds carry one line for each row, with what the catalogue holds."""
    assert len(hostile.feed) == hostile.source_rows
    stored = {o.id: o.as_dict() for o in hostile.outcomes.values()}
    for line in hostile.feed:
        assert line == {name: stored[line["id"]][name] for name in EXPORT_FIELDS}


def test_jsonl_and_csv_carry_the_same_fields(hostile):
    """The two feeds agree in fields, their order, and values."""
    with (hostile.project.folder / "feed.csv").open(newline="") as file:
        reader = csv.DictReader(file)
        lines = list(reader)
    assert reader.fieldnames == list(EXPORT_FIELDS)
    assert [list(line) for line in hostile.feed] == [list(EXPORT_FIELDS)] * len(lines)
    for ours, theirs in zip(lines, hostile.feed, strict=True):
        for name in ("id", "url", "ok", "error", "status", "sha256", "attempts"):
            assert ours[name] == ("" if theirs[name] is None else str(theirs[name]))


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("broken/1", "url_row_malformed"),
        ("missing/1", "url_missing"),
        ("scheme/1", "url_scheme"),
        ("data/2", "url_data_invalid"),
    ],
)
def test_rows_that_cannot_be_asked_for(hostile, row, error):
    """An unusable row fails at the stage url, with a sentence, and costs no request."""
    outcome = hostile[row]
    assert (outcome.ok, outcome.stage, outcome.error, outcome.attempts) == (False, "url", error, 0)
    assert outcome.reason
    assert outcome.retryable is False


def test_data_url(hostile):
    """A picture that the URL carries in itself is decoded and stored without a request."""
    outcome = hostile["data/1"]
    assert (outcome.ok, outcome.format, outcome.width, outcome.attempts) == (True, "PNG", 40, 0)
    assert (hostile.project.images / outcome.path).read_bytes() == hostile.web.picture("inline", "PNG")


def test_duplicates_are_fetched_once(hostile):
    """Two rows with the same URL share one request and one file; both have an outcome."""
    first, second = hostile["twice/1"], hostile["twice/2"]
    assert len(hostile.visits("twice")) == 1
    assert first.ok
    assert second.ok
    assert first.path == second.path
    assert sorted((first.attempts, second.attempts)) == [0, 1]


def test_extra_columns_come_through(hostile):
    """What else the source says of a row stands in its outcome."""
    assert hostile["plain/1"].extra == {"licence": "CC0"}


def test_original_bytes_under_their_hash(hostile):
    """A file holds the bytes as served, under their SHA-256, its ending told by its content and not by the URL."""
    outcome = hostile["copy-a/1"]
    body = hostile.web.picture("one and the same")
    digest = hashlib.sha256(body).hexdigest()
    assert outcome.path == f"{digest[:2]}/{digest}.jpg"
    assert (hostile.project.images / outcome.path).read_bytes() == body
    assert (outcome.sha256, outcome.bytes, outcome.format) == (digest, len(body), "JPEG")


def test_identical_content_is_stored_once(hostile):
    """Two addresses with the same content share one file."""
    assert hostile["copy-a/1"].path == hostile["copy-b/1"].path


def test_every_file_is_accounted_for(hostile):
    """The store holds the files that outcomes name, whole, and nothing else; nothing is left on its way."""
    assert hostile.project.stray_files() == []
    for outcome in hostile.outcomes.values():
        if outcome.ok:
            stored = (hostile.project.images / outcome.path).read_bytes()
            assert hashlib.sha256(stored).hexdigest() == outcome.sha256


def test_statistics_add_up(hostile):
    """The statistics count every row, image and request."""
    stats, outcomes = hostile.stats, hostile.outcomes.values()
    assert stats["imgcrawl/rows"] == len(outcomes)
    assert stats["imgcrawl/outcome/ok"] == sum(o.ok for o in outcomes)
    assert stats["imgcrawl/attempt"] == sum(o.attempts for o in outcomes)
    for outcome in outcomes:
        assert outcome.ok or stats[f"imgcrawl/outcome/{outcome.stage}/{outcome.error}"] > 0


def sent(trail):
    """Return the steps of *trail* for which something was sent: others bear the number of the request before them."""
    numbers = [0, *(step["n"] for step in trail)]
    return [step for step, before in zip(trail, numbers, strict=False) if step["n"] > before]


def test_attempts_are_what_was_sent(hostile):
    """The attempts of a host's rows are the requests that it got, none uncounted, and those for pages elsewhere."""
    for host in ("heals", "never", "own-referer", "absurd", "patience", "stand-in", "half-file", "endless"):
        outcomes, own = hostile.of(host), hostile.world.url(f"{host}.test", "/")
        elsewhere = sum(not step.get("url", own).startswith(own) for o in outcomes for step in sent(o.trail or ()))
        assert sum(o.attempts for o in outcomes) - elsewhere == len(hostile.visits(host)), host


def test_the_page_is_the_referer_within_its_origin(hostile):
    """An image on the page's own host is asked for with the page's whole address, without fragment."""
    [visit] = hostile.visits("same-origin")
    assert visit.headers["referer"] == hostile.world.url("same-origin.test", "/page/7?x=1")


def test_other_origins_learn_only_the_pages_origin(hostile):
    """Across origins the referer is cut to the page's origin, as browsers do by default."""
    [visit] = hostile.visits("cross-origin")
    assert visit.headers["referer"] == hostile.world.url("pages.test", "/")


def test_without_a_page_the_images_own_origin_is_the_referer(hostile):
    """A row without a page asks from the root of the image's own host."""
    assert {v.headers["referer"] for v in hostile.visits("plain")} == {hostile.world.url("plain.test", "/")}


def test_headers_tell_one_story(hostile):
    """Every request is a browser's for an image, the same browser for all of a host, and betrays no library."""
    agents = {v.headers["user-agent"] for v in hostile.visits("plain")}
    assert len(agents) == 1
    for visit in hostile.visits("plain"):
        assert visit.headers["user-agent"].startswith("Mozilla/5.0 (")
        assert "image/" in visit.headers["accept"]
        assert visit.headers["accept-language"].startswith("en")
        assert visit.headers["accept-encoding"] == "gzip, deflate"
        assert not {"upgrade", "http2-settings", "upgrade-insecure-requests", "sec-ch-ua"} & set(visit.headers)
        assert "scrapy" not in str(visit.headers).lower()


def test_userinfo_becomes_a_login(hostile):
    """User and password of a URL are sent as Basic authorization, and stand in no address that was asked for."""
    [outcome] = hostile.of("login")
    assert outcome.ok
    assert outcome.final_url == hostile.world.url("login.test")


def test_the_same_command_again_does_nothing(hostile):
    """A finished run has nothing left to do: no request, no new outcome, it says so, and leaves the times."""
    before = hostile.project.last_run()
    again = hostile.project.crawl()
    after = hostile.project.last_run()
    assert (before.started_at, before.finished_at) == (after.started_at, after.finished_at)
    assert again.code == 0
    assert "Nothing to do" in again.errors
    assert len(hostile.world.log) == len(hostile.log)
    assert len(hostile.project.outcomes()) == len(hostile.outcomes)
