"""XML records as the trees that JSON documents are: elements and attributes by their local names."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from imgcrawl.naming.words import vocabulary

_XML: Final = re.compile(r"\s{0,100}<(?:\?xml\b|[\w:.-]+[\s>/])")
_PAGES: Final = vocabulary("""
    rss feed rdf svg urlset
    html head body title meta link base script style noscript frameset iframe div span p a b i br hr img picture figure
    center font form table ul ol h1 h2 h3 h4 h5 h6 header main section article aside nav footer video pre
""")
"""Roots of what is no record of one thing: feeds, drawings, lists of addresses and pieces of web pages."""
_DEEPEST: Final = 20
_LONGEST: Final = 1_000_000  # characters


def read_record(text: str) -> Any:
    """Return the XML record *text* as a tree; None where it is none, or a page, a feed or a list of addresses.

    Nothing that it refers to is loaded.
    """
    text = text.lstrip("\ufeff")
    if not _XML.match(text) or len(text) > _LONGEST:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.lstrip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    name = _name(root)
    return None if name.lower() in _PAGES else {name: _tree(root, 0)}


def _tree(element: Any, depth: int) -> Any:
    found: list[Any] = (
        [{_name_of(key): _number(value) for key, value in element.attrib.items()}] if element.attrib else []
    )
    if element.text and element.text.strip():
        found.append(element.text.strip())
    if depth < _DEEPEST:
        found += [{_name(child): _tree(child, depth + 1)} for child in element if isinstance(child.tag, str)]
    return found[0] if len(found) == 1 else found


def _name(element: Any) -> str:
    return _name_of(element.tag)


def _name_of(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _number(value: str) -> str | int:
    return int(value) if value.isdecimal() and len(value) < 10 else value
