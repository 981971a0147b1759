"""What goes into a plan and what comes out of it: the failed attempt, and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from imgcrawl.errors import ErrorSlug

if TYPE_CHECKING:
    from imgcrawl.remedies.rules.signs import Sign

SAME_AGAIN: Final = ("retry", "wait")
"""Remedies that ask once more for the same in the same way."""
AS_BEGUN: Final = (None, *SAME_AGAIN)
"""Those of a row that is asked for at its address, in the way in which it began."""


class PresentUrl(Protocol):
    """Reads where an image is now out of what came in its place."""

    def __call__(self, *, whole: bool = False) -> str | None:
        """Return the address; None if there is none, or with *whole* if that is of a visibly smaller version."""


class Failure(NamedTuple):
    """One failed attempt: its slug, the wait that the host announced (seconds), and whether it set cookies.

    *sign*: what the answer gave away of its reason. *status* and *url*: of the answer, after *hops* redirects.
    *is_all*: the host has given nothing else yet, good as it may have looked. *is_crowded*: it may be due to other
    requests that were under way to the host, and says nothing of the URL. *is_latest*: what came since is not known to
    be better. *guise*: by what else than its status the answer can be told from others: who sent it, and as what.
    *is_phone*: it was given to a browser on a phone. *sent_at*: when that was asked for, in epoch seconds;
    *left_alone_until*: before when nothing is sent to its host.
    *chooser*: where the request began, if a redirect that holds for once has led it to another machine.
    *is_negotiated*: the answer depends on the formats that were asked for, or is of another than its address names.
    *is_coded*: what came had a content coding. *is_page*: the row's page was asked for, or what that names for
    itself. *reload_s*: after how many seconds a page in the image's place loads itself again. *kept_s*: for how long a
    cache keeps it (:mod:`imgcrawl.remedies.answers.kept`), None if it comes from none.
    *is_copy*: an error of the server, or a page in an image's place, that is not what the host said just now. *mark*:
    by what a damaged body is known again. *present_url* reads the image's address out of a page that came in its place,
    if that page plainly names it; *is_document*: what came is no page for people but data, or a choice.
    *is_said_missing*: it is a page or a text that says that there is nothing. *is_photo*: a picture that is no drawing.
    *wants_login*: the answer names a way to log in, as 401 has to by the standard, or is the form for that.
    *likeness*: by what a page in the image's place is known again; *is_alike*: it came for another row, too.
    *is_spared*: a redirect to it was known, so that the address from which it leads was not asked for. *is_secured*:
    the redirects have gone by way of the address from which they lead, over https; *is_past*: by way of its path on the
    host at which they end.
    """

    slug: ErrorSlug
    retry_after_s: float | None = None
    sets_cookies: bool = False
    detail: str = ""
    sign: Sign | None = None
    status: int | None = None
    url: str | None = None
    hops: int = 0
    is_all: bool = False
    is_crowded: bool = False
    is_latest: bool = False
    guise: str = ""
    is_phone: bool = False
    sent_at: float = 0.0
    left_alone_until: float = 0.0
    chooser: str | None = None
    is_negotiated: bool = False
    is_coded: bool = False
    reload_s: float | None = None
    kept_s: float | None = None
    is_copy: bool = False
    mark: str | None = None
    is_page: bool = False
    present_url: PresentUrl | None = None
    is_document: bool = False
    is_said_missing: bool = False
    is_photo: bool = False
    wants_login: bool = False
    is_spared: bool = False
    is_secured: bool = False
    is_past: bool = False
    likeness: int | None = None
    is_alike: bool = False

    @property
    def is_explained(self) -> bool:
        """Whether it tells its reason: it is no limit in disguise then."""
        is_told = self.retry_after_s is not None or self.sign is not None or self.asks_for_login
        return is_told or self.is_all or self.is_crowded

    @property
    def asks_for_login(self) -> bool:
        """Whether it is a 401 that names how to log in: that is of the one address, and no limit."""
        return self.slug is ErrorSlug.HTTP_401 and self.wants_login

    @property
    def again_at(self) -> float:
        """The epoch second from which on its host may be asked again, as far as is known."""
        return max(self.sent_at + (self.retry_after_s or 0.0), self.left_alone_until)

    @property
    def is_cut(self) -> bool:
        """Whether a body began and its transfer broke off: it ended early, or went on in what is not valid HTTP."""
        has_begun = self.slug is ErrorSlug.HTTP_PROTOCOL and self.status is not None
        return has_begun or (self.slug is ErrorSlug.CONTENT_TRUNCATED and self.mark is None)


class Step(NamedTuple):
    """The next attempt.

    *remedy* names it; *delay_s* is its backoff; *variant* how it asks; *url* another address, if any; *page*: the
    address is a page; *from_start*: from the address before all redirects, though in the same way; *first*: before all
    others that wait; *fresh*: past the caches on the way, over a new connection; a page past ours
    too. *ahead*: when its host may be asked, before others that have failed.
    """

    remedy: str
    variant: str
    delay_s: float = 0.0
    timeout_factor: float = 1.0
    url: str | None = None
    page: bool = False
    from_start: bool = False
    first: bool = False
    fresh: bool = False
    ahead: bool = False
