/**
 * The verb {@code demo}: an embedded mail server, the gateway in front of it, and each decision on
 * the screen.
 *
 * <p>{@link io.postern.demo.DemoVerb} is found by {@link java.util.ServiceLoader}. A module of its
 * own, so that the mail server is no part of what runs in earnest. May import what {@code cli} may.
 * Decisions arrive on event loops; one thread of {@link io.postern.demo.Screen} writes them.
 */
package io.postern.demo;
