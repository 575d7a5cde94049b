import Foundation
import Testing

@Suite("The client with real servers", .gated)
struct PeerMatrixTests {
  static let servers = ["websockets_server.py", "ws_server.js"]

  @Test(arguments: servers, [false, true])
  func carriesEverySize(server: String, binary: Bool) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    let folder = try TemporaryFolder()
    for size in Payload.sizes + [Payload.large] {
      let payload = binary ? Payload.binary(size) : Payload.text(size)
      let file = try folder.file("payload", payload)
      let outcome = try await Program.run(
        ["send", "--timeout", "30"] + (binary ? ["--binary"] : []) + ["--file", file, peer.url], limit: 60)
      outcome.expect(status: 0)
      outcome.expectOutput(binary ? payload : payload + Data("\n".utf8))
    }
  }

  @Test(arguments: [false, true])
  func carriesEverySizeThroughWebsocat(binary: Bool) async throws {
    let peer = try await Peer.websocat(binary: binary)
    defer { peer.end() }
    let folder = try TemporaryFolder()
    // websocat drops an empty message, and its mirror stalls on many megabytes anyone who the client is.
    for size in Payload.sizes.dropFirst() + [1 << 20] {
      let payload = binary ? Payload.binary(size) : Payload.text(size)
      let file = try folder.file("payload", payload)
      let outcome = try await Program.run(
        ["send", "--timeout", "30"] + (binary ? ["--binary"] : []) + ["--file", file, peer.url], limit: 60)
      outcome.expect(status: 0)
      outcome.expectOutput(binary ? payload : payload + Data("\n".utf8))
    }
  }

  @Test func carriesManyLinesThroughWebsocat() async throws {
    let peer = try await Peer.websocat()
    defer { peer.end() }
    let lines = Data((0..<1000).map { "line \($0)\n" }.joined().utf8)
    let outcome = try await Program.run([peer.url], input: .bytes(lines))
    outcome.expect(status: 0)
    outcome.expectOutput(lines)
  }

  @Test(arguments: servers, ["fragments", "ping"])
  func joinsFragmentsAndAnswersPings(server: String, behaviour: String) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    let text = try await Program.run("send", peer.url + behaviour, "in three fragments", "abc", "ab")
    text.expect(status: 0)
    text.expectOutput(Data("in three fragments\nabc\nab\n".utf8))
    let folder = try TemporaryFolder()
    let payload = Payload.binary(200_000)
    let binary = try await Program.run(
      "send", "--binary", "--file", folder.file("payload", payload), peer.url + behaviour)
    binary.expect(status: 0)
    binary.expectOutput(payload)
  }

  @Test(arguments: servers)
  func cutsScalarsBetweenFragments(server: String) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    for text in ["€", "𝄞", "ü𝄞€ü", "𝄞𝄞𝄞𝄞"] {
      let outcome = try await Program.run("send", peer.url + "fragments", text)
      outcome.expect(status: 0)
      outcome.expectOutput(Data((text + "\n").utf8))
    }
  }

  @Test(arguments: servers)
  func closesFirst(server: String) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expect(status: 0)
    let report = await peer.child.output.wait(for: "closed")
    #expect(report.contains("closed 1000"), "\(report)")
  }

  /// The code that the server closes with after its reply, and our status.
  static let codes = [
    (1000, 0), (1001, 0), (1002, 79), (1003, 79), (1007, 79), (1008, 79), (1009, 79), (1010, 79), (1011, 79),
    (1012, 79),
    (3000, 79), (4000, 79), (4999, 79),
  ]

  @Test(arguments: servers, codes)
  func seesTheServerClose(server: String, code: (Int, Int)) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    let outcome = try await Program.run([peer.url + "close/\(code.0)/words"], input: .text("hi\n"))
    outcome.expectOutput(Data("hi\n".utf8))
    if code.1 == 0 {
      outcome.expect(status: 0)
    } else {
      outcome.expectFailure(79, saying: "\(code.0)", "words")
    }
    // Our answer carries the same code.
    let report = await peer.child.output.wait(for: "closed")
    #expect(report.contains("closed \(code.0)"), "\(report)")
  }

  @Test(arguments: servers)
  func seesTheServerCloseAtOnce(server: String) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    let clean = try await Program.run(peer.url + "close-first/1000")
    clean.expect(status: 0)
    try await Program.run(peer.url + "close-first/1011").expectFailure(79, saying: "1011")
    // A clean close with replies missing is not a success.
    try await Program.run("send", peer.url + "close-first/1000", "hi").expectFailure(75)
  }

  @Test func seesTheServerVanish() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let outcome = try await Program.run([peer.url + "terminate"], input: .text("hi\n"))
    outcome.expectFailure(80)
  }

  @Test func readsVersionSixLiterals() async throws {
    let peer = try await Peer.start("websockets_server.py", ["--host", "::1"])
    defer { peer.end() }
    for url in ["ws://[::1]:\(peer.port)/", "[::1]:\(peer.port)"] {
      let outcome = try await Program.run("send", url, "six")
      outcome.expect(status: 0)
      outcome.expectOutput(Data("six\n".utf8))
    }
  }
}
