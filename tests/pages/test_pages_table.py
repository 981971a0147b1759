"""The rows (page, wanted, expected): what each saved page must and must not give."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_poet import HttpResponse, PageParams, consume_modules, default_registry

from imgcrawl.pages import WANTED_URL, Choice, ImagePage

SAVED = Path(__file__).parent / "saved"

PAGES = {
    "article": "https://blog.example/foxes/",
    "gallery": "https://gallery.example/holiday/",
    "shop": "https://shop.example/boots/",
    "modern": "https://site.example/crafts/",
    "signed": "https://www.news.example/town/",
    "hashed": "https://mixed.example/all/",
    "photo": "https://www.pics.example/photo/48213377/evening",
    "product_page": "https://www.pics.example/product/48213377",
    "decoys": "https://blog.example/decoys/",
    "commons": "https://commons.wikimedia.org/wiki/File:Red_fox_(Vulpes).jpg",
    "flickr": "https://www.flickr.com/photos/someone/51234567890/",
    "pin": "https://www.pinterest.com/pin/998877665544/",
    "observation": "https://www.inaturalist.org/observations/555",
    "plants": "https://www.herbarium.example/plants/27/",
    "attachment": "https://club.example/trip/img_0815/",
    "renewed": "https://www.signs.example/item/17",
    "identified": "https://www.site.example/object/713-1",
    "renamed": "https://www.respelt.example/object/713-1",
}
UP = "https://blog.example/wp-content/uploads/2019/05"
WIKI = "https://upload.wikimedia.org/wikipedia/commons"
FLICKR = "https://live.staticflickr.com/65535"
INAT = "https://inaturalist-open-data.s3.amazonaws.com/photos"
CLUB = "https://club.example/wp-content/uploads/2020/03"
SHOP = "http://cdn.shop.example/s/files/1/0123/4567/products"
BOOT = f"https{SHOP[4:]}/trail-boot-brown.jpg?v=1589"
S3 = "https://bucket.s3.amazonaws.com/u"
HASH = "8f14e45fceea167a5a36dedd4bea2543"
UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
HERB = "https://media.herbarium.example"
PIN = "ab/cd/ef/abcdef0123456789abcdef0123456789.jpg"
NEXT = "https://site.example/_next/image?url=%2Fuploads%2Fpotter-at-the-wheel.png&w=1920&q=75"
WIX = "https://static.wix.example/media/a1b2c3_0f1e2d3c4b5a69788796a5b4c3d2e1f0~mv2.jpg"

ROWS: list[tuple[str, str, str | None]] = [
    # Found by a signature, an identifier or a spelling; their own tests have more rows.
    ("renewed", "https://cdn.signs.example/o/puffin-4e78.jpg?md5=0d4f9a7713be26788fca&expires=1700000000", None),
    (
        "identified",
        "https://x.site.example/image.php?id=46281937",
        "https://assets.moved.example/a/46281937_master.webp",
    ),
    ("renamed", "https://x.respelt.example/img/lilac-privet-heather-57.jpg", None),
    # An article with one picture and near-misses beside it.
    ("article", f"{UP}/red-fox-in-snow.jpg", f"{UP}/red-fox-in-snow-scaled.jpg"),
    ("article", f"{UP}/red-fox-in-snow-768x512.jpg", f"{UP}/red-fox-in-snow-scaled.jpg"),
    ("article", f"{UP}/red-fox-in-snow.webp", f"{UP}/red-fox-in-snow-scaled.jpg"),
    ("article", "https://old.example/img/Red-Fox-In-Snow.JPG", f"{UP}/red-fox-in-snow-scaled.jpg"),
    ("article", f"{UP}/red-fox-in-snow-2-300x300.jpg", f"{UP}/red-fox-in-snow-2.jpg"),
    ("article", f"{UP}/red-fox-in-snow-3.jpg", None),
    ("article", f"{UP}/red-fox-in-sno.jpg", None),
    ("article", f"{UP}/arctic-hare-resting-1024x768.jpg", f"{UP}/arctic-hare-resting.jpg"),
    ("article", f"{UP}/arctic-hare-running.jpg", None),
    (
        "article",
        "https://blog.example/wp-content/uploads/2018/11/snowy-owl-at-dusk.jpg",
        "https://i0.wp.com/blog.example/wp-content/uploads/2018/11/snowy-owl-at-dusk.jpg?w=640&ssl=1",
    ),
    ("article", f"{UP}/den.jpg", f"{UP}/den.webp"),
    ("article", "https://blog.example/wp-content/uploads/2018/05/den.jpg", None),
    ("article", f"{UP}/trail-map.png", f"{UP}/trail-map-e1557000000000-600x400.png"),
    ("article", f"{UP}/author-portrait-wide-300x300.jpg", None),
    ("article", "https://blog.example/wp-content/uploads/2019/03/autumn-festival-poster.jpg", None),
    ("article", "https://secure.gravatar.com/avatar/3b2f9c1d4e5a6b7c8d9e0f1a2b3c4d5e?s=96", None),
    ("article", f"{UP}/image.jpg", None),
    ("article", "https://cdn.example/9c1d4e5a6b7c8d9e0f1a2b3c4d5e3b2f.jpg", None),
    # gallery: camera counters
    ("gallery", "https://gallery.example/thumbs/DSC_0042.JPG", "https://gallery.example/full/DSC_0042.JPG"),
    ("gallery", "https://gallery.example/thumbs/DSC_0043.JPG", None),
    ("gallery", "https://gallery.example/full/DSC_0043.JPG", "https://gallery.example/thumbs/DSC_0043.JPG"),
    ("gallery", "https://gallery.example/medium/DSC_0045.JPG", "https://gallery.example/full/DSC_0045.JPG"),
    ("gallery", "https://gallery.example/full/DSC_0046.JPG", None),
    ("gallery", "https://gallery.example/full/DSC_0050.JPG", None),
    ("gallery", "https://gallery.example/2020/IMG_1234.webp", "https://gallery.example/2020/IMG_1234.jpg"),
    ("gallery", "https://gallery.example/2019/IMG_1234.jpg", None),
    ("gallery", "https://gallery.example/2020/beach_medium.jpg", "https://gallery.example/2020/beach.jpg"),
    ("gallery", "https://gallery.example/2020/medium_beach.jpg", None),
    ("gallery", "https://gallery.example/2019/beach.jpg", None),
    ("gallery", "https://other.example/beach.jpg", None),
    ("gallery", "https://gallery.example/2021/cove_large.jpg", "https://gallery.example/2021/cove.jpg"),
    ("gallery", "https://gallery.example/house_b.jpg", None),
    ("gallery", "https://gallery.example/house_c.jpg", None),
    (
        "gallery",
        "https://gallery.example/cache/1a2b3c4d5e6f708192a3b4c5d6e7f809.jpg",
        "https://gallery.example/scans/9f8e7d6c5b4a39281706f5e4d3c2b1a0.jpg",
    ),
    ("gallery", "https://gallery.example/sunset-over-bay.jpg", None),
    (
        "gallery",
        "https://gallery.example/a/2019/sunset-over-bay_small.jpg",
        "https://gallery.example/a/2019/sunset-over-bay.jpg",
    ),
    ("gallery", "https://gallery.example/p/20200517_123456.png", "https://gallery.example/p/20200517_123456.jpg"),
    ("gallery", "https://gallery.example/p/20200517_123458.jpg", None),
    # One product in a shop, many views.
    ("shop", f"{SHOP}/trail-boot-brown_large.jpg?v=1000", BOOT),
    ("shop", f"{SHOP}/trail-boot-brown_1024x1024.jpg", BOOT),
    ("shop", f"{SHOP}/trail-boot-black.jpg", None),
    ("shop", f"{SHOP}/trail-boot-sole-view.jpg", None),
    (
        "shop",
        "https://img.shop.example/products/12345678/12345678-back.jpg",
        "https://img.shop.example/products/12345678/12345678-back_600x600.jpg",
    ),
    ("shop", "https://img.shop.example/products/12345678/12345678-side.jpg", None),
    ("shop", "https://img.shop.example/12345678.jpg", None),
    ("shop", "https://img.shop.example/photos/87654321.jpg", None),
    ("shop", "https://shop.example/rugs/persian-rug-classic-4x6.jpg", None),
    ("shop", "https://shop.example/rugs/persian-rug-classic.jpg", None),
    ("shop", "https://shop.example/items/5678/leather-wallet-open.jpg", None),
    ("shop", "https://shop.example/colors/red/leather-strap-closeup.jpg", None),
    ("shop", "https://img.shop.example/view.php?id=55", None),
    ("shop", "https://img.shop.example/view.php?id=57", None),
    ("shop", "https://img.shop.example/render.php?id=77&sig=OLD", "https://img.shop.example/render.php?id=77&sig=NEW"),
    # modern: lazy, picture, proxies, scripts
    (
        "modern",
        "https://site.example/photos/old-mill-by-river.jpg",
        "https://site.example/photos/old-mill-by-river-1280w.jpg",
    ),
    (
        "modern",
        "https://site.example/photos/stone-bridge-arch.jpg",
        "https://site.example/photos/stone-bridge-arch.webp",
    ),
    ("modern", "https://site.example/img/placeholder.png", None),
    ("modern", "https://site.example/photos/iron-bridge-arch.jpg", None),
    (
        "modern",
        "https://site.example/p/village-square-market-small.jpg",
        "https://site.example/p/village-square-market@2x.avif",
    ),
    ("modern", "https://site.example/uploads/potter-at-the-wheel.png", NEXT),
    (
        "modern",
        "https://res.cloud.example/acme/image/upload/w_1200/v1500000000/gallery/glass-blower-at-work.png",
        "https://res.cloud.example/acme/image/upload/c_fill,h_200,w_300/v1612345678/gallery/glass-blower-at-work.jpg",
    ),
    (
        "modern",
        "https://origin.example/media/weaver-with-loom.jpg",
        "https://thumbor.example/unsafe/300x200/smart/https://origin.example/media/weaver-with-loom.jpg",
    ),
    ("modern", "https://site.example/w/harvest-p-1080.jpeg", "https://site.example/w/harvest.jpeg"),
    (
        "modern",
        "https://site.example/sites/default/files/2019-05/bell-tower-restored.jpg",
        "https://site.example/sites/default/files/styles/large/public/2019-05/bell-tower-restored.jpg?itok=Zk3x",
    ),
    (
        "modern",
        "https://site.example/static/copper-kettle-on-stove-800x600.jpg",
        "https://site.example/static/copper-kettle-on-stove.jpg",
    ),
    (
        "modern",
        "https://site.example/thumb/baker-with-bread.jpg",
        "https://media.site.example/full/baker-with-bread.jpg?x=1&y=2",
    ),
    (
        "modern",
        "https://media.site.example/thumb/miller-with-flour.jpg",
        "https://media.site.example/o/miller-with-flour.png",
    ),
    ("modern", "https://site.example/stock/chess-club-2018.jpg", None),
    (
        "modern",
        "https://site.example/app/Bl%C3%A4tter%20im%20Wind-300x200.jpg",
        "https://site.example/app/Bl%C3%A4tter%20im%20Wind.jpg",
    ),
    (
        "modern",
        "https://site.example/app/日本庭園.png",
        "https://site.example/app/%E6%97%A5%E6%9C%AC%E5%BA%AD%E5%9C%92.jpg",
    ),
    # signed: tokens are renewed, ids are not exchanged
    (
        "signed",
        f"{S3}/{HASH}.jpg?X-Amz-Signature=old",
        f"{S3}/{HASH}.jpg?X-Amz-Date=20261101T000000Z&X-Amz-Signature=bb22",
    ),
    ("signed", f"{S3}/8f14e45fceea167a5a36dedd4bea2545.jpg?X-Amz-Signature=old", None),
    (
        "signed",
        "https://cdn.news.example/2020/05/flood-in-town.jpg?token=OLD",
        "https://cdn.news.example/2020/05/flood-in-town.jpg?w=900&token=NEW2",
    ),
    ("signed", "https://cdn.news.example/media/image?token=OLD", None),
    (
        "signed",
        "https://api.news.example/get?asset=c9f0f895fb98ab9159f51fd0297e236d&expires=1&sig=O",
        "https://api.news.example/get?asset=c9f0f895fb98ab9159f51fd0297e236d&expires=99&sig=N",
    ),
    ("signed", "https://api.news.example/get?asset=c9f0f895fb98ab9159f51fd0297e236e&expires=1&sig=O", None),
    (
        "signed",
        "https://pics.news.example/photos/48213/image.jpg?token=OLD",
        "https://pics.news.example/photos/48213/image.jpg?token=NEW",
    ),
    ("signed", "https://pics.news.example/photos/48215/image.jpg?token=OLD", None),
    ("signed", "https://lone.news.example/image.jpg?token=OLD", "https://lone.news.example/image.jpg?token=NEW"),
    ("signed", "https://pair.news.example/image.jpg?token=OLD", None),
    ("signed", "https://q.news.example/render/image.jpg?s=ENC1", None),
    ("signed", "https://img.news.example/show.jpg?id=13&token=O", None),
    (
        "signed",
        "https://www.news.example/uploads/mayor-opens-bridge.jpg",
        "https://www.news.example/scripts/showimage.php?file=mayor-opens-bridge.jpg&sig=NEW",
    ),
    # Ids of many kinds, none of them exchanged.
    (
        "hashed",
        "https://66.media.tum.example/tumblr_n5x8k2Qq1p1r2s3t4o1_250.jpg",
        "https://64.media.tum.example/tumblr_n5x8k2Qq1p1r2s3t4o1_1280.jpg",
    ),
    ("hashed", "https://66.media.tum.example/tumblr_n5x8k2Qq1p1r2s3t4o3_250.jpg", None),
    (
        "hashed",
        "https://lh3.goog.example/AbC1dEf2GhI3jKl4MnO5pQr6StU=s1600",
        "https://lh3.goog.example/AbC1dEf2GhI3jKl4MnO5pQr6StU=w600-h400-no",
    ),
    (
        "hashed",
        "https://2.bp.example/-a1B2c3D4e5F/Xy/AAA/s400/barn%2Bowl.jpg",
        "https://1.bp.example/-a1B2c3D4e5F/Xy/AAA/s1600/barn%2Bowl.jpg",
    ),
    ("hashed", f"https://assets.example/{UUID}/original.jpg", f"https://assets.example/{UUID}/large.webp"),
    ("hashed", f"https://assets.example/{UUID[:-1]}7/original.jpg", None),
    ("hashed", WIX, f"{WIX}/v1/fill/w_300,h_200,al_c/IMG.jpg"),
    (
        "hashed",
        "https://old.example/5d41402abc4b2a76b9719d911017c592.jpg",
        "https://new-cdn.example/x/5d41402abc4b2a76b9719d911017c592_800.webp",
    ),
    ("hashed", "https://book.example/scan/7d793037a0760186574b0282f2f435e7/003.jpg", None),
    ("hashed", "https://item.example/items/87654321/original.jpg", None),
    ("hashed", "https://item.example/items/87654322/image.jpg", None),
    ("hashed", "https://mixed.example/download?id=71717171", "https://mixed.example/r/renamed.jpg"),
    ("hashed", "https://mixed.example/download?id=72727272", "https://mixed.example/r/renamed-too.jpg"),
    ("hashed", "https://mixed.example/download?id=73737373", None),
    ("hashed", "https://yt.example/vi/dQw4w9WgXcS/hqdefault.jpg", None),
    # pages about one picture, and pages that only look like it
    ("photo", "https://www.pics.example/dl?id=48213377", "https://cdn.pics.example/p/evening-light.jpg"),
    ("photo", "https://www.pics.example/photo/48213377/evening", "https://cdn.pics.example/p/evening-light.jpg"),
    ("photo", "https://www.pics.example/dl?id=48213378", None),
    ("photo", "https://www.pics.example/dl?id=48213377&view=back", None),
    ("photo", "https://cdn.pics.example/p/image.jpg", None),
    ("photo", "https://cdn.pics.example/p/noon-light.jpg", None),
    ("product_page", "https://www.pics.example/dl?id=48213377", None),
    ("product_page", "https://www.pics.example/product/48213377", None),
    # nothing but decoys
    ("decoys", f"{UP}/red-fox-in-snow.jpg", None),
    ("decoys", "https://blog.example/photos/12345678.jpg", None),
    ("decoys", "https://blog.example/img/3.jpg", None),
    ("decoys", "https://other.example/1.jpg", None),
    ("decoys", "https://blog.example/hero.jpg", None),
    ("decoys", "https://blog.example/img/1.jpg", None),
    # exact names among near ones, on the page of the row
    ("plants", f"{HERB}/a/grove_27.jpg", f"{HERB}/b/grove_27.jpg"),
    ("plants", "https://www.herbarium.example/x/grove_2.jpg", f"{HERB}/b/grove_2.jpg"),
    ("plants", f"{HERB}/a/grove_7.jpg", None),
    ("plants", f"{HERB}/a/grove_27-back.jpg", None),
    ("plants", f"{HERB}/a/DSC04107.jpg", f"{HERB}/b/DSC04107.jpg"),
    ("plants", f"{HERB}/a/DSC04108.jpg", None),
    ("plants", f"{HERB}/a/SKU-29077-1.jpg", f"{HERB}/b/SKU-29077-1-800x600.jpg"),
    ("plants", f"{HERB}/a/SKU-29077-3.jpg", None),
    ("plants", f"{HERB}/a/img_1.jpg", None),
    ("plants", "https://old.example/plates/clover/DSC_1613.JPG", f"{HERB}/plates/clover/DSC_1613.JPG"),
    ("plants", "https://old.example/plates/thistle/DSC_1613.JPG", None),
    ("plants", f"{HERB}/a/moss-label-8841.png", f"{HERB}/labels/moss-label-8841.png"),
    ("plants", f"{HERB}/a/fern_318.jpg", None),
    ("plants", "https://www.herbarium.example/a/sedge_44.jpg", None),
    ("plants", f"{HERB}/albums/clover/IMG_2301.jpg", None),
    ("plants", f"{HERB}/2019/reed_55.jpg", None),
    ("plants", f"{HERB}/albums/clover/main.jpg", None),
    ("plants", "https://www.herbarium.example/a/beach.jpg", None),
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


def look_up(page: str, wanted: str) -> Choice | None:
    """Build the page object that the registry names for the page, and ask it."""
    consume_modules("imgcrawl.pages")
    url = PAGES[page]
    page_class = default_registry.overrides_for(url).get(ImagePage, ImagePage)
    response = HttpResponse(url, body=(SAVED / f"{page}.html").read_bytes())
    return page_class(response=response, page_params=PageParams({WANTED_URL: wanted})).choice()


@pytest.mark.parametrize(("page", "wanted", "expected"), ROWS)
def test_a_saved_page_gives_the_wanted_picture_or_none(page, wanted, expected):
    """The same image's address where the page plainly names it, and nothing where another picture could be meant."""
    choice = look_up(page, wanted)
    assert (choice.url if choice else None) == expected, choice


@pytest.mark.parametrize("page", PAGES)
def test_unrelated_addresses_get_nothing(page):
    """A page that does not show the image gives nothing, however prominent its own pictures are."""
    strangers = ["https://elsewhere.example/lake-in-autumn-fog.jpg", "https://elsewhere.example/a/photo.jpg"]
    strangers += [f"https://elsewhere.example/{name}" for name in ("1.jpg", "IMG_0001.jpg", "original.png", "get?id=1")]
    assert [look_up(page, wanted) for wanted in strangers] == [None] * len(strangers)


def test_every_saved_page_is_used_and_every_row_is_unique():
    """The table covers the folder, and no row is counted twice."""
    assert {path.stem for path in SAVED.glob("*.html")} == set(PAGES) == {page for page, _, _ in ROWS}
    assert len({(page, wanted) for page, wanted, _ in ROWS}) == len(ROWS) >= 60


def test_crossing_all_pages_and_addresses_gives_no_wrong_image():
    """An address looked for on any page but its own is not found there."""
    rows = {(page, wanted) for page, wanted, _ in ROWS}
    related = {"article": "decoys", "product_page": "photo"}
    crossed = [
        (page, wanted)
        for page in PAGES
        for own, wanted, _ in ROWS
        if (page, wanted) not in rows and page not in {own, related.get(own)} and own not in {page, related.get(page)}
    ]
    assert [(page, wanted, choice) for page, wanted in crossed if (choice := look_up(page, wanted))] == []
