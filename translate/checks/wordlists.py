"""Word lists as they are written in these files: words apart by white space."""


def word_list(text: str) -> tuple[str, ...]:
    """Return the words of a text in order.

    >>> word_list("één twee")
    ('één', 'twee')
    """
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())
