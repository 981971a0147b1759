"""Directories that look like sizes and versions, and count what the one before them holds."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.same_image import relation


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("/shows/great-heron/s1/e01.jpg", "/shows/great-heron/s2/e01.jpg"),
        ("/manga/blue-tales/v1/cover.jpg", "/manga/blue-tales/v12/cover.jpg"),
        ("/mag/v12/blue-harbour-story.jpg", "/mag/v13/blue-harbour-story.jpg"),
        ("/volvo/s60/interior.jpg", "/volvo/s90/interior.jpg"),
        ("/cars/s60/dashboard-interior.jpg", "/cars/s90/dashboard-interior.jpg"),
        ("/mercedes/w204/dashboard-interior.jpg", "/mercedes/w205/dashboard-interior.jpg"),
        ("/fujifilm/x100/front-view-lens.jpg", "/fujifilm/x200/front-view-lens.jpg"),
        ("/charts/w12/map-of-rain.jpg", "/charts/w13/map-of-rain.jpg"),
    ],
)
def test_seasons_volumes_and_models_behind_a_things_name_are_no_sizes(one, two):
    """They are written as sizes and versions are, and each has files of the same names."""
    first, second = (read_address(f"https://h.example{path}") for path in (one, two))
    assert relation(first, second) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("/blog/harbour/s1600/heron-lake.jpg", "/blog/harbour/s72/heron-lake.jpg"),
        ("/blog/harbour/s0/heron-lake.jpg", "/blog/harbour/s320-c/heron-lake.jpg"),
        ("/t/p/w92/heron-lake.jpg", "/t/p/w500/heron-lake.jpg"),
        ("/harbour/w640/heron-lake.jpg", "/harbour/w1280/heron-lake.jpg"),
        ("/api/v1/heron-lake.jpg", "/api/v2/heron-lake.jpg"),
        ("/theme/v1/heron-lake.jpg", "/theme/v2/heron-lake.jpg"),
        ("/v1/harbour/heron-lake.jpg", "/v2/harbour/heron-lake.jpg"),
        ("/demo/image/upload/v1/heron-lake.jpg", "/demo/image/upload/v1312461204/heron-lake.jpg"),
        ("/harbour/v1312461204/heron-lake.jpg", "/harbour/v1412461204/heron-lake.jpg"),
    ],
)
def test_sizes_and_versions_are_what_they_look_like_elsewhere(one, two):
    """Behind a container, or of a size that services give, they tell no picture."""
    first, second = (read_address(f"https://h.example{path}") for path in (one, two))
    assert relation(first, second) is not None
