import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// Messages of 1 KiB from a server that writes as fast as it may, taken by a loop and by a delegate on the event loop.
enum Receiving {
  private static let size = 1024

  static func asynchronous(_ count: Int) async throws -> Double {
    try await serve(count) { url in
      try await WebSocketClient.withConnection(to: url) { connection in
        let start = ContinuousClock.now
        var left = count
        for try await message in connection.messages where message.count == size {
          left -= 1
          if left == 0 { break }
        }
        return (ContinuousClock.now - start) / .seconds(1)
      }
    }
  }

  static func synchronous(_ count: Int) async throws -> Double {
    try await serve(count) { url in
      let loop = MultiThreadedEventLoopGroup.singleton.next()
      let done = loop.makePromise(of: Double.self)
      let configuration = ClientConfiguration(url: try WebSocketURL(url))
      loop.execute {
        do {
          try Connector(configuration, on: loop).connect { outcome in
            switch outcome {
            case .success(let session): session.deliver(to: Counter(count, done: done))
            case .failure(let error): done.fail(error)
            }
          }
        } catch { done.fail(error) }
      }
      return try await done.futureResult.get()
    }
  }

  /// Collects each message, as a program does that wants them whole.
  private final class Counter: SessionDelegate {
    private var left: Int
    private let done: EventLoopPromise<Double>
    private let start = ContinuousClock.now
    private var message: [UInt8] = []

    init(_ count: Int, done: EventLoopPromise<Double>) { (left, self.done) = (count, done) }

    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {
      switch event {
      case .messageStart: message = []
      case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
      case .messageEnd where message.count == Receiving.size:
        left -= 1
        guard left == 0 else { return }
        done.succeed((ContinuousClock.now - start) / .seconds(1))
        try? session.close()
      default: break
      }
    }
  }

  private static func serve(_ count: Int, _ body: (String) async throws -> Double) async throws -> Double {
    var configuration = WebSocketServerConfiguration()
    configuration.compression = nil
    let server = try await WebSocketServer.bind(configuration: configuration)
    return try await withThrowingTaskGroup { group in
      group.addTask {
        try await server.run { connection in
          let payload = [UInt8](repeating: 0x61, count: size)
          for _ in 0..<count { try await connection.send(payload) }
          for try await _ in connection.messages {}
        }
      }
      let seconds = try await body("ws://\(server.address)/")
      await server.shutDown()
      try await group.waitForAll()
      return seconds
    }
  }
}
