"""What a page offers to choose from: each picture with what its address says."""

from __future__ import annotations

from collections.abc import Sequence

from imgcrawl.naming.addresses import Address
from imgcrawl.pages.reading.kinds import Candidate

Pair = tuple[Candidate, Address]
Offered = Sequence[Pair]
