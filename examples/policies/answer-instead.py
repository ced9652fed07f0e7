# The gateway answers what needs no server: it spares a slow one, and tells clients what we want
# them to hear.


class AnswerInstead(ImapProxy):
    def config(self):
        super().config()
        self.request["CAPABILITY"] = (IMAP_REQ_RESPOND, "OK Done", ("[IMAP4rev1 IDLE NAMESPACE]",))
        self.request["ID"] = (IMAP_REQ_RESPOND, "OK Done", [
            '[("name" "Mail of Example Inc" "support-url" "https://mail.example.com/help")]'])
        self.request["NAMESPACE"] = (IMAP_REQ_RESPOND, "OK Done", ['[(("" "/")) NIL NIL]'])
        self.request["SUBSCRIBE"] = (IMAP_REQ_RESPOND, "OK All folders are subscribed here", [])
        self.request["UNSUBSCRIBE"] = \
            (IMAP_REQ_RESPOND, "NO [CANNOT] All folders are subscribed here", [])
        self.request["CHECK"] = (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "NOOP")
