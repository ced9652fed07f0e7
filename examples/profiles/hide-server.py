# No word of the server reaches a client: neither its greeting nor ID nor the texts of its answers.

# A list by names tells less than what the server has. CRAM-MD5's challenge has the server's name in
# it (RFC 2195), a refused token the provider's address (RFC 7628).
SHOWN = ("IMAP4rev1", "LITERAL+", "LITERAL-", "SASL-IR", "AUTH=PLAIN", "AUTH=LOGIN",
         "AUTH=SCRAM-SHA-1", "AUTH=SCRAM-SHA-256", "AUTH=SCRAM-SHA-512", "ID", "ENABLE",
         "UTF8=ACCEPT", "NAMESPACE", "CHILDREN", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE",
         "IDLE", "UNSELECT", "ESEARCH", "MOVE", "MULTIAPPEND", "UIDPLUS")


def text(words):
    return (IMAP_RSP_REWRITE, IMAP_RSP_ACCEPT, words)


class HideServer(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        # Nor does the server hear who asks.
        self.request["ID"] = (IMAP_REQ_RESPOND, "OK Done", ("[NIL]",))
        self.response["GREETING", "UNTAGGED", "OK"] = text("Ready")
        self.response["GREETING", "UNTAGGED", "PREAUTH"] = text("Ready")
        self.response["GREETING", "UNTAGGED", "BYE"] = text("Not available")
        # Texts may say anything, their codes say what a program needs.
        self.response["*", "ALL", "OK"] = text("Done")
        self.response["*", "ALL", "NO"] = text("Not done")
        self.response["*", "ALL", "BAD"] = text("Not understood")
        self.response["*", "ALL", "BYE"] = text("Goodbye")
        self.response["LOGIN", "TAGGED", "NO"] = text("Login failed")
        self.response["AUTHENTICATE", "TAGGED", "NO"] = text("Login failed")
        # The base names these, and the more exact rule wins.
        self.response["UNSOLICITED", "UNTAGGED", "OK"] = text("Done")
        self.response["UNSOLICITED", "UNTAGGED", "NO"] = text("Not done")
        self.response["UNSOLICITED", "UNTAGGED", "BAD"] = text("Not understood")
        self.response["UNSOLICITED", "UNTAGGED", "BYE"] = text("Goodbye")
        # An alert is to be shown to the user; what is left of its text isn't worth it.
        self.response["*", "ALL", "[ALERT]"] = IMAP_RSP_DROP
        self.response["*", "ALL", "[PARSE]"] = IMAP_RSP_DROP
        # The character sets that a server knows are as good as its name.
        self.response["*", "ALL", "[BADCHARSET]"] = IMAP_RSP_DROP
        self.capability["*"] = IMAP_CAP_DROP
        for name in SHOWN:
            self.capability[name] = IMAP_CAP_ACCEPT
