# The base classes, and what a function finds on self.


class Later:
    """Known in functions only. Not a data descriptor: a session's own self has an attribute of that name."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        raise Unknown("self." + self.name)


class Unknown(AttributeError):
    """config() asked for what only a session knows."""

    def __init__(self, what):
        AttributeError.__init__(
            self,
            "config() fills tables for all sessions, before there is one: " + what + " is known in functions; decide there",
        )


class TableAttribute:
    """self.request and its like: the table itself, or the whole of it assigned."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance._postern_tables[self.name]

    def __set__(self, instance, value):
        table = instance._postern_tables[self.name]
        if value is table:
            return
        items = list(value.items())
        table.clear()
        for key, each in items:
            table[key] = each


class Session:
    """What a policy may know of its session."""

    __slots__ = ("session_id", "service", "client_address", "server_address", "user", "client_certificate")

    @property
    def auth_user(self):
        return self.user


class Service(str):
    """A service's name, which also has a name."""

    __slots__ = ()

    @property
    def name(self):
        return str(self)


class AbstractImapProxy:
    """Empty tables: everything is denied."""

    request = TableAttribute("request")
    response = TableAttribute("response")
    capability = TableAttribute("capability")
    stack = TableAttribute("stack")
    session = Later("session")
    imap_state_old = Later("imap_state_old")
    imap_state_new = Later("imap_state_new")

    def __new__(cls, *arguments, **names):
        self = object.__new__(cls)
        self._postern_tables = CURRENT[0]
        return self

    def config(self):
        """Fills the tables; an heir calls it first, or starts from empty ones."""

    def log(self, tag, level, text):
        emit(str(tag), int(level), str(text))


class ImapProxy(AbstractImapProxy):
    """Whatever the engine understands, but no way around the gateway."""

    def config(self):
        AbstractImapProxy.config(self)
        fill(self, "ImapProxy")


class ImapProxyStrict(AbstractImapProxy):
    """RFC 3501, NAMESPACE and ID by names; no quirk of a server is tolerated."""

    def config(self):
        AbstractImapProxy.config(self)
        fill(self, "ImapProxyStrict")


# The tables that an instance gets: those of the run of config() that is going on.
CURRENT = [None]


def fill(self, base):
    """A base's entries, all at once; their place is the base's name."""
    for name, entries in BASES[base].items():
        table = self._postern_tables[name]
        table._open()
        table._entries.update(entries)


def log(self, tag, level, text):
    emit(str(tag), int(level), str(text))


def proxyLog(self, type, level, msg, args=()):
    """The tradition's form: a text with places for args."""
    emit(str(type), int(level), msg % args if args else str(msg))
