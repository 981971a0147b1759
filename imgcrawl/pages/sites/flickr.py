"""Flickr: a photo is its number. Source: https://www.flickr.com/services/api/misc.urls.html."""

from __future__ import annotations

import re

from web_poet import handle_urls

from imgcrawl.pages.page import ImagePage, SitePage

_ID = re.compile(
    r"https?://(?:"
    r"(?:live|farm\d+|c\d)\.static\.?flickr\.com/(?:\d+/)+(\d+)_[0-9a-f]{6,}(?:_[a-z0-9]{1,2})?\.[a-z]{3,4}"
    r"|(?:www\.|m\.)?flickr\.com/photos/[^/?#]+/(\d+)"
    r")(?:[/?#]|$)"
)


@handle_urls("flickr.com", instead_of=ImagePage)
class FlickrPhotoPage(SitePage):
    """A photo page. Sizes of one photo have different secrets in their names; the number is the same."""

    def picture_id(self, url: str) -> str | None:
        """Return the photo's number."""
        found = _ID.match(url)
        return found[1] or found[2] if found else None
