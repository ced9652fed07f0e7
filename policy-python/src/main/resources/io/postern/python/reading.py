# Values for Java, which sees tagged lists: no object of a policy is ever touched from there.

DEPTH_MAX = 70


def plain(value, name_of=None, depth=0):
    """A value of config() if functions have names, else one that a function returned: then no text of it is told."""
    if type(value) is Constant:
        return ["c", int(value)]
    if value is None:
        return ["n"]
    if isinstance(value, str):
        return ["s", str.__str__(value)]
    if isinstance(value, bool):
        return ["?", "a bool" if name_of is None else shown(value)]
    if isinstance(value, int):
        return ["i", int(value)]
    if isinstance(value, (tuple, list)):
        if depth == DEPTH_MAX:
            return ["?", "a tuple nested too deep"]
        return ["t"] + [plain(item, name_of, depth + 1) for item in value]
    if name_of is not None and callable(value):
        return ["f", name_of(value)]
    return ["?", "an object" if name_of is None else shown(value)]


def function_name(function, key):
    """A function is told by its name; a lambda, and what has none, by the entry that it stands in."""
    name = getattr(getattr(function, "__func__", function), "__name__", "<lambda>")
    if isinstance(name, str) and name.isidentifier():
        return name
    return "lambda " + (key if isinstance(key, str) else " ".join(key)).upper()


def failure(problem):
    """An exception: its type, and the innermost frame of the policy."""
    line, where = 0, ""
    trace = problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line, where = trace.tb_lineno, trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    if type(problem) is Refused:
        return ["x", problem.what, line, where]
    if type(problem) is PermissionError:
        return ["x", "tried to reach a file", line, where]
    name = type(problem).__name__
    return ["x", "raised " + (name if name.isascii() and name.isidentifier() else "an exception"), line, where]


def told(problem):
    """An exception at load with its text: no peer is in the game, and the administrator reads it."""
    found = failure(problem)
    if type(problem) is Unknown:
        found[1] = str(problem)
    elif found[1].startswith("raised "):
        text = str(problem).split("\n")[0]
        if text:
            found[1] += ": " + text[:200]
    return found
