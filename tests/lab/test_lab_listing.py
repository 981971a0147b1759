from __future__ import annotations

import csv
import hashlib
import io

from imgcrawl.lab.listing import read_truth, source_line, write_listing
from imgcrawl.lab.model import Ports
from imgcrawl.lab.pictures import picture
from imgcrawl.lab.plan import make_plan


def test_the_same_seed_writes_the_same_files(tmp_path):
    """Source and truth are equal byte for byte."""
    for name in ("a", "b"):
        write_listing(make_plan(200, 3, Ports(1, 2)), tmp_path / name)
    for file in ("urls.csv", "truth.jsonl", "hosts"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_source_and_truth_have_the_same_rows(tmp_path):
    """A CSV reader finds every row's id and URL, those excepted that break the rules of CSV on purpose."""
    plan = make_plan(600, 3, Ports(8080, 8443))
    write_listing(plan, tmp_path)
    truth = read_truth(tmp_path)
    text = (tmp_path / "urls.csv").read_bytes().decode("utf-8", "surrogateescape")
    rows = {row["id"]: row["url"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert set(rows) == set(truth)
    assert list(truth) == [row.id for row in plan.rows]
    for identifier, true in truth.items():
        if not true.kind.startswith("row-"):
            assert rows[identifier] == true.url


def test_truth_names_the_picture(tmp_path, plan_of):
    """The SHA-256 is that of the row's picture; rows without a picture have none."""
    plan = plan_of(2, "plain", "row-short")
    write_listing(plan, tmp_path)
    for row, true in zip(plan.rows, read_truth(tmp_path).values(), strict=True):
        expected = hashlib.sha256(picture(row.key, row.form)).hexdigest() if true.kind == "plain" else None
        assert true.sha256 == expected


def test_malformed_rows_stay_on_one_line(plan_of):
    """A malformed row does not harm its neighbours."""
    for row in plan_of(20, "row-short", "row-long", "row-bytes").rows:
        assert "\n" not in source_line(row)
        assert '"' not in source_line(row)


def test_hosts_file_lists_only_names_with_an_address(tmp_path, plan_of):
    """Names that cannot be looked up are not in the hosts file."""
    plan = plan_of(60, "plain", "no-such-host", "refused")
    write_listing(plan, tmp_path)
    addresses = dict(reversed(line.split()) for line in (tmp_path / "hosts").read_text().splitlines())
    hosts = {row.site.kind.name: row.site.host for row in plan.rows}
    assert addresses[hosts["plain"]] == "127.0.0.1"
    assert addresses[hosts["refused"]] == "127.0.0.2"
    assert hosts["no-such-host"] not in addresses
