/**
 * Transcripts: what each of four parties says and hears, as a file that shows a policy at work
 * (docs/transcripts.md).
 *
 * <p>{@link io.postern.transcript.TranscriptParser} reads a file into a {@link
 * io.postern.transcript.Transcript}; {@link io.postern.transcript.TranscriptPlayer} plays it
 * against a {@link io.postern.session.Session} without any network, in the pieces that a {@link
 * io.postern.transcript.Cut} makes, and tells the first difference as a {@link
 * io.postern.transcript.Difference}. {@link io.postern.transcript.Trial} tries files as an
 * administrator's tests, with the rules that decided in {@link io.postern.transcript.Coverage}.
 *
 * <p>{@link io.postern.transcript.SessionRecording} goes the other way: it writes a live session as
 * a transcript that passes and shows nobody's secrets or mail.
 *
 * <p>May import {@code session}, {@code notation}, {@code policy}, {@code wire}, {@code audit},
 * {@code imap} (decision 0020). Everything runs on the caller's thread; policy functions too,
 * unless a {@link io.postern.transcript.FunctionThread} is asked.
 */
package io.postern.transcript;
