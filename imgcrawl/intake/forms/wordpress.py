"""The copies of WordPress and its plug-ins.

Sources, as of November 2026: WordPress, ``image_make_intermediate_size``, ``wp_save_image`` and
``wp_create_image_subsizes``, "Multisite upload paths"; WebP Express, Converter for Media and Smush, whose folders hold
the path of the upload; NextGEN Gallery.
"""

from __future__ import annotations

from typing import Final

from imgcrawl.intake.forms.form import END, Form
from imgcrawl.naming.words import UNIX_TIME

_DATE = r"(?:19|20)\d\d/(?:0[1-9]|1[0-2])/"
_FOLDER = rf"/wp-content/uploads/|/wp-content/blogs\.dir/\d+/files/|/app/uploads/|/files/(?={_DATE})"
_NAME = rf"((?:{_FOLDER})[^?]*[^/?])"
_ENDING = r"(\.[a-z]{3,4})"
_SIZE = r"-\d{2,5}x\d{2,5}(?:@2x)?"
_EDIT = rf"(-e{UNIX_TIME.pattern})"
_SHOWN = r"(\.(?:jpe?g|png|gif))"
_CONVERTED = r"\.(?:webp|avif)"

WORDPRESS: Final = (
    Form(
        "folder of converted ones",
        r"/wp-content/(?:webp-express/webp-images/(?:doc-root/)?(?:wp-content/)?uploads|uploads-webpc/uploads|smush-webp)"
        rf"(/[^?]+?){_SHOWN}{_CONVERTED}{END}",
        (r"/wp-content/uploads\1\2",),
    ),
    Form("converted size", rf"{_NAME}({_SIZE}){_SHOWN}{_CONVERTED}{END}", (r"\1\2\3", r"\1\3")),
    Form("converted", rf"{_NAME}{_SHOWN}{_CONVERTED}{END}", (r"\1\2",)),
    Form("size of an edit", rf"{_NAME}{_EDIT}{_SIZE}{_ENDING}{END}", (r"\1\2\3", r"\1\3")),
    Form("size", rf"{_NAME}{_SIZE}{_ENDING}{END}", (r"\1\2", r"\1-scaled\2")),
    Form("edit", rf"{_NAME}{_EDIT}{_ENDING}{END}", (r"\1\3",)),
    Form("scaled", rf"{_NAME}-(?:scaled|rotated){_ENDING}{END}", (r"\1\2",)),
    Form("blog, before", r"/wp-content/blogs\.dir/(\d+)/files/", (r"/wp-content/uploads/sites/\1/",)),
    Form("blog, since", r"/wp-content/uploads/sites/(\d+)/", (r"/wp-content/blogs.dir/\1/files/",)),
    Form("blog by its host", rf"^(https?://[^/?]+(?:/[\w-]+)?)/files/(?={_DATE})", (r"\1/wp-content/uploads/",)),
    Form("NextGEN", r"(/wp-content/gallery/[^/?]+/)thumbs/thumbs_(?=[^/?]+$)", (r"\1",)),
    Form("NextGEN", r"(/wp-content/gallery/[^/?]+/)(?:cache/|dynamic/)([^/?]+?\.\w{3,4})-nggid[^/?]+$", (r"\1\2",)),
)
"""A site's own files, whichever of its sizes the copy had; each blog's keep its number or its host."""

KEPT_OTHERWISE: Final = (
    Form(
        "reduced or converted since",
        rf"{_NAME}(?<!-scaled)(?<!\dx\d\d)(?<!\dx\d\d\d)(?<!\dx\d\d\d\d){_SHOWN}{END}",
        (r"\1-scaled\2", r"\1.webp"),
    ),
)
"""Programs that make room keep the reduced file alone, others its converted one."""
