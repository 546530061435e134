"""What the program knows of Dutch and English words: how they are compared, inflected and spelt."""
