"""An address without the number of a session, which is over by the time that a list is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.intake.mended import ANY_NAME, FILE_END, ready

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _SHUT = r"(?:\(|%28)", r"(?:\)|%29)"
_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sessionid|sid|cfid|cftoken)(?:=|%3D)[^/?;]*"
    rf"|/{_OPEN}(?:(?:[ASFX]{_OPEN}[\w.-]{{8,}}{_SHUT}){{1,4}}|[a-z0-5]{{24}}){_SHUT}(?=/)",
    re.IGNORECASE,
)
"""Java's and its like, and ASP.NET's for who takes no cookies."""
_FIELD = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|oscsid|xtcsid|zenid|sessid|session_?id)(?:=.*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:sid|ssid|sess|session)=(?=[^&]*\d)[\w,-]{16,}", re.IGNORECASE)
_SHORT_NUMBER = re.compile(r"(?:sid|sess|session)=[\w,-]+", re.IGNORECASE)
"""May be another thing's number: a session's only beside a name that its file alone has."""
_SIGNS = re.compile(r";|\(|%28|[?&](?:\w*sess\w*|\w*sid|zenid|cfid|cftoken)\b", re.IGNORECASE)


def without_session(url: str) -> Iterator[str]:
    """Yield *url* without the number of a session, if its path or its query carries one."""
    return ready(url, (_without(url),) if _SIGNS.search(url) else ())


def _without(url: str) -> str:
    path, _, query = url.partition("?")
    path = _IN_PATH.sub("", path)
    is_file = FILE_END.search(path) is not None
    is_named = is_file and ANY_NAME.search(path) is None
    kinds = (_FIELD, _NUMBER, _SHORT_NUMBER) if is_named else (_FIELD, _NUMBER)
    fields = query.split("&") if query else []
    rest = [field for field in fields if not any(kind.fullmatch(field) for kind in kinds)]
    if fields and not rest and not is_file:
        rest = fields  # a script that is told nothing
    return "?".join(filter(None, (path, "&".join(rest))))
