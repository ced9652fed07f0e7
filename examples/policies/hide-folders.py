# Folders under Legal are for the lawyers' own program: they are neither listed nor opened here.

# Each command that names a mailbox, APPEND, COPY and MOVE to one among them.
NAMING = ("SELECT", "EXAMINE", "STATUS", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE",
          "APPEND", "COPY", "MOVE")


class HideFolders(ImapProxy):
    def config(self):
        super().config()
        for command in NAMING:
            self.request[command] = (IMAP_REQ_POLICY, self.open)
        for name in ("LIST", "LSUB", "STATUS"):
            self.response["*", "UNTAGGED", name] = (IMAP_RSP_POLICY, self.list)
        # More exact rules of the base would win.
        self.response["UNSOLICITED", "UNTAGGED", "LIST"] = (IMAP_RSP_POLICY, self.list)
        self.response["UNSOLICITED", "UNTAGGED", "STATUS"] = (IMAP_RSP_POLICY, self.list)

    def open(self, tag, command, arguments):
        if any(hidden(each) for each in arguments):
            return (IMAP_REQ_REJECT, "No such folder")
        return IMAP_REQ_ACCEPT

    def list(self, tag, command, arguments):
        return IMAP_RSP_DROP if any(hidden(each) for each in arguments) else IMAP_RSP_ACCEPT


def hidden(name):
    """Servers may take names in any case, and part folders by a slash or a dot."""
    if not isinstance(name, str):
        return False
    lower = name.lower()
    return lower == "legal" or lower.startswith(("legal/", "legal."))
