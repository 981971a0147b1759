"""Whether bytes are a whole image, told by the structure of the file and by decoding it to the end."""
