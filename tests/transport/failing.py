"""How a fetch fails."""

from __future__ import annotations

import pytest

from imgcrawl.transport import FetchError


async def slug_of(awaitable):
    """Return the slug with which *awaitable* fails."""
    with pytest.raises(FetchError) as caught:
        await awaitable
    return caught.value.slug
