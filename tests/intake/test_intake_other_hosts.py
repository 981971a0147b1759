"""The other host on which a service keeps an upload, and the addresses that are of no such service."""

from __future__ import annotations

import pytest

from imgcrawl.intake.forms.form import compiled, written_otherwise
from imgcrawl.intake.forms.hosts import HOMES, on_other_host

KEY = "0123456789abcdef0123456789abcdef"
PIN = f"736x/01/23/45/{KEY}.jpg"
OPEN = "https://inaturalist-open-data.s3.amazonaws.com/photos/17783371"
STATIC = "https://static.inaturalist.org/photos/17783371"
LIVE = "https://live.staticflickr.com/8345/8186873856_5d36a04f3e"
OLD_STEAM, STEAM = "https://steamcdn-a.akamaihd.net", "https://cdn.akamai.steamstatic.com/steam"
SHARED = "https://shared.fastly.steamstatic.com/community_assets/images"
POSTER = "images/M/MV5BMTQ5@@._V1_SX300.jpg"
WIKI = "starwars/images/a/ab/Heron.jpg"
FANDOM = "https://static.wikia.nocookie.net"
POST, POSTED = f"{KEY}01234567.jpg", f"https://imgsrc.baidu.com/forum/pic/item/{KEY}01234567.jpg"
AMAZON = "images/I/71AbC-dEfGL._SX300_.jpg"
FIGURE = "articles/PMC6365454/bin/fnins-13-00025-g0002.jpg"
CROP = f"{KEY}01234567/0_200_4000_2400/master/4000.jpg"
NEWS = "ABCD/production/_123456789_heron.jpg"
HISTORY = "https://www.nasa.gov/wp-content/uploads/static/history"
BOOK = "images/S/compressed.photo.goodreads.com/books/1234567890l/123._SX318_.jpg"
LIVE_NEWS = "75E8/live/1e532eb6-0bb1-4b78-94ea-7c7052cb48af.jpg"
HUBBLE = "archives/images/screen/heic1501a.jpg"

CASES = [
    (f"{OPEN}/medium.jpeg", f"{STATIC}/medium.jpeg"),
    (f"{OPEN.replace('.s3.', '.s3.us-east-1.')}/original.jpg", f"{STATIC}/original.jpg"),
    (f"{STATIC}/medium.JPG?1392584937", f"{OPEN}/medium.JPG"),
    ("http://farm5.static.flickr.com/8345/8186873856_5d36a04f3e_b.jpg", f"{LIVE}_b.jpg"),
    ("http://farm9.staticflickr.com/8345/8186873856_5d36a04f3e.jpg", f"{LIVE}.jpg"),
    ("http://c1.staticflickr.com/9/8345/8186873856_5d36a04f3e_k.jpg", f"{LIVE}_k.jpg"),
    ("http://static.flickr.com/8345/8186873856_5d36a04f3e_m.jpg", f"{LIVE}_m.jpg"),
    (f"http://media-cache-ak0.pinimg.com/{PIN}", f"https://i.pinimg.com/{PIN}"),
    (f"https://s-media-cache-ak0.pinimg.com/{PIN}", f"https://i.pinimg.com/{PIN}"),
    (f"http://ia.media-imdb.com/{POSTER}", f"https://m.media-amazon.com/{POSTER}"),
    ("https://preview.redd.it/fja0oxrr90h21.jpg?width=640&s=0ab", "https://i.redd.it/fja0oxrr90h21.jpg"),
    ("https://preview.redd.it/black-eyed-pea-v0-87udn5gszb6a1.png?s=b9", "https://i.redd.it/87udn5gszb6a1.png"),
    ("https://si0.twimg.com/profile_images/2554/vnsh_bigger.jpeg", "https://pbs.twimg.com/profile_images/2554/vnsh_bigger.jpeg"),
    ("http://cdn.steampowered.com/v/gfx/apps/245170/header.jpg?t=14", f"{STEAM}/apps/245170/header.jpg"),
    (f"{OLD_STEAM}/steam/apps/245170/header.jpg", f"{STEAM}/apps/245170/header.jpg"),
    (f"{OLD_STEAM}/steamcommunity/public/images/apps/730/{KEY}.jpg", f"{SHARED}/apps/730/{KEY}.jpg"),
    (f"http://67.media.tumblr.com/{KEY}/tumblr_ogq1_1280.png", f"https://64.media.tumblr.com/{KEY}/tumblr_ogq1_1280.png"),
    ("http://ia801234.us.archive.org/12/items/birds/pl/heron.jpg", "https://archive.org/download/birds/pl/heron.jpg"),
    (f"http://media.idigbio.org/lookup/images/{KEY}?size=webview", f"https://api.idigbio.org/v2/media/{KEY}?size=webview"),
    ("https://i.stack.imgur.com/36k4C.png", "https://i.sstatic.net/36k4C.png"),
    ("https://i.stack.imgur.com/36k4Cm.jpg?s=128", "https://i.sstatic.net/36k4Cm.jpg"),
    ("https://s12.postimg.org/abcdefghi/heron.jpg", "https://s12.postimg.cc/abcdefghi/heron.jpg"),
    ("http://i.postimg.org/AbCdEfGh/heron.png", "https://i.postimg.cc/AbCdEfGh/heron.png"),
    (f"https://vignette3.wikia.nocookie.net/{WIKI}/revision/latest?cb=1", f"{FANDOM}/{WIKI}/revision/latest?cb=1"),
    (f"http://images.wikia.nocookie.net/{WIKI}", f"{FANDOM}/{WIKI}"),
    (f"http://img3.wikia.nocookie.net/__cb20130101/{WIKI}", f"{FANDOM}/{WIKI}"),
    ("https://myanimelist.cdn-dena.com/images/anime/5/123.jpg", "https://cdn.myanimelist.net/images/anime/5/123.jpg"),
    ("https://media.kitsu.io/anime/1/large.jpg?159", "https://media.kitsu.app/anime/1/large.jpg?159"),
    ("http://img7.anidb.net/pics/anime/12345.jpg", "https://cdn.anidb.net/images/main/12345.jpg"),
    (f"https://tiebapic.baidu.com/forum/pic/item/{POST}?tbpicau=2022-12-25-05_0a", POSTED),
    (f"https://imgsa.baidu.com/forum/w%3D580/sign=0a1b2c/{POST}", POSTED),
    (f"http://ecx.images-amazon.com/{AMAZON}", f"https://m.media-amazon.com/{AMAZON}"),
    (f"https://images-eu.ssl-images-amazon.com/{AMAZON}", f"https://m.media-amazon.com/{AMAZON}"),
    (f"http://images.amazon.com/{AMAZON}", f"https://m.media-amazon.com/{AMAZON}"),
    (f"https://www.ncbi.nlm.nih.gov/pmc/{FIGURE}", f"https://europepmc.org/{FIGURE}"),
    (f"https://pmc.ncbi.nlm.nih.gov/{FIGURE}", f"https://europepmc.org/{FIGURE}"),
    ("https://source.unsplash.com/WLUHO9A_xik/1600x900", "https://unsplash.com/photos/WLUHO9A_xik/download"),
    ("https://www.hq.nasa.gov/alsj/a16/AS16-117-18731.jpg", f"{HISTORY}/alsj/a16/AS16-117-18731.jpg"),
    ("http://www.hq.nasa.gov/office/pao/History/alsj/a11/AS11-40-5903.jpg", f"{HISTORY}/alsj/a11/AS11-40-5903.jpg"),
    ("https://photojournal.jpl.nasa.gov/jpegMod/PIA12345_modest.jpg", "https://images-assets.nasa.gov/image/PIA12345/PIA12345~orig.jpg"),
    (f"https://i.gr-assets.com/{BOOK}", f"https://m.media-amazon.com/{BOOK}"),
    (f"https://lastfm-img2.akamaized.net/i/u/300x300/{KEY}.png", f"https://lastfm.freetls.fastly.net/i/u/300x300/{KEY}.png"),
    (f"https://i.guim.co.uk/img/media/{CROP}?width=1200&s=0a", f"https://media.guim.co.uk/{CROP}"),
    ("https://i.guim.co.uk/img/static/sys-images/heron.jpg?s=0", "https://static.guim.co.uk/sys-images/heron.jpg"),
    (f"https://ichef.bbci.co.uk/news/976/cpsprodpb/{NEWS}", f"https://c.files.bbci.co.uk/{NEWS}"),
    (f"https://ichef.bbci.co.uk/ace/standard/480/cpsprodpb/{NEWS}.webp", f"https://c.files.bbci.co.uk/{NEWS}"),
    (f"https://ichef.bbci.co.uk/ace/ws/640/cpsprodpb/{LIVE_NEWS}.webp", f"https://c.files.bbci.co.uk/{LIVE_NEWS}"),
    ("http://ichef-1.bbci.co.uk/news/660/media/images/78/jpg/_78_a.jpg", "https://news.bbcimg.co.uk/media/images/78/jpg/_78_a.jpg"),
    (f"http://cdn.spacetelescope.org/{HUBBLE}", f"https://cdn.esahubble.org/{HUBBLE}"),
    (f"https://www.spacetelescope.org/static/{HUBBLE}", f"https://cdn.esahubble.org/{HUBBLE}"),
    (f"http://bs.floristic.org/image/o/{KEY}01234567", f"https://bs.plantnet.org/image/o/{KEY}01234567"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "other"), CASES)
def test_a_service_has_the_upload_on_another_host(url, other):
    """By the same key, whatever host the list has of it; over https."""
    assert list(on_other_host(url)) == [other]


def test_every_home_is_tested():
    """No entry stands in the table without an address of its own."""
    for home in HOMES:
        form = compiled([home.form()])
        assert any(list(written_otherwise(url, form)) == [other] for url, other in CASES), home


def test_a_port_is_kept():
    """What an address names beside the host is asked for there too, by the same scheme."""
    url = "http://static.inaturalist.org:8080/photos/1/large.jpg"
    assert list(on_other_host(url)) == ["http://inaturalist-open-data.s3.amazonaws.com:8080/photos/1/large.jpg"]


@pytest.mark.parametrize("url", [
    "https://other-data.s3.amazonaws.com/photos/17783371/medium.jpeg",
    "https://static.inaturalist.org/attachments/users/icons/1/medium.jpeg",
    "https://static.inaturalist.org.example.org/photos/1/medium.jpeg",
    "https://static.inaturalist.org/photos/1/medium.jpeg?id=2",
    f"{LIVE}_b.jpg",
    "https://farm5.staticflickr.com/photo_unavailable.png",
    f"https://i.pinimg.com/{PIN}",
    "https://preview.redd.it/fja0oxrr90h21.jpg",
    "https://preview.redd.it/award_images/t5_22cerq/fja0oxrr90h21.png?s=0",
    "https://external-preview.redd.it/fja0oxrr90h21.jpg?s=0",
    "https://pbs.twimg.com/profile_images/2554/vnsh_bigger.jpeg",
    "https://a0.twimg.com/images/themes/theme1/bg.png",
    f"https://64.media.tumblr.com/{KEY}/tumblr_ogq1_1280.png",
    f"{STEAM}/apps/245170/header.jpg",
    f"{OLD_STEAM}/apps/730/icons/econ/heron.png",
    "https://ia801234.us.archive.org/BookReader/BookReaderImages.php?zip=/12/items/birds00smith/birds.zip",
    "https://archive.org/download/birds00smith/heron.jpg",
    "http://media.idigbio.org/lookup/images/heron",
    "https://i.imgur.com/36k4C.png",
    "https://i.stack.imgur.com/36k4C/heron.png",
    "https://postimg.org/image/abcdefghi/",
    "https://i.postimg.cc/AbCdEfGh/heron.png",
    f"{FANDOM}/{WIKI}/revision/latest",
    "https://vignette.wikia.nocookie.net/starwars/heron.jpg",
    "https://vignette.wikia.nocookie.net.example.org/starwars/images/a/ab/Heron.jpg",
    "https://cdn.myanimelist.net/images/anime/5/123.jpg",
    "https://kitsu.io/anime/heron.jpg",
    "http://img7.anidb.net/pics/heron.jpg",
    POSTED,
    "https://tiebapic.baidu.com/forum/pic/item/heron.jpg",
    f"https://image.baidu.com/forum/pic/item/{POST}",
    f"https://m.media-amazon.com/{AMAZON}",
    "https://images.amazon.com/heron.jpg",
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6365454/figure/heron.jpg",
    "https://source.unsplash.com/collections",
    "https://source.unsplash.com/random/1600x900",
    "https://source.unsplash.com/WLUHO9A_xik/heron",
    "https://i.guim.co.uk/img/heron/heron.jpg?s=0",
    "https://www.hq.nasa.gov/heron/a16/AS16-117-18731.jpg",
    "https://photojournal.jpl.nasa.gov/catalog/PIA12345",
    "https://photojournal.jpl.nasa.gov/jpeg/heron.jpg",
    "https://i.gr-assets.com/heron.jpg",
    "https://ichef.bbci.co.uk/images/ic/1200x675/p0abcdef.jpg",
    "https://ichef.bbci.co.uk/news/1024/branded_news/ABCD/production/_1_heron.jpg",
    "https://www.spacetelescope.org/images/heic1501a.jpg",
])  # fmt: skip
def test_what_is_there_already_or_of_nobody_is_asked_for_nowhere_else(url):
    """An address needs the host and the form of a service, and none is led away from where uploads are now."""
    assert list(on_other_host(url)) == []
