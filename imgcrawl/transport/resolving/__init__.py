"""From a host name to its addresses, asked of the name servers at the pace that they keep up with."""
