/**
 * The proxies of the comparison, each with a configuration of its own on free ports of 127.0.0.1,
 * and what the kernel says of their processes.
 */
package io.postern.benchmarks.peers;
