"""The images spider on a disk that takes no rows."""

from __future__ import annotations

import errno
import os
from typing import Any

from imgcrawl.intake.lists import backlog
from imgcrawl.spiders.images import ImagesSpider


class FullDiskSpider(ImagesSpider):
    """The spider as it is; only this module is another one."""


def _full(**_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


backlog.TemporaryFile = _full  # type: ignore[attr-defined]
