# Example 4.23 of the guide: the greeting says nothing of the server.
#
# The printed guide has a "/" at the end of the first line, where Python needs "\".

from Zorp.Core import *
from Zorp.Imap import *


class Greeting(ImapProxy):
    def config(self):
        super().config()
        self.response["GREETING", "UNTAGGED", "OK"] = \
            (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "Welcome to IMAP proxy")
