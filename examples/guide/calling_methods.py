# "Calling methods": an entry may name a function, which gets the tag, the command and its arguments.
#
# Old mail lives in mailboxes whose names begin with "Archive"; they are read, and not thrown away or written to. Whether
# a command may pass depends on the mailbox, so a function decides. It returns one of the actions, but not another call.

from Zorp.Core import *
from Zorp.Imap import *


class CallingMethods(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["DELETE"] = (IMAP_REQ_POLICY, self.keepArchive)
        self.request["RENAME"] = (IMAP_REQ_POLICY, self.keepArchive)
        self.request["SELECT"] = (IMAP_REQ_POLICY, self.openArchive)

    def keepArchive(self, tag, command, arguments):
        if arguments[0].startswith("Archive"):
            proxyLog(self, "imap.policy", 3, "Archive left alone; command='%s'", (command,))
            return (IMAP_REQ_REJECT, "The archive is kept")
        return IMAP_REQ_ACCEPT

    def openArchive(self, tag, command, arguments):
        if arguments[0].startswith("Archive"):
            return (IMAP_REQ_REWRITE, "EXAMINE", arguments)
        return IMAP_REQ_ACCEPT
