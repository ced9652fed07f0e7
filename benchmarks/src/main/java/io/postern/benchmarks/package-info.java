/** JMH benchmarks of the gateway: framing, parsing, judging, encoding. */
package io.postern.benchmarks;
