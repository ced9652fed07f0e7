/** Benchmarks of what {@code io.postern.net} keeps to itself. */
package io.postern.net;
