import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// Sends a message, awaits one, and prints the header of each frame on the way, with its place in its stream.
///
///     wscope listen 9000 --echo &
///     swift run Tap ws://127.0.0.1:9000/ hello
@main
enum Tap {
  /// Lives on a session: called on its event loop for each event, without a task or a copy in between.
  private final class Headers: SessionDelegate {
    private let message: String
    private let ending: EventLoopPromise<ConnectionEnd>

    init(message: String, ending: EventLoopPromise<ConnectionEnd>) {
      self.message = message
      self.ending = ending
    }

    var interests: EventInterests { .frames }

    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {
      switch event {
      // Both can only fail on a connection that is not open, and then `.ended` tells why.
      case .opened: try? session.send(.text, Array(message.utf8))
      case .messageEnd: try? session.close()
      case .header(let header, let offset): show(sender == .client ? "→" : "←", header, at: offset)
      case .ended(let ending): self.ending.succeed(ending)
      default: break
      }
    }

    private func show(_ arrow: String, _ header: FrameHeader, at offset: UInt64) {
      let mask = header.isMasked ? "masked" : "unmasked"
      print("\(arrow) \(header.opcode.name) \(mask) length \(header.payloadLength) at \(offset)")
    }
  }

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { return print("usage: Tap URL MESSAGE") }
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let ending = loop.makePromise(of: ConnectionEnd.self)
    let configuration = ClientConfiguration(url: try WebSocketURL(arguments[1]))
    loop.execute {
      do {
        try Connector(configuration, on: loop).connect { outcome in
          switch outcome {
          case .success(let session): session.deliver(to: Headers(message: arguments[2], ending: ending))
          case .failure(let error): ending.fail(error)
          }
        }
      } catch {
        ending.fail(error)
      }
    }
    if case .closed(let body, _) = try await ending.futureResult.get() {
      print("closed with \(body.code?.description ?? "no code")")
    }
  }
}
