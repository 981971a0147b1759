"""The picture that a script gave by its number, where files are kept by the same numbers now.

``image.php?id=549487`` has become ``/media/549487/original.jpg``, and a forum's ``attachment.php?attachmentid=35714``
``/attachments/lake-jpg.35714/`` or ``/data/attachments/35/35714-<hash>.jpg``.

Another script of pictures may be told the number now: EMu's ``media.php?irn=4361434&image=yes`` has become
``webmedia.php?irn=4361434&reftable=ecatalogue``. The number must be all that the script was told, but for what says
that it is a picture, of what size or of which record, and one picture of the page bear it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.beside import bears_whole
from imgcrawl.naming.drawn import is_drawn
from imgcrawl.naming.files import ATTACHMENT
from imgcrawl.naming.renditions import VERSIONS, WHOLE
from imgcrawl.naming.stems import is_date, is_year_or_width, residue
from imgcrawl.naming.words import CONTAINERS, NEUTRAL, PERSONS, PICTURES, THINGS
from imgcrawl.pages.choosing.bearers import are_shown, is_one

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_SCRIPT = re.compile(
    r"/(?:(?:show|get|view|display|web)_?)?(?:image|img|photo|picture|pic|media|attachment)s?\.(?:php\d?|aspx?|jsp|cgi|cfm|pl)",
    re.IGNORECASE,
)
_OF_EMU = "irn"
"""What EMu's scripts of media call the number of one, in a numbering of their own."""
_COUNTED = r"(?:image|img|photo|pic|picture|media|multimedia)_?(?:id|no|number)"
_FIELD_OF_PICTURES = re.compile(_COUNTED)
"""A field that numbers pictures, as a mere ``id`` need not."""
_FIELD = re.compile(rf"{_COUNTED}|{_OF_EMU}|(?:attachment_?)?id")
_OF_RECORD = frozenset({"reftable", "refirn"})
"""Fields that say by which record EMu gives a picture."""
_PICTURED = NEUTRAL | frozenset({"inline"})
_YES = frozenset({"", "yes", "y", "true", "on"})
"""What says no more than that it is a picture; a number may count them."""
_RENDERED = frozenset({"type", "mode", "as", "kind", "rendition", "variant"})
_SIZED = NEUTRAL | VERSIONS | WHOLE


class _Forum(NamedTuple):
    """How a forum's software gives attachments: by which *script* and *field*; *others* say when and how."""

    script: re.Pattern[str]
    field: re.Pattern[str]
    others: frozenset[str]


_FORUMS = (
    # vBulletin and MyBB
    _Forum(
        re.compile(r"/attachment\.php", re.IGNORECASE),
        re.compile(r"(?:attachment_?)?id|aid"),
        frozenset({"d", "stc", "thumb"}),
    ),
    # phpBB
    _Forum(re.compile(r"/download/file\.php", re.IGNORECASE), re.compile("id"), frozenset({"mode", "t", "sid"})),
    # Simple Machines, whose fields are parted by semicolons
    _Forum(
        re.compile(r"/(?:index\.php)?$", re.IGNORECASE),
        re.compile("attach"),
        frozenset({"action", "topic", "image", "thumb", "preview", "phpsessid"}),
    ),
)
_GIVES = "dlattach"
"""What Simple Machines calls the action of giving an attachment."""
_HOLDERS = PICTURES | {"attachment", "attachments"}
_KEPT = frozenset({"attachment", "attachments", "file", "files", "upload", "uploads"})
"""Folders in which forums keep what is called by its number and a hash."""
_OF_PHPBB = frozenset({"file", "files"})
"""The one in which phpBB puts the number of the member before the hash, and an underscore between them."""
_OF_OTHERS = THINGS | PERSONS
_OF_ANY = (CONTAINERS | _HOLDERS | {"forum", "forums", "original", "originals", "full", "large", "thumbs"}) - _OF_OTHERS
"""Folders in which files of a forum may be called by numbers alone; members, threads and smilies are counted, too."""
_GAP = re.compile(r"[-_]")
_HASHED = re.compile(r"(\d+)([-_])([0-9a-f]{16,64})", re.IGNORECASE)
_LINKED = re.compile(
    r"[/?]attachments/(?:[^/?#]*\.)?(?P<path>\d+)/?(?:$|[?#])"
    r"|/attachment\.php\?(?:[^#]*&)?(?:attachment|a)?id=(?P<script>\d+)"
    r"|[?&;]attach=(?P<smf>\d+)",
    re.IGNORECASE,
)
"""What a link to an attachment is told."""
_MIN_DIGITS = 5


def find_scripted(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered*, on the site of *wanted*, that are kept by the number in it; none in doubt.

    Whatever bears the number must be one picture and tell nothing else of it. The page's own number says nothing, but
    for that of a page about a picture.
    """
    wanted, page = sought.wanted, sought.page
    number = _number(wanted)
    if number is None or (page is not None and bears_whole(page, number) and not _is_of_picture(page, number)):
        return []
    bearers = [offer for offer in offered if bears_whole(offer.address, number)]
    if any(_is_hashed(address, number) for _, address in bearers) and any(map(_is_linked_as_other, offered)):
        bearers = [offer for offer in bearers if not _is_hashed(offer.address, number)]
    is_shown = are_shown(bearers)
    is_kept_by = partial(_is_given_by, wanted=wanted) if _forum(wanted) is None else _is_kept_in_forum
    is_kept = all(same_site(wanted.host, a.host) and is_kept_by(a, number) for _, a in bearers)
    return bearers if is_shown and is_kept and is_one(bearers) else []


def _number(wanted: Address) -> str | None:
    """Return the number that is all a script of pictures was told; None where it may be a date or a width."""
    told, field = [each for each in wanted.fields if not _says_no_more(*each)], _FIELD
    if (forum := _forum(wanted)) is not None:
        told = [(key, value) for key, value in _fields(wanted) if key not in forum.others]
        field = forum.field
    elif not _SCRIPT.search(wanted.path):
        return None
    if len(told) != 1 or not field.fullmatch(told[0][0]):
        return None
    number = told[0][1]
    is_long = number.isascii() and number.isdecimal() and len(number) >= _MIN_DIGITS
    return number if is_long and not is_date(number) and not is_year_or_width(number) else None


def _forum(wanted: Address) -> _Forum | None:
    """Return the software of a forum whose script *wanted* is."""
    forum = next((forum for forum in _FORUMS if forum.script.search(wanted.path)), None)
    is_other = forum is _FORUMS[-1] and dict(_fields(wanted)).get("action") != _GIVES
    return None if is_other else forum


def _fields(wanted: Address) -> list[tuple[str, str]]:
    """Return the fields of *wanted*, also those that semicolons part: ``action=dlattach;attach=45123;image``."""
    whole = ";".join(f"{key}={value}" for key, value in wanted.fields)
    parts = (field.partition("=") for field in whole.split(";") if field)
    return [(key.lower(), value) for key, _, value in parts]


def _is_of_picture(page: Address, number: str) -> bool:
    """Whether a page is called by *number* as that of a picture: ``/photo/5986808``."""
    return page.stem == number and not _HOLDERS.isdisjoint(page.dirs[-1:])


def _is_hashed(address: Address, number: str) -> bool:
    """Whether a file among attachments is called by *number* and one hash, and by nothing else."""
    found = _HASHED.fullmatch(address.stem)
    is_called = found is not None and found[1] == number and is_drawn(found[3])
    kept = _KEPT - _OF_PHPBB if found is not None and found[2] == "_" else _KEPT
    is_held = not kept.isdisjoint(_holder(address)) and number not in address.dirs
    return address.file and not address.fields and is_called and is_held


def _is_linked_as_other(shown: Offer) -> bool:
    """Whether the file of an attachment stands in a link to one of another number: XenForo counts files by themselves.

    Then no file of the page has the number of its attachment, but by chance that of another one nearby.
    """
    found = _HASHED.fullmatch(shown.address.stem)
    marks = shown.candidate.marks if found else ()
    told = [link[link.lastindex or 0] for mark in marks if (link := _LINKED.search(mark))]
    return found is not None and bool(told) and found[1] not in told


def _is_kept_in_forum(address: Address, number: str) -> bool:
    """Whether an attachment is kept by *number*, and not what a forum counts beside those."""
    if _is_hashed(address, number):
        return True
    return _is_kept_by(address, number) and (address.stem != number or _OF_ANY.issuperset(_holder(address) - {""}))


def _says_no_more(key: str, value: str) -> bool:
    """Whether a field says only that a picture is asked for, how large, or by which record."""
    is_picture = key in _PICTURED and value.lower() in _YES
    return is_picture or key in _OF_RECORD or (key in _RENDERED and value.lower() in _SIZED)


def _is_given_by(address: Address, number: str, *, wanted: Address) -> bool:
    """Whether a file is kept by *number*, or a script of pictures told it as that of one, and nothing else.

    EMu's number is told to both, or to none.
    """
    if not address.fields:
        return _is_kept_by(address, number)
    told = [each for each in address.fields if not _says_no_more(*each)]
    is_of_emu = (_OF_EMU, number) in wanted.fields
    is_field = _OF_EMU in told[0] if is_of_emu else any(_FIELD_OF_PICTURES.fullmatch(key) for key, _ in told)
    is_told = len(told) == 1 and told[0][1] == number and is_field
    return is_told and _SCRIPT.search(address.path) is not None and number not in address.path


def _is_kept_by(address: Address, number: str) -> bool:
    """Whether the file, its directory among pictures, or the attachment is called by *number* and nothing else.

    A file among users or products bears the number of one of these.
    """
    holders = [name for name in address.dirs if name not in {number, f"{ATTACHMENT}{number}"}]
    if address.fields or any(number in name for name in holders):
        return False
    if address.dirs[-1:] == (f"{ATTACHMENT}{number}",):
        return number not in address.dirs
    is_directory = address.dirs[-1:] == (number,) and not _HOLDERS.isdisjoint(address.dirs[-2:-1])
    is_name = address.stem == number and number not in address.dirs and _OF_OTHERS.isdisjoint(_holder(address))
    return address.file and (is_name or (is_directory and not residue(address.stem, frozenset())))


def _holder(address: Address) -> frozenset[str]:
    """Return the words of the folder that holds a file, but for folders that only part many files by their numbers."""
    holder = next((name for name in reversed(address.dirs) if not name.isdecimal()), "")
    return frozenset(_GAP.split(holder))
