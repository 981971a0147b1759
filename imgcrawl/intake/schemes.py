"""What is had over https too: content of IPFS, IPNS and Arweave, objects of stores, files that a wiki's viewer shows.

Sources: "Address IPFS on the web" (docs.ipfs.tech): a CID of version 0 is ``Qm`` and 44 letters and digits, one of
version 1 is told by its first letter, and in a host's name is in base 32 or 36; what ``ipfs://CID/path`` is a gateway
has under ``/ipfs/CID/path``. Of Arweave, whose transactions have ids of 43 characters, its own gateway
(ensdomains/ens-metadata-service #87, thirdweb-dev/js #2955). Amazon S3, "Virtual hosting of general purpose buckets":
a bucket with dots in its name has no certificate of its own. Google Cloud Storage, "Request endpoints". MediaWiki,
"Extension:MultimediaViewer", whose fragment names the file, and ``Special:FilePath``.
"""

from __future__ import annotations

import re
from typing import Final

CID_IN_HOST: Final = r"b[a-z2-7]{58,62}|k[0-9a-z]{50,62}"
CID: Final = r"Qm[0-9A-Za-z]{44}|z[0-9A-Za-z]{48}|b[a-z2-7]{58,120}|k[0-9a-z]{50,62}"
IPNS_NAME: Final = rf"{CID}|12D3KooW[0-9A-Za-z]{{44}}|(?:[a-z0-9-]{{1,63}}\.){{1,9}}[a-z]{{2,63}}"
"""What IPNS has a content under: a key, or a name whose records in the DNS tell one."""

TRANSACTION: Final = r"[A-Za-z0-9_-]{43}"
"""What Arweave has a content under."""

_END = r"(?=[/?#]|$)"
_GATEWAYS: Final = (
    (re.compile(rf"(?i:ipfs:/{{1,3}}(?:ipfs/)?|dweb:/{{1,3}}ipfs/)((?:{CID}){_END})"), "https://ipfs.io/ipfs/"),
    (re.compile(rf"(?i:ipns:/{{1,3}}(?:ipns/)?|dweb:/{{1,3}}ipns/)((?:{IPNS_NAME}){_END})"), "https://ipfs.io/ipns/"),
    (re.compile(rf"(?i:ar://)({TRANSACTION}{_END})"), "https://arweave.net/"),
)


_OBJECT: Final = re.compile(r"(?i:(s3[an]?|gs)://)([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])/(.+)")
_RESERVED: Final = {ord(char): f"%{ord(char):02X}" for char in "?#+"}
"""What may stand in the key of an object, and not so in the path of an address."""
_IN_VIEWER: Final = re.compile(r"(https?://[^/?#]+(?:/[^/?#]+){0,2})/wiki/[^#]+#/?media(?:viewer)?/[^:/#]+:([^#]+)")
"""The page of a wiki whose fragment names the file that is shown over it, in the language's word for ``File``."""


def over_https(text: str) -> str:
    """Return the address over https of what *text* names in another way; every other text as it is."""
    for address, gateway in _GATEWAYS:
        if found := address.match(text):
            return f"{gateway}{text[found.start(1) :]}"
    if found := _OBJECT.fullmatch(text):
        scheme, bucket, key = found.groups()
        return f"{_store(scheme.lower(), bucket)}/{key.translate(_RESERVED)}"
    if found := _IN_VIEWER.fullmatch(text):
        return f"{found[1]}/wiki/Special:FilePath/{found[2].translate(_RESERVED)}"
    return text


def _store(scheme: str, bucket: str) -> str:
    """Return where the objects of a *bucket* are over https."""
    if scheme == "gs":
        return f"https://storage.googleapis.com/{bucket}"
    return f"https://s3.amazonaws.com/{bucket}" if "." in bucket else f"https://{bucket}.s3.amazonaws.com"
