"""Other addresses of one upload: sizes and copies that services and programs make of it, a table for each kind.

- How a table is written down: ``form``. Which of them are looked in for an upload, and for its copies: ``uploads``.
- Of programs: ``wordpress``, ``sites`` (other systems for content), ``shops``, ``boards``, ``museums``, ``iiif``.
- Of services: ``press``, ``networks``, ``sizes`` (by name; ``services`` makes the addresses), ``carriers`` (of what
  other sites have).
- On another host: ``hosts`` (of one service), ``gateways`` (of IPFS).
"""
