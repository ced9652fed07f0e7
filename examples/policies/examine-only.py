# Every mailbox but Drafts is opened read-only; names are compared as the server gets them.


class ExamineOnly(ImapProxy):
    refused = 0

    def config(self):
        ImapProxy.config(self)
        self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
        self.request["DELETE"] = (IMAP_REQ_POLICY, self.delete)

    def select(self, tag, command, arguments):
        if arguments[0] == "Drafts":
            return IMAP_REQ_ACCEPT
        return (IMAP_REQ_REWRITE, "EXAMINE", arguments)

    def delete(self, tag, command, arguments):
        # Each session has an instance of its own: the count is that of one client.
        self.refused += 1
        if self.refused > 3:
            return (IMAP_REQ_ABORT, "That is enough")
        return (IMAP_REQ_REJECT, "Folders are kept here")
