import Foundation
import Testing

@Suite("What ends a run, and how", .gated)
struct EndingTests {
  @Test func untilEndsWithTheMessageThatMatches() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--until", "b$", peer.url, "a", "ab", "abc")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nab\n".utf8))
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test func untilLeavesAPipeThatStaysOpen() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let child = try Program.start(["--until", "two", peer.url], input: .held)
    child.write("one\ntwo\n")
    let outcome = await child.outcome()
    child.closeInput()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("one\ntwo\n".utf8))
  }

  @Test(arguments: ["/", "/after/1"])
  func untilWithoutAMatchIs75(path: String) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "--until", "never", "--timeout", "0.5", peer.url + String(path.dropFirst()), "a")
    outcome.expectFailure(
      75,
      saying: path == "/"
        ? "did not come within 500 ms (received 1)" : "before the message to end with came (received 1)")
    outcome.expectOutput(Data("a\n".utf8))
  }

  @Test func whilstEndsWithTheFirstThatDoesNotMatch() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      "-x", "10%", "-x", "20%", "-x", "done", "-x", "30%", "--while", "%", peer.url)
    outcome.expect(status: 0)
    outcome.expectOutput(Data("10%\n20%\ndone\n".utf8))
  }

  @Test func matchCountsAndPrintsOnlyWhatMatches() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "--match", "\"id\":", "--expect", "2", peer.url, "event", "{\"id\":1}", "event", "{\"id\":2}",
      "event")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("{\"id\":1}\n{\"id\":2}\n".utf8))
    let missing = try await Program.run(
      "send", "--match", "x", "--expect", "1", "--timeout", "0.3", peer.url, "event")
    missing.expectFailure(75, saying: "received 0")
    #expect(missing.output.isEmpty)
  }

  @Test func matchJsonCountsAndPrintsOnlyWhatHasTheValue() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "--match-json", "id=7", "--match-json", "/result/ok=true", "--expect", "1", peer.url, "event",
      #"{"id":71,"result":{"ok":true}}"#, #"{"id":7,"result":{"ok":false}}"#,
      #"{"result":{"ok":true},"id":7.0}"#)
    outcome.expect(status: 0)
    outcome.expectOutput(Data(#"{"result":{"ok":true},"id":7.0}"#.utf8 + [0x0A]))
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    let wrong = try await Program.run("-x", "a", "--match-json", "id", peer.url)
    wrong.expectFailure(64, saying: "--match-json \"id\" has no equals sign")
  }

  @Test func oneMessageIsSentOfAPipe() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(["-1", peer.url], input: .text("one\ntwo\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("one\n".utf8))
  }

  @Test func holdStaysUntilTheServerCloses() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(["--hold", peer.url + "after/2"], input: .text("one\ntwo\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("one\ntwo\n".utf8))
  }

  @Test(arguments: [
    (["-0"], Data("a\nb\0\0c".utf8), Data("a\nb\0\0c\0".utf8)),
    (
      ["--in", "length32", "--out", "length32"], Data([0, 0, 0, 2, 0x61, 0x0A, 0, 0, 0, 0]),
      Data([0, 0, 0, 2, 0x61, 0x0A, 0, 0, 0, 0])
    ),
    (["--in", "whole"], Data("a\nb\n".utf8), Data("a\nb\n\n".utf8)),
    (["--hex-lines", "--out", "hex"], Data("00 ff\n61\n".utf8), Data("00ff\n61\n".utf8)),
    (["--base64", "--out", "base64"], Data("AP8=\n".utf8), Data("AP8=\n".utf8)),
    (["--escapes", "--out", "nul"], Data("a\\n\\0\n".utf8), Data("a\n\0\0".utf8)),
    (["--crlf", "--out", "raw"], Data("a\n".utf8), Data("a\r\n".utf8)),
  ])
  func messagesPassInEveryForm(options: [String], input: Data, output: Data) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let child = try Program.start(options + [peer.url], input: .held)
    child.write(input)
    child.closeInput()
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(output)
  }

  @Test func theCloseCanSayWhy() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--close", "4001:done: all", peer.url, "a")
    outcome.expect(status: 0)
    let report = await peer.child.output.wait(for: "done: all")
    #expect(report.contains("frame 8 masked 11 4001 done: all"))
  }

  @Test func aRunCanEndWithoutAClose() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--no-close", peer.url, "a")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\n".utf8))
    let report = await peer.child.output.wait(for: "lost")
    #expect(report.contains("frame 1 masked 1 b'a'") && !report.contains("frame 8"))
  }
}
