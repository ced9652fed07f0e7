/** Postern side by side with the other proxies: modes, repetitions in turns, goals, one table. */
package io.postern.benchmarks.compare;
