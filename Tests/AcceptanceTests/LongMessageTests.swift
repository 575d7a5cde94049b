import Foundation
import Testing

@Suite("A message that is longer than memory should be", .gated)
struct LongMessageTests {
  static let size = 128 << 20
  /// Of `size` zeros, by sha256sum.
  static let digest = "254bcc3fc4f27172636df4bf32de9f107f620d559b20d760197e452b97453917"

  @Test(arguments: [["--file"], ["--binary", "--file"]])
  func goesOutOfAFileInOneFrame(options: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["digest"], input: .held, limit: 150)
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let file = try folder.sparseFile("long", Self.size)
    let child = try Program.start(
      ["send", "--show", "line", "--timeout", "100", peer.url] + options + [file], limit: 150)
    // The pong waits for the frame's end, for inside it would be payload.
    let told = await peer.child.output.wait(for: "meanwhile")
    #expect(told.contains("read \(Self.size) opcode \(options.count) fin 1 masked 1"), "\(told)")
    #expect(told.contains("frame 10 masked 9"), "\(told)")
    let peak = try #require(child.peakMemory)
    #expect(peak < MemoryTests.limit, "\(peak)")
    peer.child.write("\n")
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == Self.digest + "\n")
    #expect(outcome.errors.contains("len \(Self.size) (64-bit)"), "\(outcome.errors.prefix(2000))")
  }

  @Test func isRefusedAsATextBeforeAnythingIsSent() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("bad", Payload.text(2_000_000) + Data([0xC3]))
    let outcome = try await Program.run("send", "ws://127.0.0.1:9/", "--file", file)
    outcome.expectFailure(65, saying: "byte 2000001", "c3")
  }

  @Test func isBrokenOffWhenItsFileShrinks() async throws {
    let peer = try await Peer.start("hostile.py", ["reads_later"], input: .held)
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let file = try folder.sparseFile("shrinks", Self.size)
    let child = try Program.start(["send", "--show", "line", "--binary", peer.url, "--file", file])
    await child.errors.wait(for: "connected")
    try FileHandle(forWritingTo: URL(fileURLWithPath: file)).truncate(atOffset: 0)
    peer.child.write("\n")
    await child.outcome().expectFailure(66, saying: "shorter", "of \(Self.size) bytes")
  }
}
