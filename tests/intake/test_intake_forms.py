"""Other addresses of one upload, and the addresses that only look like it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from imgcrawl.intake.forms.iiif import in_other_iiif_version
from imgcrawl.intake.forms.services import in_other_size, is_smaller
from imgcrawl.intake.forms.sizes import SERVICES
from imgcrawl.intake.small_letters import has_capitals, in_small_letters, with_large_ending, with_small_ending
from imgcrawl.intake.untracked import without_signature, without_tracking
from imgcrawl.intake.viewers import in_archive, in_viewer

FORMS = [
    in_other_size,
    in_other_iiif_version,
    without_tracking,
    without_signature,
    in_small_letters,
    in_viewer,
    in_archive,
]
KEY = "0123456789abcdef0123456789abcdef"
THUMBS = "https://thumb.wikimedia.org/wikipedia/commons"
COMMONS = "https://upload.wikimedia.org/wikipedia/commons"
FLICKR = "https://live.staticflickr.com/65535/52345_abc123"
PINS, PIN = "https://i.pinimg.com", f"01/23/45/{KEY}.jpg"
TUMBLR = f"https://64.media.tumblr.com/{KEY}/tumblr_p9i4vd1FKl1u7mjm2o1"
_FILES = {"thumb.wikimedia.org": "upload.wikimedia.org"}
TWEET = "https://pbs.twimg.com/media/AbC-dEf12_xYz34"
VIDEO = "https://i.ytimg.com/vi/AbC-dEf12_x"
IIIF = "https://h.org/iiif/2/ark:12%2F3"
ETSY, LISTING = "https://i.etsystatic.com/12345678/r/il/abc123/1234567890", "1234567890_ab3d.jpg"
TRIP, TAKEN = "https://media-cdn.tripadvisor.com/media", "0e/71/29/4b/heron-lake.jpg"
YELP = "https://s3-media3.fl.yelpcdn.com/bphoto/bkK3i1htmYvWU8lXTMuUjQ"
GALLICA = "https://gallica.bnf.fr/ark:/12148/bpt6k96249962/f13"
TMDB, POSTER = "https://image.tmdb.org/t/p", "1E5baAaEse26fej7uHcjOgEE2t2.jpg"
H = "https://h.org"

CASES = [
    (in_other_size, f"{PINS}/originals/{PIN}", [f"{PINS}/736x/{PIN}", f"{PINS}/564x/{PIN}"]),
    (in_other_size, f"{PINS}/736x/{PIN}", [f"{PINS}/originals/{PIN}", f"{PINS}/564x/{PIN}"]),
    (in_other_size, f"{TUMBLR}_1280.jpg", [f"{TUMBLR}_640.jpg", f"{TUMBLR}_500.jpg"]),
    (in_other_size, f"{TUMBLR}_500.png", [f"{TUMBLR}_1280.png", f"{TUMBLR}_400.png"]),
    (in_other_size, f"{FLICKR}_b.jpg", [f"{FLICKR}_c.jpg", f"{FLICKR}.jpg"]),
    (in_other_size, f"{FLICKR}.jpg", [f"{FLICKR}_z.jpg", f"{FLICKR}_n.jpg"]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.jpg/800px-X.jpg", [
        f"{COMMONS}/thumb/a/ab/X.jpg/960px-X.jpg", f"{COMMONS}/a/ab/X.jpg",
    ]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.jpg/960px-X.jpg", [f"{COMMONS}/a/ab/X.jpg"]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.jpg/5000px-X.jpg", [f"{COMMONS}/a/ab/X.jpg"]),
    (in_other_size, f"{THUMBS}/thumb/a/ab/X.png/qlow-600px-X.png?utm_source=x", [
        f"{THUMBS}/thumb/a/ab/X.png/qlow-960px-X.png", f"{COMMONS}/a/ab/X.png",
    ]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.svg/200px-X.svg.png", [f"{COMMONS}/thumb/a/ab/X.svg/250px-X.svg.png"]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.tif/lossy-page1-600px-X.tif.jpg", [
        f"{COMMONS}/thumb/a/ab/X.tif/lossy-page1-960px-X.tif.jpg", f"{COMMONS}/a/ab/X.tif",
    ]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.tif/lossy-page2-600px-X.tif.jpg", [
        f"{COMMONS}/thumb/a/ab/X.tif/lossy-page2-960px-X.tif.jpg",
        f"{COMMONS}/thumb/a/ab/X.tif/lossy-page2-500px-X.tif.jpg",
    ]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.pdf/page3-9000px-X.pdf.jpg", [
        f"{COMMONS}/thumb/a/ab/X.pdf/page3-3840px-X.pdf.jpg",
    ]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.pdf/page3-640px-X.pdf.jpg", [
        f"{COMMONS}/thumb/a/ab/X.pdf/page3-960px-X.pdf.jpg", f"{COMMONS}/thumb/a/ab/X.pdf/page3-500px-X.pdf.jpg",
    ]),
    (in_other_size, f"{H}/w/thumb/X.djvu/page3-640px-X.djvu.jpg", [
        f"{H}/w/thumb/X.djvu/page3-960px-X.djvu.jpg", f"{H}/w/thumb/X.djvu/page3-500px-X.djvu.jpg",
    ]),
    (in_other_size, f"{COMMONS}/thumb/a/ab/X.tif/lossy-page1-640px-X.tif.jpg", [
        f"{COMMONS}/thumb/a/ab/X.tif/lossy-page1-960px-X.tif.jpg", f"{COMMONS}/a/ab/X.tif",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/640,/0/default.jpg", [
        f"{IIIF}/full/max/0/default.jpg", f"{IIIF}/info.json",
    ]),
    (in_other_iiif_version, f"{IIIF}/0%2C0%2C9%2C9/%5E640%2C/0/default.jpg", [
        f"{IIIF}/0%2C0%2C9%2C9/max/0/default.jpg", f"{IIIF}/0%2C0%2C9%2C9/full/0/default.jpg",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/^max/0/default.jpg", [
        f"{IIIF}/full/max/0/default.jpg", f"{IIIF}/info.json",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/full/0/native.jpg", [
        f"{IIIF}/full/full/0/default.jpg", f"{IIIF}/full/max/0/default.jpg",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/pct:50/0/color.jpg", [
        f"{IIIF}/full/pct:50/0/default.jpg", f"{IIIF}/full/max/0/default.jpg",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/full/0/default.jpg", [
        f"{IIIF}/full/max/0/default.jpg", f"{IIIF}/info.json",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/max/0/default.jpg", [
        f"{IIIF}/full/full/0/default.jpg", f"{IIIF}/info.json",
    ]),
    (in_other_iiif_version, f"{IIIF}/full/!9000,9000/0/default.png", [
        f"{IIIF}/full/max/0/default.png", f"{IIIF}/info.json",
    ]),
    (in_other_iiif_version, f"{IIIF}/0,10,20,30/600,/0/native.jpg", [
        f"{IIIF}/0,10,20,30/600,/0/default.jpg", f"{IIIF}/0,10,20,30/max/0/default.jpg",
    ]),
    (in_other_size, f"{TWEET}.jpg:orig", [f"{TWEET}?format=jpg&name=large", f"{TWEET}?format=jpg&name=medium"]),
    (in_other_size, f"{TWEET}?format=png&name=small", [
        f"{TWEET}?format=png&name=orig", f"{TWEET}?format=png&name=large",
    ]),
    (in_other_size, f"{VIDEO}/maxresdefault.jpg", [f"{VIDEO}/sddefault.jpg", f"{VIDEO}/hqdefault.jpg"]),
    (in_other_size, f"{VIDEO}/hqdefault.jpg", [f"{VIDEO}/mqdefault.jpg", f"{VIDEO}/default.jpg"]),
    (in_other_size, f"{H}/files/square_thumbnails/{KEY}.jpg", [
        f"{H}/files/original/{KEY}.jpg", f"{H}/files/fullsize/{KEY}.jpg",
    ]),
    (in_other_size, f"{H}/o/files/original/{KEY}01234567.jpg", [
        f"{H}/o/files/large/{KEY}01234567.jpg", f"{H}/o/files/medium/{KEY}01234567.jpg",
    ]),
    (in_other_size, f"{H}/photos/123/original.jpg", [f"{H}/photos/123/large.jpg", f"{H}/photos/123/medium.jpg"]),
    (in_other_size, f"{H}/images/g/AbC~x/s-l300.jpg", [
        f"{H}/images/g/AbC~x/s-l1600.jpg", f"{H}/images/g/AbC~x/s-l500.jpg",
    ]),
    (in_other_size, f"{H}/vi/AbC-dEf12_x/maxresdefault.jpg", [
        f"{H}/vi/AbC-dEf12_x/sddefault.jpg", f"{H}/vi/AbC-dEf12_x/hqdefault.jpg",
    ]),
    (in_other_size, f"{H}/p/i-AbC12dE/0/S/heron-S.jpg", [
        f"{H}/p/i-AbC12dE/0/L/heron-L.jpg", f"{H}/p/i-AbC12dE/0/M/heron-M.jpg",
    ]),
    (in_other_size, f"{H}/photos/123/medium.jpeg?1526044064", [
        f"{H}/photos/123/original.jpeg?1526044064", f"{H}/photos/123/large.jpeg?1526044064",
    ]),
    (in_other_size, f"{ETSY}/il_570xN.{LISTING}", [f"{ETSY}/il_fullxfull.{LISTING}", f"{ETSY}/il_794xN.{LISTING}"]),
    (in_other_size, f"{ETSY}/il_1140xN.{LISTING}", [f"{ETSY}/il_fullxfull.{LISTING}", f"{ETSY}/il_570xN.{LISTING}"]),
    (in_other_size, f"{TMDB}/w640/{POSTER}", [f"{TMDB}/original/{POSTER}", f"{TMDB}/w500/{POSTER}"]),
    (in_other_size, f"{TMDB}/w600_and_h900_bestv2/{POSTER}", [f"{TMDB}/original/{POSTER}", f"{TMDB}/w500/{POSTER}"]),
    (in_other_size, f"https://bs.plantnet.org/image/o/{KEY}01234567", [f"https://bs.plantnet.org/image/m/{KEY}01234567"]),
    (in_other_size, f"{TRIP}/photo-l/{TAKEN}", [f"{TRIP}/photo-s/{TAKEN}", f"{TRIP}/photo-o/{TAKEN}"]),
    (in_other_size, f"{TRIP}/photo-s/{TAKEN}", [f"{TRIP}/photo-o/{TAKEN}", f"{TRIP}/photo-f/{TAKEN}"]),
    (in_other_size, f"{YELP}/348s.jpg", [f"{YELP}/o.jpg", f"{YELP}/l.jpg"]),
    (in_other_size, f"{YELP}/o.jpg", [f"{YELP}/l.jpg"]),
    (in_other_size, f"{GALLICA}.highres", [f"{GALLICA}.medres", f"{GALLICA}.lowres"]),
    (in_other_size, f"{GALLICA}.thumbnail", [f"{GALLICA}.highres", f"{GALLICA}.medres"]),
    (without_tracking, f"{H}/a.jpg?w=3&utm_source=x&fbclid=3", [f"{H}/a.jpg?w=3"]),
    (without_tracking, f"{H}/show.php?id=3&PHPSESSID=0a", [f"{H}/show.php?id=3"]),
    (without_tracking, f"{H}/a.jpg?gclid=3", [f"{H}/a.jpg"]),
    (without_tracking, f"{H}/{KEY}.avif?fbclid=3", [f"{H}/{KEY}.avif"]),
    (without_tracking, f"{H}/a.php?fbclid=3", []),
    (without_signature, f"{H}/a.jpg?w=3&X-Amz-Algorithm=AWS4&X-Amz-Expires=60&X-Amz-Signature=0a", [f"{H}/a.jpg?w=3"]),
    (without_signature, f"{H}/a.jpg?X-Goog-Date=2020&X-Goog-Signature=0a", [f"{H}/a.jpg"]),
    (without_signature, f"{H}/a.jpg?AWSAccessKeyId=AK&Expires=1588291200&Signature=0a%3D", [f"{H}/a.jpg"]),
    (without_signature, f"{H}/a.jpg?GoogleAccessId=a@b&Expires=1588291200&Signature=0a%3D", [f"{H}/a.jpg"]),
    (without_signature, f"{H}/a.jpg?Expires=1588291200&Signature=0a&Key-Pair-Id=K1", [f"{H}/a.jpg"]),
    (without_signature, f"{H}/a.jpg?sv=2019-12-12&sr=b&sp=r&se=2020-05-01&sig=0a%3D&v=2", [f"{H}/a.jpg?v=2"]),
    (without_signature, f"{H}/a.jpg?Expires=1588291200&Signature=0a", []),
    (without_signature, f"{H}/a.jpg?token=0a&sig=0b&se=3", []),
    (in_small_letters, f"{H}/Photos/IMG_1234.JPG?W=A", [f"{H}/photos/img_1234.jpg?W=A"]),
    (in_small_letters, f"{H}/MyPhotos/Gr%C3%A5Heron01.jpg", [f"{H}/myphotos/gr%C3%A5heron01.jpg"]),
    (in_small_letters, f"{H}/MyPhotos/%EF%EB%EE-heron.jpg", [f"{H}/myphotos/%EF%EB%EE-heron.jpg"]),
    (with_small_ending, f"{H}/Photos/X7a_Heron.JPG?W=A", [f"{H}/Photos/X7a_Heron.jpg?W=A"]),
    (with_small_ending, f"{H}/photos/caf%C3%A9.Jpeg", [f"{H}/photos/caf%C3%A9.jpeg"]),
    (with_small_ending, f"{H}/Photos/IMG_1.jpg", []),
    (with_small_ending, f"{H}/Photos/IMG.JPG/full", []),
    (with_small_ending, f"{H}/i.php?file=A.JPG", []),
    (with_large_ending, f"{H}/photos/_MG_8803.jpg?w=a", [f"{H}/photos/_MG_8803.JPG?w=a"]),
    (with_large_ending, f"{H}/photos/P108747.jpg", [f"{H}/photos/P108747.JPG"]),
    (with_large_ending, f"{H}/photos/DSC_0001.jpg", [f"{H}/photos/DSC_0001.JPG"]),
    (with_large_ending, f"{H}/photos/DSC_0001a.jpg", []),
    (with_large_ending, f"{H}/photos/Heron.jpg", []),
    (with_large_ending, f"{H}/photos/0815.jpg", []),
    (with_large_ending, f"{H}/photos/CAF%C3%A9.jpg", []),
    (with_large_ending, f"{H}/photos/DSC_0001.png", []),
    (in_small_letters, f"{H}/foto/%EF%EB%EE/IMG_1234.jpg", []),
    (in_viewer, f"{H}/v/viewer?img=photos/grey%20heron.jpg", [f"{H}/v/photos/grey%20heron.jpg"]),
    (in_viewer, f"{H}/show.php?lang=en&file=b.png", [f"{H}/b.png"]),
    (in_archive, f"{H}/web/20130823152057/http://b.test/1.jpg", [f"{H}/web/20130823152057im_/http://b.test/1.jpg"]),
    (in_archive, f"{H}/20130823152057/https://b.test/1.jpg", [f"{H}/20130823152057im_/https://b.test/1.jpg"]),
    (in_archive, f"{H}/web/20130823152057im_/http://b.test/1.jpg", []),
    (in_archive, f"{H}/web/20130823152057/1.jpg", []),
    (in_archive, f"{H}/web/2013/http://b.test/1.jpg", []),
]  # fmt: skip


@pytest.mark.parametrize(("form", "url", "others"), CASES)
def test_what_stands_for_what(form, url, others):
    """The likeliest of the other addresses comes first, and there are two at most."""
    assert list(form(url)) == others
    assert len(others) <= 2


@pytest.mark.parametrize(("form", "url", "others"), CASES)
def test_neither_host_nor_key_ever_changes(form, url, others):
    """Whatever becomes of the size, the same host, or where its files are, is asked for the same numbers."""
    assert {urlsplit(other).netloc for other in others} <= {urlsplit(url).netloc, _FILES.get(urlsplit(url).netloc)}
    for key in (KEY, "52345_abc123", "tumblr_p9i4vd1FKl1u7mjm2o1", "ark:12%2F3", "shoe_1", LISTING, POSTER):
        assert all((key in other) == (key in url) for other in others)


@pytest.mark.parametrize("name", ["IMG_1234", "P101849", "_MG_8507", "US-1919-1338", "DSCN4", "GLAM-NHM-2013-1912"])
def test_what_a_camera_or_a_catalogue_calls_a_file_is_left_as_it_is(name):
    """But where something else has capitals too."""
    assert not list(in_small_letters(f"{H}/photos/2012/{name}.jpg"))
    for url in (f"{H}/Photos/2012/{name}.jpg", f"{H}/photos/2012/{name}.JPG", f"{H}/photos/2012/{name}-Heron.jpg"):
        assert list(in_small_letters(url))


@pytest.mark.parametrize(
    "url",
    [
        f"{FLICKR}_o.jpg",
        f"{FLICKR}_k.jpg",
        f"{H}/65535/52345_abc123_b.jpg",
        f"https://64.media.tumblr.com/{KEY}/0a-1b/s1280x1920/{KEY}.jpg",
        f"{H}/originals/{PIN}",
        f"{PINS}/originals/heron.jpg",
        f"{COMMONS}/a/ab/heron.jpg",
        f"{H}/thumb/a/ab/x.jpg/800px-x.jpg",
        f"{IIIF}/full/full/0/bitonal.jpg",
        f"{H}/full/full/heron.jpg",
        f"{H}/media/heron.jpg:large",
        f"{H}/photos/123/heron.jpg",
        f"{H}/photos/123/large.jpg?id=4",
        f"{ETSY}/iusa_75x75.{LISTING}",
        f"{TMDB}/w500/heron.jpg",
        f"{H}/image/o/{KEY}01234567",
        f"{GALLICA}.item",
        f"{TRIP}/photo-s/heron.jpg",
        f"{YELP}/heron.jpg",
        f"{H}/files/original/heron.jpg",
        "https://i.ytimg.com/vi/0123456789a/heron.jpg",
        f"{H}/images/g/AbC~x/heron.jpg",
        f"{H}/vi/heron/maxresdefault.jpg",
        f"{H}/p/i-AbC12dE/0/S/heron-L.jpg",
        f"{H}/p/i-AbC12dE/0/0a1b2c3d/S/heron-S.jpg",
        f"{H}/a.jpg?id=3&ref=home&sid=4",
        f"{H}/image.php?PHPSESSID=0a",
        f"{H}/aBcDe.jpg",
        f"{H}/f/aB3dEfG.jpg",
        f"{H}/i/ABCDE.jpg",
        f"{H}/photos/heron.jpg",
        f"{H}/a.jpg?file=b.png",
        f"{H}/show.php?default=b.png",
        f"{H}/show.php?file=../../b.png",
        f"{H}/show.php?file=b.html",
    ],
)
def test_what_only_looks_like_it_is_left_alone(url):
    """A key of another size, another site's folder, a folder called like a size and letters at random stay."""
    assert [other for form in FORMS for other in form(url)] == []


@pytest.mark.parametrize(
    ("asked", "given", "smaller"),
    [
        (f"{FLICKR}_b.jpg", f"{FLICKR}_c.jpg", True),
        (f"{FLICKR}.jpg", f"{FLICKR}_z.jpg", False),
        (f"{PINS}/originals/{PIN}", f"{PINS}/736x/{PIN}", True),
        (f"{COMMONS}/thumb/a/ab/X.pdf/9000px-X.pdf.jpg", f"{COMMONS}/thumb/a/ab/X.pdf/3840px-X.pdf.jpg", True),
        (f"{COMMONS}/thumb/a/ab/X.jpg/800px-X.jpg", f"{COMMONS}/thumb/a/ab/X.jpg/960px-X.jpg", False),
        (f"{COMMONS}/thumb/a/ab/X.jpg/800px-X.jpg", f"{COMMONS}/a/ab/X.jpg", False),
        (f"{TWEET}.jpg:orig", f"{TWEET}?format=jpg&name=large", True),
        (f"{H}/a.jpg", f"{H}/b.jpg", False),
    ],
)
def test_a_smaller_size_is_known(asked, given, smaller):
    """By its place in the service's list, or by its width."""
    assert is_smaller(given, asked_url=asked) is smaller


@pytest.mark.parametrize("service", SERVICES)
def test_every_size_has_others(service):
    """Of each size that a service has, or of those that stand for all others, one or two more are known."""
    rest = set(service.sizes) - set(service.instead)
    assert set(service.instead) <= {*service.sizes, ""}
    assert not rest or "" in service.instead
    assert {"size"} <= set(service.address.groupindex)
    for size, others in service.instead.items():
        assert set(others) <= {*service.sizes} - {size}
        assert 0 < len(others) <= 2


def test_escapes_have_no_capitals():
    """What stands for a letter beyond ASCII is none of Windows' folders in capitals."""
    assert has_capitals(f"{H}/Photos/%EF%EB/1.jpg")
    assert not has_capitals(f"{H}/photos/%EF%EB/1.jpg")
