# "The IMAP command structure in policies": arguments as a tuple of tuples, with the very examples of that page.
#
#   a0001 FETCH 1,2 RFC822         ((',', (1, '1'), (2, '2')), 'RFC822')
#   a0002 FETCH 1:2 RFC822         ((1, 2), 'RFC822')
#   * 1 FETCH (RFC822 <literal>)   ((1, '1'), ('(', 'RFC822', '<LITERAL>'))

from Zorp.Core import *
from Zorp.Imap import *


class CommandStructure(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["FETCH"] = (IMAP_REQ_POLICY, self.fetch)
        self.response["FETCH", "UNTAGGED", "FETCH"] = (IMAP_RSP_POLICY, self.fetched)

    def fetch(self, tag, command, arguments):
        if (tag, command, arguments) == ("a0001", "FETCH", ((',', (1, '1'), (2, '2')), 'RFC822')):
            return IMAP_REQ_ACCEPT
        if (tag, command, arguments) == ("a0002", "FETCH", ((1, 2), 'RFC822')):
            return (IMAP_REQ_REJECT, "A range, its first and its last")
        messages, items = arguments[0], arguments[1:]
        if messages == (1, -1):
            return (IMAP_REQ_REJECT, "All messages at once")
        return (IMAP_REQ_REJECT, "The items are a tuple of %d" % len(items))

    def fetched(self, tag, command, arguments):
        if arguments == ((1, '1'), ('(', 'RFC822', '<LITERAL>')):
            return IMAP_RSP_ACCEPT
        return IMAP_RSP_ABORT
