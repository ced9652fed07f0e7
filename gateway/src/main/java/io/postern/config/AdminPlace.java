package io.postern.config;

import io.postern.service.Address;

/**
 * Where the HTTP listener for health and metrics is.
 *
 * @param clearText whether it may be reached from beyond this machine: it shows users' names and
 *     addresses, without TLS and without asking who reads
 */
public record AdminPlace(Address listen, boolean clearText) {}
