# For a robot that fetches from one mailbox: it opens one, once; leaving that ends the session, and
# so does what only a thief would try.


class OneMailbox(ImapProxy):
    def config(self):
        super().config()
        self.request["SELECT"] = (IMAP_REQ_POLICY, self.open)
        self.request["EXAMINE"] = (IMAP_REQ_POLICY, self.open)
        self.request["CLOSE"] = (IMAP_REQ_POLICY, self.leave)
        self.request["UNSELECT"] = (IMAP_REQ_POLICY, self.leave)
        # Whoever tries this learns nothing, and waits.
        self.request["RENAME"] = IMAP_REQ_DROP
        self.request["DELETE"] = (IMAP_REQ_ABORT, "This account doesn't do that")
        # Message numbers change, UIDs don't.
        self.request["FETCH"] = (IMAP_REQ_REJECT, "Use UID FETCH")
        self.request["UID FETCH"] = IMAP_REQ_ACCEPT

    def open(self, tag, command, arguments):
        if self.imap_state_old == IMAP_IS_SELECTED:
            # A refusal would close the open mailbox, and the next SELECT would pass (RFC 3501,
            # 6.3.1).
            return (IMAP_REQ_ABORT, "One mailbox a session")
        return IMAP_REQ_ACCEPT

    def leave(self, tag, command, arguments):
        # Once the server has said OK, the gateway says BYE.
        self.imap_state_new = IMAP_IS_QUIT
        return IMAP_REQ_ACCEPT
