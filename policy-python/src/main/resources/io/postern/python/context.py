# Once a context: what policies may import, and their namespaces.
#
# The walls are GraalPy's: a context without files, sockets, processes, threads, native code and host classes. What
# stands here makes refusals plain, and keeps a policy from reaching into the interpreter that others share by a slip.

import builtins
import sys

ALLOWED = frozenset(
    """__future__ abc array base64 binascii bisect calendar cmath codecs collections collections.abc colorsys contextlib copy
    dataclasses datetime decimal difflib email email.* encodings enum errno fnmatch fractions functools graphlib hashlib heapq
    hmac html html.entities html.parser ipaddress itertools json json.* keyword math numbers operator pprint quopri
    random re reprlib secrets statistics string _strptime struct textwrap time types typing unicodedata urllib urllib.parse uuid
    warnings weakref""".split()
)

TRIED = {
    "to reach files": "io os pathlib shutil tempfile glob fileinput zipfile tarfile gzip bz2 lzma zipimport sqlite3 dbm shelve posix"
    " posixpath genericpath _io linecache configparser logging netrc mailbox zoneinfo",
    "to reach the network": "socket _socket ssl select selectors asyncio http socketserver smtplib poplib imaplib ftplib nntplib"
    " telnetlib xmlrpc webbrowser wsgiref",
    "to start a process": "subprocess _posixsubprocess multiprocessing pty popen2 commands",
    "to start a thread": "threading _thread thread concurrent queue sched",
    "to call native code": "ctypes _ctypes cffi mmap resource fcntl termios signal _signal",
    "to reach the Java machine": "java jarray polyglot __graalpython__",
    "to reach the interpreter": "sys builtins __builtin__ __main__ importlib imp runpy code codeop inspect gc pdb trace"
    " traceback ast _ast dis sysconfig site atexit faulthandler pickle marshal copyreg pkgutil",
}


class Refused(PermissionError):
    """A policy tried what no policy may."""

    def __init__(self, what):
        PermissionError.__init__(self, what)
        self.what = what


RELATIVE = "found a relative import, but no files beside the policy are imported"


def refusal(name):
    """What is wrong with an import; nothing if it is allowed."""
    top = name.split(".")[0]
    if name in ALLOWED or (top in ALLOWED and top + ".*" in ALLOWED):
        return None
    for what, names in TRIED.items():
        if top in names.split():
            return "tried " + what + ": import " + name
    if top == "Zorp":
        return "found import " + name + ", expected Zorp.Core or Zorp.Imap"
    if top in sys.stdlib_module_names:
        return "found import " + name + ", which is not among the modules for policies"
    return "found import " + name + ", but only modules of the standard library are imported, no files beside the policy"


original_import = builtins.__import__


def is_module(globals):
    """Whether they belong to a module that was imported, and not to a policy."""
    # By its specification: _pydecimal calls itself decimal.
    specification = globals.get("__spec__")
    name = globals.get("__name__") if specification is None else specification.name
    module = sys.modules.get(name)
    return module is not None and module.__dict__ is globals


def guarded_import(name, globals=None, locals=None, fromlist=(), level=0):
    if globals is None:
        globals = sys._getframe(1).f_globals
        if is_module(globals):
            return original_import(name, None, locals, fromlist, level)
    elif is_module(globals):
        return original_import(name, globals, locals, fromlist, level)
    if level:
        raise Refused(RELATIVE)
    if name in ("Zorp", "Zorp.Core", "Zorp.Imap"):
        return zorp(name, globals, fromlist)
    found = refusal(name)
    if found is None and name == "urllib" and set(fromlist or ()) - {"parse"}:
        found = "tried to reach the network: import urllib." + sorted(set(fromlist) - {"parse"})[0]
    if found is not None:
        raise Refused(found)
    return original_import(name, None, None, fromlist, 0)


MODULE_TYPE = type(sys)


def zorp(name, globals, fromlist):
    """The tradition's modules: all names, in each of them."""
    known = globals.get("__postern_names__")
    if known is None:
        raise Refused("found import " + name + " outside of a policy")
    package = MODULE_TYPE("Zorp")
    for each in ("Core", "Imap"):
        module = MODULE_TYPE("Zorp." + each)
        module.__dict__.update(known)
        setattr(package, each, module)
    if not fromlist or name == "Zorp":
        return package
    return getattr(package, name[5:])


def refusing(what):
    def refuse(*arguments, **names):
        raise Refused("tried " + what)

    return refuse


# Doors that are shut here, too. The walls behind most of them hold, but say so in words of Java's, without a line. Behind
# _signal there is no wall: it would take over the signals of the whole gateway.
DOORS = {
    "builtins": {
        "to open a file": "open",
        "to read from a terminal": "input",
        "to start a debugger": "breakpoint",
    },
    "posix": {
        "to start a process": "system execv openpty",
        "to send a signal": "kill killpg",
        "to end the process": "_exit abort",
        "to reach files": "access chdir fchdir getcwd getcwdb",
    },
    "_thread": {"to start a thread": "start_new_thread start_new", "to interrupt the main thread": "interrupt_main"},
    "_signal": {
        "to take over a signal": "signal set_wakeup_fd siginterrupt",
        "to send a signal": "raise_signal pthread_kill alarm setitimer",
    },
    "_posixsubprocess": {"to start a process": "fork_exec"},
    "_socket": {
        "to reach the network": "getaddrinfo gethostbyaddr gethostbyname gethostbyname_ex gethostname getnameinfo"
        " getservbyname getservbyport"
    },
    "select": {"to reach the network": "select poll epoll"},
    "faulthandler": {"to reach the interpreter": "dump_traceback_later dump_traceback enable"},
    "_multiprocessing": {"to start a process": "SemLock"},
    "_multiprocessing_graalpy": {"to start a process": "_spawn_context _spawn _pipe"},
}


def shut_doors():
    builtins.__import__ = guarded_import
    for module, doors in DOORS.items():
        place = original_import(module).__dict__
        for what, names in doors.items():
            for name in names.split():
                if name in place:
                    place[name] = refusing(what)
    sockets = original_import("_socket")

    class Socket(sockets.socket):
        """Still a class: the standard library makes heirs of it when it is imported."""

        __slots__ = ()

        def __new__(cls, *arguments, **names):
            raise Refused("tried to reach the network")

    sockets.socket = sockets.SocketType = Socket


shut_doors()

CODES = []
BASES = {"ImapProxy": [], "ImapProxyStrict": []}


def add_code(name, text):
    """A file of ours that every policy gets a copy of its own of: what one does to a base class stays with it."""
    CODES.append(compile(text, "<postern " + name + ">", "exec"))


def entries_of(base, entries, names):
    """As tables keep them: key as it is looked up, key as it was written, value, place."""
    found = {}
    for table, key, constant in entries:
        found.setdefault(table, {})[key] = (key, names[constant], base)
    return found


def add_base(base, table, constant, *key):
    BASES[base].append((table, key[0] if len(key) == 1 else key, constant))


def new_policy(file, emit, store, *constants):
    """The namespace of one load of one file."""
    made = {"__name__": "postern", "FILE": file, "emit": emit, "store": store, "Refused": Refused, "frame_above": sys._getframe}
    exec(CODES[0], made)
    names = made["define_constants"](constants)
    made.update(names)
    made["CONSTANTS"] = names
    made["BASES"] = {base: entries_of(base, entries, names) for base, entries in BASES.items()}
    for code in CODES[1:]:
        exec(code, made)
    return made


def member(namespace, name):
    return namespace[name]


def shape(text):
    """A function that builds a tuple of that shape; Java made the text of nothing but names and brackets."""
    return eval(text)


def pack(*values):
    return values
