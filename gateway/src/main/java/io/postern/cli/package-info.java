/** The verbs of the command line: run, check, test, explain. It may import every other package. */
package io.postern.cli;
