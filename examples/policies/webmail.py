# For a webmail that is known: what it needs stands here, and nothing else passes.


class Webmail(AbstractImapProxy):
    def config(self):
        for command in ("CAPABILITY", "LOGIN", "LOGOUT", "NOOP", "LIST", "STATUS", "SELECT",
                        "UNSELECT", "UID SEARCH", "UID FETCH", "UID STORE", "UID MOVE", "APPEND"):
            self.request[command] = IMAP_REQ_ACCEPT
        self.response["GREETING", IMAP_TAG_UNTAGGED, "OK"] = IMAP_RSP_ACCEPT
        self.response["*", IMAP_TAG_ALL, "OK"] = IMAP_RSP_ACCEPT
        self.response["*", IMAP_TAG_TAGGED, "NO"] = IMAP_RSP_ACCEPT
        self.response["*", IMAP_TAG_TAGGED, "BAD"] = IMAP_RSP_ACCEPT
        self.response["*", IMAP_TAG_UNTAGGED, "BYE"] = IMAP_RSP_ACCEPT
        # Codes that the gateway knows are kept without an entry.
        self.response["CAPABILITY", IMAP_TAG_UNTAGGED, "CAPABILITY"] = IMAP_RSP_ACCEPT
        self.response["LOGIN", IMAP_TAG_UNTAGGED, "CAPABILITY"] = IMAP_RSP_ACCEPT
        self.response["LIST", IMAP_TAG_UNTAGGED, "LIST"] = IMAP_RSP_ACCEPT
        self.response["STATUS", IMAP_TAG_UNTAGGED, "STATUS"] = IMAP_RSP_ACCEPT
        self.response["SELECT", IMAP_TAG_UNTAGGED, "*"] = IMAP_RSP_ACCEPT
        self.response["UID SEARCH", IMAP_TAG_UNTAGGED, "SEARCH"] = IMAP_RSP_ACCEPT
        self.response["UID SEARCH", IMAP_TAG_UNTAGGED, "ESEARCH"] = IMAP_RSP_ACCEPT
        self.response["UID FETCH", IMAP_TAG_UNTAGGED, "FETCH"] = IMAP_RSP_ACCEPT
        self.response["UID STORE", IMAP_TAG_UNTAGGED, "FETCH"] = IMAP_RSP_ACCEPT
        self.response["UID MOVE", IMAP_TAG_UNTAGGED, "EXPUNGE"] = IMAP_RSP_ACCEPT
        # A server may say these at any time, and the client must hear them (RFC 3501, 5.2).
        for name in ("EXISTS", "RECENT", "EXPUNGE", "FETCH"):
            self.response["UNSOLICITED", IMAP_TAG_UNTAGGED, name] = IMAP_RSP_ACCEPT
        for name in ("IMAP4rev1", "UIDPLUS", "UNSELECT", "MOVE", "ESEARCH", "SPECIAL-USE"):
            self.capability[name] = IMAP_CAP_ACCEPT
