from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from imgcrawl.catalogue import Catalogue


def test_a_run_does_not_forget_its_hashes(catalogue: Catalogue, caplog: pytest.LogCaptureFixture) -> None:
    """Who named a column of hashes names it again, or another, or says that there is none; others are refused."""

    def begin(hash_column: str | None, name: str = "urls") -> None:
        run = catalogue.begin_run(name, source="urls.csv", strategy="adaptive", hash_column=hash_column)
        catalogue.end_run(run, "stopped")

    begin(None)
    begin("md5")
    begin("md5")
    before = catalogue.find_run("urls")
    with pytest.raises(ConfigError, match=r"column md5: say -a hash_column=md5 again, or -a hash_column= for going"):
        begin(None)
    assert catalogue.find_run("urls") == before
    begin(None, "another run")
    assert caplog.messages == []
    begin("sha1")
    (said,) = caplog.messages
    assert said.startswith("the run urls went by the hashes in the column md5 before, and goes by sha1 now")
    with pytest.raises(ConfigError, match="column sha1"):
        begin(None)
    begin("")
    begin(None)
