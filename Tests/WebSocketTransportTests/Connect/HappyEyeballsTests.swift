import NIOCore
import NIOPosix
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A name with addresses of both families (RFC 8305)")
struct HappyEyeballsTests {
  /// Tells, as soon as the connection is open, where it leads and how long each step took.
  private final class Arrival: SessionConsumer {
    typealias Facts = (address: String, phases: [Phase])
    private let promise: EventLoopPromise<Facts>

    init(_ promise: EventLoopPromise<Facts>) { self.promise = promise }

    func handle(
      _ event: Event, from sender: Role, at time: Duration, bytes: RawSpan, in session: Session
    ) {
      switch event {
      case .opened: promise.succeed((session.peerAddress, session.phases))
      case .ended: promise.fail(ChannelError.eof)
      default: break
      }
    }

    func failed(_ error: TransportError, in session: Session) { promise.fail(error) }
  }

  /// Long enough for any machine: a test that reaches it has failed.
  private static let deadline = Duration.seconds(60)
  /// Nobody listens there, and no test is ever given it.
  private static let refusingPort = 1

  private static func refusing(_ host: String) throws -> SocketAddress {
    try SocketAddress(ipAddress: host, port: refusingPort)
  }

  /// Dials a name that has these addresses; nil for an answer that never comes.
  private func dial(
    six: [SocketAddress]?, four: [SocketAddress]?, within deadline: Duration = deadline
  ) async throws -> Arrival.Facts {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let arrival = loop.makePromise(of: Arrival.Facts.self)
    let configuration = ClientConfiguration(
      url: try WebSocketURL("ws://both.example/"), timeouts: Timeouts(connect: deadline))
    let resolver = ScriptedResolver(six: six, four: four, on: loop)
    let channel = Dialer.dial(configuration, on: loop, resolver: resolver) { _ in Arrival(arrival) }
    channel.whenFailure { arrival.fail($0) }
    let facts = try await arrival.futureResult.get()
    try await channel.get().close()
    return facts
  }

  @Test("IPv4 takes over where IPv6 refuses")
  func sixRefuses() async throws {
    try await TestServer().listen { server in
      let dialed = try await dial(six: [Self.refusing("::1")], four: [server])
      #expect(dialed.address == "127.0.0.1:\(server.port ?? 0)")
    }
  }

  @Test("IPv6 alone is enough, and is asked first")
  func sixAnswers() async throws {
    try await TestServer(ServerConfiguration(address: .tcp(host: "::1", port: 0))).listen { server in
      for four in [[], [try Self.refusing("127.0.0.1")]] {
        let dialed = try await dial(six: [server], four: four)
        #expect(dialed.address == "[::1]:\(server.port ?? 0)")
      }
      try await TestServer().listen { other in
        let dialed = try await dial(six: [server], four: [other])
        #expect(dialed.address == "[::1]:\(server.port ?? 0)")
      }
    }
  }

  @Test("an answer that never comes from the name server holds nothing up", arguments: [true, false])
  func answerMissing(isSix: Bool) async throws {
    try await TestServer(ServerConfiguration(address: .tcp(host: isSix ? "127.0.0.1" : "::1", port: 0)))
      .listen { server in
        let start = ContinuousClock.now
        let dialed = try await dial(six: isSix ? nil : [server], four: isSix ? [server] : nil)
        #expect(dialed.address.hasSuffix(":\(server.port ?? 0)"))
        #expect(ContinuousClock.now - start < Self.deadline / 2)
      }
  }

  @Test("an address that is silent is overtaken, and what it cost is not called a look-up")
  func firstIsSilent() async throws {
    try await FullBacklog.run { silent in
      try await TestServer().listen { server in
        let start = ContinuousClock.now
        let dialed = try await dial(six: [silent], four: [server])
        #expect(ContinuousClock.now - start < Self.deadline / 2)
        #expect(dialed.address == "127.0.0.1:\(server.port ?? 0)")
        #expect(dialed.phases.map(\.name) == [.dns, .tcp, .upgrade])
        // RFC 8305 5: the second attempt starts 100 ms behind the first at the earliest.
        let connecting = try #require(dialed.phases.dropFirst().first)
        #expect(connecting.duration >= .milliseconds(100))
      }
    }
  }

  @Test("when all refuse, the sentence names each of them")
  func allRefuse() async throws {
    let error = await #expect(throws: TransportError.self) {
      try await dial(six: [Self.refusing("::1")], four: [Self.refusing("127.0.0.1")])
    }
    #expect(error?.code == .unreachable)
    #expect(
      error?.description
        == "both.example:80 cannot be reached: connection refused (tried [::1]:1, 127.0.0.1:1)")
  }

  @Test("when all are silent, or no answer comes at all, the deadline ends it")
  func allAreSilent() async throws {
    try await FullBacklog.run { silent in
      for six in [[silent], nil] {
        let error = await #expect(throws: TransportError.self) {
          try await dial(six: six, four: six.map { _ in [] }, within: .milliseconds(300))
        }
        #expect(error?.code == .connectTimedOut)
      }
    }
  }

  @Test("a name without an address is not found")
  func noAddress() async throws {
    let error = await #expect(throws: TransportError.self) { try await dial(six: [], four: []) }
    #expect(error?.code == .hostNotFound)
  }
}
