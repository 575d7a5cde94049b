import Foundation
import Testing

@Suite("wscope send", .gated)
struct SendTests {
  @Test func printsOneReplyForEachMessage() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "one", "zwei €", "three")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("one\nzwei €\nthree\n".utf8))
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test(arguments: ["http://127.0.0.1:", "ws://127.0.0.1:", "127.0.0.1:", ":", "WS://LOCALHOST:"])
  func readsEverySpellingOfAnAddress(prefix: String) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "\(prefix)\(peer.port)", "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
  }

  @Test func neverReadsStandardInput() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    for input in [Input.held, .closed, .text("not this\n"), .none] {
      let child = try Program.start(["send", peer.url, "hello"], input: input)
      let outcome = await child.outcome()
      child.closeInput()
      outcome.expect(status: 0)
      outcome.expectOutput(Data("hello\n".utf8))
    }
  }

  @Test func takesOneMessageFromStandardInputWhenTold() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      ["send", peer.url, "first", "-"], input: .text("all of\nit, as one\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("first\nall of\nit, as one\n\n".utf8))
  }

  @Test func ordersItsSources() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let file = try folder.file("message", Data("from a file".utf8))
    let outcome = try await Program.run(
      "send", "--base64-data", "YmFzZTY0", "--hex-data", "68 65 78", "--file", file, peer.url, "positional")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("positional\nfrom a file\nhexbase64".utf8))
    let report = await peer.child.output.wait(for: "frame 8")
    #expect(report.contains("frame 1 masked 10 b'positional'\nframe 1 masked 11 b'from a file'"))
    #expect(!report.contains("unmasked"))
  }

  @Test func sendsBinary() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--hex-data", "00ff80", peer.url)
    outcome.expect(status: 0)
    outcome.expectOutput(Data([0, 0xff, 0x80]))
    #expect(await peer.child.output.wait(for: "frame 8").contains("frame 2 masked 3 b'\\x00\\xff\\x80'"))
  }

  @Test func refusesTextThatIsNotUTF8() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--text", "--hex-data", "61 ff", peer.url)
    outcome.expectFailure(65, saying: "UTF-8")
    #expect(outcome.output.isEmpty)
  }

  @Test func awaitsWhatItIsToldTo() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let none = try await Program.run("send", "--expect", "0", peer.url, "a")
    none.expect(status: 0)
    let fewer = try await Program.run("send", "--timeout", "1", "--expect", "3", peer.url, "a", "b")
    fewer.expectFailure(75, saying: "sent 2", "received 2")
    fewer.expectOutput(Data("a\nb\n".utf8))
  }

  @Test func expectsMoreThanItSends() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--expect", "3", peer.url + "repeat/3", "a")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\na\na\n".utf8))
  }

  @Test func sendsAllBeforeAnyReplyComes() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url + "after/3", "a", "b", "c")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nb\nc\n".utf8))
  }

  @Test func endsAtItsTimeout() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--timeout", "0.5", peer.url + "silent", "hi"], limit: 8)
    outcome.expectFailure(75, saying: "no reply", "sent 1", "received 0")
  }

  @Test func sendsHeadersOriginAndSubprotocols() async throws {
    let peer = try await Peer.start("hostile.py", ["headers"])
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "-H", "X-One: 1", "-HX-Two: 2", "-o", "https://origin.example", "-s", "chat", "-s", "superchat",
      peer.url + "path?query=1", "hi")
    outcome.expectFailure(78, saying: "404")
    let fields = await peer.child.output.wait(for: "sec-websocket-version")
    for field in [
      "x-one 1", "x-two 2", "origin https://origin.example", "sec-websocket-protocol chat, superchat",
      "host 127.0.0.1:\(peer.port)", "upgrade websocket", "connection Upgrade",
    ] {
      #expect(fields.contains("field \(field)\n"), "\(fields)")
    }
  }

  @Test func acceptsAnOfferedSubprotocol() async throws {
    let peer = try await Peer.start("websockets_server.py", ["--subprotocol", "chat"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "-s", "chat", peer.url, "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
  }

  @Test func sendsMessagesThatBeginWithADash() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "--", "-1", "--x")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("-1\n--x\n".utf8))
  }

  @Test func sendsNothingWhenStandardInputIsClosed() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    // The first descriptor that the program opens may get the number 0, and by chance be readable.
    for _ in 0..<4 {
      let outcome = try await Program.run("send", peer.url, "-", input: .closed)
      outcome.expectFailure(66, saying: "standard input")
    }
    try await expectNothingSent(to: peer)
  }

  @Test(arguments: ["send \"$1\" \"$2\"", "\"$1\" -x \"$2\""])
  func refusesAnArgumentThatIsNotUTF8(words: String) async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    // A shell makes the argument, since Swift's strings hold no such byte.
    let script = "set -- \"$1\" \"$(printf 'a\\377')\"; exec \"$0\" " + words
    let outcome = try await Peer.launch("sh", ["-c", script, Program.path, peer.url], limit: 10).outcome()
    outcome.expectFailure(65, saying: "UTF-8")
    #expect(outcome.output.isEmpty, "\(outcome.text)")
    try await expectNothingSent(to: peer)
  }

  /// Sends a last message and checks that a `record` server saw it alone.
  private func expectNothingSent(to peer: Peer) async throws {
    try await Program.run("send", "--expect", "0", peer.url, "last").expect(status: 0)
    let report = await peer.child.output.wait(for: "frame 8")
    #expect(report.hasPrefix("\(peer.port)\nframe 1 masked 4 b'last'\nframe 8 "), "\(report)")
  }
}
