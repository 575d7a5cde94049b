import Foundation
import Testing

@Suite("What is not a WebSocket server", .gated)
struct RefusalTests {
  /// An answer, our status, and what the failure must hold.
  static let answers: [(String, Int32, [String])] = [
    (
      "HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: 36\\r\\n\\r\\n<!doctype html><title>Hello</title>\\n",
      78, ["200 OK", "expected 101", "        Hello\n", "Content-Type: text/html"]
    ),
    (
      "HTTP/1.1 403 Forbidden\\r\\nX-Why: token\\r\\nContent-Length: 8\\r\\n\\r\\nno entry", 78,
      ["403 Forbidden", "expected 101", "X-Why: token", "no entry"]
    ),
    (
      "HTTP/1.1 301 Moved Permanently\\r\\nLocation: https://elsewhere.example/\\r\\n\\r\\n", 78,
      ["301 Moved Permanently", "https://elsewhere.example/"]
    ),
    (
      "HTTP/1.1 404 Not Found\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nno su\\r\\n7\\r\\nch page\\r\\n0\\r\\n\\r\\n",
      78,
      ["404 Not Found", "Transfer-Encoding: chunked"]
    ),
    ("HTTP/1.1 500 \\r\\n\\r\\n", 78, ["500"]), ("HTTP/1.0 101 Switching Protocols\\r\\n\\r\\n", 81, []),
    ("HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n", 81, ["Upgrade"]),
    (
      "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n", 81,
      ["Accept"]
    ),
    ("HTTP/1.1 2000 OK\\r\\n\\r\\n", 81, [#"the first line is "HTTP/1.1 2000 OK""#]),
    ("HTP/1.1 101 no\\r\\n\\r\\n", 81, []), ("\\r\\n\\r\\n", 81, []), ("", 80, []),
    ("\\x00\\xff\\xfe\\r\\n\\r\\n", 81, []),
  ]

  @Test(arguments: answers)
  func isToldApart(answer: String, status: Int32, parts: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["raw", answer])
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expectFailure(status)
    for part in parts { #expect(outcome.errors.contains(part), "\(part) in \(outcome.errors)") }
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    ("ssh", "SSH-2.0-OpenSSH"), ("garbage", "does not speak HTTP"), ("tls_alert", "try wss://"),
    ("wrong_accept", "Sec-WebSocket-Accept is"),
  ])
  func isNamed(mode: String, words: String) async throws {
    let peer = try await Peer.start("hostile.py", [mode])
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expectFailure(81, saying: words)
  }

  @Test(arguments: [
    ("Sec-WebSocket-Protocol: chat", "chat"), ("Sec-WebSocket-Extensions: x-other", "the server chose"),
    ("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16", "the server chose"),
  ])
  func choosesWhatWasNotOffered(line: String, words: String) async throws {
    let peer = try await Peer.start("hostile.py", ["extra", line])
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expectFailure(76, saying: words)
  }

  @Test(
    arguments: [
      ("endless_head", 76), ("endless_line", 76), ("endless_body", 78), ("refused_and_open", 78),
    ] as [(String, Int32)])
  func hasNoEnd(mode: String, status: Int32) async throws {
    let peer = try await Peer.start("hostile.py", [mode])
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--handshake-timeout", "3", peer.url, "hi"], limit: 15)
    outcome.expectFailure(status)
    #expect(outcome.errors.utf8.count < 20_000)
  }

  @Test func saysNothing() async throws {
    let peer = try await Peer.start("hostile.py", ["mute"])
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--handshake-timeout", "0.5", peer.url, "hi"], limit: 8)
    outcome.expectFailure(75)
  }

  @Test func neitherAcceptsNorRefuses() async throws {
    let peer = try await Peer.start("full_backlog.py")
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--connect-timeout", "0.5", peer.url, "hi"], limit: 8)
    outcome.expectFailure(75)
  }
}
