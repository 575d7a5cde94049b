import NIOCore
import NIOPosix
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A connect has one outcome")
struct ConnectorTests {
  private static let opening =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"

  private static func accepted(_ key: String, _ rest: [UInt8] = []) -> [UInt8] {
    Array("\(opening)Sec-WebSocket-Accept: \(AcceptKey(for: key).value)\r\n\r\n".utf8) + rest
  }

  @Test("a refusal is one error with the phase, the steps before it and both heads")
  func refused() async throws {
    let server = try await AnsweringServer { _ in
      Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno".utf8)
    }
    let error = try #require(try await Knock.at(server.client).error)
    try await server.close()
    guard case .handshake(.refused(_, let body, nil)) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(body == Array("no".utf8))
    #expect(error.phase == .upgrade)
    #expect(error.phases.map(\.name) == [.tcp])
    #expect(error.phases.first?.address == error.address)
    #expect(error.attempts.map(\.address) == [error.address])
    #expect(error.attempts.first?.failure == nil)
    #expect(error.handshake?.request.startLine == "GET / HTTP/1.1")
    #expect(error.handshake?.response?.startLine == "HTTP/1.1 403 Forbidden")
    #expect(error.description == "\(error.route.endpoint) refused the upgrade: HTTP/1.1 403 Forbidden")
  }

  @Test("a wrong Accept is one error with the checks")
  func wrongAccept() async throws {
    let server = try await AnsweringServer { _ in Self.accepted("dGhlIHNhbXBsZSBub25jZQ==") }
    let error = try #require(try await Knock.at(server.client).error)
    try await server.close()
    guard case .handshake(.notWebSocket) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(error.handshake?.failed.map(\.rule) == [.accept])
  }

  @Test("a stream that ends without an answer is one error with the request alone")
  func noAnswer() async throws {
    let server = try await AnsweringServer(ends: true) { _ in [] }
    let error = try #require(try await Knock.at(server.client).error)
    try await server.close()
    #expect(error.reason == .handshake(.lost(duringHandshake: true, unfinished: nil)))
    #expect(error.handshake?.request.startLine == "GET / HTTP/1.1")
    #expect(error.handshake?.response == nil)
    #expect(error.handshake?.failed.map(\.words) == ["the stream ended without an answer"])
  }

  /// What comes of an answer before the stream ends, its first line, and the check that fails.
  static let parts: [(answer: String, line: String, rule: Rule, words: String)] = [
    (
      "HTTP/1.1 403 Forbidden\r\nX: y\r\n", "HTTP/1.1 403 Forbidden", .status,
      "the stream ended inside the answer"
    ),
    ("SSH-2.0-x\r\n", "SSH-2.0-x", .notHTTP, "this is not an HTTP response"),
    (
      "HTTP/1.1 4030 X\r\nA: b\r\n\r\n", "HTTP/1.1 4030 X", .statusLine,
      "the first line is \"HTTP/1.1 4030 X\", expected HTTP/1.1, one space and a status of three digits"
    ),
    (
      "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 70_000), "HTTP/1.1 200 OK", .headTooBig,
      "no empty line within 65536 bytes"
    ),
  ]

  @Test("what came of an answer that cannot be judged is kept with the request", arguments: parts)
  func part(_ part: (answer: String, line: String, rule: Rule, words: String)) async throws {
    let server = try await AnsweringServer(ends: true) { _ in Array(part.answer.utf8) }
    let error = try #require(try await Knock.at(server.client).error)
    try await server.close()
    let report = try #require(error.handshake)
    #expect(report.request.startLine == "GET / HTTP/1.1")
    #expect(report.response?.startLine == part.line)
    #expect(report.failed.map(\.rule) == [part.rule])
    #expect(report.failed.map(\.words) == [part.words])
  }

  @Test("an answer 103 without a final one is kept with the request")
  func earlyHintsAlone() async throws {
    let server = try await AnsweringServer(ends: true) { _ in Array("HTTP/1.1 103 Early Hints\r\n\r\n".utf8) }
    let error = try #require(try await Knock.at(server.client).error)
    try await server.close()
    #expect(error.handshake?.interim.map(\.startLine) == ["HTTP/1.1 103 Early Hints"])
    #expect(error.handshake?.failed.map(\.words) == ["the stream ended without a final answer"])
  }

  @Test("the steps are those of the route")
  func steps() throws {
    func steps(_ url: String) throws -> [Phase.Name] { Route(to: try WebSocketURL(url)).steps }
    #expect(try steps("ws://a.test/") == [.dns, .tcp, .upgrade])
    #expect(try steps("wss://a.test/") == [.dns, .tcp, .tls, .upgrade])
    #expect(try steps("ws://127.0.0.1/") == [.tcp, .upgrade])
    #expect(try steps("wss://[::1]/") == [.tcp, .tls, .upgrade])
    #expect(Route(to: .unix(path: "/run/a.socket"), usesTLS: false).steps == [.tcp, .upgrade])
  }

  @Test("the steps follow each other without a gap, and lead to the address")
  func phases() async throws {
    try await TestServer().listen { server in
      let url = try WebSocketURL("ws://127.0.0.1:\(try #require(server.port))/")
      guard case .opened(let address, let phases, _) = try await Knock.at(ClientConfiguration(url: url))
      else {
        Issue.record("it did not open")
        return
      }
      #expect(phases.map(\.name) == [.tcp, .upgrade])
      #expect(phases[0].end == phases[1].start)
      #expect(phases[0].address == address && phases[0].detail == nil)
    }
  }

  @Test("a route leads to a unix socket, whatever the URL's host")
  func unixSocket() async throws {
    let path = "/tmp/wscope-route-\(UInt32.random(in: 0 ... .max)).socket"
    try await TestServer(ServerConfiguration(address: .unix(path: path))).listen { _ in
      var configuration = WebSocketClientConfiguration()
      configuration.route = Route(to: .unix(path: path), usesTLS: false)
      try await WebSocketClient.withConnection(to: "ws://example.test/chat", configuration: configuration) {
        try await $0.send("hello")
        var messages = $0.messages.makeAsyncIterator()
        #expect(try await messages.next() == .text("hello"))
      }
    }
    var configuration = WebSocketClientConfiguration()
    configuration.route = Route(to: .unix(path: path), usesTLS: false)
    let gone = configuration
    let error = await #expect(throws: WebSocketError.self) {
      try await WebSocketClient.connect(to: "ws://example.test/", configuration: gone)
    }
    guard case .transport(let reason) = error?.cause else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.description == "\(path) cannot be reached: no such file or directory (tried \(path))")
  }

  /// Notes the names of the events that it gets.
  private final class Names: SessionDelegate {
    private let ended: EventLoopPromise<[String]>
    private var names: [String] = []
    let interests: EventInterests = .frames

    init(_ ended: EventLoopPromise<[String]>) { self.ended = ended }

    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {
      guard sender == .server else { return }
      names.append(String("\(event)".prefix { $0.isLetter }))
      if case .ended = event { ended.succeed(names) }
    }
  }

  @Test("frames in one read with the answer come to the delegate in the form that it asks for")
  func firstFrames() async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let ended = loop.makePromise(of: [String].self)
    let server = try await AnsweringServer(ends: true) { Self.accepted($0, [0x81, 2, 0x68, 0x69, 0x88, 0]) }
    loop.execute {
      do {
        try Connector(server.client, on: loop).connect { outcome in
          switch outcome {
          case .success(let session): session.deliver(to: Names(ended))
          case .failure(let error): ended.fail(error)
          }
        }
      } catch { ended.fail(error) }
    }
    let names = try await ended.futureResult.get()
    try await server.close()
    #expect(
      names == [
        "opened", "header", "messageStart", "payload", "messageBytes", "frameEnd", "messageEnd", "header",
        "frameEnd", "close", "ended",
      ])
  }

  @Test("a connect that is cancelled has its outcome at once", arguments: [true, false])
  func cancelled(hasStream: Bool) async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let requested = loop.makePromise(of: Void.self)
    let outcome = loop.makePromise(of: ConnectError.self)
    let server = try await AnsweringServer { _ in
      requested.succeed()
      return []
    }
    loop.execute {
      do {
        let connector = try Connector(server.client, on: loop)
        connector.connect { result in
          if case .failure(let error) = result {
            outcome.succeed(error)
          } else {
            outcome.fail(ChannelError.eof)
          }
        }
        if hasStream {
          requested.futureResult.assumeIsolated().whenSuccess { connector.cancel() }
        } else {
          connector.cancel()
          requested.succeed()
        }
      } catch { outcome.fail(error) }
    }
    let error = try await outcome.futureResult.get()
    try await server.close()
    #expect(error.reason == .cancelled)
    #expect(error.phase == (hasStream ? .upgrade : .tcp))
    #expect(error.handshake?.failed.map(\.words) == (hasStream ? ["no answer came"] : nil))
  }

  @Test("a session that no one takes is dropped")
  func notTaken() async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    try await TestServer { HoldingDelegate { end.yield() } }.run { url in
      let configuration = ClientConfiguration(url: try WebSocketURL(url))
      loop.execute { try? Connector(configuration, on: loop).connect { _ in } }
      var ended = ends.makeAsyncIterator()
      await ended.next()
    }
  }
}
