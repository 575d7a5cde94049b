import Foundation
import Testing

@Suite("On a terminal", .gated)
struct TerminalTests {
  /// Escapes of every family: a title, colours, a query, C1 as UTF-8, DEL, bidi, backspace, carriage return.
  static let venom = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{1b}[6n\u{9b}2J\u{7f}\u{202e}abc\u{2066}\u{8}\rover"

  @Test func showsTheLineViewWithThePayloadOnce() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Pseudoterminal.run(["send", "--no-color", peer.url, "unmistakable"])
    outcome.expect(status: 0)
    #expect(outcome.text.contains("→ TEXT") && outcome.text.contains("← TEXT"), "\(outcome.text)")
    #expect(outcome.text.components(separatedBy: "unmistakable").count - 1 <= 2, "\(outcome.text)")
    #expect(outcome.text.contains("connected to ws://127.0.0.1:\(peer.port)/"), "\(outcome.text)")
    let received = outcome.text.components(separatedBy: "← TEXT").dropFirst().joined()
    #expect(received.components(separatedBy: "unmistakable").count == 2, "\(outcome.text)")
  }

  @Test func isColouredOnlyWhenWanted() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let coloured = try await Pseudoterminal.run(["send", peer.url, "hello"])
    #expect(coloured.text.contains("\u{1b}["), "\(coloured.text)")
    for (options, environment) in [
      (["--no-color"], [:]), ([], ["NO_COLOR": "1"]), (["--color", "never"], [:]),
    ] {
      let plain = try await Pseudoterminal.run(
        ["send"] + options + [peer.url, "hello"], environment: environment)
      plain.expect(status: 0)
      #expect(!plain.text.contains("\u{1b}"), "\(options) \(plain.text.debugDescription)")
    }
  }

  @Test func takesWhatWasTypedBeforeThePrompt() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Pseudoterminal.run(["--no-color", peer.url], keys: "typed line\n/quit\n")
    outcome.expect(status: 0)
    #expect(outcome.text.contains("→ TEXT") && outcome.text.contains("typed line"), "\(outcome.text)")
  }

  @Test(arguments: [
    ["--show", "off"], [], ["--show", "tree"], ["--show", "diagram"], ["--show", "spec"], ["--hex"],
  ])
  func escapesPayloads(options: [String]) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    for kind in [[], ["--binary"]] {
      let folder = try TemporaryFolder()
      let file = try folder.file("venom", Data(Self.venom.utf8))
      let outcome = try await Pseudoterminal.run(
        ["send", "--no-color"] + options + kind + ["--file", file, peer.url])
      outcome.expect(status: 0)
      Self.expectHarmless(outcome)
      #expect(!outcome.text.isEmpty)
    }
  }

  @Test func showsTheBytesWhenToldTo() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Pseudoterminal.run([
      "send", "--no-color", "--unescaped", peer.url, "\u{1b}[31mred",
    ])
    outcome.expect(status: 0)
    #expect(outcome.text.contains("\u{1b}[31mred"), "\(outcome.text.debugDescription)")
  }

  @Test func escapesHeadersBodiesAndStatusWords() async throws {
    let answer =
      "HTTP/1.1 403 \\x1b]0;owned\\x07no\\r\\nX-Venom: \\x1b[2J\\xc2\\x9b\\x7f\\xe2\\x80\\xae\\x08x\\r\\n\\r\\n\\x1b[31mbody\\x07"
    let peer = try await Peer.start("hostile.py", ["raw", answer])
    defer { peer.end() }
    let outcome = try await Pseudoterminal.run(["send", "--no-color", "--handshake", peer.url, "hi"])
    outcome.expect(status: 78)
    Self.expectHarmless(outcome)
    #expect(outcome.text.contains("body"), "\(outcome.text)")
  }

  @Test func escapesReasonsAndBanners() async throws {
    let close = try await Peer.start(
      "hostile.py", ["closes", "4000", "\\x1b]0;owned\\x07\\xc2\\x9b2J\\x7f\\xe2\\x80\\xae"])
    defer { close.end() }
    let closed = try await Pseudoterminal.run(["send", "--no-color", close.url, "hi"])
    closed.expect(status: 79)
    Self.expectHarmless(closed)
    let banner = try await Peer.start("hostile.py", ["raw", "\\x1b]0;owned\\x07 not HTTP\\r\\n\\r\\n"])
    defer { banner.end() }
    let refused = try await Pseudoterminal.run(["send", "--no-color", banner.url, "hi"])
    refused.expect(status: 81)
    Self.expectHarmless(refused)
  }

  @Test func escapesDecodedFrames() async throws {
    for view in ["line", "tree", "diagram", "spec"] {
      let outcome = try await Pseudoterminal.run(
        ["decode", "--no-color", "--show", view, "810a1b5d303b6f776e656407", "880503e81b5b4a"])
      outcome.expect(status: 0)
      Self.expectHarmless(outcome)
    }
  }

  /// No control but the newline, and no bidi control, as UTF-8 or as a lone byte.
  private static func expectHarmless(_ outcome: Outcome, location: SourceLocation = #_sourceLocation) {
    let bad = outcome.text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0a, 0x0d: false
      case 0...0x1f, 0x7f...0x9f, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0xfffd: true
      default: false
      }
    }
    #expect(bad.isEmpty, "\(outcome.text.debugDescription)", sourceLocation: location)
    // The terminal itself turns a newline into CR LF; any other CR is the peer's.
    let returns = outcome.text.replacing("\r\n", with: "\n")
    #expect(!returns.contains("\r"), "\(outcome.text.debugDescription)", sourceLocation: location)
  }
}
