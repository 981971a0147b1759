"""Content of IPFS or Arweave behind a gateway: the same, by its own name, behind those that the projects keep.

Sources: the specifications of path and subdomain gateways (ipfs/specs), and of gateways that were shut, Cloudflare's
(ipfs/ipfs-docs #2187, Uniswap/interface #7753); Arweave's, which give each transaction a host of its own
(vechain/veworld-mobile #1790, ar-io/wayfinder #46).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.forms.form import Form, compiled, written_otherwise
from imgcrawl.intake.schemes import CID, CID_IN_HOST, IPNS_NAME, TRANSACTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.intake.forms.form import Compiled

_WITHIN = r"((?:/[^/?]+)*)/?(?:\?.*)?$"
"""The file within the content, if that is a folder. What a query asks for is one gateway's way to give it."""
_GATEWAYS = ("https://ipfs.io", "https://dweb.link")
GATEWAYS: Final = (
    Form(
        "IPFS, in the path",
        rf"^https?://[^/?]+/(?-i:(ipfs/(?:{CID})|ipns/(?:{IPNS_NAME}))){_WITHIN}",
        tuple(rf"{gateway}/\1\2" for gateway in _GATEWAYS),
    ),
    Form(
        "IPFS, in the host",
        rf"^https?://(?-i:({CID_IN_HOST})\.(ip[fn]s))\.[^/?]+{_WITHIN}",
        tuple(rf"{gateway}/\2/\1\3" for gateway in _GATEWAYS),
    ),
    Form(
        "Arweave",
        rf"^https?://(?:(?-i:[a-z2-7]{{52}})\.(?!arweave\.net[/:])[^/?]+|arweave\.dev)/((?-i:{TRANSACTION})){_WITHIN}",
        (r"https://arweave.net/\1\2",),
    ),
)


@cache
def _forms() -> Compiled:
    return compiled(GATEWAYS)


def behind_other_gateway(url: str) -> Iterator[str]:
    """Yield the content of IPFS or Arweave at *url* behind other gateways."""
    return written_otherwise(url, _forms())
