import Testing

@Suite("Proxies that stop on the way to a tunnel", .gated)
struct ProxyPhaseTests {
  private static func hex(_ text: String) -> String {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  private static let half = hex("HTTP/1.1 200 Connec")
  private static let open = hex("HTTP/1.1 200 OK\r\n\r\n")
  private static let refusal = hex("HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nno w")

  /// What is spoken with the proxy, what it answers, the status, and what is said.
  static let stops: [(scheme: String, answers: [String], status: Int32, words: String)] = [
    ("http", [], 75, "did not answer in time"), ("http", ["end"], 69, "ended the stream without an answer"),
    ("http", [half], 75, "did not answer in time"),
    ("http", [half, "end"], 69, "ended the stream inside its answer"),
    ("http", [open], 75, "did not complete the opening handshake in time"),
    ("http", [refusal], 69, "it answered 403 No, expected 200"),
    ("socks5h", [], 75, "did not answer in time"), ("socks5h", ["end"], 69, "ended the stream"),
    ("socks5h", ["05"], 75, "did not answer in time"), ("socks5h", ["0500"], 75, "did not answer in time"),
    ("socks5h", ["0500", "05000001"], 75, "did not answer in time"),
    ("socks5h", ["0500", "05000001", "end"], 69, "ended the stream inside its answer"),
    ("socks5h", ["05ff"], 69, "wants another authentication than none"),
    ("socks5h", ["0500", "05000001000000000000"], 75, "did not complete the opening handshake in time"),
    ("https", [], 75, "did not answer in time"),
    ("https", ["", "end"], 77, "the stream ended before it was done"),
    ("https", ["", "reset"], 77, "does the proxy speak plain HTTP"),
    ("https", [half], 77, "does the proxy speak plain HTTP"),
  ]

  @Test(arguments: stops)
  func isNamed(stop: (scheme: String, answers: [String], status: Int32, words: String)) async throws {
    let peer = try await Peer.start("hostile.py", ["steps"] + stop.answers)
    defer { peer.end() }
    let outcome = try await Program.run(
      [
        "send", "--handshake-timeout", "0.5", "--proxy", "\(stop.scheme)://127.0.0.1:\(peer.port)",
        "ws://127.0.0.1:9/", "hi",
      ], limit: 15)
    outcome.expectFailure(stop.status, saying: stop.words)
    #expect(outcome.output.isEmpty)
  }

  /// A server without TLS.
  @Test(arguments: ["end", "reset"])
  func aServerThatEndsInsideTLS(end: String) async throws {
    let peer = try await Peer.start("hostile.py", ["steps", "", end])
    defer { peer.end() }
    let outcome = try await Program.run(["send", "wss://127.0.0.1:\(peer.port)/", "hi"], limit: 15)
    outcome.expectFailure(77, saying: "does the port speak plain ws://?")
  }
}
