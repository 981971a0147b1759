"""Which damage of an address leaves no doubt, and what the address is without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.errors import RowError
from imgcrawl.intake.damage import undamaged
from imgcrawl.intake.repair import prepare_url

_DAMAGED = {
    "/x.jpg)": "/x.jpg",
    "/x.jpg%5D": "/x.jpg",
    "/x.jpg...": "/x.jpg",
    "/x.jpg%22": "/x.jpg",
    "/x.jpg%20": "/x.jpg",
    "/x(1).jpg).": "/x(1).jpg",
    "/x.jpg%5B/img%5D": "/x.jpg",
    "/x.jpg%5B/IMG%5D%5B/URL%5D": "/x.jpg",
    "/x.jpg%7CA%20caption": "/x.jpg",
    "/x.jpg%20%7C%20A%20caption": "/x.jpg",
    "/x.jpg%22%20/%3E": "/x.jpg",
    "/x.jpg%22?w=1": "/x.jpg?w=1",
    "/a%2520b.jpg": "/a%20b.jpg",
    "/caf%25C3%25A9.jpg": "/caf%C3%A9.jpg",
    "/a%252520b.jpg": "/a%20b.jpg",
    "/a%2520b.jpg)": "/a%20b.jpg",
    "/a.jpg%2522": "/a.jpg",
}
_SOUND = (
    "/x.jpg",
    "/x.jpg?w=300&b=2",
    "/x.jpg?next=%2520",
    "/x(1.jpg)",
    "/a+b.jpg",
    "/a%20b.jpg",
    "/50%25ab.jpg",
    "/a.jpg/",
    "/a.jpg/full.webp",
    "/a.jpg:large",
    "/a.jpg!thumb",
    "/a.jpg@2x",
    "/a.jpg%7Cb.jpg",
    "/show.php?file=x.jpg)",
    "/iiif/2/a%2520b/full/full/0/default.jpg",
    "/o/folder%252Fx.jpg",
    "/fetch/https://b.test/a%2520b.jpg",
    "/fetch/https%253A%252F%252Fb.test%252Fa%2520b.jpg",
)


@pytest.mark.parametrize(("damaged", "sound"), _DAMAGED.items())
def test_damage_is_undone_all_at_once(damaged, sound):
    """What stands behind a file's ending goes, and what was encoded twice is so once, whatever comes together."""
    assert list(undamaged(f"http://a.test{damaged}")) == [f"http://a.test{sound}"]


@pytest.mark.parametrize("path", _SOUND)
def test_what_may_be_meant_so_is_no_damage(path):
    """Brackets that are opened, signs of services, what carries another address: these may be meant so."""
    assert list(undamaged(f"http://a.test{path}")) == []


@given(st.text("/%250Fabjpg.)]|\"[' -?=", max_size=60))
def test_what_is_left_shows_no_damage(path):
    """An address is undamaged once and for all, and it can be asked for."""
    try:
        url = prepare_url(f"http://a.test/{path}").url
    except RowError:
        return
    for mended in undamaged(url):
        assert list(undamaged(mended)) == []
        assert prepare_url(mended).url == mended
