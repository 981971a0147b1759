"""What programs and people write around the one address of a cell: objects, literals, attributes, links, citations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from imgcrawl.naming.words import ANY_ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = r"(?:https?:)?(?:\\?/){2}"
ENDS_AS_PICTURE: Final = re.compile(rf"{ANY_ENDING}(?:[?#]|$)", re.IGNORECASE)

_OBJECT = re.compile(r"\s*+\[?\s*+\{(?!\s*https?:)", re.IGNORECASE)
_PAIR = re.compile(
    rf"(?<![\w@:-])(?!https?:)([\w@:-]{{1,40}})[\\\"']{{0,4}}\s{{0,9}}[:=]\s{{0,9}}(?:\[\s{{0,9}})?"
    rf"(?:(?P<quote>(?:\\?[\"'])\"?)(?P<quoted>{_ADDRESS}(?:\\[\"']|[^\"'<>\s]){{1,4000}}?)(?<!\\)(?P=quote)"
    rf"|(?P<bare>{_ADDRESS}[^\"'<>\s|{{}}]{{1,4000}}+)(?=[\s|}}]|$))",
    re.IGNORECASE,
)
"""A key with the address that is its value, as JSON, Python, YAML and a wiki's template write them."""
_KEY = re.compile(
    r"(?:(?:url|uri|src|source|image|img|picture|pic|photo|media|file|path|content|original|orig|full|large|download"
    r"|identifier|access|data|value|@id)s?[_:-]?){1,3}",
    re.IGNORECASE,
)
"""Names of a picture's own address; others are of its page, its licence or its thumbnail."""

_RIGHTS = re.compile(r"licen[cs]e|rights|creator|author|publisher|logo|avatar", re.IGNORECASE)
"""Keys whose address is of no picture that a row is about, also where it is the only one."""

_LITERAL = re.compile(r"([bru]{1,2})([\"'])([^\"'<>\s]+)\2\s*[,;]?", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rf"[a-z@:][\w:.-]{{0,40}}\s{{0,9}}=\s{{0,9}}([\"'])(\s*{_ADDRESS}[^\"'<>]+)\1\s*/?", re.IGNORECASE
)
_BYTE = re.compile(r"\\x([0-9a-f]{2})", re.IGNORECASE)

_WIKI_LINK = re.compile(rf"\[\[?({_ADDRESS}[^\s\[\]|]+)(?:\s++|\|)([^\n]*)\]\s*", re.IGNORECASE)

_ACCESSED = (
    r"accessed|retrieved|viewed|visited|consulted|abgerufen|abruf|zugriff|aufgerufen|eingesehen|besucht|consult\xe9e?"
    r"|consultad[oa]|consultat[oa]|visto|acessad[oa]|acesso|geraadpleegd|bezocht|opgehaald|h\xe4mtad|l\xe4st|hentet|bes\xf8gt"
    r"|luettu|viitattu|dost\u0119p|citov\xe1no|pristup|megtekintve|erişim|просмотрено|дата обращения|обращение"
    r"|\u95b2\u89a7|\u53c2\u7167|\u8bbf\u95ee|\u5b58\u53d6"
)
_CITED = re.compile(
    rf"(?<=\S)(?P<mark>[.,;]\s{{1,9}}[(\[]?|\s{{0,9}}[(\[]|\s{{1,9}})(?:[^\W\d_]{{2,12}}\.?\s){{0,2}}(?:{_ACCESSED})\b"
    r"(?=[^/]{0,80}\d)[^/]{0,80}$",
    re.IGNORECASE,
)
"""When somebody last saw what a footnote names, in the words of several languages."""
_DATED = re.compile(r"\s{1,9}\((?=[^()/]{0,60}\b(?:19|20)\d\d\b)(?=\s*[^\W\d_])[^()/]{1,60}\)[.,;]?\s*$")
"""A word and a year in brackets behind a file's name."""

_CC = (
    r"cc[- ]?(?:0|by|zero|pd|sa|nc|nd)\b|creative\s?commons\b|public\s?domain\b|gemeinfrei\b|domaine\spublic\b"
    r"|dominio\sp\xfablico\b|pdm?\s1\.0\b|gfdl\b|no\s(?:known\s)?copyright\b|in\scopyright\b"
)
_LICENCE = (
    rf"(?:{_CC}|\xa9|&copy;|\(c\)|copyright\b|(?:all|some|no)\srights\sreserved\b|alle\srechte\b"
    r"|(?:(?:usage[ _]?)?(?:licen[cs]ed?|lizenz|licenza|licencia|rights(?:[ _]?holder)?|credits?|attribution|courtesy)"
    r"|photo(?:graph(?:er)?)?|foto(?:graf(?:in)?|s)?|bild|image)(?:\s?[=:]|\s(?:by|of|from|under)\b))"
)
_LICENSED = re.compile(
    rf"(?:(?<=\S)\s{{1,9}}(?:[\[({{]\s?|[-\u2013\u2014|;,]\s{{1,9}})?|[;|,]\s{{1,9}}){_LICENCE}", re.IGNORECASE
)
"""Under which licence a picture is, or whose it is, behind its file's ending."""
_LONGEST_NOTE = 300
_SLASH_IN_TEXT = re.compile(
    r"https?://(?:[\w-]+\.){0,3}(?:creativecommons|rightsstatements)\.org/[\w./-]*|\s/\s|(?<=\w)/(?=\w)", re.IGNORECASE
)
"""A licence's own address, and slashes between words."""
_OF_ADDRESS = re.compile(r"[/?]|&\w+=|\.\w{2,5}\?")
_BRACKETED_CC = re.compile(rf"(?<=\S)\s{{1,9}}[\[(]\s?(?:{_CC})[^/\[\]()]{{0,100}}[\])]$", re.IGNORECASE)
"""The name of a licence, set off so that nothing else is behind an address without any space."""

_BALANCED = r"(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,4000}"
_MARKDOWN = re.compile(
    rf"\[?!?\[[^\]\n]*\]\(\s*<?(https?://{_BALANCED}?)>?(?:\s+[\"'(][^\n]{{0,300}})?\s*\)(?:\]\([^\n]{{0,4000}}\))?"
    r"[.,;]?\s*"
    r"|\[[^\]\n]{1,80}\]:\s*<?(https?://[^\s<>]+)>?(?:\s+[\"'(][^\n]*)?\s*",
    re.IGNORECASE,
)
"""A picture or a link as Markdown writes it, a picture that is a link, whose own address is the inner one, or what a
reference stands for."""
_TEX = re.compile(
    r"(?:[a-z]{1,20}\s{0,9}=\s{0,9})?[{\"]?\s{0,9}(?:\\[a-z]{1,20}\*?(?:\[[^\]]{0,200}\])?\s?)?"
    r"\{\s{0,9}(https?://[^\s{}]+)\s{0,9}\}[^/]*",
    re.IGNORECASE,
)
"""A macro of TeX with an address, or a field of BibTeX."""
_NOTED = re.compile(r"\s{1,9}[(\[][^\W\d_]{3,20}[)\]][.,;]?\s*$")
"""A word in brackets behind a file's name: ``(front)``."""
_IN_TEXT = re.compile(r"(?<![\w/=&?%+.:@<\"'-])(?<!\S[\[({])https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_BEHIND = ".,;:!?'\u2019\u201d\xbb"

_SPACE = re.compile(r"\s")
_SIGNS = re.compile(r"[\s\"'{\[(]")
"""One of these stands in whatever is written around an address."""

_GAP = r"[ \xa0]?"
_SCHEME_IN_PIECES = re.compile(
    rf"(?=[htps:/]{{0,8}}[ \xa0])h{_GAP}t{_GAP}t{_GAP}p{_GAP}(s?){_GAP}:{_GAP}/{_GAP}/{_GAP}", re.IGNORECASE
)


def out_of_cell(text: str) -> str:
    """Return the address of *text* without what is written around it; every text that holds none as it is."""
    if not _SIGNS.search(text):
        return text
    text = _SCHEME_IN_PIECES.sub(r"http\1://", text, count=1) if _SCHEME_IN_PIECES.match(text) else text
    if _OBJECT.match(text):
        return _in_object(text) or text
    if literal := _LITERAL.fullmatch(text):
        return _BYTE.sub(r"%\1", literal[3]) if "b" in literal[1].lower() else literal[3]
    if attribute := _ATTRIBUTE.fullmatch(text):
        return attribute[2]
    return _in_link(text) or _without_licence(_without_visit(text))


def only_address(text: str) -> str | None:
    """Return the address that *text*, which is none itself, has among its words; None for several, or none.

    Marks behind it belong to the sentence, and so does a bracket that is not opened in it. Where a picture's ending
    comes later the name may go on there.
    """
    matches = list(_IN_TEXT.finditer(text))
    found = {_without_marks(match[0]) for match in matches}
    return found.pop() if len(found) == 1 and not ENDS_AS_PICTURE.search(text, matches[-1].end()) else None


def _without_marks(address: str) -> str:
    while address and (address[-1] in _BEHIND or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


def _in_link(text: str) -> str | None:
    """Return the address of a link, or a picture, as a wiki, Markdown and TeX write it."""
    if (link := _WIKI_LINK.fullmatch(text)) and _is_label(link):
        return link[1]
    written = _MARKDOWN.fullmatch(text) or _TEX.fullmatch(text)
    return written and next(filter(None, written.groups()))


def _in_object(text: str) -> str | None:
    """Return what an object has for its picture's address: among several, what is called so and looks like one."""
    pairs = list(_pairs(text))
    named = [address for key, address in pairs if _KEY.fullmatch(key.rpartition(":")[2])]
    if not named and len(pairs) == 1 and not _RIGHTS.search(pairs[0][0]):
        return pairs[0][1]
    return min(named, key=lambda address: ENDS_AS_PICTURE.search(address) is None, default=None)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for found in _PAIR.finditer(text):
        yield found[1], _as_written(found["quoted"] or found["bare"].removesuffix(","))


def _as_written(value: str) -> str:
    r"""Return *value* with the escapes of JSON undone, such as ``\/`` and ``ü``, and Python's of its own quote."""
    value = value.replace("\\'", "'")
    try:
        return str(json.loads(f'"{value}"'))
    except ValueError:
        return value


def _is_label(link: re.Match[str]) -> bool:
    """Say whether what stands behind the space of a wiki's *link* is its text, and no part of a name with spaces."""
    return ENDS_AS_PICTURE.search(link[1]) is not None or ENDS_AS_PICTURE.search(link[2].strip()) is None


def _without_visit(text: str) -> str:
    """Return *text* without the note of when it was seen; words and a year may be a part of a name, too."""
    for note in (_CITED, _DATED, _NOTED):
        if (found := note.search(text)) is None or ENDS_AS_PICTURE.search(found[0]):
            continue
        is_set_off = note is _CITED and not found["mark"].isspace()
        if is_set_off or ENDS_AS_PICTURE.search(text[: found.start()]):
            return text[: found.start()]
    return text


def _without_licence(text: str) -> str:
    """Return *text* without a note of the picture's licence or owner, whose words may be a part of a name, too."""
    text = text.rstrip()
    found = _LICENSED.search(text)
    if found is not None and ENDS_AS_PICTURE.search(text[: found.start()]) and _is_note(text[found.start() :]):
        return text[: found.start()]
    found = _BRACKETED_CC.search(text, max(0, len(text) - _LONGEST_NOTE))
    return text if found is None or _SPACE.search(text, 0, found.start()) else text[: found.start()]


def _is_note(text: str) -> bool:
    """Say whether *text* is a short one, and no folder, file or field of a query."""
    is_short = len(text) <= _LONGEST_NOTE and not ENDS_AS_PICTURE.search(text)
    return is_short and _OF_ADDRESS.search(_SLASH_IN_TEXT.sub(" ", text)) is None
