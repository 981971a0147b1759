"""Addresses that were led to a home page: which are asked for at their own path there."""

from __future__ import annotations

import pytest

from imgcrawl.intake.astray import under_led_host

OLD, NEW = "http://old.example", "https://www.new.example"
P = "/data/pictures/2017/04/L0890257.jpg"


@pytest.mark.parametrize(
    ("asked", "led", "there"),
    [
        (f"{OLD}{P}", f"{NEW}/", f"{NEW}{P}"),
        (f"{OLD}{P}?v=2", NEW, f"{NEW}{P}?v=2"),
        (f"{OLD}{P}", f"{NEW}/en/index.html?from=old", f"{NEW}{P}"),
        (f"{OLD}{P}", f"{NEW}/en-gb/", f"{NEW}{P}"),
        (
            "http://img.a.example/2017/heron-lake-4711.jpg?token=9f",
            "https://a.example/",
            "https://a.example/2017/heron-lake-4711.jpg?token=9f",
        ),
    ],
)
def test_a_path_that_was_lost_is_put_under_the_host_of_the_home_page(asked, led, there):
    """With the query of the row's own address, over the scheme of the target."""
    assert under_led_host(asked, led) == there


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        (f"{OLD}{P}", f"{NEW}/gallery/"),
        (f"{OLD}{P}", f"{NEW}/404.html"),
        (f"{OLD}{P}", f"{NEW}/search"),
        (f"{OLD}{P}", "https://www.sedoparking.com/"),
        (f"{OLD}{P}", "https://ww1.bodis.com/"),
        (f"{OLD}{P}", "https://consent.new.example/"),
        (f"{OLD}{P}", "https://login.new.example/"),
        (f"{OLD}{P}", "https://m.new.example/"),
        (f"{OLD}{P}", "https://old.example/"),
        (f"{OLD}{P}", "https://www.old.example/"),
        (f"{OLD}{P}", "https://me@new.example/"),
        (f"{OLD}{P}?access_token=9f", f"{NEW}/"),
        (f"{OLD}/images/logo.png", f"{NEW}/"),
        (f"{OLD}/img/1.jpg", f"{NEW}/"),
        (f"{OLD}/a/DSC_0001.JPG", f"{NEW}/"),
        *(
            (f"{OLD}/wp-content/uploads/2019/07/{name}.jpg", f"{NEW}/")
            for name in ("team", "logo", "office", "IMG_4711")
        ),
        (f"{OLD}/image.php?id=549487", f"{NEW}/"),
        (f"{OLD}/", f"{NEW}/"),
    ],
)
def test_what_is_no_home_page_or_no_sure_name_stays_lost(asked, led):
    """Pages for one thing, for errors, people and buyers; one's own site; secrets; what any site may have so named."""
    assert under_led_host(asked, led) is None
