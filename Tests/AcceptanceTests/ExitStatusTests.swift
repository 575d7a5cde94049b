import Foundation
import SystemCalls
import Testing

/// The table of exit statuses, each reached by a real cause (all but 70).
@Suite("Exit status", .gated)
struct ExitStatusTests {
  @Test func status0Done() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hello")
    outcome.expect(status: 0)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test func status1Different() async throws {
    let folder = try TemporaryFolder()
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    for name in ["a.jsonl", "b.jsonl"] {
      try await Program.run("send", peer.url, name, "--record", folder.path(name)).expect(status: 0)
    }
    let outcome = try await Program.run("diff", folder.path("a.jsonl"), folder.path("b.jsonl"))
    outcome.expect(status: 1)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  static let misuses = [
    ["send"], ["send", "ws://127.0.0.1:1/", "--no-such-option"], ["--in", "raw=0", "ws://127.0.0.1:1/"],
    ["--in", "words", "ws://127.0.0.1:1/"], ["send", "ftp://127.0.0.1/", "hi"], ["listen"],
    ["listen", "70000", "--echo"],
    ["send", "ws://127.0.0.1:99999/", "hi"], ["accept"], ["decode", "--role", "nobody", "8100"],
    ["decode", "--show", "everything", "8100"], ["send", "--timeout", "soon", "ws://127.0.0.1:1/", "hi"],
    ["send", "--expect", "-1", "ws://127.0.0.1:1/", "hi"],
    ["send", "-H", "no colon", "ws://127.0.0.1:1/", "hi"],
    ["send", "-H", "X: a\r\nY: b", "ws://127.0.0.1:1/", "hi"], ["send", "ws://127.0.0.1:1/"],
  ]

  @Test(arguments: misuses)
  func status64Usage(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments)
    outcome.expectFailure(64)
    #expect(outcome.output.isEmpty)
  }

  @Test func status65BadInput() async throws {
    try await Program.run("decode", "81 05 68").expect(status: 65)
    try await Program.run("decode", "not hex").expectFailure(65)
    try await Program.run("send", "--hex-data", "0g", "ws://127.0.0.1:1/").expectFailure(65)
    try await Program.run("send", "--base64-data", "*", "ws://127.0.0.1:1/").expectFailure(65)
    try await Program.run("accept", "c2hvcnQ=").expectFailure(65)
  }

  @Test func status66NotReadable() async throws {
    try await Program.run("decode", "--file", "/nonexistent/frames").expectFailure(
      66, saying: "/nonexistent/frames")
    try await Program.run("send", "--file", "/nonexistent/message", "ws://127.0.0.1:1/")
      .expectFailure(66, saying: "/nonexistent/message")
    try await Program.run("decode", "--file", "/").expectFailure(66)
  }

  @Test func status68HostNotFound() async throws {
    try await Program.run("send", "ws://no-such-host.invalid/", "hi").expectFailure(
      68, saying: "no-such-host.invalid")
    try await Program.run("listen", "no-such-host.invalid:0").expectFailure(
      68, saying: "no-such-host.invalid:0: the host was not found")
  }

  @Test func status69NotReachable() async throws {
    let port = try FreePort.find()
    try await Program.run("send", "ws://127.0.0.1:\(port)/", "hi").expectFailure(
      69, saying: "127.0.0.1:\(port)")
    try await Program.run("send", "ws://localhost:\(port)/", "hi").expectFailure(69)
  }

  @Test func status73CannotCreate() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let port = listener.url.split(separator: ":").last?.filter(\.isNumber) ?? ""
    try await Program.run("listen", "127.0.0.1:\(port)", "--echo").expectFailure(73, saying: port)
    try await Program.run("send", "--show", "line", "--views", "/dev/null/views", listener.url, "hi")
      .expectFailure(73, saying: "/dev/null/views")
  }

  @Test func status74WriteFailed() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    for arguments in [
      ["send", listener.url, "hi"], ["decode", "8100"], ["encode", "text=hi"],
      ["accept", "dGhlIHNhbXBsZSBub25jZQ=="], ["rules"],
    ] {
      let outcome = try await Program.run(arguments, output: .file("/dev/full"))
      outcome.expectFailure(74)
    }
    let piped = try await Program.run([listener.url], input: .text("a\nb\n"), output: .file("/dev/full"))
    piped.expectFailure(74)
  }

  @Test func status75Deadline() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    try await Program.run("send", "--timeout", "0.3", peer.url + "silent", "hi").expectFailure(75)
    try await Program.run("send", peer.url + "close-first/1000", "hi").expectFailure(75)
  }

  @Test func status76ProtocolBroken() async throws {
    let peer = try await Peer.start("hostile.py", ["frames", "8300"])
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expectFailure(76)
    try await Program.run("decode", "8300").expect(status: 76)
  }

  @Test func status77NotTrusted() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("websockets_server.py", certificates.server)
    defer { peer.end() }
    try await Program.run("send", "wss://localhost:\(peer.port)/", "hi").expectFailure(77)
  }

  @Test func status78Refused() async throws {
    let peer = try await Peer.start("hostile.py", ["raw", "HTTP/1.1 403 Forbidden\\r\\n\\r\\n"])
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expectFailure(78, saying: "403 Forbidden", "101")
  }

  @Test func status79Closed() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    try await Program.run("send", peer.url + "close-first/4000/why", "hi").expectFailure(
      79, saying: "4000", "why")
  }

  @Test func status80Lost() async throws {
    let peer = try await Peer.start("hostile.py", ["reset"])
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expectFailure(80)
  }

  @Test func status81NotWebSocket() async throws {
    let peer = try await Peer.start("hostile.py", ["ssh"])
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expectFailure(81)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func status128AndTheSignal(signal: Int32) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let client = try Program.start([peer.url], input: .held)
    client.write("hello\n")
    await client.output.wait(for: "hello\n")
    client.send(signal: signal)
    let outcome = await client.outcome()
    client.closeInput()
    outcome.expect(status: 128 + signal)
    outcome.expectOutput(Data("hello\n".utf8))

    let listener = try await Listener.start()
    listener.child.send(signal: signal)
    await listener.child.outcome().expect(status: 128 + signal)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func status128AndTheSignalWhileNobodyReads(signal: Int32) async throws {
    let peer = try await Peer.start("hostile.py", ["flood_big", "65536"])
    defer { peer.end() }
    let client = try Program.start([peer.url], output: .unread, limit: 15)
    #expect(await peer.child.output.wait(for: "stalled").contains("stalled"))
    client.send(signal: signal)
    let status = await client.status()
    close(client.takeOutput())
    #expect(status == 128 + signal)
  }

  /// Without a deadline of its own the end came after the ten seconds that a stalled output has.
  @Test(arguments: [[], ["--json"], ["--out", "hex"], ["--show", "line"]])
  func theSignalEndsWithinTheCloseTimeoutWhileNobodyReads(form: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["flood_big", "65536"])
    defer { peer.end() }
    let client = try Program.start([peer.url, "--close-timeout", "0.5"] + form, output: .unread)
    #expect(await peer.child.output.wait(for: "stalled").contains("stalled"))
    let start = ContinuousClock.now
    client.send(signal: SIGTERM)
    let status = await client.status()
    #expect(ContinuousClock.now - start < .seconds(4))
    close(client.takeOutput())
    #expect(status == 128 + SIGTERM)
  }
}
