"""iNaturalist: a photo is its number, in ``/photos/<number>/<size>.<format>``, on its own hosts and its open data."""

from __future__ import annotations

import re

from web_poet import handle_urls

from imgcrawl.pages.page import ImagePage, SitePage

_ID = re.compile(
    r"https?://(?:(?:www\.|static\.)?inaturalist\.org|inaturalist-open-data\.s3\.(?:[a-z0-9-]+\.)?amazonaws\.com|"
    r"s3\.amazonaws\.com/inaturalist-open-data)/photos/(\d+)(?:[/?#]|$)"
)


@handle_urls("inaturalist.org", instead_of=ImagePage)
class InaturalistPage(SitePage):
    """An observation or a photo page. An observation has many photos: its own address names none of them."""

    def picture_id(self, url: str) -> str | None:
        """Return the photo's number."""
        found = _ID.match(url)
        return found[1] if found else None
