# A session's functions, called by Java.


STATES = tuple(
    CONSTANTS["IMAP_IS_" + name] for name in ("INITIAL", "NONAUTH", "AUTHENTICATING", "AUTH", "SELECTED", "QUIT")
)


def open_session(session_id, service, client_address, server_address, user, client_certificate):
    """A closure for one session, or what went wrong."""
    session = Session()
    session.session_id = session_id
    session.service = Service(service)
    session.client_address = client_address
    session.server_address = server_address
    session.user = user
    session.client_certificate = client_certificate
    try:
        me, functions = POLICY.for_session(session)
    except BaseException as problem:
        return failure(problem)

    def call(index, tag, command, old, new, user, client_certificate, build, *values):
        # The values come flat, and a function made for their shape builds the tuple: a tuple of Java's would cost
        # ten times as much.
        session.user = user
        session.client_certificate = client_certificate
        before = STATES[new]
        me.imap_state_old = STATES[old]
        me.imap_state_new = before
        try:
            result = functions[index](tag, command, build(*values))
            after = me.imap_state_new
        except BaseException as problem:
            return failure(problem)
        if type(result) is Constant and after is before:
            return result
        if type(after) is not Constant or after not in STATES:
            return ["x", "left imap_state_new as " + type(after).__name__ + ", expected a constant IMAP_IS_*", 0, ""]
        return ["r", STATES.index(after), plain(result)]

    return call
