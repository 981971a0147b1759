"""Names in CamelCase, and names that only have capitals."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.camel_case import in_words


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("GreyTentLamp", "grey tent lamp"),
        ("greyTentLamp", "grey tent lamp"),
        ("GreyTentLamp2", "grey tent lamp2"),
        ("GreyTentLamp_12", "grey tent lamp_12"),
        ("ÉlanVieuxÎlot", "élan vieux îlot"),
        ("YouTubeTentLamp", "youtube tent lamp"),
        ("YouTubeLogo", "youtube logo"),
        ("WhatsAppImage", "whatsapp image"),
    ],
)
def test_words_begin_with_capitals(stem, words):
    """Of three letters at least; what sites call many pictures by is one word."""
    assert in_words(stem) == words


@pytest.mark.parametrize("stem", ["greytentlamp", "GREYTENTLAMP", "Grey-Tent-Lamp", "IPhone", "McBride", "aBcDeFg", ""])
def test_other_capitals_begin_no_words(stem):
    """Nor do those of codes."""
    assert in_words(stem) == ""


def test_an_address_has_its_name_in_words():
    """But for what was drawn, and for the name of a script."""
    read = [read_address(f"http://a.test/{name}") for name in ("GreyTentLamp-800x600.jpg", "GreyTentLamp.php?id=4")]
    assert [(address.stem, address.words) for address in read if address] == [
        ("greytentlamp", "grey tent lamp"),
        ("", ""),
    ]
