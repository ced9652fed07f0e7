# What can be said of a policy's text before it runs: all syntax errors, what Python 3 wants in place of Python 2's forms,
# unknown constants and names, and imports that will be refused. Each mistake is [line, column, message, found, candidates].

ONLY_TREE = 0x400
MISTAKES_MAX = 50

# No repair helps behind these: where the next statement begins isn't known.
HOPELESS = ("was never closed", "unterminated", "unmatched", "does not match", "unexpected EOF", "expected an indented block")

OLD_NAMES = {
    "xrange": "range",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
    "reduce": "functools.reduce",
    "cmp": "(a > b) - (a < b)",
    "apply": "function(*arguments)",
    "file": "nothing: policies reach no files",
    "execfile": "nothing: policies reach no files",
    "raw_input": "nothing: policies have no terminal",
    "StandardError": "Exception",
}

OLD_METHODS = {
    "has_key": "key in hash",
    "iteritems": "items()",
    "iterkeys": "keys()",
    "itervalues": "values()",
    "viewitems": "items()",
    "viewkeys": "keys()",
    "viewvalues": "values()",
}


def examine(text, file, namespace):
    tree, mistakes = parse(text, file)
    if not mistakes:
        found = Names(namespace["policy_namespace"]())
        found.visit(tree, False)
        mistakes = found.mistakes()
    return mistakes[:MISTAKES_MAX]


def parse(text, file):
    """The tree, or the mistakes: behind each one the line is put out of action and the text read again."""
    lines = text.replace("\r\n", "\n").split("\n")
    mistakes = []
    while len(mistakes) < MISTAKES_MAX:
        try:
            return compile("\n".join(lines), file, "exec", ONLY_TREE, dont_inherit=True), mistakes
        except SyntaxError as problem:
            line = min(problem.lineno or 1, len(lines))
            mistakes.append([line, max(problem.offset or 1, 1), explained(problem, lines[line - 1]), "", ""])
            if not repaired(lines, line - 1, problem):
                return None, mistakes
        except (ValueError, RecursionError, MemoryError) as problem:
            return None, mistakes + [[1, 1, "the text can't be read: " + str(problem), "", ""]]
    return None, mistakes


def explained(problem, text):
    said = problem.msg or "invalid syntax"
    at = max((problem.offset or 1) - 1, 0)
    rest = text[at:]
    before = text[:at]
    line = text.strip()
    if isinstance(problem, TabError):
        return "found tabs and spaces mixed in the indentation, as in Python 2; Python 3 wants one of them throughout"
    if "Missing parentheses in call to 'print'" in said:
        return "found print as a statement, as in Python 2; Python 3 wants print(...)"
    if "Missing parentheses in call to 'exec'" in said:
        return "found exec as a statement, as in Python 2; Python 3 wants exec(...)"
    if said.startswith("multiple exception types"):
        return "found except X, e as in Python 2; Python 3 wants except X as e"
    if said.startswith("leading zeros"):
        digits = "".join(c for c in rest.split(" ")[0] if c.isdigit())
        return "found the octal number " + digits + " of Python 2; Python 3 wants 0o" + digits.lstrip("0")
    if said == "invalid decimal literal" and long_number(text, at):
        return "found the long number " + long_number(text, at) + " of Python 2; Python 3 wants it without L"
    if "parameters cannot be parenthesized" in said:
        return "found a tuple among the parameters, as in Python 2; Python 3 wants names"
    if rest.startswith("`"):
        return "found backticks, as in Python 2; Python 3 wants repr(...)"
    if rest.startswith("<>"):
        return "found <> of Python 2; Python 3 wants !="
    if line.startswith("raise ") and rest.startswith(","):
        return 'found raise E, "text" as in Python 2; Python 3 wants raise E("text")'
    if rest[:1] in ("'", '"') and before.lower().endswith("ur"):
        return 'found ur"..." of Python 2; Python 3 wants r"..."'
    if line.endswith("/"):
        return "found / at the line's end; Python wants \\ there (in the printed guide that is a slip of the typesetting)"
    for word in ("async", "await", "nonlocal", "True", "False", "None"):
        if rest.startswith(word) or before.rstrip().endswith(word) and said == "invalid syntax":
            return "found " + word + " in place of a name; in Python 3 it is a word of the language"
    return "syntax error: " + said


def long_number(text, at):
    end = at
    while end < len(text) and text[end].isalnum():
        end += 1
    start = at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    word = text[start:end]
    return word if word[:1].isdigit() and word[-1:] in ("L", "l") else ""


def repaired(lines, index, problem):
    """Whether the line could be made harmless, so that the rest can be read."""
    if isinstance(problem, TabError):
        tabs = [line.expandtabs(8) for line in lines]
        changed = tabs != lines
        lines[:] = tabs
        return changed
    text = lines[index]
    word = text.strip()
    if isinstance(problem, IndentationError) or any(hopeless in (problem.msg or "") for hopeless in HOPELESS):
        return False
    if word == "pass" or word.endswith("True:") or word.endswith("\\") or not balanced(word):
        return False
    indent = text[: len(text) - len(text.lstrip())]
    if word.startswith("except") and word.endswith(":"):
        lines[index] = indent + ("except:" if word != "except:" else "pass")
    elif word.startswith("elif") and word.endswith(":"):
        lines[index] = indent + "elif True:"
    elif word.endswith(":"):
        lines[index] = indent + "if True:"
    elif word.endswith("/") and index + 1 < len(lines):
        lines[index] = indent + "pass"
        lines[index + 1] = ""
    else:
        lines[index] = indent + "pass"
    return lines[index] != text


def balanced(text):
    return all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}"))


class Names:
    """The names that a text binds and uses."""

    def __init__(self, known):
        self.known = known
        self.bound = set()
        self.used = []
        self.methods = []
        self.refused = []
        self.star = False

    def visit(self, node, in_class):
        kind = type(node).__name__
        if kind == "Name":
            if type(node.ctx).__name__ == "Load":
                self.used.append((node.id, node.lineno, node.col_offset + 1, in_class))
            else:
                self.bound.add(node.id)
        elif kind == "Attribute":
            if node.attr in OLD_METHODS:
                self.methods.append((node.attr, node.end_lineno, node.end_col_offset - len(node.attr) + 1))
        elif kind == "Import":
            for alias in node.names:
                self.bound.add(alias.asname or alias.name.split(".")[0])
                self.imported(node, alias.name)
        elif kind == "ImportFrom":
            self.imported_from(node)
        elif kind in ("Global", "Nonlocal"):
            self.bound.update(node.names)
        elif kind == "BinOp" and type(node.op).__name__ == "RShift" and getattr(node.left, "id", "") == "print":
            self.refused.append(
                [node.lineno, node.col_offset + 1, "found print >> as in Python 2; a policy's words go to self.log", "", ""]
            )
        for name in ("name", "arg", "rest"):
            value = getattr(node, name, None)
            if isinstance(value, str):
                self.bound.add(value)
        for field in node._fields:
            value = getattr(node, field, None)
            for child in value if isinstance(value, list) else (value,):
                if hasattr(child, "_fields"):
                    self.visit(child, in_class or kind == "ClassDef")

    def imported(self, node, name):
        if name in ("Zorp", "Zorp.Core", "Zorp.Imap"):
            return
        found = refusal(name)
        if found is not None:
            self.refused.append([node.lineno, node.col_offset + 1, found, "", ""])

    def imported_from(self, node):
        module = node.module or ""
        for alias in node.names:
            self.bound.add(alias.asname or alias.name)
        if node.level:
            self.refused.append([node.lineno, node.col_offset + 1, RELATIVE, "", ""])
        elif module in ("Zorp", "Zorp.Core", "Zorp.Imap"):
            for alias in node.names:
                if alias.name != "*" and module != "Zorp" and alias.name not in self.known:
                    self.unknown(alias.name, node.lineno, node.col_offset + 1)
        else:
            self.star = self.star or any(alias.name == "*" for alias in node.names)
            self.imported(node, module)
            if module == "urllib" and refusal(module) is None:
                for alias in node.names:
                    self.imported(node, "urllib." + alias.name)

    def unknown(self, name, line, column):
        what = "constant " if name.startswith(("IMAP_", "Z_")) else "name "
        candidates = [known for known in self.known if known.startswith(name.split("_")[0])] or list(self.known)
        if what == "name ":
            candidates += sorted(self.bound - {name})
        self.refused.append([line, column, "found the unknown " + what + name, name, " ".join(candidates)])

    def mistakes(self):
        for name, line, column in self.methods:
            if name not in self.bound:
                self.refused.append(
                    [line, column, "found " + name + " of Python 2; Python 3 wants " + OLD_METHODS[name], "", ""]
                )
        seen = set()
        for name, line, column, in_class in self.used:
            if name in self.bound or name in self.known or name in vars(builtins) or (name, line) in seen:
                continue
            seen.add((name, line))
            if name in OLD_NAMES:
                self.refused.append(
                    [line, column, "found " + name + " of Python 2; Python 3 wants " + OLD_NAMES[name], "", ""]
                )
            elif name.startswith(("IMAP_", "Z_")) or in_class and not self.star:
                if name not in ("__class__", "__name__", "__file__", "__qualname__", "__module__"):
                    self.unknown(name, line, column)
        return sorted(self.refused)
