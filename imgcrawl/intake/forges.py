"""Pages of code hosts about one file, and where the file itself is by the software that shows them.

Sources, as of December 2026: GitHub, "Getting permanent links to files"; GitLab, "Repository files API" (``/-/raw/``);
Gitea's and Forgejo's routes (go-gitea/gitea #5787), which Codeberg has; Bitbucket Cloud, "Source" (``/raw/``), and
Server, ``/projects/…/repos/…/raw/``; SourceHut (sshaw/git-link #77); cgit, ``cmd.c`` (``tree``, ``plain``); gitweb's
manual, "ACTIONS" (``blob``, ``blob_plain``); Hugging Face, "Downloading files" (``/resolve/``).

Gitiles, which gives a file in base64 alone, is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.naming.words import ANY_ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_END: Final = rf"{ANY_ENDING}(?=[?#]|$)"

_PAGES: Final = tuple(
    (re.compile(page, re.IGNORECASE), file)
    for page, file in (
        (
            rf"(https?://(?:www\.)?huggingface\.co/(?:[^/?]+/){{2,3}})(?:blob|raw)/([^/?]+/[^?]+{_AT_END}).*",
            r"\1resolve/\2",
        ),
        (
            rf"https?://(?:www\.)?github\.com/([^/?]+/[^/?]+)/blob/([^/?]+/[^?]+{_AT_END}).*",
            r"https://raw.githubusercontent.com/\1/\2",
        ),
        (rf"(https?://[^/?]+/(?:[^~/?][^/?]*/){{2,8}}?)blob/([^/?:]+/[^?]+{_AT_END}.*)", r"\1raw/\2"),
        (rf"(https?://[^/?]+/(?:[^/?]+/){{2,4}}?)src/((?:branch|tag|commit)/[^/?]+/[^?]+{_AT_END}).*", r"\1raw/\2"),
        (rf"(https?://bitbucket\.org/[^/?]+/[^/?]+/)src/([^/?]+/[^?]+{_AT_END}).*", r"\1raw/\2"),
        (
            rf"(https?://[^/?]+/(?:[^/?]+/)?(?:projects|users)/[^/?]+/repos/[^/?]+/)browse/([^?]+{_AT_END}.*)",
            r"\1raw/\2",
        ),
        (rf"(https?://[^/?]+/~[^/?]+/[^/?]+/)tree/((?:[^/?]+/){{1,6}}?)item/([^?]+{_AT_END}).*", r"\1blob/\2\3"),
        (rf"(https?://[^/?]+/(?:[^/?]+/){{0,8}}?[^/?]*\.git/)tree/([^?]+{_AT_END}.*)", r"\1plain/\2"),
        (
            rf"(https?://(?:cgit\.[^/?]+/|[^/?]+/(?:[^/?]+/){{0,3}}?cgit/)(?:[^/?]+/){{1,6}}?)tree/([^?]+{_AT_END}.*)",
            r"\1plain/\2",
        ),
        (rf"(https?://[^?]+\?(?:.*[;&])?a=blob)((?:[;&].*)?[;&]f=[^;&]+{ANY_ENDING}(?:[;&].*)?)", r"\1_plain\2"),
        (rf"(https?://[^/?]+/(?:[^/?]+/){{0,8}}?[^/?]*\.git/)blob(/[^/?:]+:/[^?]+{_AT_END}.*)", r"\1blob_plain\2"),
    )
)
"""Pages, and the files that they are about: Hugging Face, GitHub, GitLab and what is like it, Gitea, Bitbucket Cloud,
its server, SourceHut, cgit, and gitweb in both forms of its addresses.
"""


def file_of_page(url: str) -> Iterator[str]:
    """Yield the picture's file about which *url* is a page of a code host, the likeliest address first."""
    return (found.expand(file) for page, file in _PAGES if (found := page.fullmatch(url)))
