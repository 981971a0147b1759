"""The copies of boards, galleries and wikis.

Sources, as of November 2026: Discourse, ``FileStore::BaseStore``; phpBB, ``download/file.php``; vBulletin,
``attachment.php`` and ``filedata/fetch``; XenForo, ``Attachment::getThumbnailUrl``; MyBB, ``attachment.php``;
Coppermine, "thumb_pfx" and "normal_pfx"; Piwigo, ``DerivativeImage``; Gallery 3, Zenphoto, 4images, DokuWiki,
Chevereto, Photobucket; Fandom, "Thumbnailer".
"""

from __future__ import annotations

from typing import Final

from imgcrawl.intake.forms.form import END, FILE, PICTURE, Form

BOARDS: Final = (
    Form(
        "Discourse",
        r"/optimized/(\dX/(?:[0-9a-f]/)*[0-9a-f]{40})_\d+_\d+x\d+(?=\.[a-z]{3,4}(?:\?|$))",
        (r"/original/\1",),
    ),
    Form(
        "phpBB",
        r"(/download/file\.php)\?(?=[^#]*\b(?:t|sid|mode)=)(?:[^#]*?&)?(id=\d+)(?:&.*)?$",
        (r"\1?\2", r"\1?\2&mode=view"),
    ),
    Form(
        "vBulletin",
        r"(/attachment\.php)\?(?=[^#]*\b(?:thumb|stc|d|s|t)=)(?:[^#]*?&)?(attachmentid=\d+)(?:&.*)?$",
        (r"\1?\2",),
    ),
    Form(
        "vBulletin 5",
        r"(/filedata/fetch)\?(?=[^#]*\btype=)(?:[^#]*?&)?((?:id|photoid|filedataid)=\d+)(?:&.*)?$",
        (r"\1?\2",),
    ),
    Form("XenForo", r"/data/attachments/\d+/(\d+)-[0-9a-f]{32}\.\w{3,4}$", (r"/attachments/\1",)),
    Form("MyBB", r"(/attachment\.php)\?thumbnail=(\d+)$", (r"\1?aid=\2",)),
    Form("Coppermine", rf"(/albums/(?:[^?]+/)?)thumb_(?=[^/?]+{PICTURE}$)", (r"\1", r"\1normal_")),
    Form("Coppermine", rf"(/albums/(?:[^?]+/)?)normal_(?=[^/?]+{PICTURE}$)", (r"\1",)),
    Form("Gallery 3", rf"/var/(?:thumbs|resizes)/(?=[^?]+{PICTURE}{END})", ("/var/albums/",)),
    Form(
        "Piwigo",
        r"/(?:_data/i|i\.php\?)/((?:upload|galleries)/[^?]+)-(?:sq|th|2s|xs|sm|me|la|xl|xx|cu_\w+)(?=\.[a-z]{3,4}$)",
        (r"/\1",),
    ),
    Form(
        "Zenphoto",
        r"/cache/((?:[^/?]+/)+[^/?]+)_(?:w?\d+(?:_h\d+)?_cw\d+_ch\d+|w?\d{3,4}(?:_h\d+)?)(?:_thumb)?(?=\.[a-z]{3,4}(?:\?|$))",
        (r"/albums/\1",),
    ),
    Form("Zenphoto", rf"/zp-core/i\.php\?a=([^&#]+)&i=([^&#]+{PICTURE})&.*", (r"/albums/\1/\2",)),
    Form("Chevereto", rf"(/20\d\d/(?:\d\d/){{1,2}}[^/?]+?|//iili\.io/\w+)\.(?:th|md)(?={PICTURE}{END})", (r"\1",)),
    Form(
        "Fandom",
        r"(/images/(?:[^?]+/)?[0-9a-f]/[0-9a-f]{2}/[^/?]+/revision/(?:latest|\d{14}))/[a-z]+(?:-[a-z]+)*/[^?]+",
        (r"\1",),
    ),
    Form("4images", r"(/data)/thumbnails(?=/\d+/[^/?]+$)", (r"\1/media",)),
    Form("Photobucket", rf"(/albums/(?:[^/?]+/){{1,4}})th_(?={FILE}{END})", (r"\1",)),
    Form("DokuWiki", r"(/lib/exe/fetch\.php)\?(?=[^#]*\b[wh]=\d)(?:[^#]*?&)?(media=[^&#]+)(?:&.*)?$", (r"\1?\2",)),
    Form("DokuWiki", rf"(/_media/[^?]+{PICTURE})\?(?:[wh]=\d+|tok=\w+)(?:&.*)?$", (r"\1",)),
)
