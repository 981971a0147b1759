"""The uploads of shops, sites, galleries and collections that stand in the addresses of their copies."""

from __future__ import annotations

from time import process_time
from urllib.parse import urlsplit

import pytest

from imgcrawl.intake.forms.uploads import as_original
from tests.intake.copies import H, whole

ID = "1e532eb6-0bb1-4b78-94ea-7c7052cb48af"
BLOG = "/img/b/R29vZ2xl/AVvXsEhAbCdEfGh0123456789"

FORMS = [
    ("/media/image/4e/85/9b/pot_600x600.jpg", ["/media/image/15/3b/e4/pot.jpg", "/media/image/4e/85/9b/pot.jpg"]),
    ("/media/image/4e/85/9b/pot277_600x600@2x.jpg", [
        "/media/image/92/be/g0/pot277.jpg", "/media/image/4e/85/9b/pot277.jpg",
    ]),
    ("/thumbs/a/b/pot-300x200.jpg", ["/content/a/b/pot.jpg"]),
    ("/application/files/thumbnails/medium/591/591/pot.jpg", ["/application/files/591/591/pot.jpg"]),
    ("/images/phocagallery/a/thumbs/phoca_thumb_l_pot.jpg", ["/images/phocagallery/a/pot.jpg"]),
    ("/uploads/thumbnail_pot_a1b2c3d4e5.jpg", ["/uploads/pot_a1b2c3d4e5.jpg"]),
    ("/uploads/medium_pot_131.png", ["/uploads/pot_131.png"]),
    ("/albums/v123/anna/th_pot.jpg", ["/albums/v123/anna/pot.jpg"]),
    ("/assets/Uploads/_resampled/ScaleWidthWyI4MDAiXQ-pot-32.jpg", ["/assets/Uploads/pot-32.jpg"]),
    ("/assets/Uploads/_resampled/FillWyIyMDAiLCIyMDAiXQ==-pot-32.jpg", ["/assets/Uploads/pot-32.jpg"]),
    ("/upload/resize_cache/iblock/0fd/300_200_1/pot.jpg", ["/upload/iblock/0fd/pot.jpg"]),
    ("/upload/resize_cache/iblock/0fd/30_20_140cd750bba9870f18aada2478b24840a/pot.jpg", ["/upload/iblock/0fd/pot.jpg"]),
    ("/content/dam/a/pot.jpg.transform/teaser/image.jpg", ["/content/dam/a/pot.jpg"]),
    ("/content/dam/a/pot.png/_jcr_content/renditions/cq5dam.web.1280.1280.png", ["/content/dam/a/pot.png"]),
    ("/documents/12/0/pot.jpg/0a-1b?t=15&imageThumbnail=2", ["/documents/12/0/pot.jpg/0a-1b?t=15"]),
    ("/documents/12/0/pot.jpg?imagePreview=1&t=15", ["/documents/12/0/pot.jpg?t=15"]),
    ("/cache/a/b/pot_595.jpg", ["/albums/a/b/pot.jpg"]),
    ("/2019/05/pot.md.jpg", ["/2019/05/pot.jpg"]),
    ("/images/2019/05/11/pot.th.png", ["/images/2019/05/11/pot.png"]),
    ("/w/images/a/ab/pot.jpg/revision/latest/scale-to-width-down/350?cb=2", [
        "/w/images/a/ab/pot.jpg/revision/latest?cb=2",
    ]),
    ("/w/images/a/ab/pot.jpg/revision/latest/top-crop/width/360/height/450", [
        "/w/images/a/ab/pot.jpg/revision/latest",
    ]),
    ("/imglib/h/204/heron_lg.jpg", ["/imglib/h/204/heron.jpg"]),
    (f"/image/proxyImageThumbnailLarge?imageId={ID}", [f"/image/{ID}/original", f"/image/{ID}/large"]),
    (f"/proxyImage?id={ID}&x=1", [f"/image/{ID}/original", f"/image/{ID}/large"]),
    (f"/store/f/a/8/4/{ID}/thumbnail_large", [f"/image/{ID}/original"]),
    (f"/images/image/{ID}/thumbnail", [f"/images/image/{ID}/original"]),
    ("/_AbCdEfGh12/XyZ0123456/AAAAAAAAAbc/AbCdEfGh123/s400/pot.jpg", [
        "/_AbCdEfGh12/XyZ0123456/AAAAAAAAAbc/AbCdEfGh123/s0/pot.jpg",
        "/_AbCdEfGh12/XyZ0123456/AAAAAAAAAbc/AbCdEfGh123/s1600/pot.jpg",
    ]),
    ("/data/media/80/07/53/542.4848424.580x360.jpg", ["/data/media/80/07/53/542.4848424.jpg"]),
    (f"{BLOG}/w640-h480/pot.jpg", [f"{BLOG}/s0/pot.jpg", f"{BLOG}/s1600/pot.jpg"]),
    ("/photos/12/large.jpeg?1526044064", ["/photos/12/large.jpg?1526044064"]),
    ("/a/pot.jpg:large", ["/a/pot.jpg"]),
    ("/uploads/small2x/pot.jpg", ["/uploads/big/pot.jpg", "/uploads/original/pot.jpg"]),
    ("/g/uploads/medium/0a/1b/2c3d.jpeg", ["/g/uploads/big/0a/1b/2c3d.jpeg", "/g/uploads/original/0a/1b/2c3d.jpeg"]),
    ("/p/pot_hu1234abcd_5678_640x0_resize_q75_box.jpg", ["/p/pot.jpg"]),
    ("/p/pot_hu0123456789abcdef0123456789abcdef_5678_0x90_fill_box_smart1_3.png", ["/p/pot.png"]),
    ("/p/pot_hu1234abcd_5678_640x480_fit_q75_h2_box.webp", ["/p/pot.jpg", "/p/pot.webp"]),
    ("/p/pot_hu_0123456789abcdef.png", ["/p/pot.png"]),
    ("/slir/w640-h480/path/pot.jpg", ["/path/pot.jpg"]),
    ("/blog/slir/w640-c4x3-bfff/blog/pot.jpg?v=1", ["/blog/pot.jpg?v=1"]),
]  # fmt: skip
OTHERS = [
    "/a/pot.th.jpg",
    "/imglib/pot_lg.jpg",
    "/unsafe/200x/https%3A%2F%2Fa.org%2Fpot.jpg",
    "/image/proxyImageThumbnail?imageId=7",
    f"/image/{ID}",
    "/data/media/80/07/53/542.4848424.jpg",
    "/data/media/pots/pot.580x360.jpg",
    f"/store/pots/{ID}/original",
    "/_pots/brown/AAAA/clay/s400/pot.jpg",
    "/photos/12/large.jpeg?id=3",
    "/media/image/pot_600x600.jpg",
    "/thumbs/pot.jpg",
    "/content/dam/a/pot.jpg",
    "/documents/12/0/pot.jpg?t=15",
    "/show.php?documents/12/0/pot.jpg?imageThumbnail=1",
    "/a/pot.jpg:3",
    "/uploads/big/pot.jpg",
    "/uploads/medium/album/pot.jpg",
    "/p/pot_hut.jpg",
    "/p/pot_hu12.jpg",
    "/p/pot_640x0_resize_q75_box.jpg",
    "/slir/path/pot.jpg",
    "/uploads/large_copper.jpg",
    "/photos/th_pot.jpg",
    "/albums/pots/pot_th_2.jpg",
    "/assets/Uploads/_resampled/Welsh-pot-32.jpg",
    "/uploads/large_copper_bead.jpg",
    "/uploads/large_tree_2012.jpg",
    "/a/large_copper_a1b2c3d4e5.jpg",
    "/upload/resize_cache/iblock/0fd/pot.jpg",
    "/images/thumbs/phoca_pot.jpg",
    "/application/files/thumbnails/pot.jpg",
    "/show.php?f=/slir/w640/path/pot.jpg",
    "//pbs.twimg.com/media/pot.jpg:large",
    "/a/pot.jpg/revision/latest/scale-to-width-down/350",
]


@pytest.mark.parametrize(("copy", "uploads"), FORMS)
def test_the_upload_of_a_copy(copy, uploads):
    """What its software has added for the size is left out; its own host is asked, twice at most."""
    assert list(as_original(whole(copy))) == [whole(upload) for upload in uploads]
    assert {urlsplit(whole(upload)).netloc for upload in uploads} == {urlsplit(whole(copy)).netloc}
    assert len(uploads) <= 2


@pytest.mark.parametrize("path", OTHERS)
def test_what_is_no_such_copy(path):
    """Without all the signs of its software an address is of a file of its own: another language's, or a number."""
    assert list(as_original(whole(path))) == []


def test_repeated_signs_of_a_copy_cost_little():
    """None of them makes an address that is as long as any cost more than a moment."""
    began = process_time()
    assert list(as_original(f"{H}/assets/_resampled/A{'Wy' * 15_000}.jpg")) == []
    assert process_time() - began < 1.0
