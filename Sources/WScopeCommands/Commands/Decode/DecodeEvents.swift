import WebSocketCapture
import WebSocketWire

/// What is decoded, as JSON Lines: frames, messages and what is wrong with them, without times.
final class DecodeEvents {
  private let lines = Lines()
  private let writer: EventWriter
  private let builder: TraceBuilder

  /// Keeps what is written until it is asked for.
  private final class Lines {
    var bytes: [UInt8] = []
  }

  init(showsSecrets: Bool = false) {
    let lines = lines
    writer = EventWriter(
      EventConfiguration(
        role: nil, frames: true, showsSecrets: showsSecrets, messageLimit: EventPlan.clientLimit, start: nil),
      connection: 1
    ) { more in more.withUnsafeBytes { lines.bytes.append(contentsOf: $0) } }
    builder = TraceBuilder(connection: 1, payloadLimit: EventPlan.clientLimit, sinks: [writer])
  }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, bytes: RawSpan) {
    builder.handle(event, from: sender, at: .zero, bytes: bytes)
  }

  /// Takes the end of the input.
  func end() {
    builder.cutFrames(at: .zero)
    writer.decoded(builder.statistics)
  }

  func failed(_ failure: Failure) { writer.failed(failure, at: .zero) }

  /// Appends what is written, and forgets it.
  func move(into bytes: inout [UInt8]) {
    bytes += lines.bytes
    lines.bytes.removeAll(keepingCapacity: true)
  }
}
