from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.notices import (
    _NOTHING_ELSE,
    _WHOLE_NAME,
    leads_to_notice,
    names_no_image,
    says_closed,
    says_gone,
    says_in_making,
    stands_in_for_any,
)

ASKED = "http://a.test/photos/heron.jpg"


@pytest.mark.parametrize(
    "name",
    [
        "account-suspended.jpg", "image_restricted.png", "login-required.png", "members-only.gif", "nsfw.png",
        "adult-content.png", "age_gate.jpg", "geo-blocked.png", "domain-for-sale.png", "no_leech.gif", "bandwidth.gif",
        "copyright-notice.png", "imagenotavailable.gif", "filenotfound.jpg", "noimageavailable.png",
        "imageplaceholder.png", "missing_original.png", "no-product-image.png", "awaiting-photo.jpg", "no_cover.png",
        "under-construction.gif", "under-maintenance.png", "sold-out.png", "out_of_stock.jpg", "discontinued.gif",
        "accessdenied.gif", "antihotlink.png", "broken-link.png", "expired-listing.jpg", "default-og.png", "err404.png",
        "invalid-image.png", "account-disabled.png", "content-warning.jpg", "subscribers-only.png", "og-default.jpg",
        "removed.png", "removed_picture.gif", "image-deleted.jpg", "not_available.png", "notfound.jpg", "no-image.png",
        "nophoto.jpg", "no_thumb.jpg", "photo%20unavailable.png", "PLACEHOLDER.JPG", "hotlinking.png", "404.gif",
        "coming-soon.jpg", "nohotlinking.png", "access_denied.gif", "noimg",
        "default-product.png", "busy.png", "server_busy.gif", "default_avatar_200x200.jpg", "dummy.jpg",
        "slow-down.png", "noimage.gif", "too_many_requests.png", "rate-limited.png", "error403.jpg",
        "blank.gif", "spacer.gif", "default.png", "place-holder.svg", "hot-link.gif",
        "brak-zdjecia.png", "brak-zdj%C4%99cia.png", "kein_bild.jpg", "pas-d-image.png", "sin-imagen-300x300.jpg",
        "sem_foto.jpg", "immagine-non-disponibile.png", "geenafbeelding.png", "bez-obr%C3%A1zku.png", "net-foto.jpg",
        "%D0%BD%D0%B5%D1%82-%D1%84%D0%BE%D1%82%D0%BE.jpg", "resim-yok.png", "ingen_bild.gif", "nincs-kep.jpg",
        "%E6%9A%82%E6%97%A0%E5%9B%BE%E7%89%87.png", "%E7%94%BB%E5%83%8F%E3%81%AA%E3%81%97.png", "zanwu-tupian.jpg",
        "generating.gif", "image-processing.png", "in-progress.jpg",
        "%EC%9D%B4%EB%AF%B8%EC%A7%80%EC%97%86%EC%9D%8C.png", "tidak-ada-gambar.png", "khong-co-anh.jpg",
    ],
)  # fmt: skip
def test_names_that_say_it(name):
    """A redirect to a file named after a missing image leads to a notice, in any case and spelling."""
    assert leads_to_notice(ASKED, f"http://cdn.test/static/{name}?v=2")


@pytest.mark.parametrize(
    "name",
    [
        "heron-large.jpg",
        "gonewiththewind.jpg",
        "undefaulted.png",
        "terrors.jpg",
        "noimagery.jpg",
        "gone-fishing.jpg",
        "invalides-paris.jpg",
        "event-poster.jpg",
        "social-media.jpg",
        "sample-2.jpg",
        "clear-sky.jpg",
        "error-bars.png",
        "busy-street.jpg",
        "product-404.jpg",
        "crash-test-dummy.jpg",
        "sinfonia.jpg",
        "keinbildung.jpg",
        "internet-fotos.jpg",
        "brak.jpg",
        "suspended-bridge.jpg",
        "login-screen-of-1984.png",
        "copyright-office-hall.jpg",
        "no-artist-without-pain.jpg",
        "private-garden.jpg",
    ],
)
def test_names_that_do_not(name):
    """A word within another word says nothing, nor does a common one beside others."""
    assert not leads_to_notice(ASKED, f"http://cdn.test/static/{name}")


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        ("http://a.test/missing.jpg", "http://b.test/missing.jpg"),
        ("http://a.test/removed-1998.jpg", "http://b.test/large_removed-1998.webp"),
        ("http://a.test/removed.jpg", "http://b.test/removed_large.jpg"),
        (ASKED, "http://b.test/removed/heron.jpg"),
        (ASKED, ASKED),
        (ASKED, "http://b.test/"),
    ],
    ids=["same-name", "same-word", "same-word-alone", "folder-only", "no-redirect", "no-name"],
)
def test_a_picture_may_be_called_so(asked, final):
    """Only the file's name counts, and no word that the name asked for has as well."""
    assert not leads_to_notice(asked, final)


@pytest.mark.parametrize("name", ["silhouette.png", "site-logo.png", "private-photo.jpg", "loading.gif", "stolen.jpg"])
def test_some_names_count_among_a_sites_own_files(name):
    """Pictures are called so as well: not where others lie, nor where what was asked for has a word of it."""
    for folder in ("static/", "assets/img/", ""):
        assert leads_to_notice(ASKED, f"http://a.test/{folder}{name}")
    assert not leads_to_notice(ASKED, f"http://a.test/uploads/2021/{name}")
    assert not leads_to_notice(f"http://a.test/acme-{name}", f"http://a.test/img/{name}")


@pytest.mark.parametrize(
    "path",
    [
        "iiif/3/heron/full/max/0/default.jpg",
        "iiif/2/heron/full/full/0/default.jpg",
        "iiif/heron/10,20,300,400/!200,200/!22.5/default.png",
        "iiif/heron/pct:10,10,80,80/pct:50/90/default.webp",
        "iiif/heron/square/^512,/0/default.jpg",
        "digital/api/singleitem/image/p16022coll7/8243/default.jpg",
    ],
)
def test_image_servers_call_any_picture_default(path):
    """The IIIF Image API and CONTENTdm prescribe the name, which therefore says nothing."""
    assert not leads_to_notice(ASKED, f"http://cdn.test/{path}")
    assert leads_to_notice(ASKED, "http://cdn.test/iiif/heron/default.jpg")
    assert leads_to_notice(ASKED, "http://cdn.test/digital/api/singleitem/default.jpg")


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        ("removed_single-890.jpg", "i/image-not-found.png"),
        ("removed-1998.jpg", "deleted.jpg"),
        ("removed-1998.jpg", "static/removed.png"),
        ("404-area-code.jpg", "404.png"),
        ("no-image-of-a-pipe.jpg", "no_image.png"),
    ],
)
def test_a_new_word_speaks(asked, final):
    """A picture called so is redirected to a notice if the name has another such word, or nothing but such words."""
    assert leads_to_notice(f"http://a.test/{asked}", f"http://a.test/{final}")


@pytest.mark.parametrize("unit", ["1111x111", "111x111", "404", "404-", "image", "image-", "111_", "thumb", "no-", "-"])
def test_a_name_has_one_reading(unit):
    """A name made to be read in many ways takes no more steps than others; with two readings a unit it never ends."""
    name = unit * (2_000 // len(unit)) + "q"
    assert not _WHOLE_NAME.fullmatch(name)
    assert not _NOTHING_ELSE.fullmatch(name)
    assert not leads_to_notice(ASKED, f"http://a.test/{name}")


@pytest.mark.parametrize(("length", "is_read"), [(90, True), (100, False)])
def test_long_names_are_read_in_part(length, is_read):
    """No more than a hundred characters of a name are read."""
    assert leads_to_notice(ASKED, f"http://a.test/{'x' * length}-removed.png") is is_read


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_address_breaks_it(asked, final):
    """Any two prepared addresses are judged."""
    leads_to_notice(f"http://a.test/{asked}", f"http://a.test/{final}")


@pytest.mark.parametrize(
    ("name", "is_gone"),
    [
        ("removed.png", True),
        ("photo_unavailable_large.jpg", True),
        ("404.gif", True),
        ("nothing.png", True),
        ("no-image-available.png", True),
        ("woocommerce-placeholder.png", True),
        ("default_product.jpg", True),
        ("kein-bild.png", True),
        ("hotlink.png", False),
        ("image-removed-no-hotlinking.gif", False),
        ("bandwidth-exceeded-image-unavailable.png", False),
        ("coming-soon.png", False),
        ("access-denied.png", False),
        ("rate_limited.png", False),
        ("missingham.jpg", False),
    ],
)
def test_some_notices_say_that_the_image_is_gone(name, is_gone):
    """Those that say who may not have it, or not now, are not among them."""
    assert says_gone(f"http://a.test/img/{name}") is is_gone


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("default-event.jpg", True),
        ("event-default-2.jpg", True),
        ("no-photo-17.png", True),
        ("17-fallback.jpg", True),
        ("12-large_default.jpg", False),
        ("12-home_default2x.jpg", False),
        ("default.jpg", False),
        ("hqdefault.jpg", False),
        ("dummyvery.jpg", False),
    ],
)
def test_what_stands_in_for_any_picture(name, is_so):
    """It says so in a word of its own, which is neither a size of shops nor one of services; nor the asked one's."""
    assert stands_in_for_any(ASKED, f"http://cdn.test/m/17/{name}") is is_so
    assert not stands_in_for_any(f"http://a.test/old/{name}", f"http://cdn.test/m/17/{name}")


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_sizes_of_shops_are_no_notices(size):
    """They end in the word for what is there in place of another, and begin with the number that was asked for."""
    asked, other = "http://a.test/img/123.jpg", f"http://a.test/img/123-{size}_default.jpg"
    assert not stands_in_for_any(asked, other)
    assert not leads_to_notice(asked, other)
    assert not says_gone(other)
    assert leads_to_notice(asked, f"http://a.test/img/{size}-default.jpg")
    assert leads_to_notice(asked, "http://a.test/img/image_default.jpg")


@pytest.mark.parametrize(
    ("path", "is_so"),
    [
        ("/mshots/v1/default", True),
        ("/img/generating.gif", True),
        ("/img/Processing-300x200.png", True),
        ("/img/default.png", False),
        ("/processing/heron.jpg", False),
        ("/img/unprocessing.png", False),
        ("/mshots/v1/https%3A%2F%2Fa.test", False),
    ],
)
def test_some_notices_say_that_the_image_is_being_made(path, is_so):
    """It is worth a wait then, and is not gone."""
    url = f"http://a.test{path}"
    assert says_in_making(url) is is_so
    assert not (is_so and says_gone(url))


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("slow-down.png", True),
        ("TooManyRequests.gif", True),
        ("please_try_again_later.jpg", True),
        ("try_later.jpg", True),
        ("photo-not-available-until-later.jpg", False),
        ("rate-limited-300x200.png", True),
        ("rate-limit.png", True),
        ("bandwidth-limit-exceeded.png", False),
        ("no-hotlinking.png", False),
        ("collaterals.png", False),
        ("removed.png", False),
    ],
)
def test_some_notices_ask_to_wait(name, is_so):
    """Until the host gives images again; an allowance that is used up is another matter."""
    assert says_closed(f"http://a.test/static/{name}") is is_so


@pytest.mark.parametrize(
    ("url", "is_so"),
    [
        ("http://a.test/images/no-image-available.jpg", True),
        ("http://a.test/img/NoPhoto_300x300.png", True),
        ("http://a.test/img/image_not_available_2.gif", True),
        ("http://a.test/img/photo-coming-soon.png", True),
        ("http://a.test/img/image-placeholder.png", True),
        ("http://a.test/assets/nophoto/book/111x148-bcc042a9.png", True),
        ("http://lastfm.freetls.fastly.net/i/u/64s/2a96cbd8b46e442fc41c2b86b821562f.png", True),
        ("http://a.test/commons/thumb/a/ac/No_image_available.svg/300px-No_image_available.svg.png", True),
        ("http://a.test/images/G/01/x-site/icons/no-img-sm._CB192198896_.gif", True),
        ("http://a.test/media/catalog/product/placeholder/default/gilded.jpg", True),
        ("http://a.test/media/catalog/product/cache/1/image/265x/9df78eab/placeholder/default/gilded.jpg", True),
        ("http://a.test/media/catalog/product/p/l/placeholder-vase.jpg", False),
        ("http://a.test/wp-content/uploads/woocommerce-placeholder-300x300.png", True),
        ("http://a.test/wp-content/plugins/woocommerce/assets/images/placeholder.png", True),
        ("http://a.test/img/p/fr-default-home_default.jpg", True),
        ("http://a.test/img/p/1/2/12-home_default.jpg", False),
        (f"http://cdn.test/shopify/assets/no-image-2048-{'5e88c1b2' * 8}_large.gif", True),
        ("http://abs.twimg.com/sticky/default_profile_images/default_profile_0_normal.png", True),
        ("http://lastfm-img2.akamaized.net/i/u/300x300/2a96cbd8b46e442fc41c2b86b821562f.png", True),
        ("http://lastfm-img2.akamaized.net/i/u/174s/c6f59c1e5e7240a4c0d427abd71f3dbb", True),
        ("http://lastfm.freetls.fastly.net/i/u/64s/4128a6eb29f94943c9d206c08e625904.jpg", True),
        ("http://lastfm.freetls.fastly.net/i/u/avatar170s/818148bf682d429dc215c1705eb27b98.png", True),
        ("http://lastfm.freetls.fastly.net/i/u/64s/2a96cbd8b46e442fc41c2b86b8215620.png", False),
        ("http://lh3.googleusercontent.com/-XdUIqdMkCWA/AAAAAAAAAAI/AAAAAAAAAAA/4252rscbv5M/photo.jpg", True),
        ("http://lh3.googleusercontent.com/-XdUIqdMkCWA/AAAAAAAAAAI/AAAAAAAABCD/4252rscbv5M/photo.jpg", False),
        ("http://a.test/img/missing.jpg", False),
        ("http://a.test/img/placeholder.jpg", False),
        ("http://a.test/img/no-photos-please.jpg", False),
        ("http://a.test/img/no-image-of-the-heron.jpg", False),
        ("http://a.test/photo/not-available-here.jpg", False),
        ("http://a.test/missing/heron.jpg", False),
    ],
)
def test_some_addresses_are_those_of_stand_ins(url, is_so):
    """What a list gives for what it has no picture of; pictures may be called by one word, or more words beside."""
    assert names_no_image(url) is is_so


@pytest.mark.parametrize("name", ["nophoto/book/111x148-bcc042a9.png", "no-image/heron.jpg", "no_image/300x300.png"])
def test_a_folder_of_stand_ins_says_it_of_all_its_files(name):
    """Whatever these are called, be it as the wanted file is; but a list may have one of them from there."""
    url = f"http://cdn.test/assets/{name}"
    for asked in ("http://a.test/books/heron.jpg", "http://a.test/books/300x300.png"):
        assert leads_to_notice(asked, url)
        assert stands_in_for_any(asked, url)
    assert not leads_to_notice(f"http://a.test/{name}", url)
