"""The machines of one service (``img1.example.org``, ``img2.example.org``), which count requests together."""

from __future__ import annotations

from weakref import WeakValueDictionary

from imgcrawl.intake.host_names import numbered


class Service:
    """What the machines of one service have in common: none is sent anything before *paused_until*, in epoch s."""

    __slots__ = ("__weakref__", "paused_until")

    def __init__(self) -> None:
        self.paused_until = 0.0

    def pause(self, until: float) -> None:
        """Send nothing to any of the machines before *until*."""
        self.paused_until = max(self.paused_until, until)


class Services:
    """The services that have machines among the hosts that are known; each lasts as long as one of these holds it."""

    def __init__(self) -> None:
        self._services: WeakValueDictionary[str, Service] = WeakValueDictionary()

    def of(self, host: str) -> Service:
        """Return the service of which *host* is a machine; one of its own if its name has no number."""
        name = service_name(host)
        service = self._services.get(name) if name else None
        if service is None:
            service = Service()
            if name:
                self._services[name] = service
        return service


def service_name(host: str) -> str:
    """Return what the names of all machines of the service have in common; an empty text if *host* bears no number."""
    machine = numbered(host)
    return f"{machine.before}#{machine.after}" if machine else ""
