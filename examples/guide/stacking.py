# "IMAP stacking": which part of a message is handed to what. The hash is kept and checked; nothing is stacked yet.

from Zorp.Core import *
from Zorp.Imap import *


class Stacking(ImapProxy):
    def config(self):
        ImapProxy.config(self)
        self.stack["FETCH"] = (IMAP_BODY_FULL, (Z_STACK_PROVIDER, "demo_stackingprovider", "default_rulegroup"))
        self.stack["APPEND"] = (IMAP_BODY_TEXT, (Z_STACK_PROGRAM, "/usr/lib/postern/scan"))
