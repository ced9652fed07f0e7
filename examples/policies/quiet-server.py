# Users read what we write, not what the server does: its texts are replaced, and codes that only
# help to spy are dropped.


class QuietServer(ImapProxy):
    def config(self):
        super().config()
        for login in ("LOGIN", "AUTHENTICATE"):
            self.response[login, "TAGGED", "NO"] = \
                (IMAP_RSP_REWRITE, "Wrong name or password; help: +1 555 0100")
            # One answer, whether the user is unknown, expired or locked.
            self.response[login, "TAGGED", "[*]"] = IMAP_RSP_DROP
            self.response[login, "TAGGED", "[CAPABILITY]"] = IMAP_RSP_ACCEPT
        # Warnings of its own troubles; those that no command brought on have a rule in the base.
        self.response["*", "UNTAGGED", "NO"] = IMAP_RSP_DROP
        self.response["UNSOLICITED", "UNTAGGED", "NO"] = IMAP_RSP_DROP
        self.response["*", "TAGGED", "NO"] = (IMAP_RSP_POLICY, self.refusal)

    def refusal(self, tag, command, arguments):
        # A full mailbox is worth a sentence of its own.
        if arguments[0][0] == "[" and "OVERQUOTA" in arguments[0]:
            return (IMAP_RSP_REWRITE, "Your mailbox is full; please delete some mail")
        return (IMAP_RSP_REWRITE, "The server can't do that")
