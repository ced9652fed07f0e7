# The capability hash: which capabilities may reach a client, whatever the server and the gateway know.
#
# It is applied wherever a server shows capabilities: in the answer to CAPABILITY, in its greeting, at login. Without
# a "*" everything else is dropped; and what is dropped is refused, too, should a client try it unseen.

from Zorp.Core import *
from Zorp.Imap import *


class CapabilityHash(AbstractImapProxy):
    def config(self):
        self.request["*"] = (IMAP_REQ_ACCEPT)
        self.response["*", IMAP_TAG_ALL, "*"] = (IMAP_RSP_ACCEPT)
        self.capability["IMAP4rev1"] = IMAP_CAP_ACCEPT
        self.capability["LITERAL+"] = IMAP_CAP_ACCEPT
        self.capability["AUTH=PLAIN"] = IMAP_CAP_ACCEPT
        self.capability["IDLE"] = IMAP_CAP_DROP
