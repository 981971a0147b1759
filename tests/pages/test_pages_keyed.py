"""Pages of services that have changed all of a picture's address but its key."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

HASH, OTHER = "5e0c9b7d41f84a6a9c31d2e47b80fa16", "5e0c9b7d41f84a6a9c31d2e47b80fa17"
UUID, NEXT = "0b8f7a52-93d4-4c1e-a9a7-5e7d3f2b1c60", "0b8f7a52-93d4-4c1e-a9a7-5e7d3f2b1c61"
POST = "9f8e7d6c5b4a3928-aa"
SITE, LIVE = "https://www.ex.example", "https://live.ex.example"
PAGE = f"{SITE}/photos/anna/518720344/"
OG = '<meta property="og:image" content="{}">'
REST = f'<a href="/photos/anna/518720345/"><img src="{LIVE}/77/518720345_0a1b2c3d4e_s.jpg"></a>'


def look_up(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what is chosen for *wanted* on a page of *markup*."""
    return url_on(markup, wanted, page)


KEPT = [
    (
        f"{SITE}/media/{HASH}~mv2.jpg/v1/fill/w_300,h_200/old-pier.jpg",
        f"https://img.x.example/m/{HASH}/v2/fit/w_940,h_600/harbour.webp",
        OTHER,
    ),
    (
        f"{SITE}/a/i-Kx7Qz2B/0/a1b2c3d4/X3/a-X3.jpg",
        "https://cdn.x.example/i-Kx7Qz2B/1/9f8e7d6c/L/DSC_4002-L.jpg",
        "Kx7Qz2C",
    ),
    (f"{SITE}/{HASH}/{POST}/s640x960/{'0a1b' * 10}.jpg", f"{SITE}/{HASH}/{POST}/s1280x1920/{'feed01' * 6}.jpg", OTHER),
    (f"{SITE}/tumblr_{HASH}_500.jpg", f"{SITE}/{HASH}/{POST}/s1280x1920/{'feed01' * 6}.jpg", OTHER),
    (
        f"{SITE}/transform/{UUID}/old-pier?io=transform:fill,width:640",
        f"https://dam.x.example/transform/{UUID}/harbour?io=transform:fit,width:1200",
        NEXT,
    ),
]


@pytest.mark.parametrize(("wanted", "now", "other"), KEPT)
@pytest.mark.parametrize("markup", ['<img src="{}">', OG, '<img srcset="{} 2x">'])
def test_what_bears_the_key_is_the_picture(wanted, now, other, markup):
    """Name, size, host and path may differ; a key that differs by a sign is another picture's, alone as it may be."""
    key = next(key for key in (HASH, UUID, "Kx7Qz2B") if key in wanted)
    assert look_up(markup.format(now) + REST, wanted) == now
    assert look_up(markup.format(now.replace(key, other)) + REST, wanted) is None
    assert look_up(markup.format(now.replace(key, other)) + f'<img src="{now}">', wanted) == now


def test_a_script_may_have_the_only_address():
    """A page that is built by its script shows nothing before; a style's background is not heard."""
    wanted, now, _ = KEPT[2]
    assert look_up(f'<script>var d = {{"photo": "{now}"}};</script>', wanted) == now
    assert look_up(f'<div style="background: url({now})"></div>', wanted) is None


@pytest.mark.parametrize("name", ["back", "2", "front-left", "label", "poster"])
def test_a_view_beside_the_key_may_be_another_picture(name):
    """So may two names that one key has; a name that tells a thing says no more than the key."""
    wanted = f"{SITE}/m/{UUID}/s640x480/front.jpg"
    next_one = f'<img src="/m/{NEXT}/s640x480/cup.jpg">'
    view = f'<img src="/m/{UUID}/s1280x960/{name}.jpg">{next_one}'
    assert look_up(view, wanted) is None
    pier = f'<img src="/m/{UUID}/s1280x960/harbour-pier.jpg">{next_one}'
    assert look_up(pier, wanted) == f"{SITE}/m/{UUID}/s1280x960/harbour-pier.jpg"
    assert look_up(f'{pier}<img src="/m/{UUID}/s1280x960/lake.jpg">', wanted) is None


@pytest.mark.parametrize(
    ("name", "is_it"), [("back", False), ("2", False), ("front-left", False), ("moor", True), ("800x600", True)]
)
def test_a_view_is_none_of_a_name_that_tells_nothing(name, is_it):
    """What the wanted address showed is not known then."""
    wanted, now = f"{SITE}/m/{UUID}/s640x480/image.jpg", f"{SITE}/m/{UUID}/s1280x960/{name}.jpg"
    found = look_up(f'<img src="{now}"><img src="/m/{NEXT}/s640x480/cup.jpg">', wanted)
    assert found == (now if is_it else None)


@pytest.mark.parametrize("path", ["/image/assets%2F{}%2F{}?width=800", "/m/{}/w_800/{}.jpg", "/m/{}/{}?w=800"])
@pytest.mark.parametrize(
    ("name", "now"), [(HASH, OTHER), ("red-fox", "oak-forest"), ("red-fox", OTHER), ("img", "oak-a")]
)
def test_a_key_may_be_that_of_who_keeps_pictures_there(path, name, now):
    """Of an account or a house for sale: all of its pictures have it. Another key shows that each has its own."""
    wanted, shown = (SITE + path.format(UUID, each) for each in (name, now))
    assert look_up(f'<img src="{shown}">{OG.format(SITE + "/m/cup.jpg")}', wanted) is None
    another = f'<img src="{SITE + path.format(NEXT, "cup")}">'
    assert look_up(f'<img src="{shown}">{another}', wanted) == (None if name == HASH else shown)
    smaller = shown.replace("800", "400")
    assert look_up(f'<img src="{smaller}">', shown) == smaller


OLD, NOW = f"{LIVE}/4401/518720344_a1b2c3d4e5_z.jpg", f"{LIVE}/77/518720344_99aa88bb77_b.jpg"


@pytest.mark.parametrize("page", [PAGE, f"{SITE}/explore/"])
def test_a_number_keeps_its_picture_when_its_secret_changes(page):
    """On the page about the picture: one that is called by the number, or shows it first."""
    assert look_up(f'<img src="{NOW}">{REST}', OLD, page) == NOW
    assert look_up(f'<img src="{NOW}"><img src="{OLD}">{REST}', OLD, page) == NOW
    dead = OLD.replace("_z", "_b")
    assert look_up(f'<img src="{NOW}"><img src="{dead}">{REST}', dead, page) == NOW
    larger = NOW.replace("99aa88bb77_b", "77bb88aa99_k")
    assert look_up(f'<img src="{NOW}"><img src="{larger}">{REST}', OLD, page) in {NOW, larger}


@pytest.mark.parametrize(
    "markup",
    [
        f'<img src="{NOW.replace("518720344", "518720345")}">',
        f'<img src="{NOW}"><img src="{NOW.replace("99aa88bb77", "11aa88bb77")}">',
        f'<img src="{NOW.replace(LIVE, "https://live.elsewhere.example")}">',
        f'<a href="/photos/bea/518720344/"><img src="{NOW}"></a><img src="{LIVE}/77/618720344_0a1b2c3d4e_b.jpg">',
    ],
)
def test_a_number_that_may_count_other_things_is_not_believed(markup):
    """Another number, two secrets of one size, another site, and a link to another page on one of another name."""
    assert look_up(markup, OLD, f"{SITE}/explore/") is None


def rendered(name: str, key: str = UUID, host: str = "https://dam.x.example") -> str:
    """Return the address of what a library of media renders."""
    return f"{host}/transform/{key}/{name}?io=transform:fill,width:340"


def shown(*urls: str) -> str:
    """Return what shows these pictures."""
    return "".join(f'<img src="{url}">' for url in urls) + REST


@pytest.mark.parametrize("ending", ["", ".jpg"])
def test_a_library_renders_a_picture_under_its_old_name(ending):
    """The name behind the key is the wanted file's; it stands there without its extension."""
    now = rendered(f"heron-lake-108{ending}")
    assert look_up(shown(now, rendered("sofa", NEXT)), f"{SITE}/pix/heron-lake-108.jpg") == now


@pytest.mark.parametrize(
    "markup",
    [
        shown(rendered("heron-lake-109")),  # one digit off
        shown(rendered("heron-lake-108"), rendered("heron-lake-108", NEXT)),  # two bearers
        f'<a href="/other/{UUID}/heron-lake-108?page=2">next</a>',  # no rendering
        f'<a href="/article/1"><img src="{rendered("heron-lake-108")}"></a>' + shown(f"{SITE}/pix/heron-lake-109.jpg"),
    ],
)
def test_what_a_library_renders_may_be_another_picture(markup):
    """Its name must be proof enough, as if it stood there alone; the next of the series in the old place is none."""
    assert look_up(markup, f"{SITE}/pix/heron-lake-108.jpg") is None


def test_a_counter_is_no_name_behind_a_key():
    """Every camera begins to count anew, and other sites' libraries have theirs; nor is what is no file's."""
    assert look_up(shown(rendered("heron-lake-108")), f"{SITE}/pix/heron-lake-108") is None
    assert look_up(shown(rendered("img_0184")), f"{SITE}/pix/img_0184.jpg") is None


ARCHIVED = f"{SITE}/archive/files/{HASH}_0a1b2c3d4e.jpg"
ORIGINAL, SQUARE = f"/files/original/{HASH}.jpg", f"/files/square_thumbnails/{HASH}.jpg"


def test_omeka_keeps_the_first_of_two_hashes():
    """Its page links from a square thumbnail to the file; one more sign, folder or second hash is a doubt."""
    link = f'<a class="download-file" href="{ORIGINAL}"><img class="thumb" src="{SQUARE}"></a>'
    assert look_up(link + REST, ARCHIVED) == SITE + ORIGINAL
    assert look_up(link.replace(HASH, OTHER) + REST, ARCHIVED) is None
    assert look_up(f'<img src="/files/original/{HASH}/front.jpg">{REST}', ARCHIVED) is None
    two = (f'<img src="/archive/files/{HASH}_{second}.jpg">' for second in ("1a1a1a1a1a", "2b2b2b2b2b"))
    assert look_up("".join(two) + REST, ARCHIVED) is None


RESOURCE = f"{SITE}/filestore/6_ab12cd34ef56/384146scr_f8a758ddc807853.jpg"
OF_RESOURCE = f"{SITE}/pages/view.php?search=heron&ref=384146"


def resource(number: int = 384146, *, size: str = "scr", drawn: str = "ad0c2922536d36", host: str = SITE) -> str:
    """Return a picture of ResourceSpace's."""
    return f'<img src="{host}/filestore/1/4/6_9876543210fe/{number}{size}_{drawn}.jpg">'


ITS_REST = resource(384147, size="thm") + resource(384148, size="thm")


@pytest.mark.parametrize("size", ["scr", "pre", "hpr"])
def test_resourcespace_draws_a_hash_for_each_store(size):
    """On the page that has the number in its address or title."""
    now = f"{SITE}/filestore/1/4/6_9876543210fe/384146{size}_ad0c2922536d36.jpg"
    assert look_up(resource(size=size) + ITS_REST, RESOURCE, OF_RESOURCE) == now
    titled = f"<title>384146 - heron | DAM</title>{resource(size=size)}{ITS_REST}"
    assert look_up(titled, RESOURCE, f"{SITE}/found") == now


@pytest.mark.parametrize(
    ("markup", "page"),
    [
        (resource() + ITS_REST, f"{SITE}/pages/search.php?search=heron"),
        (resource() + ITS_REST, f"{SITE}/pages/view.php?ref=384147"),
        (resource() + ITS_REST, f"{SITE}/feed.xml"),
        (f"<title>13841469 - heron</title>{resource()}{ITS_REST}", f"{SITE}/found"),
        (resource(384147), OF_RESOURCE),
        (resource() + resource(drawn="bbbbbbb1bbbbbb"), OF_RESOURCE),
        (resource(host="https://dam.elsewhere.example") + ITS_REST, OF_RESOURCE),
    ],
)
def test_a_resource_is_believed_on_its_own_page_alone(markup, page):
    """Another page or number, one within another, two pictures of one size, and another site are doubts."""
    assert look_up(markup, RESOURCE, page) is None


@pytest.mark.parametrize(("number", "is_declared"), [(38414, False), (3841461, False), (38414612, True)])
def test_a_longer_number_is_believed_farther(number, is_declared):
    """In a title on its site; of eight digits on any host, where the page is called by it and declares the picture."""
    wanted = RESOURCE.replace("384146", str(number))
    titled = f"<title>{number} - heron | DAM</title>{resource(number)}{ITS_REST}"
    assert look_up(titled, wanted, f"{SITE}/found") is not None
    shown = resource(number, host="https://dam.elsewhere.example")
    declared = OG.format(shown.split('"')[1]) + ITS_REST
    assert (look_up(declared, wanted, f"{SITE}/view/{number}") is not None) is is_declared
    assert look_up(shown + ITS_REST, wanted, f"{SITE}/view/{number}") is None


@pytest.mark.parametrize("path", [f"/qr/{HASH}.png", f"/users/{HASH}/pier-at-dusk.jpg", f"/t.jpg?session={HASH}"])
def test_what_is_made_for_a_file_or_of_its_owner_is_another_picture(path):
    """It bears the same key, in a folder that says so, or in a field."""
    assert look_up(f'<img src="{path}">', f"{SITE}/tumblr_{HASH}_500.jpg") is None
