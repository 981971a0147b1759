"""How a request presents itself: browser identities, the headers that belong to them, and what hosts ask for."""
