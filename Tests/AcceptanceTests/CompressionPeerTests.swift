import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("permessage-deflate with real peers, by chance", .gated)
struct CompressionPeerTests {
  enum Library: String, CaseIterable {
    case websockets, ws, picows

    /// Starts its script; a URL makes it a client.
    func start(_ seed: UInt64, _ terms: String, _ url: String? = nil) throws -> Child {
      let arguments = ["\(seed)", terms] + (url.map { [$0] } ?? [])
      return self == .ws
        ? try Peer.script("random_peer.js", arguments)
        : try Peer.script("random_peer.py", [rawValue] + arguments)
    }
  }

  @Test("lines of any length come back from an echo server", arguments: Library.allCases)
  func servers(_ library: Library) async throws {
    for round in 0..<2 {
      try await withSeed { generator in
        let (ours, theirs) = Self.terms(round, using: &generator, of: .client, with: library)
        let peer = try await Peer.started(library.start(generator.next(), theirs))
        defer { peer.end() }
        let lines = (0..<30).map { _ in
          String(decoding: generator.content(.text), as: UTF8.self).replacing("\n", with: " ")
        }
        let input = Data(lines.map { $0 + "\n" }.joined().utf8)
        let outcome = try await Program.run(
          ["--handshake", "--deflate-threshold", "\(Int.random(in: 0...100, using: &generator))"]
            + [
              "--deflate-level", "\(Int.random(in: 1...9, using: &generator))", "--deflate", ours, peer.url,
            ],
          input: .bytes(input), limit: 60)
        try InvariantBroken.unless(
          outcome.status == 0 && outcome.output == input,
          "\(ours), \(theirs): status \(outcome.status), \(outcome.output.count) of \(input.count) bytes,"
            + " \(outcome.errors.prefix(2000))")
        try InvariantBroken.unless(
          outcome.errors.contains("\n  Sec-WebSocket-Extensions: permessage-deflate"),
          "\(ours), \(theirs): no compression: \(outcome.errors)")
      }
    }
  }

  @Test("messages in any fragments come back from our listener", arguments: Library.allCases)
  func clients(_ library: Library) async throws {
    for round in 0..<2 {
      try await withSeed { generator in
        let (ours, theirs) = Self.terms(round, using: &generator, of: .server, with: library)
        let listener = try await Listener.start(
          ["--echo", "--handshake", "--deflate", ours, "--deflate-threshold"]
            + ["\(Int.random(in: 0...100, using: &generator))"])
        defer { listener.end() }
        let outcome = try await library.start(generator.next(), theirs, listener.url).outcome()
        try InvariantBroken.unless(
          outcome.text == "ok 1000\n", "\(ours), \(theirs): \(outcome.text) \(outcome.errors)")
      }
    }
  }

  /// Our terms as the command line takes them, and the peer's as its script does; one side has a will of its own, and the
  /// other takes what comes.
  private static func terms(
    _ round: Int, using generator: inout SeededGenerator, of role: WebSocketRole, with library: Library
  ) -> (ours: String, theirs: String) {
    var terms = generator.terms()
    // Python's zlib does not compress with 8 bits.
    terms.serverMaxWindowBits = terms.serverMaxWindowBits.map { max(9, $0) }
    if case .bits(8) = terms.clientMaxWindowBits { terms.clientMaxWindowBits = .bits(9) }
    if round == 0 {
      // As a server picows agrees to nothing that would bind it.
      if role == .client, library == .picows {
        (terms.serverNoContextTakeover, terms.serverMaxWindowBits) = (false, nil)
      }
      return (terms.description, "{}")
    }
    if role == .client, terms.clientMaxWindowBits == .any { terms.clientMaxWindowBits = nil }
    let values = terms.element.parameters.map { "\"\($0.name)\": \($0.value ?? "true")" }
    return ("on", "{\(values.joined(separator: ", "))}")
  }
}
