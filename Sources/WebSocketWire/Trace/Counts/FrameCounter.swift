/// Counts the events of one connection, and makes no records: where frames are only counted, those took most of the time.
package struct FrameCounter: Sendable {
  /// What was counted so far.
  package private(set) var statistics = ConnectionStatistics()
  private var client: CountedFrame?
  private var server: CountedFrame?

  package init() {}

  /// Takes an event of a sink that asks for frames; gives how long a Pong took.
  package mutating func count(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan
  ) -> Duration? {
    switch event {
    case .messages(let batch): statistics.add(batch, from: sender)
    case .messageStart, .messageBytes, .messageEnd: break
    case .frameEnd, .frameCut: return finish(sender, at: time)
    default:
      if sender == .client { Self.take(event, bytes, &client) } else { Self.take(event, bytes, &server) }
    }
    return nil
  }

  /// Counts the frames that have begun and will not end.
  package mutating func end(at time: Duration) {
    for sender in WebSocketRole.allCases { _ = finish(sender, at: time) }
  }

  private static func take(_ event: WebSocketEvent, _ bytes: RawSpan, _ frame: inout CountedFrame?) {
    switch event {
    case .header(let header, _): frame = CountedFrame(header: header)
    case .payload:
      frame?.size &+= UInt64(bytes.byteCount)
      guard var control = frame?.control, frame?.header.opcode.isControl == true else { return }
      // One byte more than a control frame may have (RFC 6455 5.5) tells a longer one from it.
      let more = bytes.extracting(first: max(0, 126 - control.count))
      more.withUnsafeBytes { control.append(contentsOf: $0) }
      frame?.control = control
    case .inflated:
      let before = frame?.inflated ?? 0
      frame?.inflated = before &+ UInt64(bytes.byteCount)
    case .violation: frame?.violations += 1
    default: break
    }
  }

  private mutating func finish(_ sender: WebSocketRole, at time: Duration) -> Duration? {
    guard let frame = sender == .client ? client : server else { return nil }
    if sender == .client { client = nil } else { server = nil }
    return statistics.add(frame, from: sender, at: time)
  }
}

/// What is counted of a frame.
struct CountedFrame: Sendable {
  let header: FrameHeader
  /// Payload bytes that came.
  var size: UInt64 = 0
  /// What they inflate to, in bytes; nil where they are not compressed.
  var inflated: UInt64?
  var violations = 0
  /// The payload of a control frame, by which a Pong finds its Ping.
  var control: [UInt8] = []

  init(header: FrameHeader) { self.header = header }
}
