"""From the image addresses of a page to the wanted image, by evidence, or to none.

``evidence`` asks the rules in their order, and ``choice`` is what comes of it. Each rule finds what is ``sought`` among
what is ``offered``:

- the same name elsewhere: ``moved``, ``shown`` (on its own page), ``albums``, ``figured`` (the main picture);
- the name in another form: ``renamed``, ``foldered``, ``decorated``, ``coded``, ``stamped``, ``roled``, ``uploaded``,
  ``sized``, ``versions``;
- an identifier: ``keyed``, ``identified``, ``scripted``, ``accompanied``, ``numbered``, ``prefixed``, ``marked``;
- what the page says: ``told``, ``titled``, ``of_page``, ``agreed``.

They share ``bearers`` (whether these are one picture), ``leading`` (whether it is the page's main one) and ``views``
(pages about one). ``furniture``, ``altered``, ``sold`` and ``twins`` speak against a candidate. ``likely`` is for who
has a hash.
"""
