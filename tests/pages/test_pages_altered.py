"""Versions of a picture that stand in for it: blurred, tiny, grey."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest

from imgcrawl.pages.choosing.altered import is_altered
from tests.pages.showing import url_on

SITE = "https://site.example"
WANTED = f"{SITE}/img/w_1200/heron-lake.jpg"
ALTERED = """
    /img/heron-lake.jpg?w=20 /img/heron-lake.jpg?width=30&quality=10 /img/heron-lake.jpg?w=600&blur=50
    /img/heron-lake.jpg?sat=-100 /img/heron-lake.jpg?op_blur=30 /img/w_30/heron-lake.jpg /img/20x15/heron-lake.jpg
    /img/w_600,e_blur:1000/heron-lake.jpg /img/e_grayscale/heron-lake.jpg /img/tr:w-600,bl-30/heron-lake.jpg
    /img/max/30/heron-lake.jpg /img/filters:quality(80):blur(20)/heron-lake.jpg /img/lqip/heron-lake.jpg
    /img/heron-lake.jpg?width=1200&overlay-align=left&overlay-base64=L2ltZy9z /img/heron-lake.jpg?w=900&txt=Herons
    /img/l_text:Arial_60:Herons,w_900/heron-lake.jpg /img/1024/branded_news/heron-lake.jpg
    /f/heron-lake.jpg/v1/fill/w_600,h_400,blur_30,strp/heron-lake.jpg /img/rs:fit:600/blur:15/heron-lake.jpg
    /img/eyJibHVyIjozMH0=/heron-lake.jpg /img/eyJlZGl0cyI6eyJncmF5c2NhbGUiOnRydWV9fQ/heron-lake.jpg
    /iiif/2/heron-lake/full/max/0/bitonal.jpg /iiif/2/heron-lake/full/800,/0/gray.jpg
"""
PLAIN = """
    /img/heron-lake.jpg /img/heron-lake.jpg?w=800&blur=0 /img/heron-lake.jpg?blur=false&w=80 /img/2x/heron-lake.jpg
    /img/w_0.3/heron-lake.jpg /img/w_600,q_10/heron-lake.jpg /img/300x200/heron-lake.jpg /img/heron-lake.jpg?sat=10
    /img/heron-lake.jpg?width=30% /img/max/320/heron-lake.jpg /img/w_600,blur_0/heron-lake.jpg
    /img/eyJibHVyIjowLCJ3aWR0aCI6NjAwfQ==/heron-lake.jpg /img/eyJyZXNpemUiOnsid2lkdGgiOjYwMH19/heron-lake.jpg
    /img/eyJx_no/heron-lake.jpg
    /iiif/2/heron-lake/full/max/0/color.jpg
    /img/sepia/heron-lake.jpg /img/l_2/heron-lake.jpg /img/heron-lake.jpg?txt=&w=90
"""


def look_up(markup: str, wanted: str = WANTED) -> str | None:
    """Return the path that is chosen for *wanted*."""
    return url_on(markup, wanted, f"{SITE}/p", without=SITE)


@pytest.mark.parametrize("path", ALTERED.split())
def test_a_version_with_another_look_is_not_the_picture(path):
    """It keeps the picture's place, also where its address names no size; who wants such a one may have any."""
    assert is_altered(SITE + path)
    assert look_up(f'<img src="{path}">') is None
    late = "/img/w_800/heron-lake.jpg"
    assert look_up(f'<img src="{path}" data-src="{late}">') == late
    assert look_up(f'<img src="{late}">', SITE + path) == late


@pytest.mark.parametrize("path", PLAIN.split())
def test_sizes_qualities_and_what_is_switched_off_change_no_look(path):
    """So do densities and shares of a width."""
    assert not is_altered(SITE + path)
    assert look_up(f'<img src="{path}">') is not None


def test_a_letter_before_a_name_is_no_order():
    """Some sites call their large files ``l_``; an order for another picture over it stands before the file."""
    assert not is_altered(f"{SITE}/img/l_heron-lake.jpg")
    assert look_up('<img src="/large/l_355249739.jpg">', f"{SITE}/large/l_355249739.jpg?w=90") is not None


def test_a_file_that_is_called_blurred_is_its_folders_picture_blurred():
    """It has the folder of the one that is wanted; who wants such a one may have it."""
    blurred = "/f/4b658841-4125-42b9-aaf3/blurred.jpg"
    assert look_up(f'<img src="{blurred}">', f"{SITE}/f/4b658841-4125-42b9-aaf3.jpg") is None
    assert is_altered(f"{SITE}{blurred}?t=1")
    assert not is_altered(f"{SITE}/f/blurred-lines.jpg")


@pytest.mark.parametrize(
    ("order", "is_so"),
    [
        ('{"grayscale": false}', False),
        ('{"blur": 0.0, "resize": {"width": 200}}', False),
        ('{"blur":0.5}', True),
        ('{"resize":{"width":20}}', True),
        ('{"overlayWith":{"key":"mark.png"}}', True),
        ('{"overlayWith":null}', False),
    ],
)
def test_an_order_in_json_is_read_as_one_in_a_query_is(order, is_so):
    """Nothing is no blur, with a space before it or not; a few pixels and what is laid on it are another look."""
    packed = urlsafe_b64encode(order.encode()).decode()
    assert is_altered(f"{SITE}/{packed}") is is_so
