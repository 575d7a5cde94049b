import Foundation
import Testing

@Suite("What wscope listen says of clients that never come in", .gated)
struct KnockTests {
  /// Whether the listener speaks TLS, what comes, and the cause that it names.
  static let knocks: [(isSecure: Bool, mode: String, cause: String)] = [
    (false, "tls", "it speaks TLS, and this port does not"),
    (false, "garbage", #"it does not speak HTTP, it sent: \x01\x02garbage"#),
    (
      false, "page",
      "handshake: Upgrade, Connection, Sec-WebSocket-Version and Sec-WebSocket-Key are missing (RFC 6455 4.1)"
    ),
    (false, "part", "it ended the stream before its request was whole"),
    (false, "reset", "it ended the stream before its request was whole (connection reset by peer)"),
    (false, "wait", "it sent no whole request in time (--handshake-timeout)"),
    (true, "tls", "the client gave up TLS in the clear, as OpenSSL's clients do that do not accept our"),
    (true, "weak", "the TLS handshake failed: no shared cipher"),
    (true, "leave", "it ended the stream before its request was whole"),
    (true, "plain", "it spoke plain text, and this port speaks TLS"),
    (true, "garbage", "what it sent is not TLS, and this port speaks TLS"),
    (true, "wait", "it sent no whole request in time (--handshake-timeout)"),
  ]

  @Test(arguments: knocks)
  func oneLineWithAddressAndCause(_ knock: (isSecure: Bool, mode: String, cause: String)) async throws {
    let identity = knock.isSecure ? try await Certificates.make().server : []
    let listener = try await Listener.start(identity + ["--handshake-timeout", "1"])
    defer { listener.end() }
    let outcome = try await Peer.script("knocking_client.py", [listener.url, knock.mode]).outcome()
    outcome.expect(status: 0)
    let port = outcome.text.filter(\.isNumber)
    let line = "a client from 127.0.0.1:\(port) did not get in: "
    let story = await listener.child.errors.wait(for: line)
    let told = story.split(separator: "\n").filter { $0.hasPrefix(line) }
    #expect(told.count == 1 && told.first?.contains(knock.cause) == true, "\(story)")
  }

  @Test(arguments: [
    "GET /a?token=SECRET#b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: u:SECRET@localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization : Basic SECRET\r\n\r\n",
    "@ password=SECRET\r\n\r\n",
  ])
  func nothingThatIsSecret(request: String) async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    try await Peer.script("knocking_client.py", [listener.url, "bytes", request]).outcome().expect(status: 0)
    let story = await listener.child.errors.wait(for: "did not get in")
    #expect(!story.contains("SECRET") && story.contains("***"), "\(story)")
  }

  @Test("a request that goes on though it is not as it should be has a line where no view shows it")
  func warned() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let request = """
      GET /{ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
      """
    let client = try Peer.script("knocking_client.py", [listener.url, "bytes", request])
    defer { client.end() }
    let story = await listener.child.errors.wait(for: "has to be percent-encoded (RFC 9112 3.2)\n")
    let line = story.split(separator: "\n").last { $0.hasPrefix("client 1 from 127.0.0.1:") }
    #expect(
      line?.hasSuffix(
        #": warning: the request target is "/{", in which { has to be percent-encoded (RFC 9112 3.2)"#)
        == true, "\(story)")
  }

  @Test(arguments: [false, true])
  func nothingOfOneThatSendsNothing(isSecure: Bool) async throws {
    let listener = try await Listener.start(isSecure ? try await Certificates.make().server : [])
    defer { listener.end() }
    try await Peer.script("knocking_client.py", [listener.url, "silent"]).outcome().expect(status: 0)
    try await Peer.script("knocking_client.py", [listener.url, "garbage"]).outcome().expect(status: 0)
    let story = await listener.child.errors.wait(for: isSecure ? "is not TLS" : "garbage")
    #expect(story.split(separator: "\n").count == 2, "\(story)")
  }

  /// What comes with 4 MB that no one reads, on which ports, and the answer to it.
  static let early: [(isSecure: Bool, mode: String, answer: String)] = [
    (false, "post", "405 Method Not Allowed"), (false, "page", "200 OK"), (false, "head", "200 OK"),
    (false, "upgrade", "426 Upgrade Required"), (false, "garbage", "400 Bad Request"),
    (true, "post", "405 Method Not Allowed"), (true, "head", "200 OK"), (true, "plain", "400 Bad Request"),
  ]

  @Test("an answer arrives whole though the client sends 4 MB before it reads", arguments: early)
  func lingers(_ early: (isSecure: Bool, mode: String, answer: String)) async throws {
    let certificates = try await Certificates.make()
    let listener = try await Listener.start((early.isSecure ? certificates.server : []) + ["--page"])
    defer { listener.end() }
    let outcome = try await Peer.script(
      "early_answer_client.py", [listener.url, early.mode, certificates.authority]
    ).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "20 HTTP/1.1 \(early.answer)\n")
  }

  @Test func numbersOpenConnectionsOnly() async throws {
    let listener = try await Listener.start(["--page", "--echo", "--show", "line"])
    defer { listener.end() }
    for mode in ["page", "garbage", "silent"] {
      try await Peer.script("knocking_client.py", [listener.url, mode]).outcome().expect(status: 0)
    }
    for _ in 1...2 { try await Program.run("send", listener.url, "hello").expect(status: 0) }
    let story = await listener.child.errors.wait(for: "client 2: closed by the client")
    #expect(story.contains("a client from 127.0.0.1:") && story.contains(" was given the page\n"), "\(story)")
    #expect(
      story.contains("client 1 connected from") && story.contains("client 2 connected from"), "\(story)")
  }

  @Test func saysItOnStandardErrorWhereverViewsGo() async throws {
    let listener = try await Listener.start(["--echo", "--views", "-", "--show", "line"])
    defer { listener.end() }
    try await Peer.script("knocking_client.py", [listener.url, "garbage"]).outcome().expect(status: 0)
    try await Program.run("send", listener.url, "hello").expect(status: 0)
    let story = await listener.child.errors.wait(for: "garbage")
    #expect(story.contains("did not get in: it does not speak HTTP") && !story.contains("→"), "\(story)")
    let views = await listener.child.output.wait(for: "closed by the client")
    #expect(views.contains("client 1 connected from") && views.contains("TEXT"), "\(views)")
    #expect(!views.contains("did not get in") && !views.contains("listening on"), "\(views)")
  }

  @Test func showsARefusedRequestWithItsChecksAndTheAnswer() async throws {
    let listener = try await Listener.start(["--handshake"])
    defer { listener.end() }
    try await Peer.script("knocking_client.py", [listener.url, "page"]).outcome().expect(status: 0)
    let story = await listener.child.errors.wait(for: "did not get in")
    for line in [
      "→ GET / HTTP/1.1\n", "← HTTP/1.1 426 Upgrade Required\n", "  Sec-WebSocket-Version: 13\n",
      "  ok   Host is localhost ", "  FAIL Upgrade is missing, expected websocket ",
    ] {
      #expect(story.contains(line), "\(line) \(story)")
    }
  }
}
