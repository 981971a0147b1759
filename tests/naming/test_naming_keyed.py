"""The keys that services give to pictures, in the forms of their addresses."""

from __future__ import annotations

import pytest

from imgcrawl.naming.keyed import bears, key_of

HASH, OTHER = "5e0c9b7d41f84a6a9c31d2e47b80fa16", "5e0c9b7d41f84a6a9c31d2e47b80fa17"
UUID = "0b8f7a52-93d4-4c1e-a9a7-5e7d3f2b1c60"
SITE = "https://media.ex.example"


@pytest.mark.parametrize(
    ("path", "form", "key"),
    [
        ("/4401/51872034419_a1b2c3d4e5_z.jpg", "number", "51872034419"),
        ("/4401/518720344_a1b2c3d4e5.png", "number", "518720344"),
        (f"/media/{HASH}~mv2.jpg/v1/fill/w_300,h_200/a-b.jpg", "wix", HASH),
        (f"/media/{HASH}/v1/fit/w_300,h_200/a-b.jpg", "wix", HASH),
        (f"/media/ab12f3_{HASH}~mv2_d_4000_3000_s_4_2.jpg", "wix", HASH),
        ("/Nature/i-Kx7Qz2B/0/a1b2c3d4/X3/i-Kx7Qz2B-X3.jpg", "image", "Kx7Qz2B"),
        ("/Nature/i-Kx7Qz2B/0/XL/DSCF3877-XL.jpg", "image", "Kx7Qz2B"),
        (f"/{HASH}/tumblr_n830d1e5d4o1_1280.jpg", "named_post", HASH),
        (f"/{HASH}/9f8e7d6c5b4a3928-aa/s640x960/{OTHER}.jpg", "post", HASH),
        (f"/tumblr_{HASH}_500.jpg", "old_post", HASH),
        (f"/archive/files/{HASH}_0a1b2c3d4e.jpg", "archived", HASH),
        (f"/archive/square_thumbnails/{HASH}_0a1b2c3d4e.jpg", "archived", HASH),
        ("/filestore/6_ab12cd34ef/384146scr_f8a758ddc807853.jpg", "resource", "384146"),
        (f"/m/{UUID}/s640x480/pier.jpg", "ordered", UUID),
        (f"/transform/{UUID}/pier-at-dusk?io=transform:fill,width:640", "rendered", UUID),
        (f"/m/{UUID}/pier-at-dusk?io=transform:fill,width:640", "asked", UUID),
    ],
)
def test_the_key_of_a_picture(path, form, key):
    """What a service has counted or drawn for the file itself, as its address is built."""
    found = key_of(SITE + path)
    assert found is not None
    assert (found.form, found.key) == (form, key)


@pytest.mark.parametrize(
    "path",
    [
        "/4401/51872034419_b.jpg",  # no secret
        "/4401/51872034419_20230412_b.jpg",  # a day
        "/4401/51872034_a1b2c3d4e5_b.jpg",  # too short a number
        "/a/51872034419_a1b2c3d4e5_b.jpg",  # no server
        "/4401/51872034419_a1b2c3d4e5_front.jpg",  # a view
        "/4401/1700000000_a1b2c3d4e5_b.jpg",  # a time
        f"/products/{UUID}/s640x480/front.jpg",  # a thing's folder
        f"/articles/{UUID}/pier-at-dusk?w=300",
        f"/m/{UUID}/front.jpg",  # no order
        f"/m/{UUID}/pier-at-dusk?page=2",
        f"/archive/files/{HASH}_0a1b2c3d4.jpg",  # no hash of Omeka's
        f"/archive/items/{HASH}_0a1b2c3d4e.jpg",
        "/filestore/3841scr_f8a758ddc807853.jpg",  # too short a number
        "/filestore/384146_f8a758ddc807853.jpg",  # no size
        "/filestore/384146scr_2_f8a758ddc807853.jpg",  # a page of a document
        "/i-phones/0/a1b2c3d4/X3/front.jpg",  # a word
        "/i-Kx7Qz2B/front.jpg",
        "/i-phones/0/XL/front.jpg",
        f"/{HASH}/tumblr_banner.jpg",
        "/transform/0000000000000000/pier",  # no letter
    ],
)
def test_what_may_be_a_things_is_no_key(path):
    """Folders of things, albums and pages, days, words, and names without what the form has."""
    assert key_of(SITE + path) is None


def test_who_bears_a_key():
    """What was drawn, whole, in any address; a number in addresses of its form; the case of an image's key counts."""
    drawn, number = key_of(f"{SITE}/tumblr_{HASH}_500.jpg"), key_of(f"{SITE}/1/518720344_a1b2c3d4e5.jpg")
    image = key_of(f"{SITE}/i-Kx7Qz2B/0/a1b2c3d4/X3/a-X3.jpg")
    assert drawn is not None
    assert number is not None
    assert image is not None
    assert bears(f"https://x.example/{HASH}/cup.jpg", drawn)
    assert not bears(f"https://x.example/{OTHER}/cup.jpg", drawn)
    assert not bears(f"https://x.example/{HASH}0/cup.jpg", drawn)
    assert bears("https://x.example/77/518720344_99aa88bb77_b.jpg", number)
    assert not bears("https://x.example/77/518720345_99aa88bb77_b.jpg", number)
    assert not bears("https://x.example/518720344/cup.jpg", number)
    assert bears("https://x.example/photos/i-Kx7Qz2B/1/L/cup.jpg", image)
    assert not bears("https://x.example/photos/i-Kx7Qz2b/1/L/cup.jpg", image)
    assert not bears("https://x.example/photos/i-Kx7Qz2BC/1/L/cup.jpg", image)
