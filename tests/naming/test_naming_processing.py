"""Options of imgproxy's in a path, and folders that only look like such."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.processing import option_width, options_among
from tests.pages.showing import look_up

SIGNATURE = "AfrOrF3gWeDA6VOlDG4TzxMv39O7MXnF4CXpKUwGqRM"
FILE = "heron-lake.jpg"


def dirs(path: str) -> tuple[str, ...]:
    """Return the directories of *path* that may tell its picture."""
    address = read_address(f"https://h.example{path}")
    assert address is not None
    return address.dirs


_OPTIONS = """
    rs:fill:300:400 rs:fill-down:300:400:0 resize:fit:300:200:1:0:soea rs::300 s:300:400 size:300:400:0 w:300 height:200
    mw:100 z:1.5:2 dpr:2 el:1 ex:true:ce g:sm g:fp:0.5:0.25 gravity:noea:10:20 gravity:obj:face c:0.5:0.5:ce t:10:FF00FF
    pd:10:20 ar:1 rot:90 bg:255:255:255 bg:ffffff bl:5 sh:0.7 wm:0.5:soea:10:10 sm:1 q:80 fq:webp:80:avif:50 mb:51200
    f:webp ext:png skp:jpg:gif cb:abc-123 exp:1893456000 fn:heron att:1 pr:sharp preset:a:b rt:fill ra:lanczos3
    hs:md5:0a
"""


@pytest.mark.parametrize("option", _OPTIONS.split())
@pytest.mark.parametrize("before", ["insecure", "unsafe", "_", SIGNATURE, f"img/{SIGNATURE}"])
def test_options_behind_a_signature_are_no_folders(option, before):
    """Each that the documentation has, with arguments of its kind, alone and with others."""
    kept = tuple(name.lower() for name in before.split("/") if name != "unsafe")
    assert dirs(f"/{before}/{option}/{FILE}") == kept
    assert dirs(f"/{before}/rs:fit:300:200/{option}/plain/local:///birds/{FILE}") == (*kept, "plain", "local:", "birds")


@pytest.mark.parametrize("option", ["q:80", "pr:sharp", "g:sm"])
@pytest.mark.parametrize("source", ["plain/s3:", "enc/x"])
def test_what_announces_the_source_tells_options(option, source):
    """Where a server in front has taken the signature away."""
    assert dirs(f"/{option}/f:webp/{source}/{FILE}") == tuple(source.split("/"))


@pytest.mark.parametrize(
    "folder",
    [
        *(
            "ns:6485",
            "page:2",
            "pg:3",
            "uuid:0a1b2c3d",
            "doi:10.1234",
            "file:heron",
            "jcr:content",
            "rs:heron",
            "w:heron",
        ),
        *("vts:10", "rs:heron:300", "g:lake", "f:heron", "q:a:b"),
    ],
)
@pytest.mark.parametrize("before", ["", "/insecure", f"/{SIGNATURE}"])
def test_other_words_and_other_arguments_are_folders(folder, before):
    """Namespaces, identifiers and pages tell pictures apart, wherever they stand."""
    assert dirs(f"{before}/{folder}/{FILE}")[-1] == folder


@pytest.mark.parametrize("folder", ["q:80", "s:12", "a:7", "t:10", "pr:sharp", "st:4"])
def test_an_option_is_a_folder_where_no_order_stands(folder):
    """Without a signature before it, and with nothing behind it but a name."""
    assert dirs(f"/images/{folder}/{FILE}") == ("images", folder)


@pytest.mark.parametrize(
    ("segment", "width"),
    [("rs:fill:300:400", 300), ("s:640", 640), ("w:1200", 1200), ("rs::300", 300), ("h:300", None), ("s:heron", None)],
)
def test_the_width_that_an_option_asks_for(segment, width):
    """It is the first side of a size, whatever the way of fitting."""
    assert option_width(segment) == width


def test_the_width_of_an_order_is_the_pictures():
    """Also where the order carries the picture's own address."""
    for source in (f"plain/local:///{FILE}", f"plain/https://o.example/{FILE}"):
        address = read_address(f"https://h.example/{SIGNATURE}/s:640:480/g:sm/{source}")
        assert address is not None
        assert address.width == 640


def test_mediums_pictures_stand_behind_options_of_the_kind():
    """Its names begin with a digit and an asterisk."""
    assert list(options_among(["v2", "da:true", "format:webp"], "1*dmbNkD5D-u45r44go_cf0g.png")) == [1, 2]
    assert list(options_among(["v2", "da:true", "format:webp"], "heron.png")) == []
    assert dirs("/v2/resize:fit:1400/format:webp/1*dmbNkD5D-u45r44go_cf0g.png") == ()


@pytest.mark.parametrize("name", ["IMG_0042", "heron-lake", "4711234"])
@pytest.mark.parametrize("folder", ["uuid:0a1b2c3d-{}", "doi:10.1234.{}", "ns:648{}"])
def test_pictures_of_one_name_in_two_such_folders_are_two(folder, name):
    """A page that shows the one does not have the other."""
    wanted, shown = (f"https://h.example/{folder.format(n)}/{name}.jpg" for n in (1, 2))
    assert look_up(f'<img src="{shown}">', wanted) is None
    assert look_up(f'<img src="{wanted}?w=800">', wanted) is not None


@pytest.mark.parametrize("value", ["123456:", "ffffff:", "1.5:", "t:", "noea:", "webp:80:", "-1:", "a:"])
@pytest.mark.parametrize("option", ["w:", "rs:fill:", "g:sm:", "fq:", "skp:", "cb:", "bg:"])
def test_an_option_with_a_thousand_arguments_costs_nothing(option, value):
    """Each argument is read in one way, so that what is wrong at the end is found at once."""
    assert list(options_among(["insecure", f"{option}{value * 1000}!"], FILE)) == []
