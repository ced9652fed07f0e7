# Responses are told by three names: the command that they belong to, whether they are tagged, and their own name.
#
# The type may be a constant or a string, and the most specific key wins. IMAP_REQ_* and IMAP_RSP_* mean the same here.

from Zorp.Core import *
from Zorp.Imap import *


class Responses(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.response["LIST", IMAP_TAG_UNTAGGED, "LIST"] = (IMAP_RSP_POLICY, self.folder)
        self.response["STATUS", "UNTAGGED", "*"] = (IMAP_RSP_REJECT)
        self.response["SELECT", "UNTAGGED", "OK"] = IMAP_RSP_ACCEPT
        self.response["*", "TAGGED", "NO"] = (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "The server refused")
        self.response["NOOP", "UNTAGGED", "OK"] = (IMAP_RSP_DROP,)
        self.response["SEARCH", IMAP_TAG_ALL, "*"] = IMAP_RSP_ACCEPT

    def folder(self, tag, command, arguments):
        # * LIST (\HasNoChildren) "/" Private: flags, delimiter, name.
        flags, delimiter, name = arguments[:3]
        if name.startswith("Private"):
            return IMAP_RSP_DROP
        return IMAP_RSP_ACCEPT
