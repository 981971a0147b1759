from __future__ import annotations

import argparse
import json

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from imgcrawl.commands.lab import Command
from imgcrawl.lab import check
from imgcrawl.lab.accesslog import Access, AccessLog
from imgcrawl.lab.check import table
from imgcrawl.lab.listing import read_truth, write_listing
from imgcrawl.lab.model import Ports
from imgcrawl.lab.plan import make_plan
from imgcrawl.locks import wait_for_lock


@pytest.fixture
def folder(tmp_path):
    """Write a lab's files without the lab."""
    write_listing(make_plan(300, 1, Ports(8080, 8443)), tmp_path)
    return tmp_path


@pytest.fixture
def outcomes(folder):
    """Return what the best client without a browser would say of each row, by id."""
    return {
        true.id: {"id": true.id, "ok": True, "sha256": true.sha256}
        if true.ok
        else {"id": true.id, "ok": False, "stage": true.stage, "error": true.errors[0]}
        for true in read_truth(folder).values()
    }


@pytest.fixture
def examine(folder):
    """Write outcomes and examines them."""

    def run(records):
        path = folder / "outcomes.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return check(path, folder)

    return run


def _first(folder, wanted):
    return next(true for true in read_truth(folder).values() if wanted(true))


def test_the_best_client_has_no_findings(examine, outcomes):
    """All that can be had is had, every failure is true, nothing fails the check."""
    findings = examine(outcomes.values())
    assert not findings.failed
    assert findings.total("won") == findings.total("possible") > 150
    assert (findings.lost, findings.wrong_stage, findings.wrong_slug, findings.beyond) == ([], [], [], [])


def test_a_success_with_another_picture_is_found(examine, outcomes, folder):
    """Another SHA-256 than the true one is a false success, and so is a success where there is no picture."""
    good = _first(folder, lambda true: true.ok).id
    none = _first(folder, lambda true: true.sha256 is None).id
    outcomes[good]["sha256"] = "0" * 64
    outcomes[none] = {"id": none, "ok": True, "sha256": None}
    findings = examine(outcomes.values())
    assert sorted(findings.false) == sorted([good, none])
    assert findings.failed


def test_missing_doubled_and_unknown_rows_are_found(examine, outcomes):
    """Every row must have one outcome, and every outcome a row."""
    missing, doubled, *_ = outcomes
    records = [record for record in outcomes.values() if record["id"] != missing]
    records += [outcomes[doubled], {"id": "nobody", "ok": False, "error": "x"}]
    findings = examine(records)
    assert (findings.missing, findings.doubled, findings.unknown) == ([missing], [doubled], ["nobody"])
    assert findings.failed


def test_a_part_of_the_list_is_judged_by_itself(examine, outcomes):
    """Rows without an outcome are counted and named first; nothing is amiss with the others, and no line ends blank."""
    records = list(outcomes.values())
    findings = examine(records[:40])
    told = table(findings)
    assert told.startswith(
        "260 of 300 rows have no outcome (lab-000040, lab-000041, lab-000042, …): what follows is of the other 40. The"
    )
    assert "something is amiss" not in told
    assert f"images          {findings.total('won')} of {findings.total('won')} that can be had" in told
    assert "Not passed" in told
    assert [line for line in told.splitlines() if line != line.rstrip()] == []
    assert table(examine([])).startswith("300 of 300 rows have no outcome")
    assert table(examine(records)).startswith("images ")


def test_wrong_stages_and_slugs_are_told_apart(examine, outcomes, folder):
    """Another slug of the true stage is the smaller error; neither fails the check."""
    one, other = [true for true in read_truth(folder).values() if true.kind == "status-404"][:2]
    outcomes[one.id] |= {"stage": "tcp", "error": "tcp_reset"}
    outcomes[other.id] |= {"error": "http_418"}
    findings = examine(outcomes.values())
    assert (findings.wrong_stage, findings.wrong_slug) == ([one.id], [other.id])
    assert not findings.failed


def test_lost_and_unexpected_pictures_are_found(examine, outcomes, folder):
    """A picture that could be had is lost; one that should have been left alone is beyond, and impolite."""
    plain = _first(folder, lambda true: true.kind == "plain")
    kept_out = _first(folder, lambda true: true.kind == "opt-out")
    outcomes[plain.id] = {"id": plain.id, "ok": False, "stage": "tcp", "error": "tcp_reset"}
    outcomes[kept_out.id] = {"id": kept_out.id, "ok": True, "sha256": kept_out.sha256}
    findings = examine(outcomes.values())
    assert (findings.lost, findings.beyond) == ([plain.id], [kept_out.id])
    assert findings.violations == {"policy-ignored": 1}


def test_a_malformed_row_may_go_by_its_number(examine, outcomes, folder):
    """Only a row that cannot be read may have lost its id."""
    malformed = _first(folder, lambda true: true.kind.startswith("row-")).id
    outcomes[malformed]["id"] = str(int(malformed.removeprefix("lab-")))
    assert not examine(outcomes.values()).failed
    plain = _first(folder, lambda true: true.kind == "plain").id
    outcomes[plain]["id"] = str(int(plain.removeprefix("lab-")))
    assert examine(outcomes.values()).missing == [plain]


def test_violations_come_from_the_access_log(examine, outcomes, folder):
    """The log's violations are counted and shown."""
    log = AccessLog(folder / "access.jsonl")
    log.add(Access(1.0, 1, False, "GET", "a.test", "/", "", "429", violation="inside-retry-after"))
    log.add(Access(1.0, 1, False, "GET", "a.test", "/", "", "200"))
    log.flush()
    findings = examine(outcomes.values())
    assert (findings.requests, findings.violations) == (2, {"inside-retry-after": 1})
    assert "inside-retry-after 1" in table(findings)


@pytest.fixture
def command():
    """Run ``scrapy lab`` with these arguments and returns its exit code."""

    def run(*arguments):
        made = Command()
        made.settings = Settings()
        parser = argparse.ArgumentParser()
        made.add_options(parser)
        options, rest = parser.parse_known_args([str(argument) for argument in arguments])
        made.run(rest, options)
        return made.exitcode

    return run


def test_the_command_fails_on_a_false_success(command, folder, outcomes, capsys):
    """Exit code 0 for the truth, 1 for a planted fault, with a table either way."""
    path = folder / "outcomes.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in outcomes.values()))
    assert command("check", path, "--lab", folder) == 0
    assert "Not passed" not in capsys.readouterr().out
    good = _first(folder, lambda true: true.ok).id
    outcomes[good]["sha256"] = "0" * 64
    path.write_text("".join(json.dumps(record) + "\n" for record in outcomes.values()))
    assert command("check", path, "--lab", folder) == 1
    said = capsys.readouterr().out
    assert "false           1: called a success with another picture" in said
    assert "Not passed" in said


def test_the_command_writes_a_list(command, tmp_path):
    """The list is for the ports that are given; without them there is none, nor where a lab is being served."""
    words = ("generate", "--out", tmp_path / "new", "--http-port", "8080", "--https-port", "8443", "--rows")
    command(*words, 20)
    assert len(read_truth(tmp_path / "new")) == 20
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"urls.csv", "truth.jsonl", "hosts"}
    with (tmp_path / "new" / "lab.json").open("w") as served:
        wait_for_lock(served.fileno())
        with pytest.raises(UsageError, match=f"^another process serves a lab into {tmp_path}/new: end it"):
            command(*words, 10)
    assert len(read_truth(tmp_path / "new")) == 20
    with pytest.raises(UsageError, match="--http-port"):
        command("generate", "--out", tmp_path)


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("check",), ("serve", "more")])
def test_the_command_explains_itself(command, arguments):
    """What it does not understand ends in its usage."""
    with pytest.raises(UsageError):
        command(*arguments)


def test_the_command_knows_its_options(command):
    """An option that there is not is named."""
    with pytest.raises(UsageError, match="there is no option --port"):
        command("serve", "--port", "1")


def test_the_command_names_what_cannot_be_checked(command, folder, tmp_path_factory):
    """A list that is no JSON Lines, a file and a lab that are not there are one clear sentence each."""
    nowhere, path = tmp_path_factory.mktemp("nowhere"), folder / "outcomes.csv"
    path.write_text("id,ok\nlab-000001,True\n")
    for arguments, sentence in [
        ((path, "--lab", folder), f"{path} is no list of outcomes, one JSON object a line"),
        ((nowhere / "o.jsonl", "--lab", folder), f"{nowhere / 'o.jsonl'}: No such file or directory"),
        ((path, "--lab", nowhere), f"there is no lab in {nowhere}: name its folder with --lab DIR"),
    ]:
        with pytest.raises(UsageError) as caught:
            command("check", *arguments)
        assert str(caught.value).startswith(sentence)


def test_a_served_lab_tells_a_whole_command(command, monkeypatch, capsys):
    """The crawl that is printed has a run and a contact of its own, so that it can be copied and run beside others."""
    description = {"rows": 3, "source": "lab/urls.csv", "settings": {"IMGCRAWL_TLS_CA_FILE": "ca.pem"}}
    monkeypatch.setattr("imgcrawl.lab.serving.serve", lambda _options, announce: announce(description))
    command("serve")
    told = capsys.readouterr().out.partition("scrapy crawl")[2].replace("\\\n", "").split()
    assert told == [
        *("images", "-a", "source=lab/urls.csv", "-a", "run=lab"),
        *("-s", "IMGCRAWL_TLS_CA_FILE=ca.pem", "-s", "IMGCRAWL_CONTACT=you@example.org"),
    ]
