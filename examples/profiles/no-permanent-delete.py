# Mail is read, written, flagged and moved, to the trash as well, but no message is ever removed.
# Commands pass by name only, so what the gateway learns later is refused until it stands here.

# A message that was moved is there still, in another mailbox.
PASSING = ("CAPABILITY", "NOOP", "LOGOUT", "ID", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE",
           "SELECT", "EXAMINE", "CREATE", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LSUB", "NAMESPACE",
           "STATUS", "IDLE", "CHECK", "UNSELECT", "SEARCH", "FETCH", "COPY", "MOVE")

# UIDPLUS for COPYUID and APPENDUID; its UID EXPUNGE is refused.
SHOWN = ("IMAP4rev1", "IMAP4rev2", "LITERAL+", "LITERAL-", "SASL-IR", "AUTH=PLAIN", "AUTH=LOGIN",
         "AUTH=CRAM-MD5", "AUTH=SCRAM-SHA-1", "AUTH=SCRAM-SHA-256", "AUTH=SCRAM-SHA-512",
         "AUTH=XOAUTH2", "AUTH=OAUTHBEARER", "ID", "ENABLE", "UTF8=ACCEPT", "NAMESPACE", "CHILDREN",
         "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE", "STATUS=SIZE", "IDLE", "UNSELECT",
         "ESEARCH", "SEARCHRES", "BINARY", "MOVE", "MULTIAPPEND", "UIDPLUS")


class NoPermanentDelete(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["*"] = IMAP_REQ_REJECT
        for command in PASSING:
            self.request[command] = IMAP_REQ_ACCEPT
        # What is marked \Deleted goes at the next EXPUNGE, whoever sends that: no message gets the
        # mark here.
        self.request["STORE"] = (IMAP_REQ_POLICY, self.store)
        self.request["APPEND"] = (IMAP_REQ_POLICY, self.append)
        self.request["EXPUNGE"] = (IMAP_REQ_REJECT, "Mail is never removed here")
        self.request["UID EXPUNGE"] = (IMAP_REQ_REJECT, "Mail is never removed here")
        # CLOSE expunges what others marked; UNSELECT doesn't.
        self.request["CLOSE"] = (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "UNSELECT")
        # A mailbox takes its messages with it. A new name may be one that the server empties by
        # itself.
        self.request["DELETE"] = (IMAP_REQ_REJECT, "Folders are kept here")
        self.request["RENAME"] = (IMAP_REQ_REJECT, "Folders are kept here")
        self.capability["*"] = IMAP_CAP_DROP
        for name in SHOWN:
            self.capability[name] = IMAP_CAP_ACCEPT

    def store(self, tag, command, arguments):
        mode = arguments[1]
        # To take the mark away is fine.
        if isinstance(mode, str) and mode.startswith("-FLAGS"):
            return IMAP_REQ_ACCEPT
        return unmarked(arguments)

    def append(self, tag, command, arguments):
        return unmarked(arguments)


def unmarked(arguments):
    if marks(arguments):
        return (IMAP_REQ_REJECT, "Move mail to the trash instead")
    return IMAP_REQ_ACCEPT


def marks(arguments):
    """Whether the flag is among them; system flags are in upper case, however they were written."""
    for argument in arguments:
        if argument == "\\DELETED":
            return True
        if isinstance(argument, tuple) and argument[0] == "(" and marks(argument[1:]):
            return True
    return False
