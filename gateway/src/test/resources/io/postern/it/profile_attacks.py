"""A client that tries everything: profile_attacks.py PORT USER PASSWORD read-only|no-permanent-delete

INBOX has four messages, the fourth is marked \\Deleted; there is a mailbox Archive with one. Whether they are still
there is looked at elsewhere, without the gateway; here it is seen that hostile commands are refused and honest ones
work. Ends with exit code 0 and "all well", or with the first thing that went wrong.
"""

import imaplib
import re
import socket
import sys

PORT, USER, PASSWORD, PROFILE = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
READ_ONLY = PROFILE == "read-only"
MAIL = "Subject: new\r\n\r\nHello\r\n"


class Raw:
    """A connection of its own; says what it likes."""

    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", PORT), timeout=60)
        self.file = self.socket.makefile("rb")
        self.tags = 0
        assert self.file.readline().startswith(b"* OK"), "greeting"
        self.passes(f"LOGIN {USER} {PASSWORD}")

    def send(self, text):
        self.socket.sendall(text.encode())

    def answer(self, tag):
        """The status of the tagged answer and all that came before it."""
        heard = b""
        while True:
            line = self.file.readline()
            assert line, f"closed; heard {heard!r}"
            heard += line
            literal = re.search(rb"\{(\d+)}\r\n$", line)
            if literal and not re.match(rb"(\*|%s) (OK|NO|BAD|BYE) " % tag.encode(), line):
                heard += self.file.read(int(literal.group(1)))
                continue
            if line.startswith(tag.encode() + b" "):
                return line.split()[1].decode(), heard.decode("latin-1")
            if line.startswith(b"+ "):
                return "+", heard.decode("latin-1")

    def run(self, command):
        self.tags += 1
        tag = f"r{self.tags}"
        self.send(f"{tag} {command}\r\n")
        return self.answer(tag)

    def passes(self, command):
        status, heard = self.run(command)
        assert status == "OK", (command, heard)
        return heard

    def refused(self, command):
        status, heard = self.run(command)
        assert status in ("NO", "BAD"), (command, heard)

    def close(self):
        self.file.close()
        self.socket.close()


def ok(answer, what):
    status, data = answer
    assert status == "OK", (what, status, data)
    return data


# What would change mail in any case: STORE in all its forms, under UID, in any case of letters, with literals.
MARKS = [
    "STORE 1:* +FLAGS (\\Deleted)",
    "STORE 1 +FLAGS \\Deleted",
    "store 2 +flags.silent (\\deleted \\Seen)",
    "UID STORE 1:* FLAGS (\\Deleted)",
    "uid Store 1:3 FLAGS.SILENT \\Seen \\DELETED",
]
REMOVES = ["EXPUNGE", "UID EXPUNGE 1:*", "uid expunge 4", "DELETE Archive", "RENAME Archive Trash/Archive", "RENAME INBOX Old"]
# What a server may know and the gateway doesn't, or only half.
STRANGE = [
    "REPLACE 1 INBOX {%d+}\r\n%s" % (len(MAIL), MAIL),
    "UID REPLACE 1 INBOX {%d+}\r\n%s" % (len(MAIL), MAIL),
    "SETACL INBOX eve lrswipkxtecda",
    "DELETEACL INBOX %s" % USER,
    "SETQUOTA \"\" (STORAGE 1)",
    "SETMETADATA INBOX (/private/comment {4+}\r\nevil)",
    "GENURLAUTH \"imap://a@h/INBOX/;UID=1;URLAUTH=anonymous\" INTERNAL",
    "APPEND INBOX CATENATE (TEXT {%d+}\r\n%s)" % (len(MAIL), MAIL),
    "UID STORE 1 (UNCHANGEDSINCE 99) +FLAGS (\\Deleted)",
    "NOTIFY SET STATUS (selected MessageNew)",
    "COMPRESS DEFLATE",
    "STARTTLS",
    "UNAUTHENTICATE",
    "X-MAILDELETE 1",
    "UID FETCH 1 (FLAGS) (VANISHED CHANGEDSINCE 1)",
]
BODIES = [
    "FETCH 1 BODY[]",
    "FETCH 1 RFC822",
    "FETCH 2 (FLAGS RFC822.TEXT)",
    "FETCH 2 (BODY[TEXT]<0.5> BODY[1])",
    "UID FETCH 1:* (UID BODY[HEADER])",
    "uid fetch 1:* (body[header.fields (subject)])",
    "FETCH 3 BINARY[1]",
    "UID FETCH 3 (BINARY[1]<0.3>)",
]

raw = Raw()
if READ_ONLY:
    assert "[READ-ONLY]" in raw.passes("SELECT INBOX")
    for command in BODIES:
        assert "FETCH" in raw.passes(command), command
    for command in MARKS + REMOVES + [
        "STORE 1 +FLAGS (\\Seen)",
        "UID STORE 1 -FLAGS.SILENT (\\Answered $Junk)",
        "STORE 4 FLAGS ()",
        "COPY 1 Archive",
        "UID COPY 1:* Archive",
        "MOVE 1 Archive",
        "UID MOVE 1:* Archive",
        "COPY 1 {7+}\r\nArchive",
        "CREATE Evil",
        "CREATE {4+}\r\nEvil",
        "SUBSCRIBE Archive",
        "UNSUBSCRIBE Sent",
        "APPEND INBOX {%d+}\r\n%s" % (len(MAIL), MAIL),
        "APPEND INBOX (\\Seen) {%d+}\r\n%s {%d+}\r\n%s" % (len(MAIL), MAIL, len(MAIL), MAIL),
        "APPEND INBOX {%d}" % len(MAIL),
    ]:
        raw.refused(command)
else:
    assert "[READ-WRITE]" in raw.passes("SELECT INBOX")
    for command in MARKS + REMOVES + [
        "APPEND INBOX (\\Deleted) {%d+}\r\n%s" % (len(MAIL), MAIL),
        "APPEND INBOX (\\Seen \\dELETED) {%d}" % len(MAIL),
    ]:
        raw.refused(command)
    raw.passes("STORE 1 +FLAGS (\\Seen \\Flagged)")
    raw.passes("STORE 2 FLAGS ($Junk)")
    raw.passes("CREATE Trash")
    raw.passes("COPY 2 Trash")
    raw.passes("APPEND Trash (\\Seen) {%d+}\r\n%s" % (len(MAIL), MAIL))
for command in STRANGE:
    raw.refused(command)
# CLOSE with a message marked: it is still there.
before = raw.passes("SEARCH ALL")
raw.passes("CLOSE")
raw.passes("SELECT INBOX")
assert before.split("\r\n")[0] == raw.passes("SEARCH ALL").split("\r\n")[0]
# Another mailbox over the open one, and out in the middle of it.
raw.passes("SELECT Archive")
raw.passes("EXAMINE INBOX")
raw.passes("CHECK")
raw.passes("LOGOUT")
raw.close()

# All in one write; the answers come in order.
raw = Raw()
raw.send("x1 SELECT INBOX\r\nx2 STORE 1:* +FLAGS.SILENT (\\Deleted)\r\nx3 EXPUNGE\r\nx4 FETCH 2 BODY[]\r\nx5 CLOSE\r\nx6 NOOP\r\n")
assert [raw.answer(f"x{i}")[0] for i in range(1, 7)] == ["OK", "NO", "NO", "OK", "OK", "OK"]
# A command inside a message that is refused is no command; then the connection is gone in the middle of one.
evil = "x8 DELETE Archive\r\n"
raw.send("x7 APPEND INBOX (\\Deleted) {%d+}\r\n%s\r\nx9 SELECT INBOX\r\n" % (len(evil), evil))
assert raw.answer("x7")[0] == "NO"
assert raw.answer("x9")[0] == "OK"
raw.send("x10 APPEND INBOX (\\Deleted) {1000+}\r\nSubject: half")
raw.close()

# What honest programs do still works.
mail = imaplib.IMAP4("127.0.0.1", PORT, timeout=60)
ok(mail.login(USER, PASSWORD), "login")
assert any(b"INBOX" in line for line in ok(mail.list(), "list"))
ok(mail.lsub(), "lsub")
ok(mail.status("INBOX", "(MESSAGES UNSEEN)"), "status")
if READ_ONLY:
    try:
        mail.select("INBOX")
        raise AssertionError("imaplib wasn't told")
    except imaplib.IMAP4.readonly:
        pass
    assert ok(mail.select("INBOX", readonly=True), "examine") == [b"4"]
    assert ok(mail.fetch("1", "(RFC822)"), "fetch")[0][1].startswith(b"Return-Path: <ada@")
    assert mail.store("1", "+FLAGS", r"(\Seen)")[0] == "NO"
    assert mail.append("INBOX", None, None, MAIL.encode())[0] == "NO"
else:
    assert ok(mail.select("INBOX"), "select") == [b"4"]
    ok(mail.append("INBOX", r"(\Draft)", None, MAIL.encode()), "append")
    ok(mail.store("1", "+FLAGS", r"(\Answered)"), "store")
    ok(mail.uid("MOVE", "1", "Trash"), "move")
    assert mail.expunge()[0] == "NO"
assert ok(mail.uid("SEARCH", "ALL"), "search")
ok(mail.noop(), "noop")
ok(mail.close(), "close")
mail.logout()

print("all well")
