"""The copies of networks, portals and catalogues that people share pictures or look up covers in.

Sources, as of November 2026: pixiv (akameco/pixiv-app-api #6, upbit/pixivpy #405); Bilibili (the1812/Bilibili-Evolved
#3429); MyAnimeList (hummingbird-me/kitsu-tools #723); IGDB's API, "Images" (qsniyg/maxurl #1377, igdb/api #28); Cover
Art Archive, "API"; Baidu Tieba (hjhee/tiebaSpider #5); YouTube (yt-dlp/yt-dlp #233; qsniyg/maxurl). Of ESO and ESA,
Know Your Meme, Last.fm, LiveJournal, Vimeo, Yandex and Zhihu the rules of qsniyg/maxurl.
"""

from __future__ import annotations

from typing import Final

from imgcrawl.intake.forms.form import END, PICTURE, Form
from imgcrawl.naming.stems import UUID

_WORK = r"(img/(?:\d+/){6}\d+_p\d+)"
_LAST_FM = r"lastfm\.freetls\.fastly\.net|lastfm-img2\.akamaized\.net"

NETWORKS: Final = (
    Form(
        "pixiv",
        rf"(//i\.pximg\.net/)img-master/{_WORK}_master1200\.jpg$",
        (r"\1img-original/\2.jpg", r"\1img-original/\2.png"),
    ),
    Form(
        "pixiv",
        rf"(//i\.pximg\.net/)(?:c/[^/?]+/)?(?:img-master|custom-thumb)/{_WORK}_(?:master|square|custom)1200\.jpg$",
        (r"\1img-master/\2_master1200.jpg", r"\1img-original/\2.jpg"),
    ),
    Form("Bilibili", rf"(//\w+\.hdslb\.com/bfs/[^?@]+?{PICTURE})(?:@|%40)[^/?]+$", (r"\1",)),
    Form(
        "Zhihu",
        rf"(//pic\w\.zhimg\.com/)(?:\d{{2,3}}/)?((?:v2-)?[0-9a-f]{{32}})_(?:\d{{2,4}}w|[a-z]{{1,5}}|\d+x\d+)(?={PICTURE}{END})",
        (r"\1\2", r"\1\2_r"),
    ),
    Form(
        "Baidu",
        rf"(//\w+\.baidu\.com/forum/)\w+(?:=|%3D)[^/?]+/sign(?:=|%3D)[0-9a-f]+/(?=[0-9a-f]{{40}}{PICTURE}{END})",
        (r"\1pic/item/",),
    ),
    Form("Know Your Meme", r"(//i\.kym-cdn\.com/\w+/(?:images|icons)/)\w+(?=/(?:\d{3}/){3}[^/?]+$)", (r"\1original",)),
    Form(
        "LiveJournal",
        rf"(//ic\.pics\.livejournal\.com/[^/?]+/\d+/\d+/\d+)_\d{{2,4}}(?={PICTURE}$)",
        (r"\1_original",),
    ),
    Form(
        "Last.fm",
        rf"(//(?:{_LAST_FM})/i/u/)(?:avatar)?(?:\d+x\d+|\d+s|ar[\dxl]{{1,2}})/(?=[0-9a-f]{{32}}\b)",
        (r"\1",),
    ),
    Form(
        "MyAnimeList",
        rf"(//(?:cdn\.myanimelist\.net|myanimelist\.cdn-dena\.com))/r/\d+x\d+(/images/[^?]+{PICTURE})(?:\?s=\w+)?$",
        (r"\1\2",),
    ),
    Form("IGDB", r"(//images\.igdb\.com/igdb/image/upload/)t_\w+(?=/\w+\.\w{3,4}$)", (r"\1t_original", r"\1t_1080p")),
    Form(
        "Cover Art Archive",
        rf"(//coverartarchive\.org/release(?:-group)?/{UUID.pattern}/\d+)-(?:250|500|1200)(?=\.jpg$)",
        (r"\1", r"\1-500"),
    ),
    Form(
        "Vimeo",
        r"(//i\.vimeocdn\.com/video/\d+(?:-[0-9a-f]{20,}(?:-d)?)?)_\d{2,4}(?:x\d{2,4})?(?=(?:\.\w{3,4})?(?:\?|$))",
        (r"\1",),
    ),
    Form("Yandex", r"(//avatars\.(?:mds\.)?yandex\.net/get-[\w-]+/\d+/[\w-]+/)\w+$", (r"\1orig",)),
    Form(
        "ESO, ESA",
        r"(//(?:cdn\.|www\.)?(?:eso|esahubble|esawebb|spacetelescope)\.org/(?:\w+/)*images/)[a-z]+\d*[a-z]?/(?=[a-z]+\d+\w*\.jpg$)",
        (r"\1large/",),
    ),
    Form("YouTube", r"(/vi(?:_webp)?/[\w-]{11}/\w+\.(?:jpg|webp))\?(?:v|sqp)=.*", (r"\1",)),
)
"""What stands in front of a picture's own key, or behind it; the keys stay."""
