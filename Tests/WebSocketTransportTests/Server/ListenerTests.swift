import NIOCore
import NIOPosix
import SystemCalls
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A listener's address and places")
struct ListenerTests {
  private static func listen(_ configuration: ServerConfiguration) async throws -> Listener {
    try await Listener.listen(configuration, on: MultiThreadedEventLoopGroup.singleton) { _ in EchoDelegate()
    }
    .get()
  }

  /// A path that no other test has.
  private static func path() -> String { "/tmp/wscope-\(getpid())-\(UInt64.random(in: .min ... .max))" }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  @Test("a socket file is made, kept from a second listener, and removed at the end")
  func unixSocket() async throws {
    let path = Self.path()
    let configuration = ServerConfiguration(address: .unix(path: path))
    let listener = try await Self.listen(configuration)
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o7777 == 0o600)
    let error = await #expect(throws: TransportError.self) { try await Self.listen(configuration) }
    #expect(error?.code == .cannotListen)
    #expect(Self.exists(path), "the first listener's file stays")
    try await listener.close().get()
    #expect(!Self.exists(path))
  }

  @Test("a socket file that nothing listens on is replaced, any other file is not")
  func stale() async throws {
    let path = Self.path()
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    close(descriptor)
    #expect(Self.exists(path))
    try await Self.listen(ServerConfiguration(address: .unix(path: path))).close().get()
    #expect(!Self.exists(path))

    close(open(path, O_CREAT | O_WRONLY, 0o600))
    defer { unlink(path) }
    let error = await #expect(throws: TransportError.self) {
      try await Self.listen(ServerConfiguration(address: .unix(path: path)))
    }
    #expect(error?.code == .cannotListen)
    #expect(Self.exists(path))
  }

  @Test("at the end another file that has taken the socket's place stays")
  func replaced() async throws {
    let path = Self.path()
    let listener = try await Self.listen(ServerConfiguration(address: .unix(path: path), socketMode: 0o666))
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o7777 == 0o666)
    unlink(path)
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    defer { unlink(path) }
    try await listener.close().get()
    #expect(Self.exists(path))
  }

  @Test("of listeners that start at one time where a socket was left, one gets the file and keeps it")
  func turns() async throws {
    let path = Self.path()
    let left = try await Self.listen(ServerConfiguration(address: .unix(path: path)))
    #expect(link(path, path + ".left") == 0)
    try await left.close().get()
    #expect(rename(path + ".left", path) == 0)
    let listeners = await withTaskGroup(of: Listener?.self) { group in
      for _ in 0..<16 {
        group.addTask { try? await Self.listen(ServerConfiguration(address: .unix(path: path))) }
      }
      return await group.reduce(into: [Listener]()) { if let listener = $1 { $0.append(listener) } }
    }
    #expect(listeners.count == 1)
    #expect(Self.exists(path))
    for listener in listeners { try await listener.close().get() }
    #expect(!Self.exists(path))
  }

  @Test("an address whose host has none is reported in a sentence")
  func unknownHost() async throws {
    let configuration = ServerConfiguration(address: .tcp(host: "nosuch.invalid", port: 0))
    let error = await #expect(throws: TransportError.self) { try await Self.listen(configuration) }
    #expect(error?.code == .hostNotFound)
    #expect(error?.description == "cannot listen on nosuch.invalid:0: the host was not found")
  }

  @Test(
    "one client too many is refused with 503, and a place that was left is given again",
    .timeLimit(.minutes(1)))
  func places() async throws {
    try await TestServer(ServerConfiguration(maxClients: 2)).run { url in
      let first = try await PatientClient.connect(to: url)
      let second = try await PatientClient.connect(to: url)
      let error = await #expect(throws: WebSocketError.self) { try await PatientClient.connect(to: url) }
      #expect(error?.response?.startLine == "HTTP/1.1 503 Service Unavailable")
      try await first.close()
      let third = try await Self.connectOnceThereIsRoom(to: url)
      for session in [second, third] {
        try await session.send("hello")
        var messages = session.messages.makeAsyncIterator()
        #expect(try await messages.next() == .text("hello"))
        try await session.close()
      }
    }
  }

  /// The listener learns of an end on another thread, so its first answers may still be 503; any other answer is a failure.
  private static func connectOnceThereIsRoom(to url: String) async throws -> WebSocketConnection {
    while true {
      do {
        return try await PatientClient.connect(to: url)
      } catch let error as WebSocketError {
        guard error.response?.startLine.contains(" 503 ") == true else { throw error }
      }
    }
  }
}
