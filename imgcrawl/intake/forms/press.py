"""The copies of newspapers, magazines and journals.

Source, as of November 2026: the rules of qsniyg/maxurl; of Springer Nature also those of extesy/hoverzoom.
"""

from __future__ import annotations

from typing import Final

from imgcrawl.intake.forms.form import FILE, Form

_CNN_SIZE = r"small|medium|large|exlarge|super|full|overlay|alt|tease|story-top|horizontal"

PRESS: Final = (
    Form(
        "CNN",
        rf"(//(?:cdn\.cnn|i\d?\.cdn\.turner)\.com/cnnnext/dam/assets/\d{{12}}-[^/?]+?)-(?:{_CNN_SIZE})(?:-(?:{_CNN_SIZE}|\d+))*"
        r"(?=\.jpg$)",
        (r"\1",),
    ),
    Form(
        "Condé Nast",
        rf"(/photos/[0-9a-f]{{24}}/)(?:master|\d+(?::|%3A)\d+)/[wh]_\d[^/?]*/(?={FILE}$)",
        (r"\1master/pass/", r"\1original/original/"),
    ),
    Form(
        "Future",
        r"(//cdn\.mos\.cms\.futurecdn\.net/\w{10,})(?:-\d{2,4}-\d{2})?(\.(?:jpe?g|png|gif))(?:\.webp)?$",
        (r"\1\2",),
    ),
    Form(
        "Forbes",
        r"(//(?:specials-images\.forbesimg|imageio\.forbes)\.com/(?:[\w-]+/)?imageserve/[0-9a-f]{10,}/(?:[^/?]+/)?)\d+x\d+"
        r"(\.\w{3,4})(?:\?.*)?$",
        (r"\g<1>0x0\2",),
    ),
    Form("Hearst", r"(//s\.hdnux\.com/photos/(?:\d\d/){3,4}\d+/\d+/)[^/.?]+(?=\.jpg$)", (r"\1rawImage",)),
    Form(
        "Springer Nature",
        r"(//media\.(?:springernature|nature)\.com/)(?:l?w\d+(?:h\d+)?|m\d+)(/[^?]+)(?:\?as=\w+)?$",
        (r"\1full\2",),
    ),
)
"""A cut in another shape is one of the same picture, which is the whole."""
