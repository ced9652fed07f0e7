# "IMAP states": a function looks at imap_state_old and imap_state_new, and may set the latter.
#
# CLOSE removes deleted mail for good, without a word. Here the gateway answers it itself: the client is told that it
# has no mailbox open any more, the server isn't asked, and nothing is removed. What the server then says of the mailbox
# that it still has open doesn't reach the client, until it opens the next one.

from Zorp.Core import *
from Zorp.Imap import *


class States(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["CLOSE"] = (IMAP_REQ_POLICY, self.close)
        self.request["NAMESPACE"] = (IMAP_REQ_POLICY, self.namespace)

    def close(self, tag, command, arguments):
        if self.imap_state_old == IMAP_IS_SELECTED and self.imap_state_new == IMAP_IS_AUTH:
            self.imap_state_new = IMAP_IS_AUTH
            return (IMAP_REQ_RESPOND, "OK CLOSE completed, nothing was removed")
        return IMAP_REQ_REJECT

    def namespace(self, tag, command, arguments):
        if self.imap_state_old < IMAP_IS_SELECTED:
            return IMAP_REQ_ACCEPT
        return (IMAP_REQ_REJECT, "Ask for that before opening a mailbox")
