"""The sizes that portfolios, newspapers, travel, music and space agencies keep of one upload."""

from __future__ import annotations

import pytest

from imgcrawl.intake.forms.services import in_other_size, is_smaller

KEY = "0123456789abcdef0123456789abcdef"
ART, WORK = "https://cdna.artstation.com/p/assets/images/images/012/345/678", "anna-heron.jpg?1534567890"
BEHANCE, MODULE = "https://mir-s3-cdn-cf.behance.net/project_modules", "abcd1234567890.5ef1234567890.jpg"
TIMES = "https://static01.nyt.com/images/2020/09/24/us/24heron/24heron"
HOTEL, ROOM = "https://cf.bstatic.com/xdata/images/hotel", f"123456789.jpg?k={KEY}{KEY}&o="
NASA = "https://images-assets.nasa.gov/image/PIA12345/PIA12345"
SOUND = "https://i1.sndcdn.com/artworks-000166304222-fjxebe"
MET, PAINTING = "https://images.metmuseum.org/CRDImages/ep", "DT1567.jpg"
PIXABAY = "https://cdn.pixabay.com/photo/2016/01/02/03/04/heron-123456"
BBC, NEWS = "https://ichef.bbci.co.uk", "cpsprodpb/ABCD/production/_123456789_heron.jpg"
ACE, BRANDED = f"{BBC}/ace/standard", NEWS.replace("cpsprodpb", "branded_news")
DEEZER, CUT = f"https://e-cdns-images.dzcdn.net/images/cover/{KEY}", "-000000-80-0-0.jpg"

CASES = [
    (f"{ART}/large/{WORK}", [f"{ART}/4k/{WORK}", f"{ART}/medium/{WORK}"]),
    (f"{ART}/20201130101112/smaller_square/{WORK}", [f"{ART}/large/{WORK}", f"{ART}/4k/{WORK}"]),
    (f"{BEHANCE}/1400/{MODULE}", [f"{BEHANCE}/source/{MODULE}", f"{BEHANCE}/fs/{MODULE}"]),
    (f"{BEHANCE}/source/{MODULE}", [f"{BEHANCE}/fs/{MODULE}", f"{BEHANCE}/disp/{MODULE}"]),
    (f"{TIMES}-superJumbo.jpg?quality=75&auto=webp", [f"{TIMES}-jumbo.jpg", f"{TIMES}-articleLarge.jpg"]),
    (f"{TIMES}-threeByTwoMediumAt2X-v2.jpg", [f"{TIMES}-superJumbo-v2.jpg", f"{TIMES}-jumbo-v2.jpg"]),
    (f"{HOTEL}/square60/{ROOM}", [f"{HOTEL}/max1024x768/{ROOM}", f"{HOTEL}/max500/{ROOM}"]),
    (f"{HOTEL}/max1280x900/{ROOM}", [f"{HOTEL}/max1024x768/{ROOM}", f"{HOTEL}/max500/{ROOM}"]),
    (f"{NASA}~orig.jpg", [f"{NASA}~large.jpg", f"{NASA}~medium.jpg"]),
    (f"{NASA}~thumb.jpg", [f"{NASA}~orig.jpg", f"{NASA}~large.jpg"]),
    (f"{SOUND}-large.jpg", [f"{SOUND}-t500x500.jpg", f"{SOUND}-original.jpg"]),
    (f"{SOUND}-t500x500.jpg", [f"{SOUND}-original.jpg", f"{SOUND}-t300x300.jpg"]),
    (f"{DEEZER}/2000x2000{CUT}", [f"{DEEZER}/1000x1000{CUT}", f"{DEEZER}/500x500{CUT}"]),
    (f"{MET}/web-large/{PAINTING}", [f"{MET}/original/{PAINTING}"]),
    (f"{MET}/original/{PAINTING}", [f"{MET}/web-large/{PAINTING}"]),
    (f"{PIXABAY}_960_720.jpg", [f"{PIXABAY}_1280.jpg", f"{PIXABAY}_640.jpg"]),
    (f"{PIXABAY}__480.jpg", [f"{PIXABAY}_1280.jpg", f"{PIXABAY}_640.jpg"]),
    (f"{BBC}/news/1024/{BRANDED}", [f"{BBC}/news/976/{BRANDED}", f"{BBC}/news/800/{BRANDED}"]),
    (f"{ACE}/976/{NEWS}.webp", [f"{ACE}/800/{NEWS}.webp", f"{ACE}/1024/{NEWS}.webp"]),
    ("https://i.ytimg.com/vi/AbC-dEf12_x/maxresdefault.jpg?v=606f078a", [
        "https://i.ytimg.com/vi/AbC-dEf12_x/sddefault.jpg", "https://i.ytimg.com/vi/AbC-dEf12_x/hqdefault.jpg",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("url", "others"), CASES)
def test_what_stands_for_what(url, others):
    """The likeliest of the other sizes comes first; the host and the key of the picture stay."""
    assert list(in_other_size(url)) == others


@pytest.mark.parametrize("url", [
    f"https://cdna.example.org/p/assets/images/images/012/345/678/large/{WORK}",
    f"{ART}/heron/{WORK}",
    f"https://www.behance.net/gallery/1400/{MODULE}",
    f"{BEHANCE}/heron/{MODULE}",
    f"{TIMES}-heronLake.jpg",
    f"{TIMES}.jpg",
    f"{HOTEL}/max1024x768/{ROOM}".replace(KEY, "heron"),
    f"{HOTEL}/max1024x768/heron.jpg",
    "https://images-assets.nasa.gov/image/PIA12345/PIA54321~thumb.jpg",
    "https://images-assets.nasa.gov/image/PIA12345/heron.jpg",
    "https://i1.sndcdn.com/artworks-000166304222-fjxebe.jpg",
    "https://e-cdns-images.dzcdn.net/images/cover/heron/500x500.jpg",
    f"{MET}/heron/{PAINTING}",
    f"{PIXABAY}.jpg",
    "https://cdn.pixabay.com/photo/heron_640.jpg",
    f"{BBC}/images/ic/1200x675/p0abcdef.jpg",
    f"{BBC}/news/heron/{NEWS}",
    f"https://h.org/news/976/{NEWS}",
    "https://i.ytimg.com/vi/AbC-dEf12_x/maxresdefault.jpg?id=3",
])  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(url):
    """Another host's, a name that is no size, and what has no key of the service's have no other sizes."""
    assert list(in_other_size(url)) == []


@pytest.mark.parametrize(
    ("asked", "given", "smaller"),
    [
        (f"{ART}/4k/{WORK}", f"{ART}/large/{WORK}", True),
        (f"{TIMES}-superJumbo.jpg", f"{TIMES}-articleLarge.jpg", True),
        (f"{NASA}~orig.jpg", f"{NASA}~large.jpg", True),
        (f"{SOUND}-large.jpg", f"{SOUND}-t500x500.jpg", False),
        (f"{BBC}/news/1024/{NEWS}", f"{BBC}/news/480/{NEWS}", True),
    ],
)
def test_a_smaller_size_is_known(asked, given, smaller):
    """By its place in the service's list."""
    assert is_smaller(given, asked_url=asked) is smaller
