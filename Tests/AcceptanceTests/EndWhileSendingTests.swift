import Foundation
import Testing

/// The peer's last word, or its end, while our message is still on its way.
@Suite("A server that ends while we send", .gated)
struct EndWhileSendingTests {
  /// How the server ends without having read, and our status.
  static let ends: [([String], Int32)] = [(["closes_unread", "1000"], 75), (["resets_unread"], 80)]

  @Test(arguments: ends)
  func leavesAMessageHalfSent(mode: [String], status: Int32) async throws {
    let peer = try await Peer.start("hostile.py", mode)
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let file = try folder.file("message", Payload.text(20_000_000))
    let outcome = try await Program.run(
      ["send", "--expect", "0", peer.url, "--file", file], limit: 20)
    outcome.expectFailure(status)
    #expect(outcome.output.isEmpty, "\(outcome.text.prefix(100))")
  }

  @Test func keepsReplyAndCodeBeforeAReset() async throws {
    // A message "reply" and a Close with 1008 and "nope", and then the reset, whichever of it we meet first.
    let peer = try await Peer.start("hostile.py", ["resets_unread", "81057265706c79", "880603f06e6f7065"])
    defer { peer.end() }
    let line = String(repeating: "a", count: 99) + "\n"
    let child = try Program.start([peer.url], input: .held, limit: 20)
    let writing = Task.detached {
      let block = Data(String(repeating: line, count: 10_000).utf8)
      for _ in 0..<40 { child.write(block) }
      child.closeInput()
    }
    let outcome = await child.outcome()
    await writing.value
    outcome.expectFailure(79, saying: "1008", "nope")
    outcome.expectOutput(Data("reply\n".utf8))
  }
}
