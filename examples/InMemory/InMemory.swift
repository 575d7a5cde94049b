import WebSocketWire

/// The core alone: a client and a server in one process, without a socket between them.
///
///     swift run InMemory
@main
enum InMemory {
  /// One end. Its connection tells it what the other end said; a server sends each message back.
  private final class End: EventSink {
    let connection: Connection
    private var message: [UInt8] = []

    init(_ connection: Connection) { self.connection = connection }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      switch event {
      case .header(let header, _) where sender == connection.role: say("sends \(header.opcode.name)")
      case .opened: say("is open")
      case .messageStart: message = []
      case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
      case .messageEnd(let kind, _):
        say("received \(String(decoding: message, as: UTF8.self))")
        if connection.role == .server { echo(message, kind) }
      case .ended(.closed(let body, _)): say("ended with \(body.code?.description ?? "no code")")
      default: break
      }
    }

    private func echo(_ message: [UInt8], _ kind: MessageKind) {
      // It can only fail on a connection that is closing, and then the echo is not awaited.
      try? connection.send(kind, message.span.bytes, into: self)
    }

    private func say(_ words: String) { print("\(connection.role): \(words)") }
  }

  static func main() throws {
    var generator = SystemRandomNumberGenerator()
    let request = try OpeningRequest(
      url: WebSocketURL("ws://example.com/chat"), key: AcceptKey.randomKey(using: &generator))
    let client = End(Connection(client: request, generator: generator))
    let server = End(Connection(server: UpgradeTerms()))
    carry(between: client, and: server)
    try client.connection.send(.text, Array("hello".utf8).span.bytes, into: client)
    carry(between: client, and: server)
    try client.connection.close(into: client)
    carry(between: client, and: server)
    client.connection.receiveEOF(into: client)
  }

  /// Does what a socket would do, until neither end has anything to say.
  private static func carry(between client: End, and server: End) {
    while !client.connection.output.isEmpty || !server.connection.output.isEmpty {
      server.connection.receive(client.connection.takeOutput().span.bytes, into: server)
      client.connection.receive(server.connection.takeOutput().span.bytes, into: client)
    }
  }
}
