"""The uploads that stand in the addresses of their copies, and the addresses that only look like such."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from imgcrawl.intake.forms.uploads import as_original, kept_otherwise
from tests.intake.copies import H, whole

KEY = "0123456789abcdef0123456789abcdef"
SHA = f"{KEY}01234567"
SHOP = "//cdn.shopify.com/s/files/1/0001/2/products"
WIX = "//static.wixstatic.com/media/ab12_34cd~mv2"
WP = "/wp-content/uploads/2019/05"
BLOG = "/-AbCdEfGh12/XyZ0123456/AAAAAAAAAbc/AbCdEfGh123"
PRESTA = "/img/p/1/2/3/4/1234"
DW = "/on/demandware.static/-/Sites-m/default/dw12ab/pot.jpg"
CDM = "/digital/iiif/pots/77/full/max/0/default.jpg"
CDM_API = "/digital/api/singleitem/image/pots/77/default.jpg"
EBAY = "/images/g/AbCAAOSwXyZ/s-l1600.jpg"

FORMS = [
    (f"{WP}/pot-300x200.jpg", [f"{WP}/pot.jpg", f"{WP}/pot-scaled.jpg"]),
    (f"{WP}/a-b-1024x768.png?ssl=1", [f"{WP}/a-b.png?ssl=1", f"{WP}/a-b-scaled.png?ssl=1"]),
    (f"{WP}/pot-scaled.jpg", [f"{WP}/pot.jpg"]),
    (f"{WP}/pot-rotated.jpg", [f"{WP}/pot.jpg"]),
    (f"{WP}/pot-e1545678901.jpg", [f"{WP}/pot.jpg"]),
    (f"{WP}/pot-e1545678901-300x200.jpg", [f"{WP}/pot-e1545678901.jpg", f"{WP}/pot.jpg"]),
    (f"{WP}/pot-300x200.jpg.webp", [f"{WP}/pot-300x200.jpg", f"{WP}/pot.jpg"]),
    (f"{WP}/pot.jpg.avif", [f"{WP}/pot.jpg"]),
    ("/wp-content/webp-express/webp-images/doc-root/wp-content/uploads/1/pot.jpg.webp", [
        "/wp-content/uploads/1/pot.jpg",
    ]),
    ("/wp-content/uploads-webpc/uploads/1/pot.png.webp", ["/wp-content/uploads/1/pot.png"]),
    ("/wp-content/blogs.dir/7/files/2012/05/pot.jpg", ["/wp-content/uploads/sites/7/2012/05/pot.jpg"]),
    ("/wp-content/uploads/sites/7/2012/05/pot.jpg", ["/wp-content/blogs.dir/7/files/2012/05/pot.jpg"]),
    ("/files/2012/05/pot.jpg", ["/wp-content/uploads/2012/05/pot.jpg"]),
    ("/wp-content/gallery/pots/thumbs/thumbs_pot.jpg", ["/wp-content/gallery/pots/pot.jpg"]),
    (f"/cache/1/image/800x/{KEY}/p/o/x.jpg", ["/p/o/x.jpg"]),
    (f"/media/catalog/product/cache/{KEY}/p/o/pot.jpg", ["/media/catalog/product/p/o/pot.jpg"]),
    (f"{SHOP}/pot_1024x1024.jpg?v=15", [f"{SHOP}/pot.jpg?v=15"]),
    (f"{SHOP}/pot_%7Bwidth%7Dx.jpg?v=15", [f"{SHOP}/pot.jpg?v=15"]),
    (f"{SHOP}/pot_300x@2x.progressive.jpg", [f"{SHOP}/pot.jpg"]),
    ("/cdn/shop/files/pot_x600_crop_center@2x.jpg", ["/cdn/shop/files/pot.jpg"]),
    ("/1234-home_default/pot.jpg", [f"{PRESTA}.jpg", "/1234-large_default/pot.jpg"]),
    (f"{PRESTA}-home_default.jpg", [f"{PRESTA}.jpg", f"{PRESTA}-large_default.jpg"]),
    (f"{PRESTA}-medium.jpg", [f"{PRESTA}.jpg", f"{PRESTA}-large_default.jpg"]),
    ("/img/p/33-746-large.jpg", ["/img/p/33-746.jpg", "/img/p/33-746-large_default.jpg"]),
    ("/s-1/images/stencil/500x659/products/8/9/p__1.1.jpg?c=2", [
        "/s-1/images/stencil/original/products/8/9/p__1.1.jpg?c=2",
        "/s-1/images/stencil/1280x1280/products/8/9/p__1.1.jpg?c=2",
    ]),
    ("/products/8/images/9/p__1.15.386.513.jpg?c=2", [
        "/images/stencil/1280x1280/products/8/9/p__1.15.386.513.jpg?c=2",
        "/images/stencil/1280x1280/products/8/9/p__1.15.jpg?c=2",
    ]),
    ("/image/cache/catalog/a/pot-228x228.jpg", ["/image/catalog/a/pot.jpg"]),
    ("/images/thumbnails/240/180/detailed/12/pot.jpg", ["/images/detailed/12/pot.jpg"]),
    ("/images/thumbs/0001234_pot_415.jpeg", ["/images/thumbs/0001234_pot.jpeg", "/images/thumbs/0001234_pot_550.jpeg"]),
    ("/thumbnail/0a/1b/2c/15/pot_800x800.jpg", ["/media/0a/1b/2c/15/pot.jpg"]),
    ("/out/pictures/generated/product/1/540_340_75/pot.jpg", ["/out/pictures/master/product/1/pot.jpg"]),
    ("/images/product_images/info_images/pot.jpg", [
        "/images/product_images/original_images/pot.jpg", "/images/product_images/popup_images/pot.jpg",
    ]),
    ("/media/image/product/8/md/pot.jpg", ["/media/image/product/8/os/pot.jpg", "/media/image/product/8/lg/pot.jpg"]),
    ("/images/stories/virtuemart/product/resized/pot_90x90.jpg", ["/images/stories/virtuemart/product/pot.jpg"]),
    ("/shops/12/files/345/300x300x2/pot.jpg", ["/shops/12/files/345/pot.jpg"]),
    (f"/dw/image/v2/A_PRD{DW}?sw=500&sh=5", [f"/dw/image/v2/A_PRD{DW}", DW]),
    ("/00/s/MTYwMFgxMjAw/z/AbCAAOSwXyZ/$_57.JPG?set_id=8800005007", [EBAY]),
    ("/thumbs/images/g/AbCAAOSwXyZ/s-l225.jpg", [EBAY]),
    ("/images/I/71AbC-dEfGL._AC_SX900_.jpg", ["/images/I/71AbC-dEfGL.jpg", "/images/I/71AbC-dEfGL._SL1500_.jpg"]),
    ("/kf/Hab12.jpg_640x640q90.jpg_.webp", ["/kf/Hab12.jpg"]),
    ("//img10.360buyimg.com/n1/s450x450_jfs/t1/2/pot.jpg", [
        "//img10.360buyimg.com/n0/jfs/t1/2/pot.jpg", "//img10.360buyimg.com/n1/jfs/t1/2/pot.jpg",
    ]),
    ("/sites/a/files/styles/big/public/21/b.jpg?itok=E", ["/sites/a/files/21/b.jpg"]),
    ("/files/styles/big/public/b.png.webp?itok=E", ["/files/b.png"]),
    ("/sites/default/files/imagecache/big/21/b.jpg", ["/sites/default/files/21/b.jpg"]),
    (f"{WIX}.jpg/v1/fill/w_300,h_200,al_c,q_80/pot.jpg", [f"{WIX}.jpg"]),
    (f"{WIX}_d_2000_1000_s_2.png/v1/fit/w_9/file.png", [f"{WIX}_d_2000_1000_s_2.png"]),
    ("/content/images/size/w600h300/format/webp/2024/01/pot.jpg", ["/content/images/2024/01/pot.jpg"]),
    ("/content/v1/0123456789abcdef01234567/ab/pot.jpg?format=5000w", [
        "/content/v1/0123456789abcdef01234567/ab/pot.jpg?format=original",
        "/content/v1/0123456789abcdef01234567/ab/pot.jpg?format=1500w",
    ]),
    (f"{BLOG}/s320-h/pot.jpg", [f"{BLOG}/s0/pot.jpg", f"{BLOG}/s1600/pot.jpg"]),
    (f"//lh3.googleusercontent.com/{KEY}=w90-h60-no", [
        f"//lh3.googleusercontent.com/{KEY}=s0", f"//lh3.googleusercontent.com/{KEY}=s1600",
    ]),
    ("/.a/6a00d8341c630a53ef0123-800wi", ["/.a/6a00d8341c630a53ef0123-pi", "/.a/6a00d8341c630a53ef0123"]),
    ("//miro.medium.com/max/800/1*AbC-d.jpeg", ["//miro.medium.com/v2/1*AbC-d.jpeg", "//miro.medium.com/1*AbC-d.jpeg"]),
    ("/images/thumbnails/images/a/pot-fill-600x400.jpg", ["/images/a/pot.jpg"]),
    ("/images/resized/images/stories/pot_200_150.jpg", ["/images/stories/pot.jpg"]),
    (f"/media/k2/items/cache/{KEY}_L.jpg", [f"/media/k2/items/src/{KEY}.jpg", f"/media/k2/items/cache/{KEY}_XL.jpg"]),
    ("/media/images/pot.2e16d0ba.fill-300x200-c75.jpg", ["/media/original_images/pot.jpg"]),
    ("/system/p/images/000/001/234/medium/pot.jpg?1500", ["/system/p/images/000/001/234/original/pot.jpg?1500"]),
    ("/system/photos/12/thumb/pot.jpg", ["/system/photos/12/original/pot.jpg"]),
    ("/uploads/pot/image/12/thumb_pot.jpg", ["/uploads/pot/image/12/pot.jpg"]),
    ("/uploads/_600xAUTO_crop_center-center_none/pot.jpg", ["/uploads/pot.jpg"]),
    ("/media/pages/a/0123456789-1512345678/pot-300x200-crop.jpg", ["/media/pages/a/0123456789-1512345678/pot.jpg"]),
    ("/assets/Uploads/_resampled/resizedimage600400-pot.jpg", ["/assets/Uploads/pot.jpg"]),
    ("/assets/Uploads/pot__FillWzMwMCwyMDBd.jpg", ["/assets/Uploads/pot.jpg"]),
    ("/media/cache/resolve/big/uploads/pot.jpg", ["/uploads/pot.jpg"]),
    ("/application/files/thumbnails/large/1512/3456/7890/pot.jpg", ["/application/files/1512/3456/7890/pot.jpg"]),
    ("/var/x/storage/images/a/123-1-eng-GB/pot_large.jpg", ["/var/x/storage/images/a/123-1-eng-GB/pot.jpg"]),
    ("/a/pot.jpg/image_preview", ["/a/pot.jpg/@@images/image", "/a/pot.jpg"]),
    (f"/img/containers/assets/pot.jpg/{KEY}.jpg", ["/assets/pot.jpg"]),
    ("/media/1234/pot_big-thumb.jpg", ["/media/1234/pot.jpg"]),
    ("/-/media/a/pot.ashx?h=30&w=90&hash=12", ["/-/media/a/pot.ashx"]),
    ("/photos/123/large.jpeg", ["/photos/123/large.jpg"]),
    ("/a/pot@2x.jpg", ["/a/pot.jpg"]),
    (f"/uploads/default/optimized/2X/a/{SHA}_2_690x400.jpeg", [f"/uploads/default/original/2X/a/{SHA}.jpeg"]),
    ("/download/file.php?id=12&t=1&sid=ab", ["/download/file.php?id=12", "/download/file.php?id=12&mode=view"]),
    ("/attachment.php?s=ab&attachmentid=12&stc=1&thumb=1&d=14", ["/attachment.php?attachmentid=12"]),
    ("/filedata/fetch?id=12&d=14&type=thumb", ["/filedata/fetch?id=12"]),
    (f"/data/attachments/12/12345-{KEY}.jpg", ["/attachments/12345"]),
    ("/attachment.php?thumbnail=12", ["/attachment.php?aid=12"]),
    ("/albums/a/thumb_pot.jpg", ["/albums/a/pot.jpg", "/albums/a/normal_pot.jpg"]),
    ("/albums/a/normal_pot.jpg", ["/albums/a/pot.jpg"]),
    ("/var/resizes/a/pot.jpg?m=15", ["/var/albums/a/pot.jpg?m=15"]),
    ("/_data/i/upload/2015/01/02/2015-ab-la.jpg", ["/upload/2015/01/02/2015-ab.jpg"]),
    ("/i.php?/upload/2015/01/02/2015-ab-me.jpg", ["/upload/2015/01/02/2015-ab.jpg"]),
    ("/cache/a/pot_85_cw85_ch85_thumb.jpg", ["/albums/a/pot.jpg"]),
    ("/data/thumbnails/12/pot.jpg", ["/data/media/12/pot.jpg"]),
    ("/lib/exe/fetch.php?w=200&tok=ab&media=a:pot.jpg", ["/lib/exe/fetch.php?media=a:pot.jpg"]),
    ("/utils/getthumbnail/collection/pots/id/77", [CDM, CDM_API]),
    ("/cgi-bin/getimage.exe?CISOROOT=/pots&CISOPTR=77&DMSCALE=9", [CDM, CDM_API]),
    ("/utils/ajaxhelper/?CISOROOT=pots&CISOPTR=77&action=2", [CDM, CDM_API]),
    (f"{CDM_API}?x=1", [CDM, "/iiif/2/pots:77/full/max/0/default.jpg"]),
    ("/bitstream/handle/1.2/34/pot.jpg.jpg?sequence=4", ["/bitstream/handle/1.2/34/pot.jpg"]),
    ("/bitstream/1.2/34/1/pot.jpg", ["/bitstream/handle/1.2/34/pot.jpg"]),
    ("/islandora/object/a:1/datastream/TN/view", [
        "/islandora/object/a:1/datastream/OBJ/view", "/islandora/object/a:1/datastream/JPG/view",
    ]),
    ("/internal/media/dispatcher/12/thumbnail", [
        "/internal/media/dispatcher/12/full",
        "/internal/media/dispatcher/12/preview",
    ]),
    ("/internal/media/dispatcher/12/resize%3Aformat%3Dpreview", [
        "/internal/media/dispatcher/12/full", "/internal/media/dispatcher/12/preview",
    ]),
    ("/service/pnp/cph/3a10000/3a14413_150px.jpg", [
        "/service/pnp/cph/3a10000/3a14413v.jpg",
        "/service/pnp/cph/3a10000/3a14413r.jpg",
    ]),
    ("//archive.org/download/pots/pot_thumb.jpg", ["//archive.org/download/pots/pot.jpg"]),
    ("/is/image/Co/shoe_1?$pdp$&wid=3", ["/is/image/Co/shoe_1"]),
    ("/is/image/Co/shoe_1?wid=6000&fmt=jpeg", ["/is/image/Co/shoe_1", "/is/image/Co/shoe_1?scl=1"]),
    ("/is/image/Co/shoe_1:Small", ["/is/image/Co/shoe_1"]),
    ("/a.jpg?preset=big", ["/a.jpg"]),
    ("//res.cloudinary.com/d/image/upload/c_fill,w_9/t_x/v12/a.jpg", ["//res.cloudinary.com/d/image/upload/v12/a.jpg"]),
    ("/d/image/upload/s--AbCdEfGh--/c_fill,w_9/birds/a.jpg", ["/d/image/upload/birds/a.jpg"]),
    ("/unsafe/300x200/smart/a/pot.jpg", ["/a/pot.jpg"]),
    ("/unsafe/fit-in/300x0/filters:quality(80)/pot.jpg", ["/pot.jpg"]),
    ("/media/pot.jpg.600x400_q85_crop.jpg", ["/media/pot.jpg"]),
    ("/content/dam/shop/pot.jpg.thumb.319.319.png", ["/content/dam/shop/pot.jpg"]),
    ("/content/dam/shop/pot.jpg.rendition.1280.1280.jpg", ["/content/dam/shop/pot.jpg"]),
    ("/media/pot.png.60x40_q85_box-1,2,3,4_crop_detail.png", ["/media/pot.png"]),
    ("/a/pot?x-oss-process=image/resize,w_9", ["/a/pot"]),
    ("/a/pot.jpg?imageMogr2/thumbnail/9x", ["/a/pot.jpg"]),
    ("/a/pot.jpg!thumb", ["/a/pot.jpg"]),
    ("/a/pot.jpg@!style", ["/a/pot.jpg"]),
    ("/a/pot.jpg@480w_270h_1c.webp", ["/a/pot.jpg"]),
    ("/a/pot.jpg?tr=w-300,h-200", ["/a/pot.jpg"]),
    (f"//secure.gravatar.com/avatar/{KEY}?s=4000", [f"//secure.gravatar.com/avatar/{KEY}?s=512&d=404"]),
    ("//i.imgur.com/AbCd12Xl.jpg", ["//i.imgur.com/AbCd12X.jpg"]),
    ("//wx1.sinaimg.cn/mw690/0123456789abcdef01234.jpg", [
        "//wx1.sinaimg.cn/large/0123456789abcdef01234.jpg", "//wx1.sinaimg.cn/mw2000/0123456789abcdef01234.jpg",
    ]),
    (f"//mmbiz.qpic.cn/mmbiz_jpg/{KEY}/640?wx_fmt=jpeg", [f"//mmbiz.qpic.cn/mmbiz_jpg/{KEY}/0?wx_fmt=jpeg"]),
]  # fmt: skip
OTHERS = [
    "/pot.jpg",
    "/photos/2019/05/pot-300x200.jpg",
    f"{WP}/pot-300x200-b.jpg",
    f"{WP}/pot-3x2.jpg",
    f"{WP}/pot.jpg",
    f"{WP}/pot-e154567890.jpg",
    "/a/pot.jpg.webp",
    "/files/pots/05/pot.jpg",
    "/sites/default/files/2012/05/pot.jpg",
    "/cache/1/image/pot.jpg",
    f"/cache/{KEY}/pot.jpg",
    "/a/pot_1024x1024.jpg",
    "/media/pot.jpg/v1/fill/pot.jpg",
    "/images/size/w600/pot.jpg",
    "/c/12-category_default/pot.jpg",
    "/12-home/pot.jpg",
    "/products/8/images/9/pot.jpg",
    "/image/cache/pot-228x228.jpg",
    "/images/thumbnails/pot.jpg",
    "/thumbnail/pot_800x800.jpg",
    "/dw/image/v2/A_PRD/on/demandware.static/pot.jpg?v=3",
    "/images/g/AbCAAOSwXyZ/pot.jpg",
    "/images/I/71AbC-dEfGL.jpg",
    "/kf/pot_640x640.jpg",
    "/files/styles/heron.jpg",
    "/private/styles/big/public/heron.jpg",
    "/content/v1/0123456789abcdef01234567/ab/pot.jpg?format=webp",
    "/a/b/s320/pot.jpg",
    "/pot=s320",
    "/images/thumbnails/images/pot.jpg",
    "/system/files/2012/summer/pot.jpg",
    "/system/p/images/000/001/234/original/pot.jpg",
    "/uploads/pot/thumb_pot.jpg",
    "/photos/123/pot.jpeg",
    "/a/lens-2x.jpg",
    "/a/@2x.jpg",
    "/optimized/pot_2_690x400.jpeg",
    "/download/file.php?id=12",
    "/attachment.php?attachmentid=12",
    "/attachment.php?postid=12&thumb=1",
    "/photos/thumb_pot.jpg",
    "/albums/thumb_/pot.jpg",
    "/cache/a/pot_30.jpg",
    "/utils/getthumbnail/pots/77",
    "/bitstream/handle/1.2/34/pot.jpg",
    "/is/image/Co/shoe_1",
    "/a.jpg?price=$3$",
    "/show.php?preset=big",
    "/image/upload/birds/a.jpg",
    "/image/upload/my_birds/a.jpg",
    "/unsafe/300x200/smart/other.org/pot.jpg",
    "/unsafe/300x200/https://other.org/pot.jpg",
    "/unsafe/pot.jpg",
    "/media/pot.600x400.jpg",
    "/default/pot.jpg",
    "/a/pot!thumb.jpg",
    "/show.php?to=/a/pot@2x.jpg",
    f"//gravatar.com/avatar/{KEY}",
    "//i.imgur.com/AbCd12X.jpg",
]


@pytest.mark.parametrize(("copy", "uploads"), FORMS)
def test_the_upload_of_a_copy(copy, uploads):
    """What its software has added for the size is left out, then the largest size that it makes of any is asked for."""
    assert list(as_original(whole(copy))) == [whole(upload) for upload in uploads]


@pytest.mark.parametrize(("copy", "uploads"), FORMS)
def test_no_other_host_is_asked_and_two_requests_suffice(copy, uploads):
    """Whatever a copy's address holds, its own host has the upload."""
    assert {urlsplit(url).netloc for url in as_original(whole(copy))} == {urlsplit(whole(copy)).netloc}
    assert len(uploads) <= 2


@pytest.mark.parametrize(
    "path",
    [
        "//m.media-amazon.com/images/I/A13abcdefgh._CLa%7C2140,2000%7C91printABCDE.png%7C0,0,10,10+0.0,0.0_AC_UX466_.png",
        "/is/image/Co/ground?$print=is{Co/print}&wid=300",
        "/is/image/Co/ground?layer=1&src=is%28Co/print%29&wid=300",
        "//res.cloudinary.com/d/image/upload/l_print,w_300/v1/ground.png",
        "//res.cloudinary.com/d/image/upload/pg_3,w_300/v1/catalogue.jpg",
        "//res.cloudinary.com/d/image/upload/w_300,u_frame/v1/print.jpg",
        "//res.cloudinary.com/d/image/upload/e_replace_color:red,w_300/v1/shirt.jpg",
        "//res.cloudinary.com/d/image/upload/co_red,e_colorize/w_300/v1/shirt.jpg",
        "/is/image/Co/shirt?wid=300&op_colorize=red",
        "/ground.jpg?tr=w-300:l-image,i-print.png,l-end",
        "/show?id=5&x-oss-process=image/resize,w_100",
        "/show.php?imageView2/1/w/100&id=5",
    ],
)
def test_what_is_more_than_its_path_says_is_not_reduced_to_that(path):
    """Where an order lays another picture over the one of the path, or a field names it, the path alone is another."""
    assert list(as_original(whole(path))) == []


@pytest.mark.parametrize("path", ["/a.jpg.1x1_q1" + 2_000 * "_a" + "!", "/a.jpg_1x1" + 4_000 * "1" + "!"])
def test_no_address_takes_long_to_read(path):
    """The time is no more than the square of an address's length: a second power of two would never end."""
    assert list(as_original(whole(path))) == []


@pytest.mark.parametrize("path", OTHERS)
def test_what_is_no_such_copy(path):
    """Without all the signs of its software an address is of a file of its own, or of another host's."""
    assert list(as_original(whole(path))) == []


def test_what_a_site_may_have_made_of_its_uploads():
    """A reduced or a converted file stays where an upload went; a copy in a size has its upload first."""
    assert list(kept_otherwise(f"{H}{WP}/pot.jpg")) == [f"{H}{WP}/pot-scaled.jpg", f"{H}{WP}/pot.webp"]
    for other in (f"{WP}/pot-scaled.jpg", f"{WP}/pot-300x200.jpg", f"{WP}/pot.webp", "/photos/pot.jpg"):
        assert list(kept_otherwise(f"{H}{other}")) == []


def test_an_address_of_countless_folders_has_no_form():
    """No site's has a hundred, and the patterns would take the longer the more there are."""
    most = "/a" * 93
    assert [*as_original(f"{H}{most}{WP}/pot-rotated.jpg")] == [f"{H}{most}{WP}/pot.jpg"]
    assert [*as_original(f"{H}{most}/a{WP}/pot-rotated.jpg")] == []
