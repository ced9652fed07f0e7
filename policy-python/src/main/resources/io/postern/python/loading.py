# A policy file becomes a namespace, a class and its tables; a session becomes an instance.


class Policy:
    """A class of the file, its tables as config() filled them, and its functions."""

    def __init__(self, type):
        self.type = type
        self.run = Run(FILE, True)
        self.tables = new_tables(self.run)
        self.me = instance(type, self.tables)
        self.me.config()
        self.run.sealed = True
        self.functions = {}
        for table in (self.tables["request"], self.tables["response"]):
            for key, (written, value, line) in table._entries.items():
                self.note(key, value, line)
        self.names = list(self.functions)
        self.own = any(not self.is_static(function) for function in self.functions.values()) or self.sets_attributes()

    def note(self, key, value, line):
        for item in value if isinstance(value, (tuple, list)) else (value,):
            if callable(item):
                name = function_name(item, key)
                if not takes_a_call(item):
                    self.run.errors.append((line, 0, "found the function " + name + ", expected one that takes (self, tag, command, arguments)", "", ""))
                elif name in self.functions and not same(self.functions[name], item):
                    self.run.errors.append((line, 0, "two functions are named " + name, "", ""))
                else:
                    self.functions[name] = item

    def first_lines(self):
        """Where each function begins: what is told of one that could not tell where it stood."""
        return [first_line(function) for function in self.functions.values()]

    def is_static(self, function):
        """Whether it can be called for another self than the one that config() ran on."""
        if getattr(function, "__self__", None) is self.me:
            return True
        if type(function) is not FUNCTION or function.__closure__ is not None:
            return False
        return all(item is not self.me for item in function.__defaults__ or ())

    def sets_attributes(self):
        if set(self.me.__dict__) - {"_postern_tables"}:
            return True
        for type in self.type.__mro__:
            if type.__module__ == MODULE and ("__slots__" in type.__dict__ or "__setattr__" in type.__dict__):
                return True
        return False

    def entries(self):
        """All entries for Java: table, key, value, and the line or the base class's name."""
        found = []
        for name, table in self.tables.items():
            for key, (written, value, place) in table._entries.items():
                words = [key] if isinstance(key, str) else list(key)
                found.append([name, words, plain(value, lambda function: function_name(function, key)), place])
        return found

    def for_session(self, session):
        """A session's own instance, and its functions in the order of names."""
        if not self.own:
            me = instance(self.type, self.tables)
            me.session = session
            return me, [bound(function, self.me, me) for function in self.functions.values()]
        run = Run(FILE, False)
        tables = new_tables(run)
        me = instance(self.type, tables)
        me.config()
        run.sealed = True
        me.session = session
        found = {}
        for name in ("request", "response", "capability", "stack"):
            if not same_table(tables[name]._entries, self.tables[name]._entries, found):
                raise Refused("config() filled self." + name + " otherwise than at load")
        return me, [bound(found[name], me, me) for name in self.names]


def new_tables(run):
    return {name: Table(name, run) for name in ("request", "response", "capability", "stack")}


def instance(type, tables):
    CURRENT[0] = tables
    try:
        return type()
    finally:
        CURRENT[0] = None


def bound(function, old, me):
    """Callable with tag, command, arguments."""
    if getattr(function, "__self__", None) is old:
        return function.__func__.__get__(me)
    if type(function) is FUNCTION and positional(function) > 3:
        return function.__get__(me)
    return function


def first_line(function):
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return code.co_firstlineno if code is not None and code.co_filename == FILE else 0


def positional(function):
    """How many values it wants at least."""
    return function.__code__.co_argcount - len(function.__defaults__ or ())


def takes_a_call(function):
    plain_function = getattr(function, "__func__", function)
    if type(plain_function) is not FUNCTION:
        return True
    given = (3, 4) if plain_function is function else (4,)
    code = plain_function.__code__
    most = 99 if code.co_flags & 0x04 else code.co_argcount
    return any(positional(plain_function) <= count <= most for count in given)


def same(one, other):
    if one is other:
        return True
    one, other = getattr(one, "__func__", one), getattr(other, "__func__", other)
    return one is other or getattr(one, "__code__", one) is getattr(other, "__code__", other)


def same_table(one, other, functions):
    if one.keys() != other.keys():
        return False
    for key, entry in one.items():
        # A base's entries are the very same.
        if entry is not other[key] and not same_value(key, entry[1], other[key][1], functions):
            return False
    return True


def same_value(key, one, other, functions):
    if isinstance(one, (tuple, list)):
        return (
            isinstance(other, (tuple, list))
            and len(one) == len(other)
            and all(same_value(key, a, b, functions) for a, b in zip(one, other))
        )
    if callable(one) and callable(other):
        name = function_name(one, key)
        functions[name] = one
        return name == function_name(other, key)
    return type(one) is type(other) and one == other


FUNCTION = type(same)
MODULE = "policy"


def policy_namespace():
    found = dict(CONSTANTS)
    for name in ("AbstractImapProxy", "ImapProxy", "ImapProxyStrict"):
        found[name] = globals()[name]
    found["log"] = log
    found["proxyLog"] = proxyLog
    found["shared"] = shared
    found["SharedFull"] = SharedFull
    return found


def load(text, class_name):
    """Either ["policy", ...] or ["errors", ...]; sets POLICY."""
    global POLICY
    known = policy_namespace()
    namespace = dict(known)
    namespace["__name__"] = MODULE
    namespace["__file__"] = FILE
    namespace["__postern_names__"] = known
    try:
        code = compile(text, FILE, "exec", dont_inherit=True)
    except SyntaxError as problem:
        # What only the compiler finds, behind the grammar.
        return ["raised", ["x", "syntax error: " + (problem.msg or ""), problem.lineno or 0, ""]]
    try:
        exec(code, namespace)
    except BaseException as problem:
        return ["raised", told(problem)]
    found = {}
    for name, value in namespace.items():
        if isinstance(value, type) and issubclass(value, AbstractImapProxy) and value.__module__ == MODULE:
            found[name] = value
    chosen = found.get(class_name) if class_name else (list(found.values())[0] if len(found) == 1 else None)
    if chosen is None:
        return ["classes", list(found)]
    try:
        POLICY = Policy(chosen)
    except BaseException as problem:
        return ["raised", told(problem)]
    return ["policy", POLICY.entries(), POLICY.names, POLICY.run.errors, issubclass(chosen, ImapProxy), POLICY.first_lines()]
