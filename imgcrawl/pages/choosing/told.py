"""What a page says of a picture beside its address: the name of the file that was uploaded, or a museum's number.

Systems store a picture under a name of their own and keep the one it came with in an attribute, a caption or a data
set. Such a name is as good as one in an address, where one picture of the page has it and its own name says no other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import read_address, same_address, same_site
from imgcrawl.naming.bare import tells_little
from imgcrawl.naming.camel_case import in_words
from imgcrawl.naming.numbers import RENDERED, museum_number, museum_numbers, states_number
from imgcrawl.naming.stems import Claim, Power, claim, is_date, random_part
from imgcrawl.naming.uploads import read_upload
from imgcrawl.naming.words import COMMON, EXTENSIONS, KEEPING, PERSONS, PROPERTIES, ROOMS
from imgcrawl.pages.choosing.bearers import are_shown, is_next, is_one
from imgcrawl.pages.reading.kinds import IN_CONTENT, Kind
from imgcrawl.pages.reading.statements import BYTES, FILE_NAME, LISTED, is_address, is_slug

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought
    from imgcrawl.pages.reading.kinds import Candidate


_LABEL = (
    r"(?:original[ -]?)?(?:file[ -]?(?:name)?|image|photo|picture|original|title|datei(?:name)?|bild|foto|fichier|"
    r"nom du fichier|archivo|fichero|imagen|bestand(?:snaam)?|nome del file)"
)
_NAMED = re.compile(rf"(?:{_LABEL}\s*:\s*)?({FILE_NAME.pattern})(?:\s*{BYTES})?", re.IGNORECASE)
"""The name of a file alone, but for what says that it is one, and how large. Within a sentence it may be another's."""
_HASH = re.compile(r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{12,64}", re.IGNORECASE)
"""A hash, which by chance may have few letters."""
_ADDED = re.compile(r"[_-](?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,40}", re.IGNORECASE)
_ORDER = re.compile(r"(?:resize|size|format|width|height|scale|fit)[:=][\w:=,.-]*", re.IGNORECASE)
"""What is to be made of the picture that the folder before it tells: ``resize:format=full``."""
_SPACE = re.compile(r"(?:%20|\s)+")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\d\D*\d|(?=.*\d)(?=.*[a-f])\b[0-9a-f]{4,}")
"""Two digits, or a short code."""
_WORDS = re.compile(r"(?:[-_. ](?:[a-z]+\d{0,2}|\d{1,2})){1,3}", re.IGNORECASE)
_RATIO = re.compile(r"\d+x\d+")
_DIGIT = re.compile(r"\d")
_PORTRAITS = PERSONS - {"u"}
_OF_ANY = COMMON | PROPERTIES | ROOMS
_NUMBER = re.compile(r"\d+")
_LONG_NUMBER = 5
_FEWEST_LETTERS = 3
_MOST_REPEATED = 2
"""Other places in which a page may show a picture of its own once more."""


def find_told(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* of which the page says that they are the file *wanted*; none in doubt.

    All of which it is said must be one picture, of which no name tells another thing; the wanted address is the file's
    own, or its name is more than a counter with which every camera begins. What stands in until a script has come is
    said to be many files, or has an address that tells none.
    """
    wanted = sought.wanted
    number = museum_number(wanted.stem)
    told = {c.group for c, address in offered if _is_told(c, address, wanted, number)}
    bearers = [offer for offer in offered if offer.candidate.group in told and not same_address(offer.address, wanted)]
    is_shown = are_shown(bearers, Kind.STATE)
    is_plain = not any(tells_other(address, wanted) or _is_of_other(address, wanted) for _, address in bearers)
    is_kept = any(is_next(wanted, address) for _, address in offered)
    is_wanted = is_shown and is_plain and is_one(bearers) and not is_kept
    return bearers if is_wanted and not _stands_in(bearers, offered, told) else []


def _stands_in(bearers: Offered, offered: Offered, told: set[int]) -> bool:
    """Whether *bearers* may be what a page shows in many pictures' place: by their address, or the other places.

    In these, outside the groups *told* to be the wanted file, whatever is named is another.
    """
    if not any(_is_individual(address) or candidate.kind not in IN_CONTENT for candidate, address in bearers):
        return True
    urls = {candidate.url for candidate, _ in bearers}
    others = [c for c, _ in offered if c.url in urls and c.group not in told and c.kind in IN_CONTENT]
    is_other = any(_names_one(text) for candidate in others for text in candidate.told)
    return is_other or len({candidate.group for candidate in others}) > _MOST_REPEATED


def _is_individual(address: Address) -> bool:
    """Whether an address tells one picture: by a number, what was drawn, or a word of its own."""
    if address.fields or random_part(address.stem):
        return True
    numbers = (_NUMBERED.search(_RATIO.sub("", name)) for name in (address.stem, *address.dirs))
    words = (word for word in _WORD.findall(address.stem) if len(word) >= _FEWEST_LETTERS or not word.isascii())
    return any(numbers) or any(word not in COMMON | PROPERTIES | KEEPING | EXTENSIONS for word in words)


def _names_one(text: str) -> bool:
    """Whether *text* has a file's name, and is no address, or an object's number."""
    return (FILE_NAME.search(text) is not None and not is_address(text)) or bool(museum_numbers(text))


def _is_told(candidate: Candidate, address: Address, wanted: Address, number: str | None) -> bool:
    is_numbered = number is not None and number == museum_number(address.stem)
    is_listed = same_site(wanted.host, address.host) and any(_is_listed_as(text, wanted) for text in candidate.told)
    return is_numbered or is_listed or any(states(text, wanted, number) for text in candidate.told)


def _is_listed_as(text: str, wanted: Address) -> bool:
    """Whether *text* is the whole name of the file *wanted* in a list of files, and no name that many of them have."""
    named = LISTED.fullmatch(text)
    name = _SPACE.sub(" ", named[1].strip().casefold()) if named else ""
    tells = claim(wanted.stem) > Claim.GENERIC or tells_little(wanted.stem)
    return tells and name == wanted.path.rpartition("/")[2].casefold()


def states(text: str, wanted: Address, number: str | None) -> bool:
    """Whether *text* says that its picture is the file *wanted*, or the museum's *number* that this is called by."""
    if is_address(text):
        other = read_address(text)
        return other is not None and same_address(other, wanted)
    named = _NAMED.fullmatch(text)
    if number is not None and (states_number(text, number) or (named and museum_number(_stem(named[1])) == number)):
        return True
    if not wanted.file or claim(wanted.stem) < Claim.COUNTED:
        return False
    if named:
        file = _read_file(named[1])
        return file is not None and any(_is_called(wanted, stem) for stem in (file.stem, file.words))
    return is_slug(text) and not _is_of_any(wanted.stem) and wanted.stem in {text.casefold(), in_words(text)}


def _is_of_any(stem: str) -> bool:
    """Whether a name says which view or part of a thing a picture shows, and not of which: ``living-room-2``."""
    numbers = _NUMBER.findall(stem)
    return all(word in _OF_ANY for word in _WORD.findall(stem)) and all(len(number) <= 2 for number in numbers)


def _is_called(wanted: Address, stem: str) -> bool:
    """Whether the file *wanted* came as one of this *stem*, behind which its system may have put a hash."""
    added = wanted.stem.removeprefix(stem) if claim(stem) > Claim.COUNTED else ""
    return wanted.stem == stem or _ADDED.fullmatch(added) is not None


def _stem(name: str) -> str:
    file = _read_file(name)
    return file.stem if file else ""


def _read_file(name: str) -> Address | None:
    return read_address(f"http://of.invalid/{_SPACE.sub(' ', name.strip())}")


def tells_other(address: Address, wanted: Address) -> bool:
    """Whether the name of a file tells a thing: in words, and not by what was drawn for it or as an order of a size.

    So does its folder if that is one of persons, who stand beside what they have made, and another count of a camera.
    """
    number = museum_number(address.stem)
    if number is not None:
        return number != museum_number(wanted.stem)
    if (_is_portrait(address) and not _is_portrait(wanted)) or _is_view(address.stem, wanted.stem):
        return True
    if address.stem == wanted.stem or address.power is Power.ID or random_part(address.stem):
        return False
    if _HASH.fullmatch(address.stem) or (not address.file and _ORDER.fullmatch(address.stem)):
        return False
    if is_upload(address, wanted):
        return False
    is_counted = _DIGIT.sub("0", address.stem) == _DIGIT.sub("0", wanted.stem)
    is_named = address.power >= Power.NAME and not address.stem.isdigit()
    return is_counted or is_named or claim(address.stem) >= Claim.NUMBERED


def _is_view(stem: str, name: str) -> bool:
    """Whether *stem* is *name* with a word behind it that is no rendering's, as of a part: ``G0969476_detail``."""
    rest = stem.removeprefix(name)
    return _WORDS.fullmatch(rest) is not None and not RENDERED.issuperset(_WORD.findall(rest.casefold()))


def _is_of_other(address: Address, wanted: Address) -> bool:
    """Whether a file has the name of *wanted*, in folders with other long numbers."""
    if address.stem != wanted.stem:
        return False
    other, own = (frozenset(filter(_is_long, _NUMBER.findall("/".join(each.dirs)))) for each in (address, wanted))
    return bool(other and own) and other.isdisjoint(own)


def _is_long(number: str) -> bool:
    return len(number) >= _LONG_NUMBER and not is_date(number)


def is_upload(address: Address, wanted: Address) -> bool:
    """Whether *address* is of a file that has the name of *wanted* behind a number, or both have counted uploads."""
    upload, own = read_upload(address.stem), read_upload(wanted.stem)
    if upload is None:
        return False
    are_counted = own is not None and own.is_counted and upload.is_counted
    return upload.name == wanted.stem.casefold() or (are_counted and own is not None and upload.name == own.name)


def _is_portrait(address: Address) -> bool:
    return not _PORTRAITS.isdisjoint(address.dirs[-1:])
