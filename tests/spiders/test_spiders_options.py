from __future__ import annotations

import pytest

from imgcrawl.catalogue import Known
from imgcrawl.errors import ConfigError
from imgcrawl.spiders.options import RetryFilter, SpiderOptions


def parse(**arguments) -> SpiderOptions:
    """Read arguments, a source among them."""
    return SpiderOptions.parse({"source": "lists/urls.csv.gz"} | arguments, strategy="adaptive")


def known(*, ok: bool = False, stage: str | None = "http", error: str | None = "http_404") -> Known:
    """Make what the catalogue knows of a row."""
    return Known(1, ok, None if ok else stage, None if ok else error, 0)


def test_the_source_is_enough():
    """Without other arguments the whole list is crawled under its file's name, pages included."""
    options = parse()
    assert (options.source, options.run) == ("lists/urls.csv.gz", "urls")
    assert (options.retry, options.limit, options.shard, options.page_fallback) == (None, None, None, True)


def test_other_strategies_have_runs_of_their_own():
    """The same list under another profile is another run, unless the run is named."""
    assert SpiderOptions.parse({"source": "urls.csv"}, strategy="study").run == "urls-study"
    assert SpiderOptions.parse({"source": "urls.csv", "run": "mine"}, strategy="study").run == "mine"
    assert SpiderOptions.parse({"source": "-"}, strategy="adaptive").run == "stdin"


def test_columns():
    """The names of columns go to the reader of the list."""
    columns = parse(url_column="link", id_column="key", page_column="found_on", hash_column="md5").columns
    assert (columns.url, columns.id, columns.page, columns.hash) == ("link", "key", "found_on", "md5")
    assert (parse().columns.hash, parse().hash_column) == (None, None)
    none = parse(hash_column="")
    assert (none.columns.hash, none.hash_column) == (None, "")


def test_scrapyd_adds_its_job():
    """The argument that scrapyd adds by itself is no error."""
    assert parse(_job="6487ec79").run == "urls"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"source": ""}, "give the list of URLs"),
        ({"sauce": "x"}, "unknown argument -a sauce=…: did you mean -a source=…?"),
        ({"pagefallback": "0"}, "unknown argument -a pagefallback=…: did you mean -a page_fallback=…?"),
        ({"x": "0"}, "unknown argument -a x=…; there are source, another_source, run"),
        ({"source": "caf\udce9/urls.csv"}, r"/caf\udce9/urls.csv is no name in UTF-8: rename the list"),
        ({"run": "caf\udce9"}, r"caf\udce9 is no name in UTF-8"),
        ({"limit": "0"}, "limit must be a number of rows, at least 1, got '0'"),
        ({"limit": "ten"}, "limit must be"),
        ({"limit": "-1"}, "limit must be"),
        ({"limit": "²"}, "limit must be"),
        ({"shard": "2/2"}, "shard must be i/n"),
        ({"retry": "everything"}, "retry must be 'failed' or a list of stages"),
        ({"retry": ","}, "retry must be"),
        ({"retry": "http,http_999"}, "retry must be"),
        ({"page_fallback": "maybe"}, "page_fallback must be 0 or 1"),
        ({"another_source": "b.csv"}, "another_source must be 0 or 1"),
    ],
)
def test_wrong_arguments(arguments, sentence):
    """A wrong argument is named, with what it may be."""
    with pytest.raises(ConfigError) as caught:
        parse(**arguments)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("http_41", ": did you mean http_410, http_414, http_416, http_418?"),
        ("tcp,dns_nxdomian", ": did you mean dns_nxdomain?"),
        ("faild", ": did you mean failed?"),
        ("http_", ""),
        ("everything", ""),
    ],
)
def test_a_wrong_retry_is_asked_back(text, asked):
    """Of errors and stages those that begin as the wrong word does are named, else those like it; never dozens."""
    with pytest.raises(ConfigError) as caught:
        RetryFilter.parse(text)
    assert str(caught.value).endswith(f"and errors, got {text!r}{asked}")


@pytest.mark.parametrize(("text", "value"), [("0", False), ("1", True), ("False", False), ("true", True)])
def test_the_page_can_be_switched_off(text, value):
    """-a page_fallback takes 0 and 1."""
    assert parse(page_fallback=text).page_fallback is value


@pytest.mark.parametrize(
    ("words", "row", "wanted"),
    [
        ("failed", known(), True),
        ("failed", known(ok=True), False),
        ("http", known(), True),
        ("http", known(ok=True), False),
        ("tcp", known(), False),
        ("tcp, http_404", known(), True),
        ("http_403", known(), False),
        ("http_4", None, None),
    ],
)
def test_which_rows_are_asked_again(words, row, wanted):
    """The word failed means all failures, a stage those at it, a slug its own; stored images are never meant."""
    if row is None:
        with pytest.raises(ConfigError):
            RetryFilter.parse(words)
    else:
        assert RetryFilter.parse(words).wants(row) is wanted
