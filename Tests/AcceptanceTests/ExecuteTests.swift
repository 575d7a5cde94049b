import Foundation
import Testing

@Suite("wscope URL -x", .gated)
struct ExecuteTests {
  @Test func endsAsSendDoes() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let child = try Program.start([peer.url, "-x", "one", "-x", "two", "--execute", "three"], input: .held)
    let outcome = await child.outcome()
    child.closeInput()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("one\ntwo\nthree\n".utf8))
  }

  @Test func readsTheAddressBehindC() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let outcome = try await Program.run("-c", peer.url, "-x", "-dash")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("-dash\n".utf8))
  }

  @Test func connectsByName() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let outcome = try await Program.run("connect", peer.url, "-x", "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
  }

  @Test func missesAReply() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let outcome = try await Program.run("--timeout", "0.5", peer.url + "silent", "-x", "hello")
    outcome.expectFailure(75, saying: "no reply")
  }

  @Test func staysOpenForTheSecondsOfWait() async throws {
    let peer = try await Peer.start("hostile.py", ["frames", "8103616161", "8103626262"])
    defer { peer.end() }
    let begin = ContinuousClock.now
    let outcome = try await Program.run(peer.url, "-x", "hello", "-w", "1")
    #expect(ContinuousClock.now - begin >= .seconds(1))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("aaa\nbbb\n".utf8))
  }

  @Test func waitsWithoutReplies() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(peer.url + "silent", "-x", "hello", "-w", "0.5")
    outcome.expect(status: 0)
    #expect(outcome.output.isEmpty)
  }

  @Test func waitsForThePeerForEver() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(peer.url + "after/3", "-x", "a", "-x", "b", "-x", "c", "-w", "-1")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nb\nc\n".utf8))
  }
}
