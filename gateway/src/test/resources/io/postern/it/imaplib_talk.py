"""A user's morning with Python's imaplib: imaplib_talk.py PORT USER PASSWORD hidden|open

Uses the library as its documentation shows it. Ends with exit code 0 and "all well", or with the first thing that went wrong.
"""

import imaplib
import sys
import time

PORT, USER, PASSWORD, POLICY = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
HIDDEN = POLICY == "hidden"
MESSAGE = b"From: ada@example.org\r\nTo: bob@example.org\r\nSubject: number %d\r\n\r\nHello %d\r\n"


def ok(answer, what):
    status, data = answer
    assert status == "OK", (what, status, data)
    return data


def refused(answer, text):
    status, data = answer
    assert status == "NO", (status, data)
    assert text in data[0].decode(), data


# Connecting reads the greeting and asks for the capabilities.
mail = imaplib.IMAP4("127.0.0.1", PORT, timeout=30)
if HIDDEN:
    assert mail.welcome == b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Welcome to IMAP proxy", mail.welcome
    assert mail.capabilities == ("IMAP4REV1",), mail.capabilities
else:
    assert b"Dovecot" in mail.welcome, mail.welcome
    assert "LITERAL+" in mail.capabilities and "AUTH=PLAIN" in mail.capabilities, mail.capabilities

try:
    mail.login(USER, "wrong")
    raise AssertionError("logged in with a wrong password")
except imaplib.IMAP4.error as refusal:
    assert b"Authentication failed" in refusal.args[0], refusal

ok(mail.login(USER, PASSWORD), "login")
assert mail.state == "AUTH"
assert any(b"INBOX" in line for line in ok(mail.list(), "list"))
ok(mail.create('"Archive 2026"'), "create")
ok(mail.subscribe('"Archive 2026"'), "subscribe")
assert any(b"Archive 2026" in line for line in ok(mail.lsub(), "lsub"))

for i in range(5):
    ok(mail.append("INBOX", r"(\Seen)" if i == 0 else None, imaplib.Time2Internaldate(time.time()), MESSAGE % (i, i)), "append")
# Bigger than any buffer on the way; imaplib waits for the server's consent.
large = b"Subject: large\r\n\r\n" + b"0123456789abcdef\r\n" * 100_000
ok(mail.append("INBOX", None, None, large), "append large")

assert ok(mail.select("INBOX"), "select") == [b"6"]
assert ok(mail.search(None, "ALL"), "search") == [b"1 2 3 4 5 6"]
assert ok(mail.search(None, '(SUBJECT "number 3")'), "search subject") == [b"4"]
parts = ok(mail.fetch("1:2", "(RFC822)"), "fetch")
assert parts[0][1] == MESSAGE % (0, 0) and parts[2][1] == MESSAGE % (1, 1), parts
assert ok(mail.fetch("6", "(BODY.PEEK[])"), "fetch large")[0][1] == large
assert ok(mail.fetch("6", "(BODY.PEEK[TEXT]<16.4>)"), "fetch a range")[0][1] == b"\r\n01"
ok(mail.uid("FETCH", "1:*", "(FLAGS)"), "uid fetch")
ok(mail.store("2", "+FLAGS", r"(\Flagged)"), "store")
assert ok(mail.search(None, "FLAGGED"), "search flagged") == [b"2"]
ok(mail.copy("1:3", '"Archive 2026"'), "copy")
ok(mail.store("5", "+FLAGS", r"(\Deleted)"), "delete a mail")
assert ok(mail.expunge(), "expunge") == [b"5"]
assert b"MESSAGES 3" in ok(mail.status('"Archive 2026"', "(MESSAGES UIDNEXT)"), "status")[0]
ok(mail.noop(), "noop")
ok(mail.check(), "check")
ok(mail.close(), "close")

if HIDDEN:
    refused(mail.delete('"Archive 2026"'), "Folders are kept here (")
    refused(mail.rename('"Archive 2026"', "Elsewhere"), "(")
else:
    ok(mail.rename('"Archive 2026"', "Elsewhere"), "rename")
    ok(mail.delete("Elsewhere"), "delete")
    ok(mail.namespace(), "namespace")

# A command that the server would know and the gateway doesn't.
try:
    answer = mail.xatom("XYZZY")
    assert answer[0] == "BAD", answer
except imaplib.IMAP4.error as refusal:
    assert "BAD" in str(refusal), refusal
mail.logout()

if not HIDDEN:
    with imaplib.IMAP4("127.0.0.1", PORT, timeout=30) as other:
        credentials = b"\0" + USER.encode() + b"\0" + PASSWORD.encode()
        ok(other.authenticate("PLAIN", lambda challenge: credentials), "authenticate")
        ok(other.select("INBOX", readonly=True), "examine")
        assert other.is_readonly
    with imaplib.IMAP4("127.0.0.1", PORT, timeout=30) as third:
        ok(third.login_cram_md5(USER, PASSWORD), "cram-md5")

print("all well")
