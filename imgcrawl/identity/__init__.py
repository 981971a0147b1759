"""Who a request says it is: browser identities, the header blocks that belong to them, and what hosts ask for."""
