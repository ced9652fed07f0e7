# The constants of the tradition. Java hands in names and numbers (PythonConstant), so there is one list of them.


class Constant(int):
    """A number that knows its name. An ordinary number in its place is refused: True would pass for an action."""

    __slots__ = ()

    def __repr__(self):
        return NAMES[int(self)]

    __str__ = __repr__


NAMES = {}


def define_constants(pairs):
    """Takes name, number, name, number...; returns them by name."""
    found = {"TRUE": True, "FALSE": False}
    for at in range(0, len(pairs), 2):
        NAMES[pairs[at + 1]] = pairs[at]
        found[pairs[at]] = Constant(pairs[at + 1])
    # Types of responses are used as they are and as strings, so they are strings.
    for word in ("TAGGED", "UNTAGGED", "ALL"):
        found["IMAP_TAG_" + word] = word
    return found
