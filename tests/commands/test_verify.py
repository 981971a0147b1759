"""``scrapy verify`` on a store that has lost something."""

from __future__ import annotations

import hashlib
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


def errors(data) -> dict[str, str | None]:
    """Return the rows' errors."""
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=1, create=False)
    found = {outcome.id: outcome.error for outcome in catalogue.iter_outcomes(catalogue.find_run(""))}
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
