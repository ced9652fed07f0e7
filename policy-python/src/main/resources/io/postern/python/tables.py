# The four hashes. They only note what is assigned and where; Java judges it, all entries at once.


class Run:
    """One run of config(): where lines are looked for, mistakes noted, and when the tables are sealed."""

    def __init__(self, file, places):
        self.file = file
        self.places = places
        self.sealed = False
        self.errors = []

    def place(self):
        """The line of the policy that is being run."""
        return self.line() if self.places else 0

    def line(self):
        frame = frame_above(1)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    def error(self, message, found="", candidates=""):
        self.errors.append((self.line(), 0, message, found, candidates))


class Table:
    """A hash of the tradition: keys in any case, values as they were assigned."""

    __slots__ = ("_name", "_run", "_entries")

    def __init__(self, name, run):
        self._name = name
        self._run = run
        self._entries = {}

    def __setitem__(self, key, value):
        self._open()
        normal = self._normal(key)
        if normal is None:
            self._refuse(key)
        else:
            # An entry that is assigned again keeps its place in the order.
            self._entries[normal] = (key, value, self._run.place())

    def __getitem__(self, key):
        normal = self._normal(key)
        if normal not in self._entries:
            raise KeyError(key)
        return self._entries[normal][1]

    def __delitem__(self, key):
        self._open()
        normal = self._normal(key)
        if normal not in self._entries:
            raise KeyError(key)
        del self._entries[normal]

    def __contains__(self, key):
        return self._normal(key) in self._entries

    def __iter__(self):
        return iter([entry[0] for entry in self._entries.values()])

    def __len__(self):
        return len(self._entries)

    def __eq__(self, other):
        return self.copy() == (other.copy() if type(other) is Table else other)

    __hash__ = None

    def __repr__(self):
        return "self.%s with %d entries" % (self._name, len(self._entries))

    def __ior__(self, other):
        self.update(other)
        return self

    def keys(self):
        return [entry[0] for entry in self._entries.values()]

    def values(self):
        return [entry[1] for entry in self._entries.values()]

    def items(self):
        return [(entry[0], entry[1]) for entry in self._entries.values()]

    def copy(self):
        return dict(self.items())

    def get(self, key, default=None):
        entry = self._entries.get(self._normal(key))
        return default if entry is None else entry[1]

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self.get(key, default)

    def pop(self, key, *default):
        if key in self or not default:
            value = self[key]
            del self[key]
            return value
        return default[0]

    def update(self, *others, **names):
        for other in others:
            for key, value in other.items() if hasattr(other, "items") else other:
                self[key] = value
        for key, value in names.items():
            self[key] = value

    def clear(self):
        self._open()
        self._entries.clear()

    def _open(self):
        if self._run.sealed:
            raise TypeError("self." + self._name + " can't be changed after config(); return an action instead")

    def _normal(self, key):
        if self._name == "response":
            if not isinstance(key, (tuple, list)) or len(key) != 3 or not all(map(is_name, key)):
                return None
            kind = key[1].upper()
            if kind == "*":
                kind = "ALL"
            return (key[0].upper(), kind, key[2].upper()) if kind in KINDS else None
        return key.upper() if is_name(key) else None

    def _refuse(self, key):
        if self._name != "response":
            self._run.error("found the key " + shown(key) + ", expected a name, as in self." + self._name + EXAMPLES[self._name])
        elif isinstance(key, (tuple, list)) and len(key) == 3 and all(map(is_name, key)):
            self._run.error(
                "found the type " + shown(key[1]) + ", expected TAGGED, UNTAGGED, ALL or *", key[1], "TAGGED UNTAGGED ALL"
            )
        else:
            self._run.error(
                "found the key " + shown(key) + ', expected three names, as in self.response["GREETING", "UNTAGGED", "OK"]'
            )


KINDS = ("TAGGED", "UNTAGGED", "ALL")
EXAMPLES = {"request": '["DELETE"]', "capability": '["IDLE"]', "stack": '["FETCH"]'}


def is_name(key):
    return isinstance(key, str) and key != "" and key.isascii() and key.isprintable() and key == key.strip()


def shown(value):
    """What an administrator wrote, in a few words."""
    if value is None or isinstance(value, (str, int, float, bytes)):
        text = repr(value)
        return text if len(text) <= 60 else text[:57] + "..."
    if isinstance(value, (tuple, list)):
        return "a %s of %d" % (type(value).__name__, len(value))
    return "a value of the type " + type(value).__name__
