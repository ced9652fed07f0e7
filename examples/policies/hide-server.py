# Says nothing about the server behind: hide-server.yaml in Python, with examples 4.22 and 4.23 of
# the guide.


class HideServer(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["RENAME"] = IMAP_REQ_REJECT
        self.request["DELETE"] = (IMAP_REQ_REJECT, "Folders are kept here")
        self.request["CAPABILITY"] = (IMAP_REQ_RESPOND, "OK CAPABILITY completed", ("[IMAP4rev1]",))
        self.response["GREETING", "UNTAGGED", "OK"] = \
            (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "Welcome to IMAP proxy")
        self.capability["IMAP4rev1"] = IMAP_CAP_ACCEPT
        self.capability["AUTH=PLAIN"] = IMAP_CAP_ACCEPT
        self.capability["*"] = IMAP_CAP_DROP
