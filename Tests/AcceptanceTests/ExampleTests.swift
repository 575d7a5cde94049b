import Foundation
import Testing

@Suite("the examples do what their first lines say")
struct ExampleTests {
  private func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
    let path = URL(fileURLWithPath: Program.path).deletingLastPathComponent().appendingPathComponent(name)
      .path
    return try await Child(path, arguments, environment: Program.environment, limit: 30).outcome()
  }

  @Test func decodesHexWithTheCoreAlone() async throws {
    let outcome = try await run("DecodeHex", ["81 05 48 65 6c", "6c 6f"])
    outcome.expect(status: 0)
    outcome.expectOutput(
      Data("← TEXT   fin  rsv 000  op 0x1  unmasked           len 5 (7-bit)   [81 05]\n  Hello\n".utf8))
  }

  @Test func echoesThroughTheAsyncAPI() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await run("EchoClient", [listener.url, "hello", "again"])
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\nagain\n".utf8))
  }
}
