"""How many requests one host may have in flight, as it follows from what the host answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_CONTENT_AFTER: Final = 20
"""Good answers after which a host that was narrowed may have one more request at a time."""


@dataclass(slots=True)
class Width:
    """The most requests in flight to a host *now*, and at *most* ever. Instants are epoch seconds.

    *ceiling*: what it may become, *most* unless the host has complained. *narrowed_at*: when it last did, 0 for never
    or forgiven; *contented*: good answers since; *single_connection*: none yet, so that idle connections may be what it
    minds.
    """

    now: int
    most: int
    ceiling: int = field(init=False)
    narrowed_at: float = 0.0
    contented: int = 0
    single_connection: bool = False

    def __post_init__(self) -> None:
        self.ceiling = self.most

    def widen(self) -> None:
        """Allow one more for a good answer, unless the host has complained."""
        if self.now < self.most and not self.narrowed_at:
            self.now += 1

    def may_exceed(self, in_flight: int) -> bool:
        """Whether a host that was narrowed may have one more beside *in_flight* that are stuck.

        Not where as many were too many, nor before it has given anything to one alone.
        """
        return self.narrowed_at > 0 and not self.single_connection and in_flight < self.ceiling

    def narrow(self, in_flight: int, at: float, *, forgive_s: float) -> None:
        """Go back to one; as many as were *in_flight* are too many, until the host has been quiet for *forgive_s*.

        What is refused alone says nothing of how many there may be.
        """
        if at - self.narrowed_at > forgive_s:
            self.ceiling = self.most
        if in_flight > 1:
            self.ceiling = min(self.ceiling, in_flight - 1)
        self.now, self.contented = 1, 0
        self.narrowed_at = at
        self.single_connection = True

    def content(self, sent_at: float, *, forgive_s: float) -> None:
        """Note a good answer of a host that was narrowed: it may slowly have more again, or is forgiven."""
        self.single_connection = False
        if sent_at - self.narrowed_at > forgive_s:
            self.narrowed_at, self.ceiling = 0.0, self.most
            return
        self.contented += 1
        if self.contented >= _CONTENT_AFTER:
            self.contented = 0
            self.now = min(self.now + 1, self.ceiling)

    def recall(self, ceiling: int, told_at: float) -> None:
        """Take up what another process learnt from a complaint at *told_at*."""
        self.ceiling = max(1, min(self.ceiling, ceiling))
        self.now = 1
        self.narrowed_at = max(self.narrowed_at, told_at)

    def forgive(self) -> None:
        """Forget all complaints: they were none."""
        self.narrowed_at, self.single_connection, self.ceiling = 0.0, False, self.most
