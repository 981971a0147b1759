"""The rows (page, wanted, expected) of saved pages of well-known services, and of pages whose pictures were renamed."""

from __future__ import annotations

WIKI = "https://upload.wikimedia.org/wikipedia/commons"
FLICKR = "https://live.staticflickr.com/65535"
INAT = "https://inaturalist-open-data.s3.amazonaws.com/photos"
CLUB = "https://club.example/wp-content/uploads/2020/03"
PIN = "ab/cd/ef/abcdef0123456789abcdef0123456789.jpg"

SERVICES: list[tuple[str, str, str | None]] = [
    # Found by a signature, an identifier or a spelling; their own tests have more rows.
    ("renewed", "https://cdn.signs.example/o/puffin-4e78.jpg?md5=0d4f9a7713be26788fca&expires=1700000000", None),
    (
        "identified",
        "https://x.site.example/image.php?id=46281937",
        "https://assets.moved.example/a/46281937_master.webp",
    ),
    ("renamed", "https://x.respelt.example/img/lilac-privet-heather-57.jpg", None),
    (
        "redirected",
        "https://up.site.example/commons/1/12/Old_fox.jpg",
        "https://up.site.example/commons/a/ab/New_fox_at_dusk.jpg",
    ),
    ("redirected", "https://up.site.example/commons/1/12/Old_fox_2.jpg", None),
    # sites
    (
        "commons",
        f"{WIKI}/thumb/a/ab/Red_fox_(Vulpes).jpg/640px-Red_fox_(Vulpes).jpg",
        f"{WIKI}/a/ab/Red_fox_%28Vulpes%29.jpg",
    ),
    (
        "commons",
        "https://commons.wikimedia.org/wiki/File:Red_fox_(Vulpes).jpg",
        f"{WIKI}/a/ab/Red_fox_%28Vulpes%29.jpg",
    ),
    (
        "commons",
        "https://commons.wikimedia.org/wiki/Special:FilePath/red fox (Vulpes).jpg",
        f"{WIKI}/a/ab/Red_fox_%28Vulpes%29.jpg",
    ),
    ("commons", f"{WIKI}/d/d0/Chart.svg", f"{WIKI}/thumb/d/d0/Chart.svg/480px-Chart.svg.png"),
    ("commons", f"{WIKI}/thumb/e/e1/Atlas.pdf/page3-300px-Atlas.pdf.jpg", None),
    ("commons", f"{WIKI}/1/13/Red_fox_3.jpg", None),
    ("commons", f"{WIKI}/a/ab/Red_fox_(Vulpes).png", None),
    ("flickr", f"{FLICKR}/51234567890_a1b2c3d4e5_z.jpg", f"{FLICKR}/51234567890_99aa88bb77_o.jpg"),
    (
        "flickr",
        "https://farm9.static.flickr.com/8/51234567890_a1b2c3d4e5.jpg",
        f"{FLICKR}/51234567890_99aa88bb77_o.jpg",
    ),
    ("flickr", "https://www.flickr.com/photos/someone/51234567890", f"{FLICKR}/51234567890_99aa88bb77_o.jpg"),
    ("flickr", f"{FLICKR}/51234567893_a1b2c3d4e5_z.jpg", None),
    ("flickr", "https://elsewhere.example/harbour-at-night.jpg", None),
    ("pin", f"https://i.pinimg.com/600x/{PIN}", f"https://i.pinimg.com/originals/{PIN}"),
    ("pin", "https://www.pinterest.com/pin/998877665544/", f"https://i.pinimg.com/originals/{PIN}"),
    ("pin", "https://www.pinterest.com/pin/998877665545/", None),
    ("pin", "https://i.pinimg.com/600x/ab/cd/ef/abcdef0123456789abcdef012345678a.jpg", None),
    ("observation", "https://static.inaturalist.org/photos/12345/original.jpg?1545", f"{INAT}/12345/large.jpeg"),
    ("observation", "https://www.inaturalist.org/photos/12345", f"{INAT}/12345/large.jpeg"),
    ("observation", "https://static.inaturalist.org/photos/12347/original.jpg", None),
    ("observation", "https://www.inaturalist.org/observations/555", None),
    ("attachment", "https://club.example/trip/img_0815/", f"{CLUB}/IMG_0815.jpg"),
    ("attachment", "https://club.example/?attachment_id=4711", f"{CLUB}/IMG_0815.jpg"),
    ("attachment", "https://club.example/?attachment_id=4712", None),
    ("attachment", f"{CLUB}/IMG_0815-768x576.jpg", f"{CLUB}/IMG_0815.jpg"),
    ("attachment", f"{CLUB}/IMG_0817.jpg", None),
]
