"""The rows of the list on their way through a crawl: chosen, held back, found lost, taken back.

- The way: ``flow``, from ``reading`` the list and the ``selection`` of rows that need work to the ``lanes`` of those
  under way; what needs no request is ``ready`` at once, be it that what is ``stored`` has its hash, and what nothing
  works on any more is ``lost``.
- What is known of the list: whether it was ``renumbered``, ``met`` (rows come by), ``shares`` (of hosts in memory),
  ``outlook`` (what is still to come), ``earlier`` (what earlier crawls found out).
- Kept back for what others may show: ``kept``, the ``refused`` and the ``moved``, both ``withheld`` by their hosts.
- ``withdrawal``: outcomes are taken back.
"""
