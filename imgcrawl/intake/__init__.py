"""What comes in: the rows of a source, the URLs that they mean, and the share of them that is ours."""
