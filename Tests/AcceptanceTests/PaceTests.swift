import Foundation
import Testing

@Suite("How fast messages are sent, and in how many frames", .gated)
struct PaceTests {
  @Test("each message is sent after the reply to the one before")
  func waitsForReplies() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url + "slow/0.05", "--pace", "lockstep", "--show", "line"], input: .text("a\nb\nc\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nb\nc\n".utf8))
    let arrows = outcome.errors.split(separator: "\n").filter { $0.contains("TEXT") }.map { $0.first }
    #expect(arrows == ["→", "←", "→", "←", "→", "←"], "\(outcome.errors)")
  }

  @Test func doesNotWaitForAReplyWithoutEnd() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      ["send", peer.url + "silent", "a", "b", "--pace", "lockstep", "--timeout", "0.3"])
    outcome.expectFailure(
      75, saying: "no reply came within 300 ms to the last message, for which --pace lockstep waits")
  }

  @Test(arguments: [["--pace", "0.2"], ["--pace", "5/s"]])
  func leavesTime(options: [String]) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let start = ContinuousClock.now
    let outcome = try await Program.run([peer.url, "-x", "a", "-x", "b", "-x", "c"] + options)
    #expect(ContinuousClock.now - start >= .milliseconds(400))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nb\nc\n".utf8))
  }

  @Test func sendsFramesOfASize() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url, "--fragment", "2", "--deflate", "off", "--show", "spec"], input: .text("abcde\nab\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("abcde\nab\n".utf8))
    let sent = outcome.errors.split(separator: "\n").filter { !$0.contains("mask=none") }
      .map { $0.replacing(#/ mask=[0-9a-f]{8}/#, with: "") }
    #expect(
      sent.dropLast() == [
        "fin=0 rsv=000 op=0x1 text=ab", "fin=0 rsv=000 op=0x0 text=cd", "fin=1 rsv=000 op=0x0 text=e",
        "fin=1 rsv=000 op=0x1 text=ab",
      ], "\(outcome.errors)")
  }
}
