import Foundation
import Testing

@Suite("wscope listen --replay", .gated)
struct MockTests {
  /// A recording of a session with the JSON server, in which each answer came before the next message.
  private func recording(_ folder: TemporaryFolder, closing: Bool = false) async throws -> String {
    let peer = try await Peer.start("json_server.py")
    defer { peer.end() }
    let file = folder.path("run.jsonl")
    let script = try folder.file(
      "script",
      Data(
        #"""
        /await hello
        {"n":1}
        /await "n": 1
        {"n":2}
        /await "n": 2
        \#(closing ? "bye" : "")
        """#.utf8))
    try await Program.run(
      "connect", peer.url, "-s", "chat.v1", "--script", script, "--record", file
    ).expect(status: closing ? 79 : 0)
    return file
  }

  private func hear(_ listener: Listener, _ count: Int, _ messages: String...) async throws -> [Substring] {
    let outcome = await (try Peer.script("mock_client.py", [listener.url, "\(count)"] + messages)).outcome()
    outcome.expect(status: 0)
    return outcome.lines
  }

  @Test("a client of another library meets the recorded server, each connection from the beginning")
  func order() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start(["--replay", try await recording(folder), "--ignore", "/id"])
    defer { listener.end() }
    for _ in 0..<2 {
      let heard = try await hear(listener, 1, #"{ "n": 1 }"#, #"{"n":2.0}"#)
      #expect(heard.count == 5 && heard.first == "chat.v1" && heard.last == "1000", "\(heard)")
      #expect(heard[1].contains("hello") && heard[2].contains(#""n": 1"#) && heard[3].contains(#""n": 2"#))
    }
    // What is not the recorded message is answered by its number, and said.
    let other = try await hear(listener, 1, #"{"n":7}"#, "x")
    #expect(other.count == 5 && other[2].contains(#""n": 1"#), "\(other)")
    listener.child.send(signal: SIGTERM)
    let errors = await listener.child.outcome().errors.split(separator: "\n")
    #expect(errors.count == 4, "\(errors)")
    #expect(
      errors[1].hasSuffix("message 1 is not the recorded one: at /n: 1 recorded, 7 received"), "\(errors)")
    #expect(errors[1].hasPrefix("client 3 from 127.0.0.1:") && errors[2].contains("message 2"), "\(errors)")
  }

  @Test("by content a message gets what followed an equal one, in any order")
  func content() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start([
      "--replay", try await recording(folder), "--replay-match", "content", "--speed", "1000",
    ])
    defer { listener.end() }
    let heard = try await hear(listener, 1, #"{"n":2}"#, #"{"n": 1}"#, #"{"n":2}"#)
    #expect(heard.count == 6, "\(heard)")
    for (line, number) in zip(heard[2...4], [2, 1, 2]) { #expect(line.contains("\"n\": \(number)")) }
    try await Program.run("send", listener.url, #"{"n":3}"#, "--timeout", "0.3").expect(status: 0)
    listener.child.send(signal: SIGTERM)
    let errors = await listener.child.outcome().errors
    #expect(
      errors.contains(#"client 2"#) && errors.contains(#"message 1 was not recorded: {"n":3}"#), "\(errors)")
  }

  @Test("the Close of the server is the recorded one")
  func close() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start([
      "--replay", try await recording(folder, closing: true), "--once",
    ])
    defer { listener.end() }
    let heard = try await hear(listener, 1, #"{"n":1}"#, #"{"n":2}"#, "bye")
    #expect(heard.last == "4001" && heard.count == 5, "\(heard)")
  }

  @Test("messages that do not match are named up to a bound, and a client that asks for too much is closed")
  func bounds() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start(["--replay", try await recording(folder)])
    defer { listener.end() }
    try await Program.run(
      ["send", listener.url, "--expect", "3"] + (0..<30).map { "wrong \($0)" }
    ).expect(status: 0)
    listener.child.send(signal: SIGTERM)
    let errors = await listener.child.outcome().errors.split(separator: "\n")
    #expect(errors.count == 12, "\(errors)")
    #expect(errors[10].hasSuffix("(further ones of this client are not named)"))
  }

  @Test("options that do not go together, and files that are none")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let garbage = try folder.file("garbage", Data([1, 2, 3, 4]))
    try await Program.run("listen", "0", "--replay", garbage).expectFailure(65, saying: "magic number")
    try await Program.run("listen", "0", "--echo", "--replay", garbage).expectFailure(64, saying: "--replay")
    for option in [
      ["--speed", "2"], ["--replay-match", "order"], ["--ignore", "a"], ["--connection", "1"],
    ] {
      try await Program.run(["listen", "0"] + option).expectFailure(64, saying: option[0], "--replay FILE")
    }
  }
}
