# Mail is read, and nothing at the server changes: no mailbox, no message, no flag, \Seen among
# them. Commands pass by name only, so what the gateway learns later is refused until it stands
# here.

PASSING = ("CAPABILITY", "NOOP", "LOGOUT", "ID", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE",
           "EXAMINE", "LIST", "LSUB", "NAMESPACE", "STATUS", "IDLE", "UNSELECT", "SEARCH")
WRITING = ("APPEND", "STORE", "COPY", "MOVE", "EXPUNGE", "UID EXPUNGE")
ON_FOLDERS = ("CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE")

# What only helps to write (MOVE, UIDPLUS, MULTIAPPEND) isn't shown.
SHOWN = ("IMAP4rev1", "IMAP4rev2", "LITERAL+", "LITERAL-", "SASL-IR", "AUTH=PLAIN", "AUTH=LOGIN",
         "AUTH=CRAM-MD5", "AUTH=SCRAM-SHA-1", "AUTH=SCRAM-SHA-256", "AUTH=SCRAM-SHA-512",
         "AUTH=XOAUTH2", "AUTH=OAUTHBEARER", "ID", "ENABLE", "UTF8=ACCEPT", "NAMESPACE", "CHILDREN",
         "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE", "STATUS=SIZE", "IDLE", "UNSELECT",
         "ESEARCH", "SEARCHRES", "BINARY")


class ReadOnly(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["*"] = IMAP_REQ_REJECT
        for command in PASSING:
            self.request[command] = IMAP_REQ_ACCEPT
        for command in WRITING:
            self.request[command] = (IMAP_REQ_REJECT, "Mail is only read here")
        for command in ON_FOLDERS:
            self.request[command] = (IMAP_REQ_REJECT, "Folders are kept here")
        # Every mailbox is opened by EXAMINE, and a server that doesn't say [READ-ONLY] then hasn't
        # understood.
        self.request["SELECT"] = (IMAP_REQ_POLICY, self.examine)
        self.response["EXAMINE", "TAGGED", "OK"] = (IMAP_RSP_POLICY, self.opened)
        # A checkpoint may write; where there is nothing to write it is a NOOP (RFC 3501, 6.4.1).
        self.request["CHECK"] = (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "NOOP")
        # Where a server takes EXAMINE for SELECT, CLOSE expunges and BODY[...] sets \Seen.
        self.request["CLOSE"] = (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "UNSELECT")
        self.request["FETCH"] = (IMAP_REQ_POLICY, self.peek)
        self.capability["*"] = IMAP_CAP_DROP
        for name in SHOWN:
            self.capability[name] = IMAP_CAP_ACCEPT

    def examine(self, tag, command, arguments):
        return (IMAP_REQ_REWRITE, "EXAMINE", arguments)

    def opened(self, tag, command, arguments):
        if arguments[0][0] == "[" and "READ-ONLY" in arguments[0]:
            return IMAP_RSP_ACCEPT
        return (IMAP_RSP_ABORT, "The server doesn't open mailboxes read-only")

    def peek(self, tag, command, arguments):
        changed = peeking(arguments)
        if changed == arguments:
            return IMAP_REQ_ACCEPT
        return (IMAP_REQ_REWRITE, command, changed)


def peeking(items):
    """The same items, but none that sets \\Seen (RFC 3501, 6.4.5; RFC 3516, 4.2)."""
    made = []
    for item, next_item in zip(items, items[1:] + (None,)):
        section = isinstance(next_item, tuple) and next_item[0] == "["
        if isinstance(item, tuple) and item[0] == "(":
            made.append(("(",) + peeking(item[1:]))
        elif section and item in ("BODY", "BINARY"):
            made.append(item + ".PEEK")
        elif item == "RFC822":
            made += ["BODY.PEEK", ("[",)]
        elif item == "RFC822.TEXT":
            made += ["BODY.PEEK", ("[", "TEXT")]
        else:
            made.append(item)
    return tuple(made)
