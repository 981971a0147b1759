"""What comes in: the rows of a source (:mod:`imgcrawl.intake.lists`), and the addresses that they mean."""
