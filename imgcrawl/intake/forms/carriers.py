"""The copies of what carries other sites' pictures: stores and scalers that write their order into the address.

Sources, as of November 2026: Adobe, "Image Serving API"; Cloudinary, "Transformation URL API reference"; thumbor,
"Usage"; easy-thumbnails, ``namers.default``; Alibaba Cloud OSS, "Image processing"; Tencent Cloud, "Basic image
processing"; Qiniu, "imageView2"; UPYUN, "Image processing"; ImageKit, "Image transformations"; Gravatar, "Images";
Imgur, "Image thumbnails".
"""

from __future__ import annotations

from typing import Final

from imgcrawl.intake.forms.form import FILE, PICTURE, Form

_THUMBOR_ORDER = (
    r"meta|trim[^/?]*|\d+x\d+:\d+x\d+|(?:adaptive-|full-)?fit-in|-?\d*x-?\d*|left|right|center|top|bottom|middle|smart"
    r"|filters:[^/?]+"
)
_ELSEWHERE = r"[^/?]*\.[^/?]*/|https?(?::|%3A)"
_ORDER = r"(?:(?![^/?]*\b(?:(?:l|u|pg|so|co)_|e_(?:replace|recolor|gen_|tint)))[a-z]{1,4}_[^/?]+/)"
"""No other picture over or under it, no other colour, and no page of a document or second of a film: of these the whole
shows nothing."""
_SIZED_ORDER = rf"(?:(?=[^/?]*\b(?:[wh]_\d|c_[a-z])){_ORDER})"
_SIGNED = r"(?:s--[\w-]{8}--/)?"
_OF_ONE = r"(?![^#]*(?:[{(]|%7B|%28|\b(?:src|obj|mask|color|op_colorize)=|\blayer=(?!comp\b)|\$[\w.-]+=))"
"""What lays no other picture over the one of the path, which may be a ground for all, and gives no colour or name."""
_ASKED = r"(?:x-oss-process=|x-image-process=|imageMogr2|imageView2)"

CARRIERS: Final = (
    Form("Scene7", rf"(/is/image/[^?]+)\?{_OF_ONE}(?:[^#]*&)?\$[\w .%-]+\$.*", (r"\1",)),
    Form(
        "Scene7",
        rf"(/is/image/[^/?]+/[^/?]+)\?{_OF_ONE}(?:[^#]*&)?(?:wid|hei|scl|rgn|qlt|fmt)=.*",
        (r"\1", r"\1?scl=1"),
    ),
    Form("Scene7", rf"(/is/image/[^/?]+/[^/?:]+):[\w -]+(?:\?{_OF_ONE}.*)?$", (r"\1",)),
    Form("preset", rf"({PICTURE})\?preset=[^&]+$", (r"\1",)),
    Form("Cloudinary", rf"(/image/upload/){_SIGNED}{_ORDER}+(?=v\d+/)", (r"\1",)),
    Form("Cloudinary", rf"(/image/upload/){_SIGNED}{_SIZED_ORDER}+(?=(?:[^?]+/)?{FILE})", (r"\1",)),
    Form(
        "thumbor",
        rf"/(?:unsafe|[\w-]{{27}}=)/(?:(?:{_THUMBOR_ORDER})/)++(?=(?!{_ELSEWHERE})[^?]*{FILE})",
        ("/",),
    ),
    Form(
        "easy-thumbnails",
        r"(\.(?:jpe?g|png|gif|webp|tiff?))\.\d+x\d+_q\d+(?:_[\w,%-]+)?\.(?:jpe?g|png|webp)$",
        (r"\1",),
    ),
    Form(
        "Alibaba, Tencent, Qiniu",
        rf"({PICTURE}|/[^/?]+(?=\?{_ASKED}[^&]*$))\?(?:[^#]*&)?{_ASKED}.*",
        (r"\1",),
    ),
    Form(
        "Alibaba, Qiniu, UPYUN",
        rf"({PICTURE})(?:(?:@|%40)?(?:!|%21)[\w.-]+|(?:@|%40)\d+[wh]_[\w.]+)(?:\?.*)?$",
        (r"\1",),
    ),
    Form("ImageKit", rf"({PICTURE})\?tr=(?![^&]*\bl-)[\w,.:-]+$", (r"\1",)),
    Form("X", rf"^(?!https?://[\w.-]+\.twimg\.com[:/])([^?]+{PICTURE}):(?:orig|large|medium|small|thumb)$", (r"\1",)),
    Form(
        "Gravatar",
        r"(//(?:\w+\.)?gravatar\.com/avatar/[0-9a-f]{32,64})(?:\.\w+)?\?(?:[^#]*&)?s(?:ize)?=\d+.*",
        (r"\1?s=512&d=404",),
    ),
    Form("Imgur", r"(//i\.imgur\.com/(?:[a-z0-9]{7}|[a-z0-9]{5}))(?-i:[sbtmlh])(?=\.\w{3,4}$)", (r"\1",)),
    Form(
        "Weibo",
        r"(//\w+\.sinaimg\.cn/)(?:thumb\w+|bmiddle|small|square|orj\d+|mw\d+|wap\d+)(?=/\w{20,}\.\w{3,4}$)",
        (r"\1large", r"\1mw2000"),
    ),
    Form("WeChat", r"(//mmbiz\.qpic\.cn/\w+/[\w-]{20,}/)\d+(?=\?|$)", (r"\g<1>0",)),
)
