"""What is peculiar to the catalogue on a PostgreSQL server; the other tests of this folder run on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from imgcrawl.catalogue import CatalogueError, open_catalogue
from imgcrawl.errors import ConfigError
from imgcrawl.report import compare, summarise

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_workers_start_together(database_url: str) -> None:
    """Workers that come to an empty database at once share its schema and the run; each crawl has its own number."""

    def work(n: int) -> tuple[int, int]:
        catalogue = open_catalogue(database_url, data_dir="", lock_timeout_s=10)
        run = catalogue.begin_run("urls", source="s", strategy="adaptive", shard=f"{n}/4")
        catalogue.close()
        return run.id, run.crawl

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(work, range(4)), key=lambda pair: pair[1])
    assert len({run_id for run_id, _ in found}) == 1
    assert [crawl for _, crawl in found] == [1, 2, 3, 4]


def test_reports(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Summary and comparison compute the same figures as on SQLite."""
    trail = [{"n": 1, "remedy": None}, {"n": 2, "remedy": "retry"}]
    catalogue.write(run, [make("1", total_ms=5.0), make("2", error="http_404", stage="http", retryable=False)])
    other = catalogue.begin_run("other", source="s", strategy="study")
    catalogue.write(other, [make("1"), make("2", attempts=2, rescued_by="retry", trail=trail)])
    summary = summarise(catalogue, run)
    assert (summary.rows, summary.ok, summary.time_ms.percentiles[50]) == (2, 1, 5.0)
    assert summarise(catalogue, other).remedies == [("retry", 1, 1, 1)]
    comparison = compare(catalogue, run, other)
    assert (comparison.transitions, comparison.cost_multiplier) == ((1, 0, 1, 0), 1.5)


def test_numbers_and_texts(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Ids come in the same order as from SQLite, and numbers beyond 32 bits are kept."""
    ids = ["b", "10", "9", "a10", "09", "", "1000000000000000000000", "a9", "0", "-1", "00", "B"]
    catalogue.write(run, [make(row_id, bytes=2**40) for row_id in ids])
    found = list(catalogue.iter_outcomes(run))
    expected = ["0", "00", "09", "9", "10", "1000000000000000000000", "", "-1", "B", "a10", "a9", "b"]
    assert [outcome.id for outcome in found] == expected
    assert {outcome.bytes for outcome in found} == {2**40}


def test_percent_signs_are_no_parameters(catalogue: Catalogue, run: Run, make: Make) -> None:
    """What the driver would take for a place to fill in is stored as it is."""
    catalogue.write(run, [make("%s%(x)s", url="http://a.test/%s", reason="100 %")])
    assert catalogue.outcome(run, "%s%(x)s").reason == "100 %"


def test_refusals(database_url: str, postgresql: Any) -> None:
    """A wrong user, a missing database and an empty one are named without the password."""
    for url, said in [
        (database_url.replace("tester:", "nobody:"), "address, user and password"),
        (postgresql.url("missing"), "does not exist"),
        (database_url, "start a run first"),
    ]:
        with pytest.raises(ConfigError, match=said) as caught:
            open_catalogue(url, data_dir="", lock_timeout_s=1, create=False)
        assert "known-to" not in str(caught.value)


def test_password_from_the_environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password need not stand in the URL: PostgreSQL's client finds it where it looks for it anyway."""
    bare = database_url.replace(":known-to-nobody-else@", "@")
    assert bare != database_url
    with pytest.raises(ConfigError, match="password"):
        open_catalogue(bare, data_dir="", lock_timeout_s=1)
    monkeypatch.setenv("PGPASSWORD", "known-to-nobody-else")
    open_catalogue(bare, data_dir="", lock_timeout_s=1).close()


def test_restart_is_outlived(catalogue: Catalogue, run: Run, postgresql: Any, make: Make) -> None:
    """While the server is down every call says so without the password; once it is back, the same catalogue works."""
    catalogue.write(run, [make("1")])
    postgresql.stop()
    for call in (lambda: catalogue.write(run, [make("2")]), lambda: catalogue.counts(run)):
        with pytest.raises(CatalogueError, match="check that the server runs") as caught:
            call()
        assert caught.value.transient
        assert "known-to" not in str(caught.value)
    postgresql.start()
    catalogue.write(run, [make("2")])
    assert catalogue.counts(run).rows == 2


def test_a_server_that_takes_no_writes_is_left_for_another(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A connection to one that has become a standby is given up: trying again makes another, which may write."""
    with catalogue.writing() as connection:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    with pytest.raises(CatalogueError, match="the server takes no writes") as caught:
        catalogue.write(run, [make("1")])
    assert caught.value.transient
    catalogue.write(run, [make("1")])
    assert catalogue.counts(run).rows == 1


def test_locked_row_is_not_waited_for_for_ever(catalogue: Catalogue, run: Run, database_url: str) -> None:
    """A lock of another session is waited for as long as the setting says."""
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT * FROM runs FOR UPDATE")
        with pytest.raises(CatalogueError, match="IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS"):
            catalogue.set_total_rows(run, 1)


def test_a_server_that_is_gone_without_a_word_is_not_waited_for_for_ever(database_url: str) -> None:
    """The kernel asks whether it is there, and gives a connection up within half a minute; a URL may say otherwise."""

    def patience(url: str) -> tuple[object, ...]:
        catalogue = open_catalogue(url, data_dir="", lock_timeout_s=1)
        with catalogue.reading() as connection:
            told = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
        catalogue.close()
        return tuple(told.get(name) for name in ("keepalives_idle", "keepalives_interval", "tcp_user_timeout"))

    assert patience(database_url) == ("15", "5", "30000")
    join = "&" if "?" in database_url else "?"
    assert patience(f"{database_url}{join}keepalives_idle=60") == ("60", "5", "30000")


def test_an_encoding_without_all_characters_is_refused(database_url: str) -> None:
    """A database that cannot hold every text is refused when it is opened, with what makes one that can."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS narrow")
        connection.execute("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    narrow = make_url(database_url).set(database="narrow").render_as_string(hide_password=False)
    with pytest.raises(ConfigError, match=r"LATIN1.* CREATE DATABASE narrow_utf8 ENCODING 'UTF8' TEMPLATE template0"):
        open_catalogue(narrow, data_dir="", lock_timeout_s=5)
