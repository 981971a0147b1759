"""The requests that a row leads to, and what its page or an answer says of where its image is."""
