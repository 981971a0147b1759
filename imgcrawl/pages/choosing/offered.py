"""What a page offers to choose from: each picture with what its address says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.reading.kinds import Candidate


class Offer(NamedTuple):
    """A picture of the page, and what its *address* says, or would say without what stands in a rule's way."""

    candidate: Candidate
    address: Address


Offered = Sequence[Offer]
