/**
 * The load of the comparison with other proxies: a fake server and a generator, each a process of
 * its own, that share nothing but what they both know of the content.
 */
package io.postern.benchmarks.load;
