import NIOCore
import NIOPosix
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A name with addresses of both families (RFC 8305)")
struct HappyEyeballsTests {
  /// Long enough for any machine: a test that reaches it has failed.
  private static let deadline = Duration.seconds(60)
  /// Nothing listens there, and no test is ever given it.
  private static let refusingPort = 1

  private static func refusing(_ host: String) throws -> SocketAddress {
    try SocketAddress(ipAddress: host, port: refusingPort)
  }

  /// Connects to a name that has these addresses; nil for an answer that never comes.
  private func connect(
    six: [SocketAddress]?, four: [SocketAddress]?, within deadline: Duration = deadline
  ) async throws -> Knock {
    try await Knock.at(
      six: six, four: four,
      ClientConfiguration(url: try WebSocketURL("ws://both.example/"), timeouts: Timeouts(connect: deadline)))
  }

  /// The same where it opens.
  private func open(
    six: [SocketAddress]?, four: [SocketAddress]?
  ) async throws -> (address: String, phases: [Phase]) {
    guard case .opened(let address, let phases, _) = try await connect(six: six, four: four) else {
      throw ChannelError.eof
    }
    return (address, phases)
  }

  @Test("IPv4 takes over where IPv6 refuses")
  func sixRefuses() async throws {
    try await TestServer().listen { server in
      let opened = try await open(six: [Self.refusing("::1")], four: [server])
      #expect(opened.address == "127.0.0.1:\(server.port ?? 0)")
    }
  }

  @Test("IPv6 alone is enough, and is asked first")
  func sixAnswers() async throws {
    try await TestServer(ServerConfiguration(address: .tcp(host: "::1", port: 0))).listen { server in
      for four in [[], [try Self.refusing("127.0.0.1")]] {
        let opened = try await open(six: [server], four: four)
        #expect(opened.address == "[::1]:\(server.port ?? 0)")
      }
      try await TestServer().listen { other in
        let opened = try await open(six: [server], four: [other])
        #expect(opened.address == "[::1]:\(server.port ?? 0)")
      }
    }
  }

  @Test("an answer that never comes from the name server holds nothing up", arguments: [true, false])
  func answerMissing(isSix: Bool) async throws {
    try await TestServer(ServerConfiguration(address: .tcp(host: isSix ? "127.0.0.1" : "::1", port: 0)))
      .listen { server in
        let start = ContinuousClock.now
        let opened = try await open(six: isSix ? nil : [server], four: isSix ? [server] : nil)
        #expect(opened.address.hasSuffix(":\(server.port ?? 0)"))
        #expect(ContinuousClock.now - start < Self.deadline / 2)
      }
  }

  @Test("an address that is silent is overtaken, and what it cost is not called a look-up")
  func firstIsSilent() async throws {
    try await FullBacklog.run { silent in
      try await TestServer().listen { server in
        let start = ContinuousClock.now
        let opened = try await open(six: [silent], four: [server])
        #expect(ContinuousClock.now - start < Self.deadline / 2)
        #expect(opened.address == "127.0.0.1:\(server.port ?? 0)")
        #expect(opened.phases.map(\.name) == [.dns, .tcp, .upgrade])
        #expect(opened.phases.map(\.address) == [nil, opened.address, nil])
        #expect(opened.phases.map(\.detail) == [nil, "after [::1]:\(silent.port ?? 0): no answer", nil])
        // RFC 8305 5: the second attempt starts 100 ms after the first at the earliest.
        let connecting = try #require(opened.phases.dropFirst().first)
        #expect(connecting.duration >= .milliseconds(100))
      }
    }
  }

  @Test("when all refuse, the sentence names each of them")
  func allRefuse() async throws {
    let knock = try await connect(six: [Self.refusing("::1")], four: [Self.refusing("127.0.0.1")])
    #expect(knock.fault?.code == .unreachable)
    #expect(
      knock.sentence == "both.example:80 cannot be reached: connection refused (tried [::1]:1, 127.0.0.1:1)")
    let error = try #require(knock.error)
    #expect(error.phase == .tcp)
    #expect(error.phases.map(\.name) == [.dns])
    #expect(error.attempts.map(\.address) == ["[::1]:1", "127.0.0.1:1"])
    #expect(error.attempts.map(\.failure) == ["connection refused", "connection refused"])
  }

  @Test("when all are silent, or no answer comes at all, the deadline ends it")
  func allAreSilent() async throws {
    try await FullBacklog.run { silent in
      for six in [[silent], nil] {
        let knock = try await connect(six: six, four: six.map { _ in [] }, within: .milliseconds(300))
        #expect(knock.fault?.code == .connectTimedOut)
        #expect(knock.error?.phase == (six == nil ? .dns : .tcp))
      }
    }
  }

  @Test("a name without an address is not found")
  func noAddress() async throws {
    let knock = try await connect(six: [], four: [])
    #expect(knock.fault?.code == .hostNotFound)
    #expect(knock.error?.phase == .dns)
    #expect(knock.error?.attempts == [])
  }
}
