"""What comes in: the rows of a source (``lists``), and the addresses that they mean.

- From a text to a URL: ``repair``, by way of ``cells``, ``elements`` and ``slips`` (what is written around it),
  ``schemes`` (of other networks), ``host_names`` and ``encoding``; ``data_urls`` hold the image itself. By ``address``
  rows are told apart, and by ``hashes`` images.
- Other addresses that a text may mean: ``spellings``; that another one carries: ``wrapped``, ``viewers``, ``forges``
  (pages of code hosts), ``pointers`` (of Git LFS), ``mailed`` (as filters of mail write them), ``objects`` (of stores
  that describe them).
- What a dead address may have been: ``mended``, ``damage``, ``code_pages``, ``small_letters``, ``astray`` (of a
  redirect).
- The same picture asked for with less: ``untracked``, ``unsized``; other copies of it: ``forms``.
"""
