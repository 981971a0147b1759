"""Objects in stores: the address of the file in place of that of its description."""

from __future__ import annotations

import pytest

from imgcrawl.intake.wrapped import unwrap

FIREBASE = "https://firebasestorage.googleapis.com/v0/b/app.appspot.com/o"
GOOGLE = "https://storage.googleapis.com"
CONSOLE = "https://console.cloud.google.com/storage/browser"
DRIVE = "https://www.googleapis.com/drive/v3/files/1I1vdwg3U3OJ2Zs0PshPc9wVIC19IMNNa"
OF_DRIVE = "https://drive.google.com/uc?export=download&id=1I1vdwg3U3OJ2Zs0PshPc9wVIC19IMNNa"


@pytest.mark.parametrize(
    ("url", "files"),
    [
        (f"{FIREBASE}/photos%2Fname.jpg", [f"{FIREBASE}/photos%2Fname.jpg?alt=media"]),
        (f"{FIREBASE}/name.jpg?token=0a-1b", [f"{FIREBASE}/name.jpg?alt=media&token=0a-1b"]),
        (f"{FIREBASE}/name.jpg?alt=json&generation=5", [f"{FIREBASE}/name.jpg?alt=media&generation=5"]),
        (f"{FIREBASE}/photos/name.jpg?alt=media&token=0a", [f"{FIREBASE}/photos%2Fname.jpg?alt=media&token=0a"]),
        (f"{GOOGLE}/storage/v1/b/bk/o/a%2Fname.jpg", [f"{GOOGLE}/storage/v1/b/bk/o/a%2Fname.jpg?alt=media"]),
        (
            "https://www.googleapis.com/storage/v1/b/bk/o/name.jpg?fields=size",
            ["https://www.googleapis.com/storage/v1/b/bk/o/name.jpg?alt=media"],
        ),
        ("https://storage.cloud.google.com/bk/a/name.jpg?authuser=1", [f"{GOOGLE}/bk/a/name.jpg"]),
        (
            "https://console.cloud.google.com/storage/browser/_details/bk/a/n.jpg;tab=live_object",
            [f"{GOOGLE}/bk/a/n.jpg"],
        ),
        (DRIVE, [OF_DRIVE]),
        (f"{DRIVE}?key=AIza0", [OF_DRIVE, f"{DRIVE}?key=AIza0&alt=media"]),
        (f"{DRIVE}?alt=media&key=AIza0", [OF_DRIVE]),
    ],
)
def test_the_file_is_asked_for_in_place_of_its_description(url, files):
    """By the same name, and with what lets its asker in; the name of an object is one segment."""
    assert list(unwrap(url)) == files


@pytest.mark.parametrize(
    "url",
    [
        f"{FIREBASE}/photos%2Fname.jpg?alt=media",
        f"{FIREBASE}/photos%2Fname.jpg?token=0a&alt=media",
        FIREBASE,
        f"{FIREBASE}?prefix=photos",
        f"{GOOGLE}/bk/a/name.jpg",
        "https://h.org/v0/b/app.appspot.com/o/name.jpg",
        "https://storage.cloud.google.com/bk",
        "https://www.googleapis.com/drive/v3/files",
    ],
)
def test_a_file_and_a_list_of_files_are_left_alone(url):
    """What asks for the data has it, and what names no object is about several."""
    assert unwrap(url) == ()
