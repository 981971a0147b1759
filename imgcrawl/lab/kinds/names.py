"""Names that cannot be looked up, or only with patience, or that lead where no client should go."""

from __future__ import annotations

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import Address, Kind, Lookup
from imgcrawl.lab.replies import good

_ANSWERS = {"picture": good}


def invalid_name(name: str) -> str:
    """Return a name under a domain that never exists, by RFC 6761."""
    return f"nx-{name.partition('.')[0]}.invalid"


KINDS = (
    Kind(
        name="no-such-domain", weight=22, lookup=Lookup.NXDOMAIN, name_host=invalid_name,
        errors=(ErrorSlug.DNS_NXDOMAIN,),
    ),
    Kind(name="no-such-host", weight=18, sizes=(1, 1, 3), lookup=Lookup.NXDOMAIN, errors=(ErrorSlug.DNS_NXDOMAIN,)),
    Kind(
        name="no-address", weight=5, lookup=Lookup.NO_ADDRESS, errors=(ErrorSlug.DNS_NO_ADDRESS,),
        note="The name exists without an address.",
    ),
    Kind(name="servfail", weight=5, lookup=Lookup.SERVFAIL, errors=(ErrorSlug.DNS_SERVFAIL,)),
    Kind(name="dns-refused", weight=1, lookup=Lookup.REFUSED, errors=(ErrorSlug.DNS_ERROR, ErrorSlug.DNS_SERVFAIL)),
    Kind(name="dns-silent", weight=2, lookup=Lookup.SILENT, errors=(ErrorSlug.DNS_TIMEOUT,)),
    Kind(
        name="servfail-at-first", weight=3, lookup=Lookup.SERVFAIL_AT_FIRST, ok=True, errors=(ErrorSlug.DNS_SERVFAIL,),
        answers=_ANSWERS, note="The name server fails for the first queries.",
    ),
    Kind(
        name="dns-lost-once", weight=2, lookup=Lookup.LOST_ONCE, ok=True, baseline=1, errors=(ErrorSlug.DNS_TIMEOUT,),
        answers=_ANSWERS,
    ),
    Kind(name="dns-slow", weight=3, lookup=Lookup.SLOW, ok=True, baseline=1, answers=_ANSWERS),
    Kind(name="dns-alias", weight=4, lookup=Lookup.ALIAS, ok=True, baseline=1, answers=_ANSWERS),
    Kind(
        name="private-name", weight=3, address=Address.TRAP, errors=(ErrorSlug.POLICY_PRIVATE_ADDRESS,), scheme="http",
        note="The name leads to a private address, where a trap records every visit.",
    ),
)  # fmt: skip
