"""Records for machines of museums and collections, as the page of a row."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages.reading.candidates import collect
from imgcrawl.pages.reading.kinds import Kind
from tests.pages.showing import url_on

URL = "https://herb.example/record/1"
WANTED = "https://old.example/img/B100346611.jpg"
GIVEN, NEXT = "https://media.example/store/B100346611.jpg", "https://media.example/store/B100346612.jpg"
STORED, OTHER = "https://media.example/get/4711.jpg", "https://media.example/get/4712.jpg"
LIDO = '<?xml version="1.0"?><l:lido xmlns:l="http://www.lido-schema.org"><l:resourceWrap>{}</l:resourceWrap></l:lido>'
LINK = "<l:resourceSet><l:resourceID>{}</l:resourceID><l:linkResource>{}</l:linkResource></l:resourceSet>"
RDF = '<rdf:RDF xmlns:rdf="urn:r" xmlns:d="urn:d"><rdf:Description>{}</rdf:Description></rdf:RDF>'

RECORDS = {
    "lido": LIDO.format(LINK.format(1, GIVEN) + LINK.format(2, NEXT)),
    "abcd": f'<a:DataSets xmlns:a="urn:a"><a:Media><a:FileURI>{GIVEN}</a:FileURI></a:Media></a:DataSets>',
    "mods": f'<mods xmlns="http://www.loc.gov/mods/v3"><location><url access="raw">{GIVEN}</url></location></mods>',
    "mets": f'<m:mets xmlns:m="urn:m" xmlns:x="urn:x"><m:FLocat x:href="{NEXT}"/><m:FLocat x:href="{GIVEN}"/></m:mets>',
    "rdf": RDF.format(f"<d:associatedMedia>{GIVEN}</d:associatedMedia>"),
    "edm": RDF.format(f'<d:isShownBy rdf:resource="{GIVEN}"/><d:object rdf:resource="{NEXT}"/>'),
    "csv": f"id,identifier,title\n1,{NEXT},A\n2,{GIVEN},B\n",
    "tsv": f"id\tdwc:identifier\n1\t{NEXT}\n2\t{GIVEN}\n",
    "quoted": f'"id";"ac:accessURI"\n"1";"{NEXT}"\n"2";"{GIVEN}"\n',
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=list(RECORDS))
def test_the_picture_of_the_wanted_name_is_found_in_a_record(record):
    """The text of an element, an attribute, a cell, or what a statement is about; never the next specimen's."""
    assert url_on(record, WANTED, URL) == GIVEN
    assert url_on(record, WANTED.replace("6611", "6613"), URL) is None


NAMED = {
    "lido": LIDO.format(LINK.format("B100346611.jpg", STORED) + LINK.format("B100346612.jpg", OTHER)),
    "tabs": f'catalogNumber\ttitle\taccessURI\nB100346611\t"Type\t{STORED}\nB100346612\t"Other\t{OTHER}\n',
    "rdf": '<?xml version="1.0"?>' + " " * 60 + RDF.format(f"<d:barcode>B100346611</d:barcode><d:url>{STORED}</d:url>"),
    "csv": f"title,identifier\nB100346611.jpg,{STORED}\nB100346612.jpg,{OTHER}\n",
    "barcode": f'{{"catalogNumber": "B100346611", "media": [{{"identifier": "{STORED}"}}]}}',
}


@pytest.mark.parametrize("record", NAMED.values(), ids=list(NAMED))
def test_what_a_record_says_of_its_picture_counts(record):
    """The file's name, or the barcode of a specimen of which the record has one picture."""
    assert url_on(record, WANTED, URL) == STORED
    assert url_on(record, WANTED.replace("6611", "6613"), URL) is None


@pytest.mark.parametrize(
    "record",
    [
        f'{{"catalogNumber": "B100346611", "media": [{{"identifier": "{STORED}"}}, {{"identifier": "{OTHER}"}}]}}',
        f'{{"otherCatalogNumbers": "B100346611", "media": [{{"identifier": "{STORED}"}}]}}',
        f'{{"id": 1, "relatedID": "B100346611.jpg", "identifier": "{STORED}"}}',
        f"barcode,identifier\nB100346611,{STORED}\nB100346611,{OTHER}\n",
        f'{{"catalogNumber": "B100346622", "isotypeCatalogNumber": "B100346611", "media": "{STORED}"}}',
        f'{{"catalogNumber": "B100346622", "identifier": "B100346611", "media": "{STORED}"}}',
        f'{{"resourceRelationshipID": "B100346611", "media": "{STORED}"}}',
        f"catalogNumber,typeCatalogNumber,accessURI\nB100346622,B100346611,{STORED}\n",
        f'catalogNumber\ttitle\taccessURI\nB100346622\t"Type sheet\t{STORED}\nB100346611\t"Other\t\n',
        f'catalogNumber,title,accessURI\nB100346611,"Type sheet,{STORED}\nB100346622,"Other,{OTHER}\n',
        f'@prefix d: <urn:d#> .\n<urn:1> d:catalogNumber "B100346611" ; d:creator [ d:img <{STORED}> ] .',
        LIDO.format(f"<l:resourceID>B100346611.jpg</l:resourceID>{LINK.format(1, STORED)}{LINK.format(2, OTHER)}"),
    ],
    ids=[
        *("two-pictures", "other-numbers", "related", "two-rows", "isotype", "two-numbers", "relation", "type"),
        *("tabs", "a-quote-over-lines", "turtle", "above-two"),
    ],
)
def test_of_several_pictures_of_a_specimen_none_is_taken(record):
    """Nor where a number is of something else."""
    assert url_on(record, WANTED, URL) is None


UUID = "9d5b1a1e-7c1b-4f63-a1c0-d1c7a6e1c00"


@pytest.mark.parametrize(
    "declared", ['"format": "image/jpeg"', '"type": "StillImage"', '"dc:type": "dctypes:StillImage"']
)
def test_what_is_declared_a_picture_needs_no_ending(declared):
    """GBIF's media and Audubon Core; what is declared nothing, or a sound, is none."""
    media = (f'{{{declared}, "identifier": "https://m.example/{UUID}{n}"}}' for n in (1, 2))
    record = f'{{"media": [{", ".join(media)}]}}'
    assert url_on(record, f"https://old.example/{UUID}1.jpg", URL) == f"https://m.example/{UUID}1"
    for other in ('"format": "audio/mpeg"', '"license": "x"'):
        assert not collect(record.replace(declared, other), URL)


def test_the_name_of_a_declared_picture_is_its_own():
    """Where the object has one address."""
    record = '[{"format": "image/jpeg", "title": "B100346611.jpg", "identifier": "https://m.example/get?id=4711"%s}]'
    assert url_on(record % "", WANTED, URL) == "https://m.example/get?id=4711"
    assert url_on(record % ', "url": "https://m.example/get?id=4712"', WANTED, URL) is None


def test_a_name_of_two_addresses_is_neithers():
    """A row of a table whose cells are shifted tells nothing either."""
    record = f'[{{"format": "image/jpeg", "title": "x-1.jpg", "url": "{STORED}", "identifier": "{OTHER}"}}]'
    assert [found.told for found in collect(record, URL)] == [(), ()]
    assert not collect(f"identifier,title\n{STORED},x,1.jpg\n", URL)


@pytest.mark.parametrize(
    "text",
    [
        f'<?xml version="1.0"?><rdf:RDF xmlns:rdf="urn:r" xmlns="http://purl.org/rss/1.0/"><item>{GIVEN}</item></rdf:RDF>',
        f"<html><body><p>{GIVEN}</p></body></html>",
        f"<my-view><img src='/a.jpg'/><b>{GIVEN}</b></my-view>",
        f"name,text\nB100346611,{GIVEN}\n",
        f"identifier\n{GIVEN}\n",
    ],
    ids=["feed", "page", "piece", "other-columns", "one-column"],
)
def test_what_is_no_record_is_read_as_before(text):
    """Feeds and pages are markup; a table needs a column that collections call so."""
    assert not [found for found in collect(text, URL) if found.kind is Kind.DATA]


@pytest.mark.parametrize(
    "text",
    [
        "identifier,a\n" + f"{GIVEN},b\n" * 40_000,
        "@prefix a: <b> .\n" + '\\"' * 200_000,
        f"<x> <{'a' * 200_000}/> <y> .",
        "identifier," + "," * 250 + "\n" + ("," * 251 + "\n") * 5_000,
        "<?xml version='1.0'?>" + " " * 500_000,
        "identifier,a\n" + '"' * 500_000,
        "<!-- " * 100_000,
        "<a>" * 100_000,
        f"<r>{f'<m>{GIVEN}</m>' * 15_000}</r>",
    ],
)
def test_a_long_record_costs_little(text):
    """Whatever repeats in it."""
    began = process_time()
    collect(text, URL)
    assert process_time() - began < 2.0
