# Example 4.22 of the guide: the gateway answers every CAPABILITY in the server's place.
#
# Clients see one capability and nothing of what the server can do besides. The string in square brackets is the
# guide's shorthand: it becomes "* CAPABILITY IMAP4rev1". The entry is of the command; what a server tells of its
# capabilities unasked, in its greeting or at login, is the capability hash's business (capability_hash.py).

from Zorp.Core import *
from Zorp.Imap import *


class CapabilityResponse(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["CAPABILITY"] = (IMAP_REQ_RESPOND, "OK CAPABILITY completed", ("[IMAP4rev1]", ))
