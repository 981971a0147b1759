"""Whether a picture that was fetched is the image that was asked for, and the requests that may tell."""
