"""XML records as the trees that JSON documents are: elements and attributes by their local names."""

from __future__ import annotations

import re
from collections import Counter
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
_ROOT: Final = re.compile(
    r"\s{0,1000}(?:(?:<\?[^>]{0,500}>|<!DOCTYPE[^>\[]{0,500}>|<!--(?:[^-]|-(?!->)){0,2000}-->)\s{0,1000}){0,40}"
    r"<(?:[\w.-]{1,40}:)?([\w.-]{1,80})"
)
_RSS: Final = re.compile(r"xmlns\s{0,9}=\s{0,9}[\"']http://(?:purl\.org/rss/|my\.netscape\.com/rdf/)")
_RSS_CHARS: Final = 3_000
_DEEPEST: Final = 20
_LONGEST: Final = 1_000_000  # characters


def read_record(text: str, *, with_rdf: bool = False) -> Any:
    """Return the XML record *text* as a tree; None where it is none, or a page, a feed or a list of addresses.

    *with_rdf*: RDF that is no feed is a record as well. Nothing that it refers to is loaded.
    """
    text = text.lstrip("\ufeff")
    if not _XML.match(text) or len(text) > _LONGEST:
        return None
    root = _ROOT.match(text)
    named = root[1].lower() if root else ""
    is_rdf = with_rdf and named == "rdf" and not _RSS.search(text, 0, _RSS_CHARS)
    if named in _PAGES and not is_rdf:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        element = etree.fromstring(text.lstrip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    name = _name(element)
    return None if name.lower() in _PAGES and not is_rdf else {name: _tree(element, 0)}


def merged(tree: Any) -> Any:
    """Return a *tree* of :func:`read_record` with those parts of an element as one object of which it has one each."""
    if isinstance(tree, dict):
        return {key: merged(value) for key, value in tree.items()}
    if not isinstance(tree, list):
        return tree
    counts = Counter(key for part in tree if isinstance(part, dict) for key in part)
    whole: dict[str, Any] = {}
    others = []
    for part in map(merged, tree):
        if isinstance(part, dict) and all(counts[key] == 1 for key in part):
            whole |= part
        else:
            others.append(part)
    return [whole, *others] if others and whole else whole or others


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
