"""An address without what tells who asks for it: marks of where visitors come from, their sessions, and signatures.

A session is over by the time that a list is read, and so is the time for which most addresses are signed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.intake.mended import ANY_NAME, FILE_END, ready

if TYPE_CHECKING:
    from collections.abc import Iterator

_SESSIONS = r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken"
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|_g[al]"
    rf"|{_SESSIONS})(?:=.*)?",
    re.IGNORECASE,
)
"""Fields of a query that tell who asks or where from, and never what for."""
_OPEN, _SHUT = r"(?:\(|%28)", r"(?:\)|%29)"
_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sessionid|sid|cfid|cftoken)(?:=|%3D)[^/?;]*"
    rf"|/{_OPEN}(?:(?:[ASFX]{_OPEN}[\w.-]{{8,}}{_SHUT}){{1,4}}|[a-z0-5]{{24}}){_SHUT}(?=/)",
    re.IGNORECASE,
)
"""Java's and its like, and ASP.NET's for who takes no cookies."""
_FIELD = re.compile(
    rf"(?:{_SESSIONS}|phpsessionid|cgisessid|modsid|asp\.net_sessionid|bv_(?:session|engine)id|fe_typo_user|wosid|sesskey"
    r"|oscsid|xtcsid|zenid|sess_?id|session[-_]?(?:id|key))(?:=.*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:sid|ssid|sess|session)=(?=[^&]*\d)[\w,-]{16,}", re.IGNORECASE)
_SHORT_NUMBER = re.compile(r"(?:sid|sess|session)=[\w,-]+", re.IGNORECASE)
"""May be another thing's number: a session's only beside a name that its file alone has."""
_SIGNS = re.compile(
    r";|\(|%28|[?&](?:[\w.]*sess\w*|\w*sid|zenid|cfid|cftoken|bv_engineid|fe_typo_user)\b", re.IGNORECASE
)
_SIGNATURES = tuple(
    (re.compile(rf"[?&](?:{shown})", re.IGNORECASE), re.compile(rf"(?:{fields})=.*", re.IGNORECASE))
    for shown, fields in (
        ("x-amz-signature=", r"x-amz-[\w-]+"),
        ("x-goog-signature=", r"x-goog-[\w-]+"),
        (
            "(?:awsaccesskeyid|googleaccessid|key-pair-id)=",
            r"(?:aws|google)access(?:key)?id|key-pair-id|signature|expires|policy",
        ),
        (r"sv=20\d\d-\d\d-\d\d(?=&|$)", r"sig|s[veprti]|ss|srt|sip|spr|sdd|skoid|sktid|sk[tesv]"),
    )
)
"""What shows an address that a store has signed, and the fields of that: S3, Google's, their older ones, and Azure's.

CloudFront signs as S3 once did. Sources: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version
4)", and CloudFront, "Use signed URLs"; Google Cloud, "Signed URLs"; Microsoft, "Create a service SAS".
"""


def without_tracking(url: str) -> Iterator[str]:
    """Yield *url* without the fields that tell who asks or where from, if it has any."""
    return ready(url, (_untracked(url),) if "?" in url else ())


def _untracked(url: str) -> str:
    bare = _without(url, _TRACKING)
    return url if "?" not in bare and not FILE_END.search(bare) else bare  # else a script that is told nothing


def without_signature(url: str) -> Iterator[str]:
    """Yield *url* without its signature, if it has that of a store, which gives public objects to who shows none."""
    return ready(url, (_without(url, fields) for shown, fields in _SIGNATURES if shown.search(url)))


def _without(url: str, fields: re.Pattern[str]) -> str:
    """Return *url* without those *fields* of its query."""
    path, _, query = url.partition("?")
    rest = "&".join(field for field in query.split("&") if not fields.fullmatch(field))
    return f"{path}?{rest}" if rest else path


def without_session(url: str) -> Iterator[str]:
    """Yield *url* without the number of a session, if its path or its query carries one."""
    return ready(url, (_without_number(url),) if _SIGNS.search(url) else ())


def _without_number(url: str) -> str:
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
