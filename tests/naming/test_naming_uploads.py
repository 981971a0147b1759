"""Numbers before names, by which systems count uploads."""

from __future__ import annotations

import pytest

from imgcrawl.naming.uploads import read_upload


@pytest.mark.parametrize(
    ("stem", "number", "name", "is_counted"),
    [
        ("55232_Heron-Lake", "55232", "heron-lake", True),
        ("1043221-heron-lake", "1043221", "heron-lake", True),
        ("55232 - heron-lake", "55232", "heron-lake", True),
        ("4711_heron-lake", "4711", "heron-lake", False),  # a house, a model
        ("12_front-view", "12", "front-view", False),
        ("00012_heron", "00012", "heron", False),  # the place in a series
        ("190503_heron-lake", "190503", "heron-lake", False),  # a day
        ("20190503-heron-lake", "20190503", "heron-lake", False),
        ("1920_heron-lake", "1920", "heron-lake", False),
    ],
)
def test_a_long_number_before_a_name_counts_uploads(stem, number, name, is_counted):
    """What is shorter, begins with zeros, or may be a day or a width, does not."""
    upload = read_upload(stem)
    assert upload is not None
    assert (*upload, upload.is_counted) == (number, name, is_counted)


@pytest.mark.parametrize("stem", ["heron-lake", "55232", "55232heron-lake", "heron-55232", "55232_", ""])
def test_other_names_have_none(stem):
    """The number must stand apart, and before something."""
    assert read_upload(stem) is None
