/**
 * Transcripts: what each of four parties says and hears, as a file that shows a policy at work
 * (docs/transcripts.md).
 *
 * <p>{@link io.postern.transcript.TranscriptParser} reads a file into a {@link
 * io.postern.transcript.Transcript}; {@link io.postern.transcript.TranscriptPlayer} plays it
 * against a {@link io.postern.session.Session} without any network, in the pieces that a {@link
 * io.postern.transcript.Cut} makes, and tells the first difference as a {@link
 * io.postern.transcript.Difference}. May import {@code session}, {@code notation}, {@code policy},
 * {@code audit}, {@code imap} (decision 0020). Everything runs on the caller's thread; policy
 * functions too.
 */
package io.postern.transcript;
