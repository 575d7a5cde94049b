import Foundation
import Testing

@Suite("the examples do what their first lines say", .gated)
struct ExampleTests {
  private static let products = URL(fileURLWithPath: Program.path).deletingLastPathComponent()

  private func program(_ name: String, _ arguments: [String]) throws -> Child {
    try Child(
      Self.products.appendingPathComponent(name).path, arguments, environment: Program.environment, limit: 30)
  }

  private func script(_ name: String, _ arguments: String...) async throws -> Outcome {
    let folder = Peer.folder.deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("examples/scripts/\(name)").path
    let path = ["PATH": "\(Self.products.path):/usr/bin:/bin"]
    return try await Child(
      file, arguments, environment: Program.environment.merging(path) { $1 }, limit: 30
    ).outcome()
  }

  @Test func decodesHexWithTheCoreAlone() async throws {
    let outcome = try await program("DecodeHex", ["81 05 48 65 6c", "6c 6f"]).outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(
      Data("← TEXT   fin  rsv 000  op 0x1  unmasked           len 5 (7-bit)   [81 05]\n  Hello\n".utf8))
  }

  @Test func joinsTwoEndsInMemory() async throws {
    let outcome = try await program("InMemory", []).outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(
      Data(
        """
        server: is open
        client: is open
        client: sends TEXT
        server: received hello
        server: sends TEXT
        client: received hello
        client: sends CLOSE
        server: sends CLOSE
        server: ended with 1000 normal closure
        client: ended with 1000 normal closure

        """.utf8))
  }

  @Test func talksOverPipes() async throws {
    let outcome = try await program("OverPipes", []).outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(
      Data(
        """
        server: open
        client: open
        server: hello
        client: hello
        server: closed
        client: closed

        """.utf8))
  }

  @Test func echoesThroughTheAsyncAPI() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await program("EchoClient", [listener.url, "hello", "again"]).outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\nagain\n".utf8))
  }

  @Test func servesAnEcho() async throws {
    let server = try program("EchoServer", ["0"])
    defer { server.end() }
    let line = await server.output.firstLine()
    let prefix = "listening on "
    try #require(line.hasPrefix(prefix), "\(line)")
    let outcome = try await Program.run("send", String(line.dropFirst(prefix.count)), "hello", "again")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\nagain\n".utf8))
  }

  @Test func tapsTheHeaders() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await program("Tap", [listener.url, "hello"]).outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(
      Data(
        """
        → TEXT masked length 5 at 0
        ← TEXT unmasked length 5 at 0
        → CLOSE masked length 2 at 11
        ← CLOSE unmasked length 2 at 7
        closed with 1000 normal closure

        """.utf8))
  }

  @Test func checksFromCron() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let good = try await script("check.sh", listener.url, "ping")
    good.expect(status: 0)
    #expect(good.text.isEmpty && good.errors.isEmpty, "\(good.text) \(good.errors)")
    let url = "ws://127.0.0.1:\(try FreePort.find())/"
    let bad = try await script("check.sh", url, "ping")
    bad.expect(status: 69)
    #expect(bad.text.hasPrefix("\(url) cannot be reached (status 69)\nwscope: "), "\(bad.text)")
  }

  @Test func asksTheNodeInspector() async throws {
    let node = try Peer.launch("node", ["--inspect=127.0.0.1:0", "-e", "setInterval(() => {}, 1e6)"])
    defer { node.end() }
    let line = await node.errors.firstLine()
    let url = try #require(line.split(separator: " ").last.flatMap { URL(string: String($0)) }, "\(line)")
    let place = "127.0.0.1:\(try #require(url.port, "\(line)"))"
    let sum = try await script("node-inspector.sh", place, "6 * 7")
    sum.expect(status: 0)
    #expect(
      sum.text == #"{"id":1,"result":{"result":{"type":"number","value":42,"description":"42"}}}"# + "\n")
    let text = try await script("node-inspector.sh", place, #"["a\\b", "c"].join('"')"#)
    #expect(text.text == #"{"id":1,"result":{"result":{"type":"string","value":"a\\b\"c"}}}"# + "\n")
  }

  @Test func showsACloseFrame() async throws {
    let outcome = try await script("close-frame.sh", "1001", "going away")
    outcome.expect(status: 0)
    for part in [
      "[88 0c]", "payload     code 1001 going away",
      "67 6f 69 6e 67 20 61 77 61 79          payload     going away",
      "1 frame, 14 bytes", "[88 8c 37 fa 21 3d]", "34 13                                  masked",
      "1 frame, 18 bytes",
    ] {
      #expect(outcome.text.contains(part), "\(part) in \(outcome.text)")
    }
    let empty = try await script("close-frame.sh")
    empty.expect(status: 0)
    #expect(empty.text.contains("code 1000 normal closure"), "\(empty.text)")
  }
}
