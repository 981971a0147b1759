"""Hosts, or ports, that are asked for nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from imgcrawl.errors import Verdict

_MOST: Final = 100_000  # of some 250 bytes each


class GivenUp:
    """With which verdict what is still to come fails, by the name of what was given up; of those the *most* last.

    A list may name very many dead hosts, and each would cost its rows their attempts again if it were forgotten, so
    that nothing else is kept of them. One that is forgotten is asked once more, and given up again.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._verdicts: dict[str, Verdict] = {}

    def __len__(self) -> int:
        return len(self._verdicts)

    def add(self, name: str, verdict: Verdict) -> None:
        """Give *name* up."""
        self._verdicts.pop(name, None)
        self._verdicts[name] = verdict
        if len(self._verdicts) > self._most:
            del self._verdicts[next(iter(self._verdicts))]

    def get(self, name: str) -> Verdict | None:
        """Return the verdict on what is to come for *name*; None while that is open."""
        return self._verdicts.get(name)


def left_alone(wait_s: float) -> str:
    """Return the reason for which a host is given up that names *wait_s*, longer than a run waits."""
    return f"the host asks to be left alone for {wait_s:.0f} s"
