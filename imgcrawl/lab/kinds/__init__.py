"""All kinds of behaviour, grouped by the stage that they try."""

from __future__ import annotations

from imgcrawl.lab.kinds import (
    connections,
    contents,
    good,
    names,
    pages,
    placeholders,
    ratelimits,
    redirects,
    refusals,
    statuses,
    streams,
    tls,
    urls,
)  # fmt: skip

KINDS = (
    *good.KINDS, *urls.KINDS, *names.KINDS, *connections.KINDS, *tls.KINDS, *statuses.KINDS, *redirects.KINDS,
    *refusals.KINDS, *ratelimits.KINDS, *contents.KINDS, *streams.KINDS, *placeholders.KINDS, *pages.KINDS,
)  # fmt: skip
"""The table of kinds; their names are unique."""
