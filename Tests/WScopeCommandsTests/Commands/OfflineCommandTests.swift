import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("Commands without a connection")
struct OfflineCommandTests {
  @Test("accept shows each step (RFC 6455 1.3)")
  func accept() {
    let expected = """
      key        dGhlIHNhbXBsZSBub25jZQ==
      + GUID     dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
      SHA-1      b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea
      base64     s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

      """
    #expect(
      TestConsole.run("accept", "dGhlIHNhbXBsZSBub25jZQ==") == .init(status: 0, output: expected, errors: ""))
  }

  @Test(
    "a key that a client must not send is computed, and reported",
    arguments: [
      ("abc", "the key is not valid base64, expected 16 bytes of it (RFC 6455 4.1)"),
      ("YWJj", "the key is 3 bytes in base64, expected 16 (RFC 6455 4.1)"),
      ("", "the key is 0 bytes in base64, expected 16 (RFC 6455 4.1)"),
    ])
  func acceptOfAnyKey(key: String, sentence: String) {
    let outcome = TestConsole.run("accept", key)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("base64     \(AcceptKey(for: key).value)\n"))
    #expect(outcome.errors == "wscope: \(sentence)\n")
  }

  @Test("decode -q shows what went wrong and no more")
  func decodesQuietly() {
    #expect(TestConsole.run("decode", "-q", "8105 68656c6c6f") == .init(status: 0, output: "", errors: ""))
    let broken = TestConsole.run("decode", "-q", "c105 68656c6c6f")
    #expect(broken.status == 76 && broken.output.isEmpty)
    #expect(broken.errors.contains("1 violation, the first at byte 0"), "\(broken.errors)")
    let shown = TestConsole.run("decode", "-q", "--hex", "8105 68656c6c6f")
    #expect(shown.status == 64)
    #expect(shown.errors.hasPrefix("wscope: --quiet shows nothing, so --hex cannot be combined with it\n"))
  }

  @Test(
    "decode counts what it read, whatever it shows",
    arguments: [([], 3), (["--show", "off"], 1), (["--only", "ping"], 1), (["--show", "spec"], 1)])
  func decodeCounts(options: [String], lines: Int) {
    let outcome = TestConsole.run(["decode", "--stats"] + options + ["8105 68656c6c6f"])
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count == lines, "\(outcome)")
    #expect(
      outcome.errors == """
        statistics
          → out  0 messages, 0 frames, 0 bytes of payload, 0 bytes on the wire
          ← in   1 message, 1 frame (1 TEXT), 5 bytes of payload, 7 bytes on the wire

        """)
  }

  @Test(
    "options of the views that JSON Lines have no use for", arguments: ["--pretty", "--stats", "--grep=a"])
  func decodeRefuses(option: String) {
    let outcome = TestConsole.run("decode", "--json", option, "8100")
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("combined"), "\(outcome.errors)")
  }

  @Test("the catalogue has a row for every rule, and one rule is printed alone")
  func rules() {
    let all = TestConsole.run("rules")
    #expect(all.status == 0 && all.errors.isEmpty)
    for rule in Rule.allCases {
      #expect(all.output.contains("\n\(rule.id) ") || all.output.hasPrefix(rule.id))
    }
    for rule in [Rule.lengthNotMinimal, .accept, .messageTooBig] {
      let one = TestConsole.run("rules", rule.id)
      #expect(one.status == 0 && one.output.contains("\(rule.clause)"), "\(one)")
    }
    let unknown = TestConsole.run("rules", "no-such-rule")
    #expect(unknown.status == 64 && unknown.output.isEmpty)
    #expect(unknown.errors.hasPrefix("wscope: there is no rule \"no-such-rule\""))
  }

  @Test(
    "encode prints any frame",
    arguments: [
      ("op=text text=hi", "81 02 68 69\n"), ("op=text text=hi mask=01020304", "81 82 01 02 03 04 69 6b\n"),
      ("op=ping", "89 00\n"), ("op=close hex=03e8", "88 02 03 e8\n"), ("fin=0 op=0xB rsv=111", "7b 00\n"),
      ("len=16 text=a", "81 7e 00 01 61\n"), ("len=64 text=a", "81 7f 00 00 00 00 00 00 00 01 61\n"),
      ("claim=9 text=a", "81 09 61\n"), ("base64=aGk=", "81 02 68 69\n"),
    ])
  func encode(words: String, bytes: String) {
    #expect(
      TestConsole.run(["encode"] + words.split(separator: " ").map(String.init))
        == .init(status: 0, output: bytes, errors: ""))
  }

  @Test(
    "encode refuses what is not its grammar",
    arguments: [
      ("fin=2", "fin=2: expected 0 or 1"), ("op=nope", "op=nope"), ("mask=1", "mask=1"), ("len=8", "len=8"),
      ("text=a hex=00", "hex"), ("nonsense", "nonsense"),
    ])
  func encodeRefuses(words: String, part: String) {
    let outcome = TestConsole.run(["encode"] + words.split(separator: " ").map(String.init))
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("wscope: ") && outcome.errors.contains(part), "\(outcome.errors)")
  }

  @Test(
    "decode names every violation, with its clause and 76",
    arguments: [
      ("81 7e 00 05 68 65 6c 6c 6f", "server", Rule.lengthNotMinimal),
      ("81 05 68 65 6c 6c 6f", "client", .maskRequired),
      ("81 85 37 fa 21 3d 5f 9f 4d 51 58", "server", .maskForbidden), ("c1 01 61", "any", .reservedBits),
      ("83 00", "any", .reservedOpcode), ("09 00", "any", .controlFragmented),
      ("82 ff ff ff ff ff ff ff ff ff 00 00 00 00", "any", .lengthTopBit),
      ("80 00", "any", .continuationWithoutStart), ("01 01 61 81 01 62", "any", .messageInterrupted),
      ("88 01 03", "any", .closeBodyOneByte), ("88 02 03 ed", "any", .closeCodeForbidden),
      ("88 04 03 e8 c3 28", "any", .closeReasonNotUTF8), ("81 02 c3 28", "any", .textNotUTF8),
      ("88 00 81 01 61", "any", .dataAfterClose),
    ])
  func violations(hex: String, role: String, rule: Rule) {
    let outcome = TestConsole.run("decode", "--role", role, hex)
    #expect(outcome.status == 76)
    #expect(
      outcome.output.contains(rule.id) && outcome.output.contains("\(rule.clause)"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("1 violation\n"), "\(outcome.output)")
  }

  @Test(
    "each view shows the same frame",
    arguments: [
      ("line", "← TEXT   fin  rsv 000  op 0x1  unmasked           len 2 (7-bit)   [81 02]\n  hi\n"),
      ("spec", "fin=1 rsv=000 op=0x1 mask=none text=hi\n"),
    ])
  func views(view: String, text: String) {
    let outcome = TestConsole.run("decode", "--show", view, "81 02 68 69")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix(text), "\(outcome.output)")
  }

  @Test(
    "arguments that are wrong are one sentence and 64",
    arguments: [
      ("snd ws://127.0.0.1:1/ hi", "snd is not a command; did you mean send?"),
      ("snd ws://127.0.0.1:1/ hi", "usage: wscope send [options] URL [MESSAGE ...]"),
      ("lisen 0", "  wscope listen 8080 --echo\n"), ("demo -zz", "  wscope demo hello\n"),
      ("listen 0 -hello", "unknown option -hello\n        --help lists the options\n"),
      ("nope a b", "nope is not a command: expected connect, send"),
      ("send --nope :1 x", "a message that begins with - goes after --"),
      ("send", "URL is ws://HOST:PORT/PATH"),
      ("send --timeout x ws://u:Qz9@127.0.0.1:1/", "usage: wscope send"),
      ("listen 0 --foo", "for example:\n          wscope listen 8080\n          wscope listen 8080 --echo\n"),
      ("accept", "  wscope accept dGhlIHNhbXBsZSBub25jZQ==\n"),
      ("rules a b", "  wscope rules mask-required\n"),
      ("send ws://127.0.0.1:1/", "there is nothing to send"),
      ("send ws://127.0.0.1:99999/ a", "99999"), ("send ftp://127.0.0.1/ a", "ftp"),
      ("send ws://h<x>/ a", "h<x>"), ("send ws:///a b", "host"),
      ("connect", "usage: wscope [connect] [options] URL\n"),
      ("connect", "  wscope ws://localhost:8080/chat\n"),
      ("listen", "usage: wscope listen [options] [HOST:]PORT\n"),
      ("listen", "no port was given"), ("listen 99999", "expected [HOST:]PORT with a port of 0 to 65535"),
      ("listen 0 --unix-socket /tmp/x", "one of them at a time"),
      ("listen 0 --socket-mode 600", "--unix-socket"),
      ("connect", "no URL was given"), ("--echo --expect 1 ws://127.0.0.1:1/", "--expect cannot be combined"),
      ("decode --file f 8100", "both as arguments and as a file"), ("help nope", "nope"),
      ("-l 0 -c ws://127.0.0.1:1/", "-l listens and -c connects"),
    ])
  func misuse(arguments: String, part: String) {
    let outcome = TestConsole.run(arguments.split(separator: " ").map(String.init))
    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.hasPrefix("wscope: ") && outcome.errors.contains(part), "\(outcome.errors)")
    #expect(!outcome.errors.contains("Qz9"))
  }

  @Test("the help lists the commands, and each has its usage")
  func help() {
    let help = TestConsole.run("--help")
    #expect(help.status == 0 && help.errors.isEmpty)
    for (command, usage) in [
      ("send", "[options] URL [MESSAGE ...]"), ("listen", "[options] [HOST:]PORT"),
      ("decode", "[options] [HEX ...]"), ("encode", "[options] WORD ..."), ("accept", "[options] KEY"),
      ("rules", "[options] [ID]"),
    ] {
      #expect(help.output.contains("\n  \(command) "), "\(help.output)")
      let own = TestConsole.run(command, "--help")
      #expect(own.status == 0 && own.output.contains("\nUSAGE: wscope \(command) \(usage)"), "\(own)")
      #expect(TestConsole.run("help", command) == own)
    }
  }

  @Test("the version is one line", arguments: ["--version", "-V"])
  func version(flag: String) {
    #expect(TestConsole.run(flag) == .init(status: 0, output: "wscope 0.1.0\n", errors: ""))
  }
}
