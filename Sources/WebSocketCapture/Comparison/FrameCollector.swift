package import WebSocketWire

/// Takes the trace of a connection, live or recorded, and hands on its frames with all of their bytes.
package final class FrameCollector: TraceSink {
  private struct Open {
    var frame: RecordedFrame
    var hasInflated = false
  }

  private let limit: Int
  private let body: (RecordedFrame) -> Void
  private var open = PerSender<Open?>(nil)
  /// Whether there are frames, so that messages are known by them.
  private var hasFrames = false
  /// Both heads; nil where they are not known.
  package private(set) var handshake: HandshakeReport?
  /// When the connection opened; nil where that is not known.
  package private(set) var opening: Duration?
  /// Whether a frame was longer than the limit, which then is not whole.
  package private(set) var hasOverlong = false

  /// `limit` is the most bytes of a frame that are kept, and `body` gets each frame when it is complete.
  package init(limit: Int, _ body: @escaping (RecordedFrame) -> Void) {
    (self.limit, self.body) = (limit, body)
  }

  package var wantsEvents: Bool { true }
  package var takesBatches: Bool { true }

  package func receive(_ record: TraceRecord) {
    switch record.event {
    case .connected: opening = opening ?? record.time
    case .handshake(let report): handshake = report
    // Of a frame that the end has cut there is a record and no event.
    case .frame(let frame):
      if let sender = frame.sender, frame.missing > 0 { end(sender, at: record.time, isWhole: false) }
    case .tls, .violation, .ended: break
    }
  }

  package func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int
  ) {
    switch event {
    case .header(let header, _):
      hasFrames = true
      open[sender] = Open(frame: RecordedFrame(from: sender, at: time, header))
    case .payload: if open[sender]?.hasInflated == false { append(bytes, from: sender) }
    case .inflated: inflate(bytes, from: sender)
    case .frameEnd: end(sender, at: time)
    case .frameCut: end(sender, at: time, isWhole: false)
    case .messages(let batch):
      batch.forEachFrame(in: bytes) { header, _, payload in
        hasFrames = true
        open[sender] = Open(frame: RecordedFrame(from: sender, at: time, header))
        append(payload, from: sender)
        end(sender, at: time)
      }
    case .messageStart(let kind) where !hasFrames:
      open[sender] = Open(frame: RecordedFrame(from: sender, at: time, kind, []))
    case .messageBytes where !hasFrames: append(bytes, from: sender)
    case .messageEnd where !hasFrames: end(sender, at: time)
    default: break
    }
  }

  private func inflate(_ bytes: RawSpan, from sender: WebSocketRole) {
    if open[sender]?.hasInflated == false {
      open[sender]?.hasInflated = true
      open[sender]?.frame.content = []
      open[sender]?.frame.isCompressed = true
    }
    append(bytes, from: sender)
  }

  private func append(_ bytes: RawSpan, from sender: WebSocketRole) {
    let room = max(0, limit - (open[sender]?.frame.content.count ?? 0))
    if bytes.byteCount > room {
      hasOverlong = true
      open[sender]?.frame.isWhole = false
    }
    bytes.extracting(first: room).withUnsafeBytes { bytes in
      open.update(sender) { $0?.frame.content.append(contentsOf: bytes) }
    }
  }

  private func end(_ sender: WebSocketRole, at time: Duration, isWhole: Bool = true) {
    guard var ended = open.update(sender, { $0.take() }) else { return }
    ended.frame.time = time
    // What is compressed and was not inflated cannot be compared with anything.
    let isPacked = !ended.hasInflated && ended.frame.header.reserved.contains(.rsv1)
    if !isWhole || isPacked && !ended.frame.header.opcode.isControl { ended.frame.isWhole = false }
    body(ended.frame)
  }
}
