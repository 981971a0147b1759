"""The sites' laws: which addresses are about which picture."""

from __future__ import annotations

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, Confidence
from imgcrawl.pages.sites.commons import CommonsFilePage
from imgcrawl.pages.sites.flickr import FlickrPhotoPage
from imgcrawl.pages.sites.inaturalist import InaturalistPage
from imgcrawl.pages.sites.pinterest import PinPage
from imgcrawl.pages.sites.wordpress import WordPressAttachmentPage, attachment_id

UP = "https://upload.wikimedia.org/wikipedia"
PIN = "abcdef0123456789abcdef0123456789"


def build(page_class, body: str = "", wanted: str = "", url: str = "https://www.pinterest.com/pin/12/"):
    """Build a site's page object."""
    return page_class(response=HttpResponse(url, body=body.encode()), page_params=PageParams({WANTED_URL: wanted}))


@pytest.mark.parametrize(
    ("page_class", "url", "expected"),
    [
        (CommonsFilePage, f"{UP}/commons/a/ab/Red_fox.jpg", "Red fox.jpg"),
        (CommonsFilePage, f"{UP}/de/thumb/a/ab/Red_fox.jpg/300px-Red_fox.jpg", "Red fox.jpg"),
        (CommonsFilePage, "https://commons.wikimedia.org/wiki/File:red_fox.jpg", "Red fox.jpg"),
        (CommonsFilePage, "https://commons.wikimedia.org/w/index.php?title=File:Red_fox.jpg&action=x", "Red fox.jpg"),
        (CommonsFilePage, "https://commons.wikimedia.org/wiki/Special:FilePath/Red%20fox.jpg?width=300", "Red fox.jpg"),
        (CommonsFilePage, f"{UP}/commons/archive/a/ab/20120101000000%21Red_fox.jpg", None),
        (CommonsFilePage, f"{UP}/commons/thumb/e/e1/A.pdf/page2-300px-A.pdf.jpg", "A.pdf page 2"),
        (CommonsFilePage, "https://e.example/wikipedia/commons/a/ab/Red_fox.jpg", None),
        (FlickrPhotoPage, "https://live.staticflickr.com/65535/512345_a1b2c3d4e5_b.jpg", "512345"),
        (FlickrPhotoPage, "https://farm9.static.flickr.com/8/512345_a1b2c3d4e5.jpg", "512345"),
        (FlickrPhotoPage, "https://www.flickr.com/photos/12@N00/512345/in/album-7/", "512345"),
        (FlickrPhotoPage, "https://farm9.staticflickr.com/8/buddyicons/512345@N00.jpg", None),
        (FlickrPhotoPage, "https://www.flickr.com/photos/someone/", None),
        (FlickrPhotoPage, "https://evil.example/?https://www.flickr.com/photos/a/512345", None),
        (InaturalistPage, "https://static.inaturalist.org/photos/12/large.jpg?1", "12"),
        (InaturalistPage, "https://inaturalist-open-data.s3.amazonaws.com/photos/12/original.jpeg", "12"),
        (InaturalistPage, "https://www.inaturalist.org/photos/12", "12"),
        (InaturalistPage, "https://www.inaturalist.org/observations/12", None),
        (InaturalistPage, "https://static.inaturalist.org/attachments/users/icons/12/thumb.jpg", None),
        (PinPage, f"https://i.pinimg.com/564x/ab/cd/ef/{PIN}.jpg", PIN),
        (PinPage, "https://pinterest.co.uk/pin/a-title--12/", "pin 12"),
        (PinPage, "https://www.pinterest.com/someone/board/", None),
    ],
)
def test_the_site_says_which_picture_an_address_is_about(page_class, url, expected):
    """Files at every size and pages of one picture have its id; everything else has none."""
    assert build(page_class).picture_id(url) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<body class="attachment attachmentid-7">', "7"),
        ("<BODY data-x='1' CLASS='attachmentid-7 x'>", "7"),
        ('<body class="single postid-7">', None),
        ('<p class="attachmentid-7">', None),
        ('<body class="x"><p class="attachmentid-7">', None),
        ("<body " * 100_000, None),
    ],
)
def test_attachment_pages_are_known_by_their_body(body, expected):
    """WordPress writes the number into the body's class, and nowhere else counts."""
    assert attachment_id(body) == expected


BLOCK = '<body class="attachmentid-7"><p class="attachment"><a href="{0}"><img src="{1}"></a></p>'
UPLOADS = "https://e.example/wp-content/uploads/2020/03"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (("a.jpg", "a-300x200.jpg"), True),
        (("a.jpg", "b-300x200.jpg"), False),
    ],
)
def test_an_attachment_block_must_show_one_file(files, found):
    """Two files in the block leave it open which one the page is about."""
    body = BLOCK.format(*(f"{UPLOADS}/{name}" for name in files))
    url = "https://e.example/trip/a/"
    choice = build(WordPressAttachmentPage, body, url, url).choice()
    assert (choice is not None) is found
    assert choice is None or (choice.url, choice.confidence) == (f"{UPLOADS}/a.jpg", Confidence.SITE)


def test_a_pin_with_two_declared_pictures_gives_none():
    """A pin is one picture; a page that declares two is not understood."""
    other = PIN[::-1]
    body = "".join(
        f'<meta property="og:image" content="https://i.pinimg.com/736x/ab/cd/ef/{h}.jpg">' for h in (PIN, other)
    )
    assert build(PinPage, body, "https://www.pinterest.com/pin/12/").choice() is None


def test_avatars_are_never_a_sites_picture():
    """The site's rules do not lift the ban on furniture."""
    body = '<img src="https://static.inaturalist.org/photos/12/avatar.jpg">'
    assert build(InaturalistPage, body, "https://static.inaturalist.org/photos/12/large.jpg").choice() is None
