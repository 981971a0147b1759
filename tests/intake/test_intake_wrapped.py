"""unwrap: the address inside the address."""

from __future__ import annotations

import base64
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import RowError
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.viewers import in_viewer
from imgcrawl.intake.wrapped import unwrap

INNER = "https://h.org/a/b.jpg"
ENCODED = quote(INNER, safe="")
BASE64 = base64.urlsafe_b64encode(INNER.encode()).decode()
CHUNKED = "/".join(BASE64[at : at + 16] for at in range(0, len(BASE64), 16))


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/imgres?imgurl={ENCODED}&imgrefurl=https%3A%2F%2Fh.org%2Fpage&h=3",
        f"https://www.google.com/url?sa=i&url={ENCODED}",
        f"https://www.bing.com/images/search?view=detail&mediaurl={ENCODED}&exph=3",
        f"https://external-content.duckduckgo.com/iu/?u={ENCODED}&f=1&nofb=1",
        f"https://l.facebook.com/l.php?u={quote(ENCODED)}",
        f"https://x.org/redirect?to={INNER}",
        f"https://t.umblr.com/redirect?z={INNER}&t=308b91507055",
        f"https://x.org/proxy.php?{INNER}",
        f"https://x.org/proxy?photo_url={ENCODED}&default={quote('https://x.org/none.png')}",
        f"https://x.org/1.jpg?imgUrl={ENCODED}",
        "https://x.org/proxy?src=//h.org/a/b.jpg",
        "https://wsrv.nl/?url=ssl:h.org%2Fa%2Fb.jpg",
        "https://i0.wp.com/h.org/a/b.jpg?resize=300%2C200&ssl=1",
        "https://h-org.cdn.ampproject.org/ii/w820/s/h.org/a/b.jpg",
        f"https://res.cloudinary.com/demo/image/fetch/w_300,f_auto/{INNER}",
        f"https://res.cloudinary.com/demo/image/fetch/w_300/{ENCODED}",
        f"https://h.org/_next/image?url={ENCODED}&w=640&q=75",
        "https://h.org/_next/image?url=%2Fa%2Fb.jpg&w=640&q=75",
        f"https://x.org/cdn-cgi/image/width=80,quality=75/{INNER}",
        "https://h.org/cdn-cgi/image/width=80/a/b.jpg",
        "https://h.org/timthumb.php?src=/a/b.jpg&w=300",
        f"https://s.yimg.com/ny/api/res/1.2/abc--~B/{ENCODED}",
        f"https://web.archive.org/web/20200101000000im_/{INNER}",
        "https://web.archive.org/web/2020im_/https:/h.org/a/b.jpg",
        f"https://x.org/s3/{INNER.replace(':', '%3A')}",
        f"https://x.org/sig/rs:fit:300/{BASE64}.jpg",
        f"https://x.org/sig/rs:fit:300/{CHUNKED}.jpg",
        f"https://x.org/img?u={BASE64}",
        f"https://x.org/unsafe/filters:watermark(https://x.org/w.png,0,0,0)/{INNER}",
        "https://x.org/unsafe/300x200/filters:watermark(https://w.org/w.png,0,0)/h.org/a/b.jpg",
        f"https://webcache.googleusercontent.com/search?q=cache:x-Y_1:{INNER}",
        "https://x.org/resize/ssl/h.org/a/b.jpg?resize=600",
        "https://www.google.com/amp/s/h.org/a/b.jpg",
        "https://images-ext-1.x.org/external/s-1G/https/h.org/a/b.jpg",
        "https://h-org.translate.goog/a/b.jpg?_x_tr_sl=de&_x_tr_tl=en",
        f"https://x.org/insecure/plain/{INNER}@png",
        f"https://x.org/insecure/plain/{INNER}%40webp",
        f"https://x.org/sig/rs:fit:300:200/plain/{ENCODED}@webp",
        f"https://x.org/img/{base64.urlsafe_b64encode(b'//h.org/a/b.jpg').decode()}",
        f"https://x.org/?href={base64.urlsafe_b64encode(b'//h.org/a/b.jpg').decode()}",
        "https://x.org/https/h.org/a/b.jpg",
        "https://x.org/resize/300x200/https/h.org/a/b.jpg",
        "https://x.org/unsafe/300x200/smart/h.org/a/b.jpg",
        "https://res.cloudinary.com/demo/image/fetch/w_300/h.org/a/b.jpg",
        "https://h.org/_ipx/w_200/a/b.jpg",
        "https://h.org/_image?href=%2Fa%2Fb.jpg&w=50&f=webp",
        f"https://x.org/cdn-cgi/image/width=80/{ENCODED}",
        "https://cdn.statically.io/img/h.org/a/b.jpg",
        "https://cdn.statically.io/img/h.org/f=auto,w=300/a/b.jpg",
        "https://h-org.cdn.ampproject.org/i/s/h.org/a/b.jpg",
        "https://h-org.cdn.ampproject.org/ii/AW/s/h.org/a/b.jpg",
        f"https://www.google.com/imgres?q=x#imgurl={ENCODED}&w=3",
        "https://h.org/thumb?path=/a/b.jpg",
        f"https://camo.githubusercontent.com/0123abcd/{INNER.encode().hex()}",
        f"https://ci3.googleusercontent.com/proxy/abc=s0-d-e1-ft#{INNER}",
    ],
)
def test_unwrap(url):
    """The one address inside is found, however it is packed."""
    assert unwrap(url) == (INNER,)


@pytest.mark.parametrize(
    "url",
    [
        "https://images.weserv.nl/?url=h.org/a/b.jpg&w=300",
        "https://webcache.googleusercontent.com/search?q=cache:x-Y_1:h.org/a/b.jpg",
    ],
)
def test_a_source_without_scheme_may_have_either(url):
    """Of an address whose wrapper asks over https for all, or over http, both are tried."""
    assert unwrap(url) == (INNER, INNER.replace("https", "http"))


def test_plain_photon_is_http():
    """Photon marks https by ssl=1."""
    assert unwrap("https://i2.wp.com/h.org/a.jpg?w=3") == ("http://h.org/a.jpg",)


@pytest.mark.parametrize(
    ("url", "inner"),
    [
        ("https://x.org/http/h.org/a/b.jpg", "http://h.org/a/b.jpg"),
        ("https://x.org/plain/https://h.org/a/b@webp", "https://h.org/a/b"),
        ("https://x.org/plain/https://h.org/a/b.jpg?v=1@webp", "https://h.org/a/b.jpg?v=1"),
        ("https://x.org/f/https://h.org/a/b@webp", "https://h.org/a/b@webp"),
        ("https://x.org/external/sig/https/h.org/a/b", "https://h.org/a/b"),
        ("https://x.org/external/sig/%3Fv%3D1/http/h.org/a/b", "http://h.org/a/b?v=1"),
        ("https://www-my--h-org.translate.goog/a?v=1&_x_tr_sch=http", "http://www.my-h.org/a?v=1"),
        ("https://cdn.jsdelivr.net/gh/u/r@v1.2/a/b.jpg", "https://raw.githubusercontent.com/u/r/v1.2/a/b.jpg"),
    ],
)
def test_what_the_wrapper_says_of_the_address(url, inner):
    """The scheme that it names, the format that it is to be given, the version that it mirrors."""
    assert unwrap(url) == (inner,)


def test_layers():
    """Of several layers the innermost comes first: it is the original."""
    middle = f"https://s.yimg.com/uu/api/res/1.2/x--~B/{INNER}"
    assert unwrap(f"https://s.yimg.com/ny/api/res/1.2/y/{middle}") == (INNER, middle)
    assert unwrap(f"https://www.google.com/imgres?imgurl={quote(middle, safe='')}") == (INNER, middle)


def test_order():
    """Image names come before others."""
    url = "https://x.org/?u=https://h.org/plain&q=https://h.org/2.jpg&image=https://h.org/1.png"
    assert unwrap(url) == ("https://h.org/2.jpg", "https://h.org/1.png", "https://h.org/plain")


SIDE_KEYS = [
    *("d", "default", "fallback", "mark", "watermark", "blend", "overlay", "logo", "ref", "referer", "onerror", "bg"),
    *("placeholder", "return", "returnUrl", "imgrefurl", "default_image", "fallback_url", "bg_image", "watermark-url"),
    *("mask", "avatar", "icon", "error_img", "next", "callback", "anything"),
]


@pytest.mark.parametrize("address", [ENCODED, BASE64], ids=["encoded", "base64"])
@pytest.mark.parametrize("key", SIDE_KEYS)
@pytest.mark.parametrize(
    "outer", ["https://x.org/avatar/0123abcd", "https://x.org/photos/1.jpg"], ids=["bare", "named"]
)
def test_an_address_at_the_side_is_not_the_picture(outer, key, address):
    """What stands in for the picture, lies over it or leads back from it is never taken for it."""
    assert unwrap(f"{outer}?s=80&{key}={address}") == ()


@pytest.mark.parametrize("key", ["q", "href", "link", "to", "target"])
def test_a_picture_does_not_redirect(key):
    """A link that comes with a picture is where a click on it leads."""
    assert unwrap(f"https://x.org/photos/1.jpg?{key}={ENCODED}") == ()


@pytest.mark.parametrize(
    "option",
    [
        f"l_fetch:{BASE64}",
        f"watermark_url:{BASE64}",
        f"wm({INNER},0,0)",
        f"mark-{ENCODED}",
        f"wm:{INNER.encode().hex()}",
    ],
    ids=["overlay", "watermark", "filter", "encoded", "hex"],
)
def test_an_address_within_an_option_is_not_the_picture(option):
    """In a path the picture's address begins where a segment does."""
    assert INNER not in unwrap(f"https://x.org/upload/{option}/v1/photo.jpg")


def test_an_address_in_the_fragment_is_found_in_the_text():
    """The address that is asked for has no fragment any more; the text of the row has."""
    url = "https://ci3.googleusercontent.com/proxy/abc=s0-d-e1-ft"
    assert unwrap(url) == ()
    assert unwrap(url, f"{url}#{INNER}") == (INNER,)


def test_query_belongs_to_the_address_in_the_path():
    """What follows a plain address in the path is its own query; a percent-encoded one has brought its own."""
    assert unwrap(f"https://x.org/fetch/{INNER}?v=1") == (f"{INNER}?v=1",)
    assert unwrap(f"https://x.org/fetch/{ENCODED}%3Fv%3D1?w=300") == (f"{INNER}?v=1",)


def test_inner_escapes_stay():
    """Only the wrapper's layer of escapes comes off."""
    assert unwrap("https://x.org/?url=https%3A%2F%2Fh.org%2Fa%2520b.jpg") == ("https://h.org/a%20b.jpg",)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://",
        INNER,
        f"{INNER}?w=300&q=75",
        f"{INNER}?ref=https://x.org/page&returnUrl=https://x.org/",
        "https://x.org/?url=https://h.org/",
        "https://x.org/?u=http://localhost/a.jpg",
        "https://x.org/?url=http://[bad/a.jpg",
        "https://x.org/?url=httpbin",
        "https://x.org/?src=data:image/png;base64,AAAA",
        "https://x.org/img/aHR0cDovL_____",
        "https://x.org/img/aHR0cDé",
        "https://x.org/68747470ff",
        "https://x.org/https/page",
        "https://x.org/https/a.jpg/b.jpg",
        "https://x.org/https/h.org/page",
        "https://x.org/docs/https/setup.jpg",
        "https://x.org/img/jquery.ui/x.jpg",
        "https://x.org/unsafe/300x200/v1.2/a.jpg",
        "https://x.org/img/Ly9ub3RoaW5n",
        "ftp://x.org/?url=" + INNER,
    ],
)
def test_nothing_inside(url):
    """Ordinary addresses, pages, and what only looks packed carry nothing."""
    assert unwrap(url) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                INNER,
                ENCODED,
                BASE64,
                CHUNKED,
                "/https/",
                "h.org/a.jpg",
                "/plain/",
                "@webp",
                "/",
                "?",
                "&",
                "url=",
                "#",
                "%",
                "@",
                "[",
                "a",
                "é",
            ]
        )
    )
)
def test_any_wrapper(pieces):
    """Nothing crashes, and every address found is a new, usable one."""
    url = "https://x.org/" + "".join(pieces)
    found = unwrap(url)
    assert url not in found
    assert all(address.startswith(("http://", "https://")) and address.isascii() for address in found)
    assert len(found) == len(set(found)) <= 8


@pytest.mark.parametrize(
    "url",
    [
        "http://h.org/gone.jpg?src=%2F%2Fimg%5B1%5D.jpg",
        "http://h.org/x.jpg?url=//[a/b.jpg",
        "http://h.org/x.jpg?url=//]a/b.jpg",
        "http://h.org/x.jpg?url=//%5B::1/b.jpg",
    ],
)
def test_what_only_looks_like_an_address_is_none(url):
    """Brackets stand around the addresses of machines, and a name with others is no host's."""
    assert unwrap(prepare_url(url).url, url) == ()


@given(st.text(alphabet="[]:/%1a.jpg?&=#@25BDFsrcul", max_size=40))
def test_whatever_a_query_carries_is_looked_at_without_fail(text):
    """No text in a query or fragment raises, brackets and percent signs in any order included."""
    for given_url in (
        f"http://h.org/x.jpg?src=//{text}",
        f"http://h.org/view.html?file={text}",
        f"http://h.org/#//{text}",
    ):
        with suppress(RowError):
            url = prepare_url(given_url).url
            unwrap(url, given_url)
            list(in_viewer(url))
