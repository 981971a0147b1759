"""The uploads that stand in the addresses of their copies, and the addresses that only look like such."""

from __future__ import annotations

import pytest

from imgcrawl.intake.renditions import as_original

H = "https://h.org"
KEY = "0123456789abcdef0123456789abcdef"
SHOP = "https://cdn.shopify.com/s/files/1/0001/2/products"
WIX = "https://static.wixstatic.com/media/ab12_34cd~mv2"

FORMS = [
    (f"{H}/cache/1/image/800x/{KEY}/p/o/x.jpg", f"{H}/p/o/x.jpg"),
    (f"{H}/media/catalog/product/cache/{KEY}/p/o/pot.jpg", f"{H}/media/catalog/product/p/o/pot.jpg"),
    (f"{SHOP}/pot_1024x1024.jpg?v=15", f"{SHOP}/pot.jpg?v=15"),
    (f"{SHOP}/pot_%7Bwidth%7Dx.jpg?v=15", f"{SHOP}/pot.jpg?v=15"),
    (f"{SHOP}/pot_300x.progressive.jpg", None),
    (f"{SHOP}/pot_grande.png", f"{SHOP}/pot.png"),
    (f"{H}/cdn/shop/files/pot_x600_crop_center@2x.jpg", f"{H}/cdn/shop/files/pot.jpg"),
    (f"{WIX}.jpg/v1/fill/w_300,h_200,al_c,q_80/pot.jpg", f"{WIX}.jpg"),
    (f"{WIX}_d_2000_1000_s_2.png/v1/fit/w_9/file.png", f"{WIX}_d_2000_1000_s_2.png"),
    (f"{H}/content/images/size/w600/2024/01/pot.jpg", f"{H}/content/images/2024/01/pot.jpg"),
    (f"{H}/content/images/size/w600h300/format/webp/2024/01/pot.jpg", f"{H}/content/images/2024/01/pot.jpg"),
    (f"{H}/unsafe/300x200/smart/a/pot.jpg", f"{H}/a/pot.jpg"),
    (f"{H}/unsafe/fit-in/300x0/filters:quality(80)/pot.jpg", f"{H}/pot.jpg"),
    (f"{H}/media/pot.jpg.600x400_q85_crop.jpg", f"{H}/media/pot.jpg"),
    (f"{H}/media/pot.png.60x40_q85_box-1,2,3,4_crop_detail.png", f"{H}/media/pot.png"),
    (f"{H}/1234-large_default/pot.jpg", f"{H}/1234/pot.jpg"),
]
OTHERS = [
    f"{H}/cache/1/image/pot.jpg",
    f"{H}/cache/{KEY}/pot.jpg",
    f"{H}/a/pot_1024x1024.jpg",
    f"{H}/media/pot.jpg/v1/fill/pot.jpg",
    f"{H}/images/size/w600/pot.jpg",
    f"{H}/unsafe/300x200/smart/other.org/pot.jpg",
    f"{H}/unsafe/300x200/https://other.org/pot.jpg",
    f"{H}/unsafe/pot.jpg",
    f"{H}/media/pot.600x400.jpg",
    f"{H}/default/pot.jpg",
    f"{H}/pot.jpg",
]


@pytest.mark.parametrize(("url", "upload"), FORMS)
def test_the_upload_of_a_copy(url, upload):
    """Folders, suffixes and orders that its software has added for the size are left out, and nothing else."""
    assert list(as_original(url)) == ([] if upload is None else [upload])


@pytest.mark.parametrize("url", OTHERS)
def test_what_is_no_such_copy(url):
    """Without all the signs of its software an address is of a file of its own, or of another host's."""
    assert list(as_original(url)) == []
