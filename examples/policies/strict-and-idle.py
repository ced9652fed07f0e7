# RFC 3501 by the letter and no quirk of a server, but clients are told of new mail as it comes.


class StrictAndIdle(ImapProxyStrict):
    def config(self):
        super().config()
        self.request["IDLE"] = IMAP_REQ_ACCEPT
        # The base names the responses of each command, so those of a further command want a rule,
        # too.
        self.response["IDLE", IMAP_TAG_ALL, "*"] = IMAP_RSP_ACCEPT
        self.capability["IDLE"] = IMAP_CAP_ACCEPT
        # A server that sends clients elsewhere isn't ours; other policies take the code away, this
        # one the connection.
        self.response["*", IMAP_TAG_ALL, "[REFERRAL]"] = \
            (IMAP_RSP_ABORT, "This server sends you elsewhere")
