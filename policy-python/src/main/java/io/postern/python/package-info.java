/**
 * Policies in Python, on GraalPy: fills tables from a class's {@code config()}, and calls its
 * functions, inside a sandbox. Found by {@link java.util.ServiceLoader} as a {@link
 * io.postern.policy.PolicyEngine}; nothing of GraalPy is loaded before the first {@code .py}
 * policy.
 */
package io.postern.python;
