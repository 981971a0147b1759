"""The uploads of networks, catalogues, newspapers and some shops that stand in the addresses of their copies."""

from __future__ import annotations

from time import process_time
from urllib.parse import urlsplit

import pytest

from imgcrawl.intake.forms.uploads import as_original
from tests.intake.copies import whole

KEY = "0123456789abcdef0123456789abcdef"
SHA = f"{KEY}01234567"
WORK = "img/2020/01/02/03/04/05/12345678_p0"
PIXIV, BILI = "//i.pximg.net", f"//i0.hdslb.com/bfs/archive/{SHA}.jpg"
ZHIHU, TIEBA = f"//pic1.zhimg.com/v2-{KEY}", "//imgsrc.baidu.com/forum"
MEME, LIVE = "//i.kym-cdn.com/photos/images", "//ic.pics.livejournal.com/anna/12345/67890/67890"
FM, MAL = "//lastfm.freetls.fastly.net/i/u", "//cdn.myanimelist.net"
IGDB = "//images.igdb.com/igdb/image/upload"
COVER = "//coverartarchive.org/release/76df3287-6cda-33eb-8e9a-044b5e15ffdd/829521842"
VIMEO, VIDEO = f"//i.vimeocdn.com/video/1234567-{SHA}-d", "//i.ytimg.com/vi/AbC-dEf12_x"
VOGUE = "//assets.vogue.com/photos/5a1234567890abcdef012345"
FUTURE = "//cdn.mos.cms.futurecdn.net/abcDEF1234567890abcDEF"
FIGURE = "springer-static/image/art%3A10.1038%2Fs41586/MediaObjects/41586_1_Fig1_HTML.png"
ESO = "//cdn.eso.org/images"
YANDEX = "//avatars.mds.yandex.net/get-zen_doc/1234/pub_5a1234567890abcdef_5a12"
FORBES, CHRONICLE = (
    "//imageio.forbes.com/specials-images/imageserve/5f1234567890",
    "//s.hdnux.com/photos/01/23/45/67/12345678/3",
)
READ = "//i.gr-assets.com/images/S/compressed.photo.goodreads.com/books/1234567890l/123"
OLD_WIX = f"//static.wixstatic.com/media/ab12f3_{KEY}.jpg"
CNN = "//cdn.cnn.com/cnnnext/dam/assets/200101010101-heron-lake"
TURNER = CNN.replace("cdn.cnn", "i2.cdn.turner")
ROOM, SOFA = "//ssl.cdn-redfin.com/photo/1", "//assets.wfcdn.com/im/12345678"
FLAT = "108k/107051/78903606/107051_RS0730_IMG_11_0000"
RIGHTMOVE = "//media.rightmove.co.uk"
HOUSE = f"//ap.rdcpix.com/{KEY}l-m1234567890od"

FORMS = [
    (f"{PIXIV}/img-master/{WORK}_master1200.jpg", [
        f"{PIXIV}/img-original/{WORK}.jpg", f"{PIXIV}/img-original/{WORK}.png",
    ]),
    (f"{PIXIV}/c/600x1200_90/img-master/{WORK}_master1200.jpg", [
        f"{PIXIV}/img-master/{WORK}_master1200.jpg", f"{PIXIV}/img-original/{WORK}.jpg",
    ]),
    (f"{PIXIV}/c/250x250_80_a2/custom-thumb/{WORK}_custom1200.jpg", [
        f"{PIXIV}/img-master/{WORK}_master1200.jpg", f"{PIXIV}/img-original/{WORK}.jpg",
    ]),
    (f"{BILI}@672w_378h_1c_!web-home-common-cover.webp", [BILI]),
    (f"{ZHIHU}_720w.jpg?source=17", [f"{ZHIHU}.jpg?source=17", f"{ZHIHU}_r.jpg?source=17"]),
    (f"//pic1.zhimg.com/80/v2-{KEY}_1440w.webp", [f"{ZHIHU}.webp", f"{ZHIHU}_r.webp"]),
    (f"{ZHIHU}_r.jpg", [f"{ZHIHU}.jpg"]),
    (f"{TIEBA}/w%3D580/sign=0a1b2c/{SHA}.jpg", [f"{TIEBA}/pic/item/{SHA}.jpg"]),
    (f"{MEME}/newsfeed/001/234/567/pot.jpg", [f"{MEME}/original/001/234/567/pot.jpg"]),
    (f"{LIVE}_600.jpg", [f"{LIVE}_original.jpg"]),
    (f"{FM}/300x300/{KEY}.jpg", [f"{FM}/{KEY}.jpg"]),
    (f"{FM}/avatar170s/{KEY}", [f"{FM}/{KEY}"]),
    (f"{MAL}/r/50x70/images/anime/5/123.jpg?s=0a1b", [f"{MAL}/images/anime/5/123.jpg"]),
    (f"{IGDB}/t_cover_big/co1re9.webp", [f"{IGDB}/t_original/co1re9.webp", f"{IGDB}/t_1080p/co1re9.webp"]),
    (f"{COVER}-250.jpg", [f"{COVER}.jpg", f"{COVER}-500.jpg"]),
    (f"{VIMEO}_1280x720?region=us", [f"{VIMEO}?region=us"]),
    ("//i.vimeocdn.com/video/1234567_640.jpg", ["//i.vimeocdn.com/video/1234567.jpg"]),
    (f"{VIDEO}/hqdefault.jpg?sqp=-oaymwE&rs=AOn4CLA", [f"{VIDEO}/hqdefault.jpg"]),
    (f"{VIDEO}/maxresdefault.jpg?v=606f078a", [f"{VIDEO}/maxresdefault.jpg"]),
    (f"{VOGUE}/4:3/w_1600,h_1200,c_limit/pot.jpg", [
        f"{VOGUE}/master/pass/pot.jpg", f"{VOGUE}/original/original/pot.jpg",
    ]),
    (f"{VOGUE}/master/w_2560%2Cc_limit/pot.jpg", [
        f"{VOGUE}/master/pass/pot.jpg", f"{VOGUE}/original/original/pot.jpg",
    ]),
    (f"{FUTURE}-1200-80.jpg", [f"{FUTURE}.jpg"]),
    (f"{FUTURE}-1200-80.jpg.webp", [f"{FUTURE}.jpg"]),
    (f"//media.springernature.com/lw685/{FIGURE}?as=webp", [f"//media.springernature.com/full/{FIGURE}"]),
    (f"//media.springernature.com/w215h120/{FIGURE}", [f"//media.springernature.com/full/{FIGURE}"]),
    (f"{ESO}/screen/eso1234a.jpg", [f"{ESO}/large/eso1234a.jpg"]),
    ("//esahubble.org/media/archives/images/thumb300y/heic1501a.jpg", [
        "//esahubble.org/media/archives/images/large/heic1501a.jpg",
    ]),
    (f"{YANDEX}/scale_1200", [f"{YANDEX}/orig"]),
    (f"{FORBES}/960x0.jpg?fit=scale", [f"{FORBES}/0x0.jpg"]),
    (f"{CHRONICLE}/1200x0.jpg", [f"{CHRONICLE}/rawImage.jpg"]),
    (f"{READ}._SX318_.jpg", [f"{READ}.jpg"]),
    ("/images/S/aplus-media/sc/0123-4567.__CR0,0,300,300_PT0_SX300_V1___.jpg", [
        "/images/S/aplus-media/sc/0123-4567.jpg",
    ]),
    (f"{OLD_WIX}/v1/fill/w_300,h_200,al_c,q_80/heron.jpg", [OLD_WIX]),
    (f"{CNN}-super-169.jpg", [f"{CNN}.jpg"]),
    (f"{TURNER}-exlarge-tease.jpg", [f"{TURNER}.jpg"]),
    (f"{ROOM}/mbpaddedwide/123/genMid.ABC1234567_0.jpg", [f"{ROOM}/bigphoto/123/ABC1234567_0.jpg"]),
    (f"{RIGHTMOVE}/dir/crop/10:9-16:9/{FLAT}_max_476x317.jpeg", [
        f"{RIGHTMOVE}/{FLAT}.jpeg", f"{RIGHTMOVE}/dir/{FLAT}.jpeg",
    ]),
    (f"{RIGHTMOVE}/dir/{FLAT}_max_656x437.jpeg", [f"{RIGHTMOVE}/{FLAT}.jpeg", f"{RIGHTMOVE}/dir/{FLAT}.jpeg"]),
    (f"{SOFA}/resize-h800-w800%5Ecompr-r85/1234/12345678/Sofa.jpg", [f"{SOFA}/compr-r85/1234/12345678/Sofa.jpg"]),
    (f"{HOUSE}-w480_h360_x2.webp", [f"{HOUSE}.jpg"]),
    ("/images/W/MEDIAX_1215821-T2/images/I/41pCCoGyHmL._SS210_.jpg", ["/images/I/41pCCoGyHmL._SS210_.jpg"]),
]  # fmt: skip
OTHERS = [
    f"//i.pixiv.net/c/600x1200_90/img-master/{WORK}_master1200.jpg",
    f"{PIXIV}/img-original/{WORK}.png",
    f"{PIXIV}/img-zip-ugoira/{WORK}_ugoira600x600.zip",
    f"{BILI}",
    f"//i0.hdslb.org/bfs/archive/{SHA}.jpg@672w_378h_1c_!web.webp",
    f"//pic1.zhimg.com/{KEY}.jpg",
    "//pic1.zhimg.com/heron_720w.jpg",
    f"{TIEBA}/pic/item/{SHA}.jpg",
    f"//imgsrc.baidu.com/forum/w%3D580/sign=0a1b2c/{KEY}.jpg",
    f"{MEME}/original/001/234/567/pot.jpg",
    f"{MEME}/pots/pot.jpg",
    f"{LIVE}_original.jpg",
    "//ic.pics.livejournal.com/anna/heron_600.jpg",
    f"{FM}/{KEY}.jpg",
    f"//lastfm.example.org/i/u/300x300/{KEY}.jpg",
    f"{MAL}/images/anime/5/123.jpg?s=0a1b",
    f"//img.example.org/t_cover_big/{KEY}.webp",
    f"{COVER}.jpg",
    f"{COVER}-2500.jpg",
    "//coverartarchive.org/release/76df3287-6cda-33eb-8e9a-044b5e15ffdd/front-250.jpg",
    f"{VIMEO}?region=us",
    "//i.vimeocdn.com/portrait/1234567_640x640.jpg",
    f"{VIDEO}/hqdefault.jpg?id=3",
    "/vi/pots/heron.jpg?v=3",
    f"{VOGUE}/master/pass/pot.jpg",
    "/photos/5a1234567890abcdef01234/4:3/w_1600,c_limit/pot.jpg",
    "/photos/5a1234567890abcdef012345/4:3/heron/pot.jpg",
    f"{FUTURE}.jpg",
    "//cdn.mos.cms.example.org/abcDEF1234567890abcDEF-1200-80.jpg",
    f"//media.springernature.com/full/{FIGURE}",
    f"//media.springernature.com/original/{FIGURE}",
    f"{ESO}/large/eso1234a.jpg",
    f"{ESO}/screen/heron.jpg",
    "//img.example.org/images/screen/eso1234a.jpg",
    f"{YANDEX}/orig",
    "//avatars.mds.yandex.net/i?id=0a1b&n=13",
    f"{FORBES}/0x0.jpg",
    "//imageio.forbes.com/heron/960x0.jpg",
    f"{CHRONICLE}/rawImage.jpg",
    f"{READ}.jpg",
    OLD_WIX,
    f"/media/{KEY}.jpg/v1/fill/w_300/heron.jpg",
    f"{CNN}.jpg",
    f"{CNN}-large-dog.jpg",
    f"{ROOM}/bigphoto/123/ABC1234567_0.jpg",
    f"{ROOM}/heron/123.jpg",
    f"{RIGHTMOVE}/dir/{FLAT}.jpeg",
    f"{RIGHTMOVE}/map/heron_max_476x317.jpeg",
    f"{SOFA}/compr-r85/1234/12345678/Sofa.jpg",
    "//assets.wfcdn.com/st/resize-h800/1234/12345678/Sofa.jpg",
    f"{HOUSE}.jpg",
    "//ap.rdcpix.com/heron-w480_h360.jpg",
    "/images/W/images/I/41pCCoGyHmL.jpg",
    "/images/W/MEDIAX_1-T2/images/heron/41.jpg",
]


@pytest.mark.parametrize(("copy", "uploads"), FORMS)
def test_the_upload_of_a_copy(copy, uploads):
    """What the service has put around the key for the size is left out; its own host is asked, twice at most."""
    assert list(as_original(whole(copy))) == [whole(upload) for upload in uploads]
    assert {urlsplit(whole(upload)).netloc for upload in uploads} == {urlsplit(whole(copy)).netloc}
    assert len(uploads) <= 2


@pytest.mark.parametrize("path", [f"/images/S/a/{'._a' * 4_000}", f"/images/S/{'a/' * 90}{'._' * 4_000}!"])
def test_no_address_takes_long_to_read(path):
    """Of many signs of an order the first ends the name."""
    began = process_time()
    assert list(as_original(whole(path))) == []
    assert process_time() - began < 0.3


@pytest.mark.parametrize("path", OTHERS)
def test_what_is_no_such_copy(path):
    """The upload itself, another host's and what has no key of the service's is left as it is."""
    assert list(as_original(whole(path))) == []
