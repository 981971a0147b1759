"""``scrapy verify`` on a store that has lost something."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings

from imgcrawl.catalogue import open_catalogue
from imgcrawl.records import Outcome

BODIES = {"0": b"whole", "1": b"damaged", "2": b"gone", "3\x1b": b"whole too"}


@pytest.fixture
def data(tmp_path):
    """Store four images, and let one be changed and one be deleted afterwards; a fifth row has failed."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")
    outcomes = [Outcome(id="4", url="http://a.test/4", stage="http", error="http_404", attempts=1)]
    for row, body in BODIES.items():
        (tmp_path / "images").mkdir(exist_ok=True)
        (tmp_path / "images" / f"{row[0]}.jpg").write_bytes(body)
        how = {"path": f"{row[0]}.jpg", "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
        outcomes.append(Outcome(id=row, url=f"http://a.test/{row[0]}", ok=True, attempts=1, **how))
    catalogue.write(run, outcomes)
    catalogue.close()
    (tmp_path / "images" / "1.jpg").write_bytes(b"Damaged")
    (tmp_path / "images" / "2.jpg").unlink()
    return tmp_path


def verify(data, *argv: str, **settings: Any) -> int:
    """Call the command and return its status."""
    values = {"COMMANDS_MODULE": "imgcrawl.commands", "IMGCRAWL_DATA_DIR": str(data)} | settings
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCRAPY_SETTINGS_MODULE", "imgcrawl")
        with pytest.raises(SystemExit) as caught:
            execute(["scrapy", "verify", *argv], Settings(values))
    return int(caught.value.code or 0)


def errors(data, run: str = "") -> dict[str, str | None]:
    """Return the errors of a run's rows."""
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=1, create=False)
    found = {outcome.id: outcome.error for outcome in catalogue.iter_outcomes(catalogue.find_run(run))}
    catalogue.close()
    return found


def test_losses_are_told(data, capsys):
    """Files that are gone or changed are named with their rows, nothing is changed, and the status is 1."""
    assert verify(data) == 1
    said = capsys.readouterr().out
    assert f"damaged: {data}/images/1.jpg, row 1\n" in said
    assert f"gone: {data}/images/2.jpg, row 2\n" in said
    assert "4 images of run urls: 1 gone, 1 damaged." in said
    assert errors(data)["1"] is errors(data)["2"] is None
    assert (data / "images" / "1.jpg").read_bytes() == b"Damaged"


@pytest.mark.parametrize("options", [(), ("--mend",)], ids=["looked-at", "mended"])
def test_what_cannot_be_read_is_left_alone(data, capsys, options):
    """A file that cannot be read may be whole: it is not removed, its row stays, and the others are looked at."""
    unreadable = data / "images" / "0.jpg"
    unreadable.unlink()
    unreadable.symlink_to(unreadable)  # the user root, too, gets an error
    assert verify(data, *options) == 1
    said = capsys.readouterr().out
    assert f"unreadable: {unreadable}, row 0\n" in said
    assert "4 images of run urls: 1 gone, 1 damaged, 1 unreadable." in said
    assert "it is left as it is" in said
    assert unreadable.is_symlink()
    assert errors(data)["0"] is None
    assert (errors(data)["1"] == "storage_error") is bool(options)


def test_mended_rows_are_for_the_next_crawl(data, capsys):
    """With --mend the rows have failed in the store, and what was damaged cannot be taken for the image again."""
    assert verify(data, "--mend", "urls") == 0
    assert "4 images of run urls: 1 gone, 1 damaged." in capsys.readouterr().out
    assert errors(data) == {"0": None, "1": "storage_error", "2": "storage_error", "3\x1b": None, "4": "http_404"}
    assert not (data / "images" / "1.jpg").exists()
    assert verify(data) == 0
    assert "2 images of run urls: 0 gone, 0 damaged." in capsys.readouterr().out


@pytest.fixture
def shared(data):
    """Let two more runs name some of the files: "later" the whole one and the gone one, "other" the damaged one."""
    with closing(open_catalogue("", data_dir=str(data), lock_timeout_s=1)) as catalogue:
        known = {outcome.id: outcome for outcome in catalogue.iter_outcomes(catalogue.find_run("urls"))}
        for name, ids in {"later": ("0", "2"), "other": ("1",)}.items():
            run = catalogue.begin_run(name, source=name, strategy="adaptive")
            catalogue.write(run, [replace(known[row], id=f"{name} {row}") for row in ids])
    return data


def test_all_runs(shared, capsys, monkeypatch):
    """With --all each file of any run is read once, and named once, with the rows that have it."""
    read = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        hashlib, "file_digest", lambda file, how: (read.append(Path(file.name).name), digest(file, how))[1]
    )
    assert verify(shared, "--all") == 1
    said = capsys.readouterr().out
    assert f"damaged: {shared}/images/1.jpg, row 1 of run urls and 1 other row\n" in said
    assert f"gone: {shared}/images/2.jpg, row 2 of run urls and 1 other row\n" in said
    assert "7 images of 3 runs, in 4 files: 1 gone, 1 damaged.\n" in said
    assert "With --mend the same crawls fetch them again, of runs other, later, urls.\n" in said
    assert read == ["0.jpg", "1.jpg", "3.jpg"]


def test_all_runs_are_mended(shared, capsys):
    """With --all --mend the rows of every run fail whose file is lost; whether one run is whole is told by its name."""
    assert verify(shared, "--all", "--mend") == 0
    said = capsys.readouterr().out
    assert "count as failed now; the same crawls fetch them again, of runs other, later, urls.\n" in said
    assert errors(shared, "urls") == {
        **dict.fromkeys(BODIES),
        "1": "storage_error",
        "2": "storage_error",
        "4": "http_404",
    }
    assert errors(shared, "later") == {"later 0": None, "later 2": "storage_error"}
    assert errors(shared, "other") == {"other 1": "storage_error"}
    assert verify(shared, "--all") == 0
    assert "3 images of 3 runs, in 2 files: 0 gone, 0 damaged.\n" in capsys.readouterr().out
    assert verify(shared, "later") == 0
    assert "1 image of run later: 0 gone, 0 damaged.\n" in capsys.readouterr().out


def test_one_run_is_mended_for_all(shared, capsys):
    """A file that --mend finds lost in one run is lost for every run that names it: their rows fail too."""
    assert verify(shared, "--mend", "urls") == 0
    said = capsys.readouterr().out
    assert f"damaged: {shared}/images/1.jpg, row 1 of run urls and 1 other row\n" in said
    assert "4 images of run urls: 1 gone, 1 damaged.\n" in said
    assert "count as failed now; the same crawls fetch them again, of runs other, later, urls.\n" in said
    assert errors(shared, "later") == {"later 0": None, "later 2": "storage_error"}
    assert errors(shared, "other") == {"other 1": "storage_error"}
    assert verify(shared, "--all") == 0


def test_only_runs_that_have_lost_something_are_to_be_crawled_again(shared, capsys):
    """A run whose files are whole, or cannot be read, is not among those whose crawl is to come again."""
    file = shared / "images" / "1.jpg"
    file.write_bytes(BODIES["1"])
    assert verify(shared, "--all") == 1
    assert "With --mend the same crawls fetch them again, of runs later, urls.\n" in capsys.readouterr().out
    file.unlink()
    file.symlink_to(file)
    assert verify(shared, "--all") == 1
    assert "With --mend the same crawls fetch them again, of runs later, urls.\n" in capsys.readouterr().out


def test_one_run_or_all(data, capsys):
    """All runs and one of them are not asked for at once; all of none are none."""
    assert verify(data, "--all", "urls") == 2
    assert "--all checks all runs: leave out --all or RUN" in capsys.readouterr().err
    assert verify(data / "none", "--all") == 2
    assert "there is no catalogue at" in capsys.readouterr().err


def test_the_store_is_the_one_of_the_settings(data, capsys):
    """Another folder is looked into where the settings name one; a store elsewhere cannot be verified."""
    (data / "images").rename(data / "moved")
    assert verify(data, IMAGES_STORE=str(data / "moved")) == 1
    assert "1 gone, 1 damaged" in capsys.readouterr().out
    assert verify(data, IMAGES_STORE="ftp://ann:s3cret@store.test/") == 2
    assert "only a store that is a folder can be verified, not ftp://…@store.test/" in capsys.readouterr().err


def test_what_is_shown_obeys_nobody(data, capsys):
    """A row's id is shown without what a terminal would obey."""
    (data / "images" / "3.jpg").unlink()
    assert verify(data) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert r"row 3\x1b" in said
