"""Pictures of Blogger, which has kept them under other hosts and keys since 2021."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

OLD = "http://4.bp.blogspot.com/-abCdEf12/XyZ123/AAAAAAAA/q1w2e3/s400/"
NEW = "https://blogger.googleusercontent.com/img/b/R29vZ2xl/AVvXsEhabcDEF123/"
OTHER = "https://blogger.googleusercontent.com/img/b/R29vZ2xl/AVvXsEhghiJKL456/"
BLOG = "https://birds.blogspot.com/2012/01/lake.html"


def look_up(html: str, wanted: str, page: str = BLOG) -> str | None:
    """Return the address that is chosen."""
    return url_on(html, wanted, page)


@pytest.mark.parametrize("name", ["heron-lake.jpg", "IMG_3141.JPG"])
@pytest.mark.parametrize("page", [BLOG, "https://birds.example/2012/01/lake.html"], ids=["blogspot", "own-domain"])
def test_a_name_outlives_the_keys(name, page):
    """The largest version of the one picture with the wanted name is taken, whatever its directories."""
    html = f'<a href="{NEW}s1600/{name}"><img src="{NEW}w640-h480/{name}"></a>'
    assert look_up(html, OLD + name, page) == f"{NEW}s1600/{name}"
    assert look_up(html.replace(NEW, OLD), f"{NEW}s320/{name}", page) is not None


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (f'<img src="{NEW}s320/IMG_3141.JPG"><img src="{OTHER}s320/IMG_3141.JPG">', f"{OLD}IMG_3141.JPG"),
        (f'<img src="{NEW}s320/DSC_0042.JPG">', f"{OLD}DSC_0042.JPG"),
        (f'<img src="{NEW}s320/1.jpg">', f"{OLD}1.jpg"),
        (f'<img src="{NEW}s320/IMG_3141.JPG">', f"{OTHER}s320/IMG_3141.JPG"),
        (f'<img src="{NEW}s320/IMG_3141.JPG">', "https://elsewhere.example/-abCdEf12/XyZ123/q1w2e3/IMG_3141.JPG"),
    ],
    ids=["two", "first", "generic", "other-key", "other-service"],
)
def test_a_name_is_no_proof_where_keys_differ_for_a_reason(html, wanted):
    """Two keys on one generation of hosts are two pictures, and a name that every camera gives tells nothing."""
    assert look_up(html, wanted) is None


def test_a_link_to_a_size_of_google_is_a_picture():
    """A photo without a file's name is linked in full size by ``=s0``."""
    photo = "https://lh3.googleusercontent.com/abcdEFGH1234ijkl"
    html = f'<img src="{photo}=w640-h480"><a href="{photo}=s0">full</a><a href="{photo}">page</a>'
    assert look_up(html, f"{photo}=w1200-h900-no") == f"{photo}=s0"
