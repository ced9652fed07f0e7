package io.postern.transcript;

/**
 * One row of two talks side by side.
 *
 * @param line of the transcript, from 1; 0 where it has none
 * @param same whether both talks go together here
 * @param expected what the transcript says, empty for nothing
 * @param happened what was said and heard, empty for nothing
 */
public record Row(int line, boolean same, String expected, String happened) {}
