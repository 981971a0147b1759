"""How a crawl does with few open files."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.transport.descriptors import Share, fitted

WANTED = Share(512, 512)


@pytest.mark.parametrize(
    ("files", "share"),
    [
        (1_000_000, WANTED),
        (1124, WANTED),
        (1024, Share(512, 412)),
        (868, Share(512, 256)),
        (400, Share(200, 100)),
        (128, Share(18, 10)),
    ],
)
def test_what_fits(files, share):
    """Idle connections give way first, then requests; together they leave a hundred files for everything else."""
    assert fitted(WANTED, files) == share
    assert share == WANTED or sum(share) + 100 == files


def test_too_few():
    """With too few files no crawl begins, and what to do is said."""
    with pytest.raises(ConfigError, match=r"only 127 files may be open at a time.*ulimit -n 128"):
        fitted(WANTED, 127)
