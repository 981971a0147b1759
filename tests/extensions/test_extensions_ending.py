"""What a crawl says at its end."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from imgcrawl.extensions.ending import print_ending
from imgcrawl.extensions.figures import Figures

A = Figures(10, 7, 14, 2, 100, {"http/http_404": 1, "dns/dns_nxdomain": 2}, [["a.test", 3, 2], ["b.test", 1, 1]])
B = Figures(4, 3, 4, 1, 0, {"http/http_404": 1}, [["c.test", 5, 4]], reason="finished", dns_overloads=2)
PLACES = {"run": "my list", "images": "data/images", "catalogue": "data/imgcrawl.db", "options": ""}


def printed(figures: Figures) -> str:
    """Return the summary with single spaces."""
    screen = Console(file=StringIO(), width=200)
    print_ending(figures, screen)
    return " ".join(screen.file.getvalue().split())  # type: ignore[attr-defined]


def test_summary():
    """The summary shows errors by number, hosts that failed more than once, and the end."""
    figures = A + B
    figures.reason, figures.dns_overloads = "finished", 0
    shown = printed(figures)
    assert "│ http │ http_404 │ 2 │ 14.3% │" in shown
    assert shown.count("- The address is dead: look for another copy. (http_404, dns_nxdomain)") == 1
    assert "most failed rows by host: c.test 4 of 5, a.test 2 of 3 14 rows, 10 images (71.4%), 18 requests" in shown
    assert shown.endswith("the run is finished.")


def test_nothing_of_a_list_reaches_the_terminal_as_a_command():
    """Hosts and names come from outside: what a terminal would obey is shown as an escape."""
    failing, places = [["\x1b[2j[b]evil", 2, 2]], PLACES | {"catalogue": "data/\x1b]0;x"}
    shown = printed(Figures(2, 0, failing=failing, reason="finished", run_rows=2, places=places))
    assert r"\x1b[2j[b]evil 2 of 2" in shown
    assert r"data/\x1b]0;x" in shown


def test_one_is_singular():
    """One row, image and request are said as one."""
    shown = printed(Figures(1, 1, 1, reason="finished"))
    assert shown.endswith("1 row, 1 image (100.0%), 1 request; the run is finished.")


def test_overloaded_name_servers_are_told():
    """The summary says that look-ups were slowed down, and only then."""
    assert "did not keep up: look-ups were slowed down 2 times; IMGCRAWL_DNS_SERVERS names others" in printed(B)
    assert "name servers" not in printed(A)


def test_nothing_done():
    """A finished crawl without rows had nothing to do; a stopped one did nothing yet."""
    assert "Nothing to do" in printed(Figures(reason="finished"))
    assert printed(Figures(reason="shutdown", to_go=1)).startswith("0 rows, 0 images, 0 requests; the run was stopped")


@pytest.mark.parametrize("reason", ["shutdown", "bad_source"])
def test_a_crawl_that_never_began_stops_no_run(reason):
    """Who ends a crawl before its first row, or brings another list, reads that the run is as it was."""
    assert printed(Figures(reason=reason)) == "No row was begun: the run is as it was."
    assert "was stopped" in printed(Figures(1, reason=reason))


def test_outcomes_of_rows_that_are_gone_are_told():
    """A run with more outcomes than its list has rows keeps those of rows that were removed, and says so."""
    said = "the list has 8 rows: outcomes of rows that are no longer in it are kept"
    whole = Figures(2, 1, reason="finished", list_read=1.0, read=8, run_rows=10, run_ok=9)
    assert said in printed(whole)
    assert said in printed(replace(whole, scope="retry"))


@pytest.mark.parametrize(
    "other",
    [
        {"run_rows": 8},
        {"reason": "shutdown"},
        {"list_read": 0.5},
        {"list_read": None},
        {"scope": "limit"},
        {"scope": "shard"},
    ],
    ids=["all-there", "stopped", "half-read", "a-shard-died", "limit", "one-shard"],
)
def test_what_did_not_read_the_whole_list_knows_of_no_row_that_is_gone(other):
    """A crawl of a part of the list, or one that was stopped, does not say that rows are gone."""
    whole = Figures(2, 1, reason="finished", list_read=1.0, read=8, run_rows=10, run_ok=9)
    assert "the list has" not in printed(replace(whole, **other))


def test_a_retry_speaks_of_its_rows_and_of_the_whole_run():
    """Rows that were asked for again are told apart from the run they belong to."""
    shown = printed(Figures(98, 12, 198, scope="retry", reason="finished", run_rows=300, run_ok=214))
    assert "asked again for 98 rows, 12 images (12.2%), 198 requests; the run is finished." in shown
    assert shown.endswith("the whole run: 300 rows, 214 images (71.3%).")


def test_how_long_it_took():
    """The end says how long the crawl took: a log has no clock beside it."""
    assert "2 rows, 1 image (50.0%), 3 requests in 12 min; the run is" in printed(
        Figures(2, 1, 3, reason="finished", seconds=720.4)
    )


def test_a_crawl_that_goes_on_speaks_of_the_whole_run():
    """A resumed run, also one with nothing left to do, shows what all its crawls have brought."""
    assert "this crawl: 2 rows, 1 image" in printed(Figures(2, 1, reason="finished", run_rows=10, run_ok=9))
    done = printed(Figures(reason="finished", run_rows=10, run_ok=9))
    assert "Nothing to do" in done
    assert done.endswith("the whole run: 10 rows, 9 images (90.0%).")


def test_a_run_of_one_crawl_is_told_once():
    """Where the crawl is the whole run, nothing is said twice."""
    assert "whole run" not in printed(Figures(10, 9, reason="finished", run_rows=10, run_ok=9))


def test_where_and_next():
    """The end says where everything lies and which commands come next, ready to be copied."""
    errors = {"http/http_404": 1, "http/http_503": 2}
    found = Figures(10, 7, errors=errors, retryable=2, reason="finished", run_rows=10, run_ok=7, places=PLACES)
    shown = printed(found)
    assert "images data/images catalogue data/imgcrawl.db" in shown
    assert "scrapy report 'my list' as a table scrapy export 'my list' outcomes.csv" in shown
    assert shown.endswith("-a retry=failed, for all failed rows: 2 of them may have failed for the moment only")
    resumed = printed(replace(found, run_rows=20))
    assert resumed.endswith("for all failed rows: 2 of this crawl's may have failed for the moment only")


def test_a_run_is_no_option():
    """A run whose name begins with a hyphen stands where commands take it for no option."""
    named = PLACES | {"run": "-rf", "options": "-s IMGCRAWL_DATA_DIR=data"}
    shown = printed(Figures(10, 7, reason="finished", run_rows=10, run_ok=7, places=named))
    assert "scrapy report -s IMGCRAWL_DATA_DIR=data -- -rf" in shown
    assert "scrapy export -s IMGCRAWL_DATA_DIR=data -- -rf outcomes.csv" in shown


def test_no_retry_is_recommended_in_vain():
    """Where every failure is for good, nothing is said of another crawl."""
    lost = Figures(1, 0, errors={"http/http_503": 1}, reason="finished", run_rows=1, places=PLACES)
    assert "once more" not in printed(lost)


@pytest.mark.parametrize(("ours", "is_said"), [(0, False), (5, False), (6, True)])
def test_a_crawl_that_failed_on_our_side_says_so(ours, is_said):
    """It does where more than half of its rows did, and how these are asked for again."""
    shown = printed(Figures(10, 4, errors={"internal/internal_error": ours}, reason="finished"))
    assert ("-a retry=internal_error asks for them again" in shown) is is_said


def test_rare_errors_are_summed_up():
    """A run on a wild list does not end in pages of errors."""
    errors = {f"http/http_{status}": 5 for status in (400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 500, 502, 503)}
    shown = printed(Figures(100, 35, errors=errors | {"tcp/tcp_reset": 2}, reason="finished"))
    assert "http_502" in shown
    assert "- The host refuses this client: ask its owner for access. (http_401, http_402, http_405" in shown
    assert "http_503" not in shown
    assert "│ 2 others │ 7 │ 7.0% │" in shown
    assert "Run again" not in shown  # said once, where it helps


def test_what_may_pass_is_asked_for_again_first():
    """Whatever else can be done about an error that may pass is for when it comes again."""
    shown = printed(Figures(2, errors={"http/http_403": 1, "http/http_401": 1}, reason="finished"))
    assert "- If it fails again: the host refuses this client: ask its owner for access. (http_403)" in shown
    assert "- The host refuses this client: ask its owner for access. (http_401)" in shown


def test_ids_that_were_added_to_are_told():
    """The end says how many rows did not keep their id; each shard has read the same list."""
    both = replace(A, renamed=2) + replace(B, renamed=2)
    assert "ids: the list has 2 rows with the id of an earlier row" in printed(both)
    assert "ids:" not in printed(A + B)


def test_repeats_are_told():
    """The end says how many rows of the list are earlier ones again; each shard has read the same list."""
    both = replace(A, repeated=2) + replace(B, repeated=2)
    assert "repeats: the list has 2 rows with the id and the URL of an earlier row" in printed(both)
    assert "repeats:" not in printed(A + B)


def test_what_is_no_hash_is_told():
    """The end says how many rows have something else in that column, and which came first; all shards read the list."""
    first = "row 3 (id [b]): 'n/\x1b'"
    both = replace(A, unread_hashes=2, first_unread_hash=first) + replace(B, unread_hashes=2)
    said = "hashes: 2 rows of the list with something else in the column of known hashes, first row 3 (id [b]): 'n/"
    assert said in printed(both)
    assert "\x1b" not in printed(both)
    assert "hashes:" not in printed(A + B)


@pytest.mark.parametrize(
    ("unnamed", "said"),
    [
        (["id_column"], "columns: the list has none named id: rows are known by their number; to take another (Photo"),
        (["page_column"], "none named page_url: where a link is dead no page is asked; to take another (Photo"),
        (
            ["id_column", "page_column"],
            "no page is asked; to take another (Photo",
        ),
    ],
)
def test_columns_that_were_not_found_are_told(unnamed, said):
    """The end says what it means that there is no id or no page, and by which arguments they are named."""
    shown = printed(A + replace(B, unnamed=unnamed, other_columns=["Photo [b]", "x\x1b"]))
    assert said in shown
    how = ", ".join(f"-a {argument}=NAME" for argument in unnamed)
    assert f"to take another (Photo [b], x\\x1b): {how}." in shown
    assert "columns:" not in printed(A + B)


def test_another_encoding_is_told():
    """Rows that are not UTF-8 are no sign of another file: the end says how many, and how to save the list."""
    refused = Figures(10, errors={"url/url_row_malformed": 10}, reason="finished", not_utf8=10)
    shown = printed(refused)
    assert "encoding: 10 rows of the list cannot be read: not UTF-8. Save it as UTF-8 (iconv" in shown
    assert "was another file meant" not in shown
    assert "was another file meant" in printed(replace(refused, not_utf8=0))
    both = replace(A, escaped=1) + replace(B, escaped=1)
    assert "encoding: 1 row of the list with bytes that are not UTF-8 in columns that are carried" in printed(both)
    assert "encoding:" not in printed(A + B)


@pytest.mark.parametrize(
    ("known", "matching", "said"),
    [(3, 2, "of 6 images with a known hash 4 have it."), (1, 0, "of 2 images with a known hash 0 have it.")],
)
def test_how_many_images_have_their_hash_is_told(known, matching, said):
    """Of all shards together."""
    one = replace(A, hashes_known=known, hashes_matching=matching)
    assert f"hashes: {said}" in printed(one + one)
    assert "hashes: of 1 image with a known hash 1 has it." in printed(replace(A, hashes_known=1, hashes_matching=1))


@pytest.mark.parametrize(
    ("errors", "hosts", "rows", "is_told"),
    [
        ({"dns/dns_nxdomain": 20}, 10, 20, True),
        ({"dns/dns_nxdomain": 20, "url/url_host": 1}, 10, 21, True),
        ({"dns/dns_nxdomain": 19}, 10, 19, False),
        ({"dns/dns_nxdomain": 20}, 9, 20, False),
        ({"dns/dns_nxdomain": 20, "http/http_404": 1}, 10, 21, False),
        ({"dns/dns_nxdomain": 20}, 10, 21, False),
    ],
    ids=["all", "and-no-address", "few-rows", "few-hosts", "one-was-asked", "one-was-had"],
)
def test_name_servers_that_deny_every_name_are_suspected(errors, hosts, rows, is_told):
    """Where no name of many exists the name servers may be wrong; one host that was found speaks for them."""
    failing = [[f"{n}.test", 2, 2] for n in range(hosts)]
    shown = printed(Figures(rows, 0, errors=errors, failing=failing, reason="finished", run_rows=rows))
    assert ("IMGCRAWL_DNS_SERVERS names others, and -a retry=failed" in shown) is is_told


def test_what_is_to_be_typed_is_shown_whole():
    """However narrow the window, advice is one line, which can be copied."""
    screen = Console(file=StringIO(), width=40)
    print_ending(Figures(1, errors={"policy/policy_private_address": 1}, reason="finished"), screen)
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert any(line.endswith("-a retry=policy_private_address. (policy_private_address)") for line in lines)


@pytest.mark.parametrize(
    ("scope", "end"),
    [
        ("limit", "the first rows are done: without -a limit the same command goes on."),
        ("shard", "the run is finished."),
    ],
)
def test_the_sum_of_all_shards(scope, end):
    """All shards of the first rows of a list are no whole run; all shards of the list are."""
    both = Figures(1, 1, 1, scope=scope) + Figures(1, 1, 1, scope=scope)
    both.reason = "finished"
    assert printed(both).endswith(end)


@pytest.mark.parametrize(
    ("errors", "ok", "is_said"),
    [
        ({"url/url_invalid": 18, "url/url_missing": 1, "http/http_404": 1}, 0, True),
        ({"url/url_invalid": 17, "http/http_404": 3}, 0, False),
        ({"url/url_invalid": 19}, 1, False),
    ],
)
def test_a_file_that_is_no_list_is_doubted(errors, ok, is_said):
    """Where hardly a row has an address and no image came, another file or column may have been meant."""
    shown = printed(Figures(20, ok, errors=errors, reason="finished"))
    assert ("was another file meant by -a source, or another column (-a url_column)?" in shown) is is_said
