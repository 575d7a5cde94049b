import ArgumentParser
import Testing
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("Options become values, and a sentence says what a value may be")
struct OptionTests {
  private static let seconds = "expected 0 to 1000000000 seconds"
  private static let bytes = "expected 0 to 18446744073709551615 bytes, such as 500, 64k or 16M"

  /// The arguments of `send`, and what is said of the value.
  static let refusedBySend: [([String], String)] = [
    (["--timeout", "x"], "The value 'x' is invalid for '--timeout <s>': \(seconds)"),
    (["--timeout", "-1"], "The value '-1' is invalid for '--timeout <s>': \(seconds)"),
    (["--connect-timeout", "1e3"], "The value '1e3' is invalid for '--connect-timeout <s>': \(seconds)"),
    (
      ["--handshake-timeout", "1000000000.5"],
      "The value '1000000000.5' is invalid for '--handshake-timeout': \(seconds)"
    ),
    (["--close-timeout", ""], "The value '' is invalid for '--close-timeout': \(seconds)"),
    (["--expect", "-1"], "The value '-1' is invalid for '--expect <count>': expected 0 to 1000000000"),
    (
      ["--expect", "1000000001"],
      "The value '1000000001' is invalid for '--expect <count>': expected 0 to 1000000000"
    ),
    (
      ["--deflate", "maybe"],
      "The value 'maybe' is invalid for '--deflate <choice>': maybe is not a parameter of permessage-deflate (RFC 7692 7.1)"
    ),
    (
      ["--deflate", "server_max_window_bits=16"],
      "The value 'server_max_window_bits=16' is invalid for '--deflate <choice>': server_max_window_bits is 16, expected 8 to 15 (RFC 7692 7.1.2.1)"
    ),
    (["--deflate-level", "0"], "The value '0' is invalid for '--deflate-level': expected 1 to 9"),
    (["--deflate-level", "10"], "The value '10' is invalid for '--deflate-level': expected 1 to 9"),
    (["--deflate-threshold", "1x"], "The value '1x' is invalid for '--deflate-threshold': \(bytes)"),
    (["--max-message", "1T"], "The value '1T' is invalid for '--max-message <bytes>': \(bytes)"),
    (["--max-frame", "-5"], "The value '-5' is invalid for '--max-frame': \(bytes)"),
    (
      ["--out", "lines"],
      "The value 'lines' is invalid for '--out <form>': expected line, nul, length32, raw, hex, base64 or jsonl"
    ),
    (
      ["--show", "trees"],
      "The value 'trees' is invalid for '--show <view>'. Please provide one of 'off', 'line', 'tree', 'diagram' or 'spec'."
    ),
    (
      ["--color", "blue"],
      "The value 'blue' is invalid for '--color <when>'. Please provide one of 'auto', 'always' or 'never'."
    ),
  ]

  @Test(arguments: refusedBySend)
  func isRefusedBySend(arguments: [String], sentence: String) {
    let error = #expect(throws: (any Error).self) { try Send.parse(arguments + ["ws://h/", "hi"]) }
    #expect(error.map { Send.message(for: $0) } == sentence)
  }

  static let refusedByConnect: [([String], String)] = [
    (["--wait", "-2"], "The value '-2' is invalid for '--wait <s>': \(seconds), or -1 forever"),
    (
      ["--in", "raw=0"],
      "The value 'raw=0' is invalid for '--in <form>': expected line, nul, length32, whole, raw, jsonl, or raw=SIZE with a size of 1 byte or more"
    ),
    (
      ["--in", "word"],
      "The value 'word' is invalid for '--in <form>': expected line, nul, length32, whole, raw, jsonl, or raw=SIZE with a size of 1 byte or more"
    ),
    (["-l", "65536"], "The value '65536' is invalid for '-l <port>': expected 0 to 65535"),
  ]

  @Test(arguments: refusedByConnect)
  func isRefusedByConnect(arguments: [String], sentence: String) {
    let error = #expect(throws: (any Error).self) { try Connect.parse(arguments) }
    #expect(error.map { Connect.message(for: $0) } == sentence)
  }

  static let refusedByListen: [([String], String)] = [
    (["--max-clients", "0"], "The value '0' is invalid for '--max-clients <n>': expected 1 to 1000000"),
    (
      ["--max-clients", "1000001"],
      "The value '1000001' is invalid for '--max-clients <n>': expected 1 to 1000000"
    ),
    (["--reject", "299"], "The value '299' is invalid for '--reject <status>': expected 300 to 599"),
    (["--reject", "600"], "The value '600' is invalid for '--reject <status>': expected 300 to 599"),
    (
      ["--socket-mode", "888"],
      "The value '888' is invalid for '--socket-mode <mode>': expected 0 to 777 in octal, such as 660"
    ),
  ]

  @Test(arguments: refusedByListen)
  func isRefusedByListen(arguments: [String], sentence: String) {
    let error = #expect(throws: (any Error).self) { try Listen.parse(arguments + ["0"]) }
    #expect(error.map { Listen.message(for: $0) } == sentence)
  }

  @Test(
    arguments: [
      ("0", 0), ("500", 500), ("500B", 500), ("64k", 65536), ("64K", 65536), ("64KiB", 65536),
      ("16M", 16 << 20),
      ("16 MiB", 16 << 20), ("2G", 2 << 30), ("2GiB", 2 << 30), ("17179869183G", 17_179_869_183 << 30),
    ] as [(String, UInt64)])
  func byteCount(text: String, value: UInt64) throws { #expect(try ByteCount(argument: text).value == value) }

  @Test(arguments: ["17179869184G", "18446744073709551616", "k", "5 ", "5kB", "5 k k", "1.5k", "5m"])
  func isNoByteCount(text: String) {
    let error = #expect(throws: ValueError.self) { try ByteCount(argument: text) }
    #expect(error?.description == Self.bytes)
  }

  @Test(
    arguments: [
      ("0", .zero), ("0.25", .milliseconds(250)), ("1.", .seconds(1)), ("90", .seconds(90)),
      ("1000000000", .seconds(1_000_000_000)),
    ] as [(String, Duration)])
  func time(text: String, value: Duration) throws {
    #expect(try Seconds(argument: text).duration == value)
    #expect(try LingerTime(argument: text).duration == value)
  }

  @Test(
    arguments: [
      ("line", .line), ("jsonl", .jsonl), ("nul", .nul), ("length32", .length32), ("whole", .whole),
      ("raw", .reads),
      ("raw=1", .raw(1)), ("raw=64k", .raw(65536)),
      ("raw=18446744073709551615", .raw(Int.max)),
    ] as [(String, InputFraming)])
  func inputForm(text: String, framing: InputFraming) throws {
    #expect(try InputForm(argument: text).framing == framing)
  }

  @Test func deflateIsOnOffOrParameters() throws {
    #expect(try DeflateChoice(argument: "on").terms?.count == 1)
    #expect(try DeflateChoice(argument: "off").terms == nil)
    let terms = try DeflateChoice(argument: "server_no_context_takeover, client_max_window_bits=9").terms
    #expect(terms?.count == 2)
    #expect(terms?.first?.serverNoContextTakeover == true)
  }

  @Test(
    arguments: [
      ("0", 0), ("660", 0o660), ("0600", 0o600), ("777", 0o777),
    ] as [(String, UInt16)])
  func socketMode(text: String, mode: UInt16) throws { #expect(try UInt16.mode(argument: text) == mode) }

  @Test(
    arguments: [
      ("0", .tcp(host: "127.0.0.1", port: 0)), (":80", .tcp(host: "127.0.0.1", port: 80)),
      ("*:80", .tcp(host: "0.0.0.0", port: 80)), ("h:65535", .tcp(host: "h", port: 65535)),
      ("[::1]:1", .tcp(host: "::1", port: 1)),
    ] as [(String, Endpoint)])
  func listenAddress(text: String, address: Endpoint) throws {
    #expect(try Listen.address(text) == address)
  }

  @Test(arguments: ["h<x>:0", "[]:0", "[g]:0", "a b:0", "a*:0", "a/b:0"])
  func isNoHostToListenOn(text: String) {
    let error = #expect(throws: Failure.self) { try Listen.address(text) }
    #expect(error?.status == 64)
    #expect(error?.sentence.hasSuffix("is not a host to listen on") == true, "\(String(describing: error))")
  }

  @Test(arguments: ["65536", "h:", "h", "1:2:", "-1", "::1:1", "fe80::1:80", ":::1"])
  func isNoEndpoint(text: String) {
    let error = #expect(throws: Failure.self) { try Listen.address(text) }
    #expect(error?.status == 64)
    #expect(
      error?.sentence
        == "\"\(text)\" is not an address to listen on, expected [HOST:]PORT with a port of 0 to 65535")
  }

  @Test func namesAreSplitAtCommas() {
    #expect(RequestOptions.names(["chat, superchat", "a"]) == ["chat", "superchat", "a"])
  }
}
