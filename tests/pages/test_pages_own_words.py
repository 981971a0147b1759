"""Pages at a row's own address that are called in words: whether they are about one picture."""

from __future__ import annotations

import pytest

from tests.pages.pages_of_one import FILE, FILES, HOST, asked, data, field, og, upload

OTHER = f"{FILES}/9ZtQ4mLc/red-can.jpg"
PHOTOGRAPH = {"@type": "ItemPage", "mainEntity": {"@type": "Photograph", "image": FILE}}
WORDS = f"{HOST}/blue-kettle-at-noon"


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [
        (og("photo", "type"), True),
        (og("pics:photo", "type"), True),
        ('<meta name="twitter:card" content="photo">', True),
        ('<meta property="product:price:amount" content="12">', True),
        ('<meta property="og:price:amount" content="12">', True),
        ('<p itemscope itemtype="https://schema.org/Product">', True),
        ('<p class="related"><a itemtype="https://schema.org/Product">Pot</a></p>', False),
        (og("product", "type"), False),
        (data({"@type": "ImageObject", "contentUrl": FILE}), True),
        (
            data(
                {
                    "@graph": [
                        {"@type": "WebSite"},
                        {"@type": "ItemPage", "mainEntity": {"@type": "Photograph", "image": FILE}},
                    ]
                }
            ),
            True,
        ),
        (field(FILE), True),
        ("", False),
        (og("website", "type"), False),
        (og("article", "type"), False),
        ('<meta name="twitter:card" content="summary_large_image">', False),
        (data({"@type": "ImageObject", "contentUrl": OTHER}), False),
        (data([{"@type": "ImageObject", "contentUrl": FILE}, {"@type": "ImageObject", "contentUrl": OTHER}]), False),
        (data([PHOTOGRAPH, {"@type": "NewsArticle", "image": FILE}]), False),
        (og("photo", "type") + data({"@type": "CollectionPage"}), False),
        (og("article", "type") + data(PHOTOGRAPH), False),
        (field(FILE) + data({"@type": "BlogPosting", "image": FILE}), False),
    ],
)
def test_a_page_called_in_words_must_say_that_it_is_about_a_picture(said, is_taken):
    """One to read has a picture as well, which is no more the row's than its text is."""
    assert asked(upload(head=og(FILE) + said, at=WORDS), WORDS) == (FILE if is_taken else None)
    if "input" not in said and "ImageObject" not in said:
        assert asked(upload(head=og(FILE) + said, at=""), WORDS) is None
