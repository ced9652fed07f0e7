# "Configuring policies for IMAP requests and responses": every action of the table of requests.
#
# The entry of a command decides, else "*" (which ImapProxy has), else the command is denied; the order of the lines has no meaning. An action
# may stand alone, in parentheses, or first in a tuple.

from Zorp.Core import *
from Zorp.Imap import *


class Requests(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.request["DELETE"] = (IMAP_REQ_REJECT)
        self.request["RENAME"] = (IMAP_REQ_REJECT, "Folders keep their names")
        self.request["SUBSCRIBE"] = (IMAP_REQ_DROP,)
        self.request["CHECK"] = (IMAP_REQ_ABORT, "Nobody asks for that")
        self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
        self.request["CLOSE"] = (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "UNSELECT")
        self.request["NOOP"] = (IMAP_REQ_RESPOND, "OK NOOP completed")

    def select(self, tag, command, arguments):
        if arguments[0] == "INBOX":
            return IMAP_REQ_ACCEPT
        return IMAP_REQ_REJECT


# In the tradition the services stand in the same file. Nobody calls this here: services are in postern.yaml.
def zorp_instance():
    Service(name="intra_IMAP_internet", proxy_class=Requests, router=TransparentRouter())
    Rule(proto=6, dst_port=143, src_zone='intra', dst_zone='internet', service='intra_IMAP_internet')
