"""The header fields of an answer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scrapy.http.headers import Headers

if TYPE_CHECKING:
    from collections.abc import Iterable


class AnswerHeaders(Headers):
    """Scrapy's headers, which find a field by a name in any case; how names are spelt there is found out once.

    An image is asked for a dozen fields that it mostly does not have.
    """

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[bytes, bytes]]) -> AnswerHeaders:
        """Return *pairs* in their order, without what Scrapy does for values of any type."""
        headers = cls()
        for name, value in pairs:
            dict.setdefault(headers, name.title(), []).append(value)
        return headers

    def __contains__(self, key: str | bytes) -> bool:  # type: ignore[override]
        """Say whether there is a field *key*."""
        return dict.__contains__(self, _spelt(key))

    def normkey(self, key: str | bytes) -> bytes:
        """Return the name *key* as it is spelt here."""
        return _spelt(key)


_PLAIN: Final = Headers()


@lru_cache(maxsize=1024)
def _spelt(name: str | bytes) -> bytes:
    return _PLAIN.normkey(name)
