"""What hosts teach by what they give: an image, one that proves to be none, or nothing to a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of
from imgcrawl.intake.small_letters import has_capitals
from imgcrawl.remedies.attempts.steps import SAME_AGAIN
from imgcrawl.remedies.hosts.folders import note_folder, where_of
from imgcrawl.remedies.hosts.odds import is_guess
from imgcrawl.remedies.hosts.strangers import comes_from_elsewhere
from imgcrawl.remedies.places.copies import learn_of_copies
from imgcrawl.remedies.places.elsewhere import learn_of_success
from imgcrawl.remedies.places.moving import learn_of_move
from imgcrawl.remedies.places.outages import learn_of_page
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.table import Kind
from imgcrawl.remedies.rules.variants import COOKIES
from imgcrawl.remedies.waits.disguise import DISGUISE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.remedies.asking.plainer import PlainHeaders
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.waits.again import AskAgain


_PAGE = Kind.PAGE.value
_BY_PAGE = frozenset({_PAGE, "page_cookies"})


class Learning:
    """Lets *memory* take note of how the present attempts of rows end, and those who planned them: *again*, *plain*."""

    def __init__(self, memory: HostMemory, again: AskAgain, plain: PlainHeaders) -> None:
        self._memory = memory
        self._again = again
        self._plain = plain

    def succeeded(
        self, state: FetchState, *, host: str, marks: Sequence[int] = (), is_page: bool = False, url: str = ""
    ) -> None:
        """Note that the row's present attempt brought the image from *host*; retries that helped cost it nothing.

        *marks*: by what the picture is known again. *is_page*: it is the row's page, which may name none. *url*: what
        was asked for, before all redirects.
        """
        where = where_of(state, host, self._memory)
        self._memory.won(where, state["variant"], row=state["lane"], marks=marks)
        for helped in {host, host_of(state["url"])} if state["retries"] else ():
            self._memory.give_back(helped, state["retries"])
        if state["remedy"] == _PAGE:
            if state["against"] and not is_page:
                self._memory.helped(host_of(state["url"]), state["against"], _PAGE, row=state["lane"])
        elif state["against"] and state["remedy"]:
            self._tested(state, host, helped=True)
        if state["waits_out"] and state["remedy"] in SAME_AGAIN:
            self._memory.helped(where, state["waits_out"], DISGUISE, row=state["lane"])
        if is_page:
            learn_of_page(state, host, self._memory)
        else:
            self._of_page(state, won=1)
            learn_of_move(state, self._memory, url=url, mark=marks[0] if marks else 0, won=1)
        self._learn(state, host, where, won=1)

    def rejected(self, state: FetchState, *, host: str, marks: Sequence[int] = ()) -> None:
        """Note that what the row's present attempt brought from *host* was no image; *marks* as when it came."""
        where = where_of(state, host, self._memory)
        self._memory.lost_again(where, state["variant"], row=state["lane"], marks=marks)
        if state["against"] and state["remedy"]:
            is_begun = state["remedy"] == _PAGE or is_guess(state["against"], state["remedy"])
            host = host_of(state["url"]) if is_begun else host
            self._memory.seemed_to_help(host, state["against"], state["remedy"], row=state["lane"])
        if state["waits_out"]:
            self._memory.seemed_to_help(where, state["waits_out"], DISGUISE, row=state["lane"])
        learn_of_move(state, self._memory, url="", mark=0, won=-1)
        self._of_page(state, won=-1)
        self._learn(state, host, where, won=-1)

    def was_in_vain(self, state: FetchState, *, host: str) -> None:
        """Note that the row's present remedy, if its odds are kept, has not helped at *host*."""
        if state["against"] and state["remedy"] not in (None, _PAGE):
            self._tested(state, host, helped=False)
        if state["remedy"] == COOKIES.name:
            self._memory.refused(host, COOKIES.name)

    def _tested(self, state: FetchState, host: str, *, helped: bool) -> None:
        """Note whether the row's remedy has helped: a guess at its own host, where it began as in vain."""
        against, remedy, row = state["against"] or "", state["remedy"] or "", state["lane"]
        host = host_of(state["url"]) if is_guess(against, remedy) else host
        if helped and is_guess(against, remedy):
            self._memory.helped(host, against, remedy, row=row)
        self._memory.tested(host, against, remedy, row=row, helped=helped)

    def _of_page(self, state: FetchState, *, won: int) -> None:
        """Note an image (1) that the row's page has brought, or that it was none (-1)."""
        if state["remedy"] in _BY_PAGE and state["page_url"]:
            self._memory.pages.helped(state["page_url"], won)

    def _learn(self, state: FetchState, host: str, where: str, *, won: int) -> None:
        """Note an image (1), or that it was none (-1), with what is kept beside the ways of asking."""
        note_folder(state, host, self._memory[host], has_given=won > 0)
        if comes_from_elsewhere(state):
            self._memory[where].linked += won
            if host == host_of(state["url"]) and state["remedy"] not in SIDE_ROADS:
                self._memory.note_home(state["url"], state["page_url"] or "", won)
        learn_of_success(state, self._memory, count=won)
        if state["remedy"] not in SIDE_ROADS and has_capitals(state["url"]):
            self._memory[host_of(state["url"])].given_in_capitals += won
        self._again.learn(state, host=host, won=won)
        learn_of_copies(state, self._memory, won=won)
        self._plain.learn(state, won=won)
        if state["tried"][-1:] == [DISGUISE]:
            self._memory[where].disguise_proofs += won
