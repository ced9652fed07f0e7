/**
 * The verb demo: a gateway in front of an embedded mail server, to try policies without a mailbox.
 */
package io.postern.demo;
