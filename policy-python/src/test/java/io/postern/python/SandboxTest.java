package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sun.misc.Signal;

/**
 * Each way out that we thought of. Twice: as a policy would write it, and past our own guard, since
 * behind it there must be a wall.
 */
class SandboxTest {
  /** Reaches the interpreter's own import by what an allowed module has of it. */
  private static final String PAST_THE_GUARD =
      "import enum\nload = enum.sys.modules['importlib._bootstrap']._gcd_import\n";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          open('/etc/passwd').read()                 | tried to open a file
          import os                                  | tried to reach files: import os
          import os.path                             | tried to reach files: import os.path
          from os import environ                     | tried to reach files: import os
          import pathlib                             | tried to reach files: import pathlib
          import subprocess                          | tried to start a process: import subprocess
          import multiprocessing                     | tried to start a process: import multiprocessing
          import socket                              | tried to reach the network: import socket
          import http.client                         | tried to reach the network: import http.client
          import threading                           | tried to start a thread: import threading
          import concurrent.futures                  | tried to start a thread: import concurrent.futures
          import ctypes                              | tried to call native code: import ctypes
          import mmap                                | tried to call native code: import mmap
          import signal                              | tried to call native code: import signal
          import java                                | tried to reach the Java machine: import java
          import polyglot                            | tried to reach the Java machine: import polyglot
          import __graalpython__                     | tried to reach the Java machine: import __graalpython__
          import sys                                 | tried to reach the interpreter: import sys
          import importlib                           | tried to reach the interpreter: import importlib
          import builtins                            | tried to reach the interpreter: import builtins
          import pickle                              | tried to reach the interpreter: import pickle
          __import__('os')                           | tried to reach files: import os
          exec('import os')                          | tried to reach files: import os
          exec('import os', {'__name__': 'json'})    | tried to reach files: import os
          eval('__import__("os")')                   | tried to reach files: import os
          input()                                    | tried to read from a terminal
          breakpoint()                               | tried to start a debugger
          raise SystemExit(0)                        | raised SystemExit
          from urllib import request                 | found import urllib.request
          import urllib.request                      | found import urllib.request
          import helper                              | no files beside the policy
          from . import helper                       | no files beside the policy
          from helper import *                       | no files beside the policy
          """)
  void whatAPolicyTriesIsSaidPlainly(String line, String said) {
    assertThat(Loads.errors(folder, Loads.configText(line)))
        .singleElement()
        .asString()
        .startsWith("mine.py:4:9: ")
        .contains(said);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          load('posix').open('/etc/passwd', 0)                 | tried to reach a file
          load('io').open('/etc/passwd')                       | tried to reach a file
          load('io').open('/proc/self/environ')                | tried to reach a file
          load('io').FileIO('/etc/passwd')                     | tried to reach a file
          load('os').listdir('/')                              | tried to reach a file
          load('os').stat('/etc/passwd')                       | tried to reach a file
          load('os').mkdir('/tmp/postern-escape')              | tried to reach a file
          load('os').getcwd()                                  | tried to reach files
          load('pathlib').Path('/etc/passwd').read_text()      | tried to reach a file
          load('tempfile').mkdtemp()                           | raised FileNotFoundError
          load('os').system('true')                            | tried to start a process
          load('random')._os.system('true')                    | tried to start a process
          load('subprocess').run(['true'])                     | tried to start a process
          load('os').execv('/bin/true', ['true'])              | tried to start a process
          load('_posixsubprocess').fork_exec()                 | tried to start a process
          load('socket').socket()                              | tried to reach the network
          load('socket').create_connection(('127.0.0.1', 9))   | tried to reach the network
          load('socket').getaddrinfo('localhost', 80)          | tried to reach the network
          load('select').select([], [], [], 0)                 | tried to reach the network
          load('_thread').start_new_thread(print, ())          | tried to start a thread
          load('threading').Thread(target=print).start()       | tried to start a thread
          load('ctypes')                                       | raised ImportError
          load('java').type('java.lang.System')                | raised KeyError
          load('polyglot').eval(language='python', string='1') | raised RuntimeError
          load('polyglot').import_value('x')                   | raised NotImplementedError
          load('__graalpython__').read_file('/etc/passwd')     | tried
          load('_signal').signal(1, print)                     | tried to take over a signal
          load('signal').signal(15, print)                     | tried to take over a signal
          load('signal').raise_signal(1)                       | tried to send a signal
          load('os').kill(load('os').getpid(), 9)              | tried to send a signal
          load('os')._exit(3)                                  | tried to end the process
          load('sys').exit(3)                                  | raised SystemExit
          load('faulthandler').dump_traceback_later(1)         | tried to reach the interpreter
          self.log.__func__.__globals__['emit'].getClass()     | raised AttributeError
          """)
  void behindTheGuardThereIsAWall(String line, String said) {
    String[] lines = (PAST_THE_GUARD + line).split("\n");
    assertThat(Loads.errors(folder, Loads.configText(lines)))
        .singleElement()
        .asString()
        .startsWith("mine.py:6:9: ")
        .contains(said);
    assertThat(Path.of("/tmp/postern-escape")).doesNotExist();
  }

  @Test
  void theEnvironmentOfTheProcessIsNotSeen() {
    String[] lines =
        (PAST_THE_GUARD
                + "assert 'PATH' not in load('os').environ\n"
                + "assert load('os').getenv('HOME') is None")
            .split("\n");
    Loads.config(folder, lines);
  }

  @Test
  void theSignalsOfTheGatewayStayItsOwn() {
    // Not SIGHUP: where a shell ignores it for what it starts, Java does as well.
    Signal signal = new Signal("WINCH");
    Runnable[] ours = {() -> {}};
    sun.misc.SignalHandler handler = _ -> ours[0].run();
    sun.misc.SignalHandler before = Signal.handle(signal, handler);
    try {
      String[] lines =
          (PAST_THE_GUARD
                  + "try:\n"
                  + "    load('_signal').signal("
                  + signal.getNumber()
                  + ", print)\n"
                  + "except OSError:\n"
                  + "    pass\n"
                  + "try:\n"
                  + "    load('importlib').reload(load('_signal')).signal("
                  + signal.getNumber()
                  + ", print)\n"
                  + "except Exception:\n"
                  + "    pass")
              .split("\n");
      Loads.config(folder, lines);
      assertThat(Signal.handle(signal, handler)).isSameAs(handler);
    } finally {
      Signal.handle(signal, before);
    }
  }

  @Test
  void thePureStandardLibraryIsImported() {
    Loads.sound(
        folder,
        """
        import base64, binascii, bisect, calendar, collections, copy, datetime, decimal, difflib, enum, fnmatch
        import functools, hashlib, heapq, hmac, html, ipaddress, itertools, json, math, operator, random, re, secrets
        import string, struct, textwrap, time, types, typing, unicodedata, uuid
        import email.header, email.message, email.utils, urllib.parse, collections.abc, dataclasses
        from contextlib import contextmanager
        from urllib import parse

        assert datetime.datetime.strptime("2026-11-23", "%Y-%m-%d").year == 2026
        assert ipaddress.ip_address("192.0.2.1") in ipaddress.ip_network("192.0.2.0/24")
        assert email.header.decode_header("=?utf-8?q?a?=") == [(b"a", "utf-8")]
        assert json.loads(json.dumps({"a": [1, 2]})) == {"a": [1, 2]}
        assert re.match(r"(\\w+)", "word").group(1) == "word"
        assert decimal.Decimal("0.1") + decimal.Decimal("0.2") == decimal.Decimal("0.3")
        assert hashlib.sha256(b"x").hexdigest()[:4] == "2d71"
        uuid.uuid4(), secrets.token_hex(4), time.time(), random.random()

        class Mine(ImapProxy):
            pass
        """);
  }

  @Test
  void oneConfigThatTriesSeveralImportsIsToldAllOfThem() {
    assertThat(
            Loads.errors(
                folder,
                "import os\nimport re\nfrom socket import socket\n\nclass Mine(ImapProxy):\n"
                    + "    def select(self, tag, command, arguments):\n        import threading\n"))
        .containsExactly(
            "mine.py:1:1: tried to reach files: import os",
            "mine.py:3:1: tried to reach the network: import socket",
            "mine.py:7:9: tried to start a thread: import threading");
  }

  @Test
  void aFileBesideThePolicyIsNotImported() throws Exception {
    Files.writeString(folder.resolve("helper.py"), "x = 1\n");
    assertThat(Loads.errors(folder, "import helper\nclass Mine(ImapProxy):\n    pass\n"))
        .containsExactly(
            "mine.py:1:1: found import helper, but only modules of the standard library are"
                + " imported, no files beside the policy");
  }

  @Test
  void whatOnePolicyDoesToTheBaseClassesIsNotSeenByTheNext() {
    Loads.sound(
        folder,
        """
        class Mine(ImapProxy):
            pass

        ImapProxy.config = lambda self: None
        AbstractImapProxy.log = None
        ImapProxy.__init__.__class__
        """);
    assertThat(Loads.config(folder, "self.log('x', 1, 'y')").requests()).containsKey("*");
  }

  @Test
  void aDeepRecursionIsAnOrdinaryMistake() {
    assertThat(Loads.errors(folder, Loads.configText("def f(): f()", "f()")))
        .singleElement()
        .asString()
        .startsWith("mine.py:4:9: raised RecursionError");
  }
}
