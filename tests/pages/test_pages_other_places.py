"""Places of a page that other systems use: drawings, players, services of images, states, lists of attachments."""

# ruff: noqa: E501  # a row of markup is read best in one line

from __future__ import annotations

import base64

import pytest

from imgcrawl.pages import Kind, collect
from tests.pages.showing import SITE, look_up

NAME = "amber-heron-lake"
WANTED = f"{SITE}/pics/{NAME}.jpg"
SIGNED = "https://cdn.ex.example/attachments/371227564110855443/3039522806506928338/{}?{}"
OLD = f"ex=6553f100&is=65529f80&hm={'28d9d71aaf8c22ef' * 4}&"
NEW = f"ex=6b0f0be1&is=6b0dba61&hm={'65c9440eb2dbedf2' * 4}&"


def found(markup: str, wanted: str = WANTED, page: str = f"{SITE}/things/17/") -> str | None:
    """Return the path of what the page of *markup* gives for *wanted*."""
    choice = look_up(markup, wanted, page)
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize(
    "markup",
    [
        '<svg><image xlink:href="/d/4711/{}.jpg" width="1600"/></svg>',
        '<svg><image href="/d/4711/{}.jpg"/></svg>',
        '<video-js data-account="1" poster="/d/4711/{}.jpg"></video-js>',
        '<my-player poster="/d/4711/{}.jpg"></my-player>',
        '<script id="state" type="application/json">{{&q;image&q;:{{&q;url&q;:&q;/d/4711/{}.jpg&q;}}}}</script>',
    ],
)
def test_where_a_picture_stands(markup):
    """A drawing's image, a player's still and the state that Angular hands on are read; another name is not it."""
    assert found(markup.format(NAME)) == f"/d/4711/{NAME}.jpg"
    assert found(markup.format("amber-heron-pond")) is None
    assert found(markup.format(f"{NAME}-2")) is None


def test_a_drawing_shows_its_picture_as_an_image_does():
    """It is content of the page, and not an attribute that nobody knows."""
    (drawn,) = collect(f'<svg><image xlink:href="/d/4711/{NAME}.jpg"/></svg>', SITE)
    assert drawn.kind is Kind.SRC


def test_the_state_that_angular_hands_on_tells_the_names_of_files():
    """A record in it is one as in any other JSON."""
    record = "{&q;filename&q;:&q;%s.jpg&q;,&q;src&q;:&q;/store/0a1b2c3d4e5f6071.jpg&q;}"
    assert found(f"<script>{record % NAME}</script>") == "/store/0a1b2c3d4e5f6071.jpg"
    assert found(f"<script>{record % (NAME + '-2')}</script>") is None


def test_a_drawing_of_a_map_is_no_picture_of_what_is_on_it():
    """What lies among maps is one, also where it is drawn upon."""
    assert found(f'<svg><image xlink:href="/maps/4711/{NAME}.jpg"/></svg>') is None


@pytest.mark.parametrize("at", [f"https://iiif.ex.example/iiif/3/{NAME}", f"/iiif/2/{NAME}"])
def test_a_viewer_names_the_service_of_its_picture(at):
    """The description of a picture by its image service leads to the whole of it; that of another one does not."""
    script = '<script>OpenSeadragon({{id:"v",tileSources:["{}/info.json"]}});</script>'
    choice = look_up(script.format(at), WANTED)
    whole = [f"{at if '//' in at else SITE + at}/full/{size}/0/default.jpg" for size in ("max", "full")]
    assert choice is not None
    assert [choice.url, *choice.instead] == whole
    assert found(script.format(at + "-2")) is None
    assert found(script.format("/api/info.json")) is None


@pytest.mark.parametrize(
    "href", ["index.php?action=dlattach;topic=49027.0;attach=368943", "attachment.php?attachmentid=368943&amp;d=1234"]
)
def test_a_forum_lists_attachments_by_their_names(href):
    """A link to an attachment whose whole text is the file's name leads to that file, whatever sign stands before it."""
    listed = '<a href="{}"><img src="/i/jpg.gif" alt="*">&nbsp;{}</a> (212 KB)'
    page = f"{SITE}/index.php?topic=49027.0"
    assert found(listed.format(href, f"{NAME}.jpg"), page=page) == "/" + href.replace("&amp;", "&")
    choice = look_up(listed.format(href, f"{NAME}.jpg"), WANTED, page)
    assert choice is not None
    assert choice.instead == ()
    assert found(listed.format(href, f"{NAME}-2.jpg"), page=page) is None
    assert found(listed.format(href, f"See {NAME}.jpg"), page=page) is None
    assert found(listed.format("index.php?topic=49027.0", f"{NAME}.jpg"), page=page) is None
    twice = listed.format(href, f"{NAME}.jpg") + listed.format(href.replace("368943", "368999"), f"{NAME}.jpg")
    assert found(twice, page=page) is None


@pytest.mark.parametrize("name", ["image.png", "IMG_6116.png", "ivory-basket.png"])
def test_an_instant_in_hexadecimal_digits_stands_beside_a_signature(name):
    """Discord's addresses are renewed by a signature and two instants in hexadecimal digits."""
    wanted = SIGNED.format(name, OLD)
    new = SIGNED.format(name, NEW)
    assert found(f'<img src="{new.replace("&", "&amp;")}">', wanted) == new


@pytest.mark.parametrize(
    "other",
    [
        SIGNED.format("image.png", "ex=6b0f0be1&is=6b0dba61"),
        SIGNED.format("image.png", NEW).replace("6928338", "6928339"),
        SIGNED.format("image.png", NEW + "id=6b0f0be2&"),
        SIGNED.format("image.png", NEW.replace("6b0f0be1", "cafe0be1")),
        SIGNED.format("image-1.png", NEW),
    ],
)
def test_other_hexadecimal_digits_are_no_instants(other):
    """Without a signature, under a picture's field or out of time they tell another picture, and so does the path."""
    assert found(f'<img src="{other.replace("&", "&amp;")}">', SIGNED.format("image.png", OLD)) is None


def test_a_preview_of_some_pixels_is_not_the_file_of_a_share():
    """Nextcloud's preview in 32 pixels has the share's token, and keeps the file's place alone."""
    share = f"{SITE}/index.php/s/exYd2aZHcEE7fHP"
    preview = '<img src="/index.php/apps/files_sharing/publicpreview/exYd2aZHcEE7fHP?file=/&amp;x={0}&amp;y={0}">'
    assert found(preview.format(32), share, share) is None
    assert found(preview.format(1920), share, share) is not None


@pytest.mark.parametrize("folder", ["assets/lakes", "assets/red-lakes", "lakes"])
def test_a_path_in_base64_is_read(folder):
    """Statamic orders a file by its path in base64; another name in it is another file."""

    def order(name: str) -> str:
        return f"/img/asset/{base64.b64encode(f'{folder}/{name}.jpg'.encode()).decode()}?w=1200&s=0a1b2c3d4e5f6071"

    assert found(f'<figure><img src="{order(NAME)}"></figure>') == order(NAME)
    assert found(f'<figure><img src="{order(NAME + "-2")}"></figure>') is None


@pytest.mark.parametrize(
    ("other", "is_found"),
    [
        ("/img/media/{0}/0_0_5000_3000/master/5000.jpg?width=1300&s=ab12", True),
        ("/img/media/{1}/0_0_5000_3000/master/5000.jpg?width=1300&s=ab12", False),
        ("/img/media/{0}/100_0_900_900/master/900.jpg?width=900&s=ab12", False),
        ("/img/media/{0}/0_0_5000_3000/map.jpg", False),
    ],
)
def test_a_box_of_one_hash_is_one_picture_in_any_width(other, is_found):
    """A newspaper's part of a picture has the hash and the box as folders; another box is another part."""
    sha1 = "432ad8d571115de71736e9c75f60f41ea7a9a512"
    address = other.format(sha1, sha1.replace("432", "433"))
    wanted = f"https://media.ex.example/{sha1}/0_0_5000_3000/500.jpg"
    assert (found(f'<img src="{address.replace("&", "&amp;")}">', wanted) == address) is is_found


def test_a_box_in_a_folder_of_words_tells_no_picture():
    """Many pictures have a part of that size."""
    page = '<img src="/img/photos/0_0_5000_3000/master/5000.jpg?width=1300">'
    assert found(page, "https://media.ex.example/photos/0_0_5000_3000/500.jpg") is None


def test_a_table_states_the_name_of_the_picture_that_says_so_itself():
    """Islandora's link leads to the object, in which a smaller one stands; others of the page are not told of."""
    at = "/islandora/object/islandora%3A6485/datastream/{}/view"
    shown = f'<a href="{at.format("OBJ")}"><img src="{at.format("MEDIUM_SIZE")}" title="{{}}.jpg"></a>'
    table = f"<table><tr><th>Filename</th><td>{NAME}.jpg</td></tr></table>"
    cards = (
        '<a href="/story/7"><img src="/t/reed-moss.jpg"></a><a href="/story/8"><img src="/t/0a1b2c3d4e5f6071.jpg"></a>'
    )
    assert found(f"<main>{shown.format(NAME)}{table}{cards}</main>") == at.format("OBJ")
    assert found(f"<main>{shown.format('other-heron')}{table}{cards}</main>") is None


def test_adobes_image_service_has_files_without_an_ending():
    """Scene7 calls a picture as others do their files; what it calls otherwise is another one."""
    hero = '<img src="https://shop.scene7.example/is/image/Acme/{}?$hero$&amp;wid=900">'
    at = "https://shop.scene7.example/is/image/Acme/amber_heron_lake?$hero$&wid=900"
    assert found(hero.format("amber_heron_lake")) == at
    assert found(hero.format("amber_heron_lake_back")) is None
    assert found(hero.format("amber_heron_lake_2")) is None


def test_a_wiki_divides_its_files_by_the_first_digits_of_a_hash():
    """``/a/a4/`` counts nothing, as two numbers do."""
    page = '<img src="/w/images/{}/Amber_heron_lake.jpg">'
    wanted = f"{SITE}/gallery/data/511/{NAME}.jpg"
    assert found(page.format("a/a4"), wanted) == "/w/images/a/a4/Amber_heron_lake.jpg"
    assert found(page.format("4/42"), wanted) is None
