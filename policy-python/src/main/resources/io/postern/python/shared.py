# The mapping that all event loops and sessions of a policy file share. It lives in Java; here are its forms.

TUPLE_DEPTH_MAX = 8


class SharedFull(RuntimeError):
    """No room: nothing that is there was given up for it."""


class Shared:
    """Keys str; values str, int, bytes, bool or tuples of these; each with a life-time in seconds."""

    __slots__ = ()

    def get(self, key, default=None):
        found = store("get", key_text(key))
        return default if found is None else decoded(found)

    def set(self, key, value, seconds=None):
        answer("set", key, encoded(value), life(seconds))

    def delete(self, key):
        return store("delete", key_text(key))

    def incr(self, key, by=1, seconds=None):
        if type(by) is not int:
            raise TypeError("found " + shown(by) + ", expected a whole number")
        return int(answer("incr", key, str(by), life(seconds))[1:])

    def add_if_absent(self, key, value, seconds=None):
        return answer("add", key, encoded(value), life(seconds)) != "present"

    def __getitem__(self, key):
        found = store("get", key_text(key))
        if found is None:
            raise KeyError(key)
        return decoded(found)

    def __setitem__(self, key, value):
        self.set(key, value)

    def __delitem__(self, key):
        if not self.delete(key):
            raise KeyError(key)

    def __contains__(self, key):
        return store("get", key_text(key)) is not None

    def __len__(self):
        return store("size")

    def __repr__(self):
        return "shared with %d entries" % len(self)


def answer(operation, key, value, seconds):
    found = store(operation, key_text(key), value, seconds)
    if found.startswith("="):
        return found
    if found == "full":
        raise SharedFull("shared is full")
    if found == "key":
        raise ValueError("found a key of %d characters, too long for shared" % len(key))
    if found == "value":
        raise ValueError("found a value too large for shared")
    if found == "type":
        raise TypeError("found no whole number under the key, expected one to count on")
    if found == "number":
        raise OverflowError("found a number of more than 63 bits")
    return found


def key_text(key):
    if not isinstance(key, str):
        raise TypeError("found the key " + shown(key) + ", expected a str")
    return key


def life(seconds):
    if seconds is None:
        return 0.0
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds > 0:
        raise ValueError("found the life-time " + shown(seconds) + ", expected seconds above 0")
    return float(min(seconds, 1e9))


def encoded(value, depth=0):
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, str):
        return "s" + value
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise OverflowError("found a number of more than 63 bits")
        return "i%d" % value
    if isinstance(value, bytes):
        return "b" + value.decode("latin-1")
    if isinstance(value, tuple) and depth < TUPLE_DEPTH_MAX:
        items = [encoded(item, depth + 1) for item in value]
        return "t" + "".join("%d:%s" % (len(item), item) for item in items)
    raise TypeError("found " + shown(value) + ", expected str, int, bytes, bool or a tuple of these")


def decoded(text):
    kind = text[0]
    if kind == "s":
        return text[1:]
    if kind == "i":
        return int(text[1:])
    if kind == "b":
        return text[1:].encode("latin-1")
    if kind != "t":
        return kind == "T"
    items = []
    at = 1
    while at < len(text):
        colon = text.index(":", at)
        end = colon + 1 + int(text[at:colon])
        items.append(decoded(text[colon + 1 : end]))
        at = end
    return tuple(items)


shared = Shared()
