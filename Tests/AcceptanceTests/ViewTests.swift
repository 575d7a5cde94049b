import Foundation
import Testing

@Suite("Views of a live connection", .gated)
struct ViewTests {
  @Test func areOffInAPipe() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hello")
    outcome.expect(status: 0)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  /// No resolver is asked for an address, so there is no time to show for it.
  @Test(arguments: [
    ("127.0.0.1", "in [0-9.]+ m?s: TCP "), ("localhost", "in [0-9.]+ m?s: DNS [0-9.]+ m?s, TCP "),
  ])
  func tellTheStepsThatConnectingTook(host: String, steps: String) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--show", "line", "ws://\(host):\(peer.port)/", "hello")
    outcome.expect(status: 0)
    #expect(try outcome.errors.contains(Regex(steps)), "\(outcome.errors)")
  }

  /// The view's options and what it shows of a message out and in.
  static let views = [
    (["--show", "line"], ["→ TEXT", "← TEXT", "mask ", "len 5 (7-bit)", "[81 05]", "CLOSE"]),
    (["--show", "tree"], ["TEXT from the client", "TEXT from the server", "FIN", "opcode", "7-bit"]),
    (["--show", "diagram"], ["+-+-+-+-+", "|F|R S V| TEXT"]),
    (["--show", "spec"], ["op=0x1", "text=hello"]),
    (["--hex"], ["00000000  81", "68 65 6c 6c 6f"]),
  ]

  @Test(arguments: views)
  func goToStandardError(options: [String], parts: [String]) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(["send"] + options + [peer.url, "hello"])
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    for part in parts { #expect(outcome.errors.contains(part), "\(part) in \(outcome.errors)") }
    #expect(!outcome.errors.contains("\u{1b}"), "no colour outside a terminal")
  }

  @Test(arguments: [("", ["hello"]), ("fragments", ["h", "e", "llo"])])
  func standOnLinesOfTheirOwnAmongMessages(path: String, pieces: [String]) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let command = ["-c", "exec \"$0\" \"$@\" 2>&1", Program.path, "send", "--show", "line"]
    let shell = try Child("/bin/sh", command + [peer.url + path, "hello"], environment: Program.environment)
    let outcome = await shell.outcome()
    outcome.expect(status: 0)
    let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let views = ["← ", "→ ", "  ", "connected to ", "closed by "]
    #expect(lines.filter { line in !views.contains { line.hasPrefix($0) } }.map(String.init) == pieces)
  }

  @Test func showTheHandshake() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--handshake", peer.url + "chat", "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    for part in [
      "GET /chat HTTP/1.1", "Host: 127.0.0.1:\(peer.port)", "Sec-WebSocket-Version: 13",
      "HTTP/1.1 101 Switching Protocols",
      "Sec-WebSocket-Accept: ", "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", "SHA-1", "equal", "RFC 6455 4.1",
    ] {
      #expect(outcome.errors.contains(part), "\(part) in \(outcome.errors)")
    }
  }

  @Test func showAWrongHandshake() async throws {
    let peer = try await Peer.start("hostile.py", ["wrong_accept"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--handshake", peer.url, "hello")
    outcome.expectFailure(81, saying: "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "SHA-1")
    #expect(!outcome.errors.contains("   equal"), "\(outcome.errors)")
  }

  @Test func countWhatPassed() async throws {
    let listener = try await Listener.start(["--echo", "--once", "--stats"])
    defer { listener.end() }
    let outcome = try await Program.run("send", "--stats", "--deflate", "off", listener.url, "hello", "you")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\nyou\n".utf8))
    #expect(outcome.errors.hasPrefix("statistics of 1 connection, "), "\(outcome.errors)")
    let words = "2 messages, 3 frames (2 TEXT, 1 CLOSE), 10 bytes of payload, "
    #expect(outcome.errors.contains("\n  → out  \(words)28 bytes on the wire\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains("\n  ← in   \(words)16 bytes on the wire\n"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("\n  rate: out ") && !outcome.errors.contains("TEXT  "), "\(outcome.errors)")
    let theirs = await listener.child.outcome()
    #expect(theirs.status == 0)
    #expect(theirs.errors.contains("\n  ← out  \(words)16 bytes on the wire\n"), "\(theirs.errors)")
  }

  @Test func moveToAFile() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let outcome = try await Program.run(
      "send", "--show", "line", "--views", folder.path("views"), peer.url, "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    #expect(!outcome.errors.contains("TEXT"), "\(outcome.errors)")
    let views = try String(contentsOfFile: folder.path("views"), encoding: .utf8)
    #expect(views.contains("→ TEXT") && views.contains("← TEXT"), "\(views)")
  }

  @Test func standAloneOnStandardOutput() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--show", "line", "--views", "-", peer.url, "hello")
    outcome.expect(status: 0)
    #expect(outcome.text.contains("→ TEXT") && outcome.text.contains("← TEXT"), "\(outcome.text)")
    #expect(!outcome.lines.contains("hello"), "\(outcome.text)")
    #expect(!outcome.errors.contains("TEXT"), "\(outcome.errors)")
  }

  @Test func showAListenersFrames() async throws {
    let listener = try await Listener.start(["--echo", "--show", "line"])
    defer { listener.end() }
    try await Program.run("send", listener.url, "hello").expect(status: 0)
    let shown = await listener.child.errors.wait(for: "CLOSE")
    #expect(shown.contains("TEXT") && shown.contains("mask "), "\(shown)")
  }

  @Test func showPingsAndPongsWhenAsked() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "-P", peer.url + "ping", "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    #expect(outcome.errors.lowercased().contains("ping"), "\(outcome.errors)")
  }

  @Test func showASentFrameAtOnce() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    // The server says nothing and the input stays open: nothing but the sending can bring the view forth.
    let child = try Program.start(["--show", "line", peer.url], input: .held, limit: 10)
    for word in ["first", "second"] {
      child.write("\(word)\n")
      let shown = await child.errors.wait(for: "\n  \(word)\n")
      #expect(shown.contains("→ TEXT") && shown.contains("\n  \(word)\n"), "\(shown)")
    }
    child.closeInput()
    await child.outcome().expect(status: 0)
  }

  @Test func showABreachBeforeOurClose() async throws {
    let peer = try await Peer.start("hostile.py", ["frames", "818537fa213d7f9f4d5158"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--show", "line", peer.url, "hi")
    outcome.expectFailure(76, saying: "mask-forbidden")
    let shown = outcome.errors
    let breach = try #require(shown.range(of: "← TEXT"), "\(shown)")
    let payload = try #require(shown.range(of: "\n  Hello\n"), "\(shown)")
    let close = try #require(shown.range(of: "→ CLOSE"), "\(shown)")
    #expect(breach.upperBound <= payload.lowerBound && payload.upperBound <= close.lowerBound, "\(shown)")
    #expect(!shown.contains("incomplete"), "\(shown)")
  }
}
