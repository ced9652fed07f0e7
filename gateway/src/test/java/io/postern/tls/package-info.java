/** Test support for TLS: certificates of the tests' own. */
package io.postern.tls;
