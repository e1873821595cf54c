"""The language of a page: what a visitor reads is said through `_`, so that a catalogue may say it in another."""


def _(message: str) -> str:
    """Return a sentence of ours in the visitor's language: English, in which it is written.

    Parameters
    ----------
    message : str
        A whole sentence or label; figures and names stand in it as `{fields}`, filled in afterwards with
        `.format(...)`, since another language may order them otherwise.
    """
    return message
