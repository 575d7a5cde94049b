import Foundation
import WebSocketWire

/// A client and a server that talk through two Unix pipes: the core with a transport of one's own, in five calls.
///
///     swift run OverPipes
@main
enum OverPipes {
  static func main() throws {
    let (toServer, toClient) = (Pipe(), Pipe())
    let server = End(
      Connection(server: UpgradeTerms()), from: toServer.fileHandleForReading,
      to: toClient.fileHandleForWriting)
    var generator = SystemRandomNumberGenerator()
    let request = try OpeningRequest(
      url: try WebSocketURL("ws://pipe.example/"), key: AcceptKey.randomKey(using: &generator))
    let client = End(
      Connection(client: request, generator: generator), from: toClient.fileHandleForReading,
      to: toServer.fileHandleForWriting)
    client.greeting = "hello"
    // One thread for both ends: each writes what it has, and then the other reads.
    client.write()
    while !client.isOver || !server.isOver {
      server.turn()
      client.turn()
    }
  }
}

/// One end: what a transport has to do for a `Connection`.
final class End: EventSink {
  private let connection: Connection
  private let input: FileHandle
  private let output: FileHandle
  private var message: [UInt8] = []
  /// What a client says when it is open.
  var greeting: String?

  init(_ connection: Connection, from input: FileHandle, to output: FileHandle) {
    (self.connection, self.input, self.output) = (connection, input, output)
  }

  var isOver: Bool { connection.state == .ended }
  var interests: EventInterests { [] }

  /// Reads once and answers.
  func turn() {
    guard !isOver else { return }
    let bytes = [UInt8](input.availableData)
    if bytes.isEmpty {
      connection.receiveEOF(into: self)  // 1: the peer's stream has ended.
    } else {
      connection.receive(bytes.span.bytes, into: self)  // 2: bytes in, cut anywhere.
    }
    write()
  }

  /// Writes what the connection has for the wire.
  func write() {
    let bytes = connection.takeOutput()  // 3: bytes out.
    if !bytes.isEmpty { output.write(Data(bytes)) }
    // 4: when the state says so, the stream ends. (5, `deadlinePassed`, is for a transport with a clock; see `state.deadline`.)
    if connection.state == .ended { try? output.close() }
  }

  /// What happens on the connection, inside of those calls.
  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    let name = connection.role.rawValue
    switch event {
    case .opened:
      print("\(name): open")
      if let greeting { send(Array(greeting.utf8), .text) }
    case .messageStart: message = []
    case .messageBytes: bytes.withUnsafeBytes { message += $0 }
    case .messageEnd(let kind, _):
      print("\(name): \(String(decoding: message, as: UTF8.self))")
      if connection.role == .server {
        send(message, kind)
      } else {
        try? connection.close(into: self)
      }
    case .ended(let end): print("\(name): \(isClean(end) ? "closed" : "lost")")
    default: break
    }
  }

  private func send(_ message: [UInt8], _ kind: MessageKind) {
    // It can only fail on a connection that is closing, and then nothing is awaited.
    try? connection.send(kind, message.span.bytes, into: self)
  }

  private func isClean(_ end: ConnectionEnd) -> Bool {
    if case .closed = end { true } else { false }
  }
}
