"""A picture that a script gave by its number, and files that are kept by numbers now."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.site.example"
PAGE = f"{SITE}/v/lake-12"
HASH = "e2f09b7c41d83a6550bd7f1c928e4a03"
OTHER = "5b81f3a9c06d4e2794f18ab3d7206c5e"
SCRIPT, FORUM = "/image.php?id=549487", "/attachment.php?attachmentid=35714&d=1240000357"
OTHERS = '<img src="/media/549488/original.jpg"><img src="/attachments/lake-jpg.35715/"><img src="/a/heron-lake.jpg">'


def look_up(html: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what is chosen for *wanted* on the page *html*."""
    return url_on(html, SITE + wanted, page, without=SITE)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (SCRIPT, "/store/media/549487/original.jpg"),
        ("/show_picture.asp?pic_id=549487&w=300", "/files/549487.jpg"),
        ("/getImage.php?imageid=54948", "/photos/54948/large.png"),
        (FORUM, "/attachments/p105204-jpg.35714/"),
        ("/forum/attachment.php?attachmentid=35714&stc=1&thumb=1", "/forum/attachments/lake-png.35714/"),
        (FORUM, f"/data/attachments/35/35714-{HASH}.jpg"),
        (FORUM, "/forum/images/35/35714.jpg"),
        (SCRIPT, "/birds/549487.jpg"),
        ("/attachment.php?aid=35714", f"/uploads/35714_{HASH}.png"),
        ("/download/file.php?id=35714&mode=view", f"/data/attachments/35/35714-{HASH}.jpg"),
        (FORUM, f"/files/35714-{HASH}.jpg"),
        ("/index.php?action=dlattach;topic=12.0;attach=35714;image", f"/attachments/35714_{HASH}.jpg"),
        ("/smf/index.php?action=dlattach&topic=12.0&attach=35714", f"/smf/attachments/35714-{HASH}.jpg"),
    ],
)
def test_a_file_is_kept_by_the_number_that_its_script_was_told(wanted, shown):
    """As its name, as its directory among pictures, or behind the name of a forum's attachment; others have others."""
    assert look_up(f'{OTHERS}<img src="{shown}">', wanted) == shown


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (SCRIPT, ["/products/549487/original.jpg"]),  # a product's
        (SCRIPT, ["/img/products/549487.jpg"]),
        (SCRIPT, ["/users/549487.jpg"]),
        (SCRIPT, ["/data/profile_banners/549/549487.jpg"]),
        (FORUM, [f"/files/users/35/35714-{HASH}.jpg"]),
        (SCRIPT, ["/media/549487/side.jpg"]),  # a view
        (SCRIPT, ["/media/549487/2.jpg"]),
        (SCRIPT, ["/media/5494870/original.jpg"]),  # a part of a number
        (SCRIPT, ["/media/549487/original.jpg", "/files/549487.jpg"]),
        (SCRIPT, ["/media/549487/original.jpg", "/users/549487/photo.jpg"]),
        (SCRIPT, ["https://other.example/media/549487/original.jpg"]),
        ("/image.php?id=549487&n=2", ["/media/549487/original.jpg"]),
        ("/image.php?gallery=549487", ["/media/549487/original.jpg"]),
        ("/thread.php?id=549487", ["/media/549487/original.jpg"]),
        ("/image.php?id=5494", ["/media/5494/original.jpg"]),
        ("/image.php?id=201905", ["/media/201905/original.jpg"]),
        (FORUM, ["/attachments/lake-jpg.35715/"]),
        (FORUM, ["/attachments/lake-35714-jpg.35715/"]),
        (FORUM, ["/threads/lake-jpg.35714/"]),
        ("/image.php?id=35714&d=1240000357", ["/attachments/lake-jpg.35714/"]),
        (FORUM, [f"/data/attachments/35/35715-{HASH}.jpg"]),  # the next one
        (FORUM, [f"/data/attachments/35/35714-{HASH}.jpg", f"/data/attachments/35/35714-{OTHER}.jpg"]),
        (FORUM, [f"/data/attachments/35/35714-{HASH}-2.jpg"]),
        (FORUM, [f"/data/attachments/35/35714-lake{HASH}.jpg"]),
        (FORUM, ["/data/attachments/35/35714-2019051712345678.jpg"]),
        (FORUM, [f"/data/attachments/35714/35714-{HASH}.jpg"]),  # also a thing's
        (FORUM, [f"/data/avatars/35/35714-{HASH}.jpg"]),
        (FORUM, ["/threads/35714.jpg"]),
        ("/download/file.php?id=35714", [f"/files/35714_{HASH}.jpg"]),  # a member's
        (FORUM, [f"/phpbb/files/35714_{HASH}.jpg"]),
        (FORUM, ["/customavatars/35714.jpg"]),
        (FORUM, ["/forum/smilies/35/35714.png"]),
        ("/download/file.php?id=35714", ["/clubs/35714.jpg"]),
        (FORUM, [f"https://other.example/data/attachments/35/35714-{HASH}.jpg"]),
        (SCRIPT, [f"/files/549487-{HASH}.jpg"]),  # no forum's
        ("/index.php?action=dlattach;attach=35714;type=avatar", [f"/attachments/35714_{HASH}.jpg"]),
        ("/index.php?action=profile;attach=35714", [f"/attachments/35714_{HASH}.jpg"]),
        ("/download/file.php?id=35714&uid=7", [f"/files/35714-{HASH}.jpg"]),
    ],
)
def test_a_number_that_may_count_something_else_is_not_believed(wanted, shown):
    """Things, views, two pictures, another site, another field or script, short numbers and dates."""
    assert look_up("".join(f'<img src="{url}">' for url in shown), wanted) is None


def test_the_pages_own_number_says_nothing():
    """All pictures of a page may bear it, but for a page about a picture, which is called by that one's number."""
    page = f"{SITE}/threads/549487"
    assert look_up('<img src="/media/549487/original.jpg"><img src="/x.jpg">', SCRIPT, page) is None
    shown = f"/data/attachments/35/35714-{HASH}.jpg"
    for page in (f"{SITE}/photo/35714", f"{SITE}/attachments/35714/"):
        assert look_up(f'{OTHERS}<img src="{shown}">', FORUM, page) == shown
        assert look_up(f'<img src="/data/attachments/35/35715-{HASH}.jpg">', FORUM, page) is None
    for page in (f"{SITE}/threads/35714", f"{SITE}/photo/35714?user=35714"):
        assert look_up(f'<img src="{shown}">', FORUM, page) is None


LINKS = [
    "/attachments/lake-jpg.{}/",
    "/index.php?attachments/lake-jpg.{}/",
    "/attachments/{}/",
    "/attachment.php?attachmentid={}",
    "/index.php?action=dlattach;topic=7.0;attach={};image",
]


@pytest.mark.parametrize("link", LINKS)
def test_the_files_of_attachments_may_be_counted_by_themselves(link):
    """A link around one tells the number of its attachment; where that differs, no file's own number is believed."""
    linked = f'<a href="{link}"><img src="/data/attachments/35/{{}}-{{}}.jpg"></a>'
    wanted = f"/data/attachments/35/35714-{HASH}.jpg"
    assert look_up(linked.format(35717, 35714, HASH), FORUM) is None
    assert look_up(f'<img src="{wanted}">' + linked.format(35716, 35713, OTHER), FORUM) is None
    assert look_up(f'<img src="{wanted}">' + linked.format(35713, 35713, OTHER), FORUM) == wanted


def test_an_attachments_own_address_counts_before_the_number_of_a_file():
    """The page shows the wanted one, and another whose file has its number."""
    one = f'<a href="/attachments/lake-jpg.35714/"><img src="/data/attachments/35/35711-{HASH}.jpg"></a>'
    other = f'<a href="/attachments/moor-jpg.35717/"><img src="/data/attachments/35/35714-{OTHER}.jpg"></a>'
    assert look_up(one + other, FORUM) == "/attachments/lake-jpg.35714/"
    assert look_up(other, FORUM) is None


@pytest.mark.parametrize(
    "other",
    [
        "/image.php?u={}",
        "/image.php?userid={}",
        "/img.php?uid={}",
        "/filedata/fetch?filedataid={}",
        "/i.php?album_id={}",
    ],
)
@pytest.mark.parametrize("wanted", ["/image.php?id=549487", "/attachment.php?attachmentid=549487"])
def test_a_script_may_count_members_and_albums(wanted, other):
    """The number is none of a picture then; a field for pictures, or the same one, says nothing else."""
    assert look_up(f'<img src="{other.format(549487)}">', wanted) is None
    for shown in ("/show.php?photoid=549487", f"/new{wanted}"):
        assert look_up(f'<img src="{shown}">', wanted) == shown
    assert look_up(f'<img src="/new{other.format(549487)}">', other.format(549487)) == f"/new{other.format(549487)}"


EMU = "/media.php?irn=4361434&image=yes&width=600"
EMUS_OTHERS = '<img src="/webmedia.php?irn=4361435&reftable=ecatalogue"><img src="/api/media/4361436.jpg">'


@pytest.mark.parametrize("wanted", [EMU, "/media.php?irn=4361434&reftable=eparties&type=jpeg", "/img.php?irn=4361434"])
@pytest.mark.parametrize(
    "shown",
    [
        "/webmedia.php?irn=4361434&reftable=ecatalogue",
        "/webmedia.php?irn=4361434&reftable=ecatalogue&refirn=77&width=800",
        "/api/media/4361434.jpg",
        "/api/media/4361434/large.jpg",
    ],
)
def test_another_script_of_pictures_is_told_the_same_number(wanted, shown):
    """What says that it is a picture, of what size or of which record tells nothing else; nor does that of a file."""
    assert look_up(f'{EMUS_OTHERS}<img src="{shown}">', wanted) == shown


@pytest.mark.parametrize(
    "shown",
    [
        ["/image.php?id=4361434"],  # an object's, it may be
        ["/getImage.php?imageid=4361434"],  # in a numbering of its own
        ["/object.php?irn=4361434"],
        ["/webmedia.php?irn=4361434&view=back"],
        ["/webmedia.php?irn=4361434&page=2"],
        ["/webmedia.php?irn=4361434&image=2"],
        ["/webmedia.php?irn=43614340"],
        ["/4361434/webmedia.php?irn=4361434"],
        ["https://other.example/webmedia.php?irn=4361434"],
        ["/webmedia.php?irn=4361434", "/api/media/4361434.jpg"],
        ["/api/media/4361434/side.jpg"],
        ["/api/objects/4361434/large.jpg"],
    ],
)
def test_a_script_may_be_told_the_number_of_something_else(shown):
    """Objects, views, pages, another number or site, a thing's folder, and two places that may be two pictures."""
    assert look_up(EMUS_OTHERS + "".join(f'<img src="{url}">' for url in shown), EMU) is None


@pytest.mark.parametrize("field", ["image=2", "view=back", "type=side", "page=2", "image=4361"])
def test_what_may_count_a_things_pictures_is_heard(field):
    """The number alone does not tell the picture then, nor on a page that has it itself."""
    shown = '<img src="/api/media/4361434.jpg">'
    assert look_up(shown, f"/media.php?irn=4361434&{field}") is None
    assert look_up(shown, EMU, f"{SITE}/objects/4361434") is None
