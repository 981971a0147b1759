"""From what came as a page to the image addresses in it: markup, scripts, styles, data.

- All of it: ``candidates``; ``kinds`` are the places in which an address can stand, ``titles`` what a page is called,
  ``presented`` what it presents as its own.
- Markup: ``markup``, by ``events``; ``attributes``, ``srcset``, ``links``, ``groups`` (pictures in several versions),
  ``rows`` (of tables), ``captions``, ``templates`` (with a hole for the size). ``findings`` is what it has given so
  far.
- Scripts, styles and data: ``embedded``, ``packed`` (in escapes or base64), ``recorded`` (what data say of a picture).
- Other documents: ``documents`` (JSON, XML), ``feeds``, by ``trees``, ``records`` (XML as trees) and ``tables`` (CSV,
  TSV).
- ``statements``: texts that may state the name of a file.
"""
