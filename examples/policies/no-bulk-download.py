# Whoever asks for the text of all messages at once gets none: 20 at a time is what people need.

MESSAGES_MAX = 20
ANY = 1 << 63


class NoBulkDownload(ImapProxy):
    def config(self):
        super().config()
        self.request["FETCH"] = (IMAP_REQ_POLICY, self.fetch)
        self.stack["FETCH"] = IMAP_BODY_TEXT

    def fetch(self, tag, command, arguments):
        # UID FETCH is asked about here, too.
        if count(arguments[0]) > MESSAGES_MAX and whole(arguments[1:]):
            return (IMAP_REQ_REJECT, "No more than 20 messages at a time")
        return IMAP_REQ_ACCEPT


def count(numbers):
    """How many messages a set may mean; a * or $ stands for any number."""
    if numbers == "$":
        return ANY
    first, last = numbers[0], numbers[1]
    if first == ",":
        return sum(count(each) for each in numbers[1:])
    if isinstance(last, str):
        return 1
    return ANY if first < 0 or last < 0 else abs(last - first) + 1


def whole(items):
    """Whether text is asked for: BODY[], BODY[1], RFC822..."""
    before = None
    for item in items:
        if item in ("RFC822", "RFC822.TEXT"):
            return True
        if isinstance(item, tuple) and item[0] == "(" and whole(item[1:]):
            return True
        if isinstance(item, tuple) and item[0] == "[":
            if not headers(item) and before != "BINARY.SIZE":
                return True
        before = item
    return False


def headers(section):
    """Whether a section is of headers only."""
    return len(section) > 1 and ("HEADER" in section[1] or section[1].endswith("MIME"))
