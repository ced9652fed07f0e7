# AbstractImapProxy has empty tables: what isn't named is denied. Names are all that a session needs.

from Zorp.Core import *
from Zorp.Imap import *


class DeniedByDefault(AbstractImapProxy):
    def config(self):
        AbstractImapProxy.config(self)
        self.request["UID"] = IMAP_REQ_ACCEPT
        for command in ("CAPABILITY", "LOGIN", "LOGOUT", "NOOP", "EXAMINE", "FETCH"):
            self.request[command] = IMAP_REQ_ACCEPT
            self.response[command, "ALL", "*"] = IMAP_RSP_ACCEPT
        self.response["GREETING", "UNTAGGED", "OK"] = IMAP_RSP_ACCEPT
        self.response["UNSOLICITED", "UNTAGGED", "*"] = IMAP_RSP_ACCEPT
        self.capability.update({"IMAP4rev1": IMAP_CAP_ACCEPT, "LITERAL+": IMAP_CAP_ACCEPT})
        del self.request["NOOP"]
