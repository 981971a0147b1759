"""What names and addresses say of pictures: which image they mean, in what size, of what thing, or none at all.

- The words: ``words`` (what parts of addresses are about), ``renditions`` (sizes and versions).
- A name: ``stems`` (how much it tells), ``camel_case``, ``sizes``, ``drawn`` (by a system), ``bare`` (what is left of
  it), ``numbers`` (of museums), ``uploads`` (counted before it), ``subject`` (what it is of), ``notices`` (that there
  is none).
- A directory: ``places``, ``beside`` (what stands beside an identifier).
- An address: ``addresses`` (all that it says), ``files`` (which do not look so), ``carried`` and ``coded`` (another one
  in it), ``services`` (IIIF), ``processing`` (orders to imgproxy), ``keyed`` (what its service calls the picture),
  ``shops`` (the number that a shop gives it), ``readable`` (a name for readers).
- Two addresses: ``same_image`` (one image), ``apart`` (two things), ``renewal`` (another signature), ``neighbours``
  (the next of a series), ``moves`` (where a site has moved its pictures), ``landed`` (a redirect to another thing).
- ``made_up``: an address for a picture that cannot be.
"""
