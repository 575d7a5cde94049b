import WebSocketWire

@testable import WebSocketCapture

/// Keeps what is read of a connection of a capture.
final class ConversationLog: ConversationSink {
  let conversation: Conversation
  private(set) var report: HandshakeReport?
  private(set) var isRefused = false
  private(set) var frames: [FrameRecord] = []
  private(set) var notes: [CaptureNote] = []
  private(set) var violations: [Violation] = []
  private(set) var end: ConversationEnding?
  private(set) var times: [Duration] = []
  private var recorders: [WebSocketRole: FrameRecorder] = [
    .client: FrameRecorder(from: .client, keep: .max), .server: FrameRecorder(from: .server, keep: .max),
  ]

  init(_ conversation: Conversation) { self.conversation = conversation }

  var interests: EventInterests { .frames }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    times.append(time)
    switch event {
    case .opened(let report): self.report = report
    case .handshakeRefused(let report):
      self.report = report
      isRefused = true
    case .violation(let violation): violations.append(violation)
    default: break
    }
    if let frame = recorders[sender]?.record(event, bytes: bytes) { frames.append(frame) }
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) { notes.append(note) }
  func ended(_ end: ConversationEnding, at time: Duration) { self.end = end }

  /// The frames of one side.
  func frames(from sender: WebSocketRole) -> [FrameRecord] { frames.filter { $0.sender == sender } }

  /// Reads packets, captured a millisecond apart.
  static func read(_ packets: [[UInt8]]) throws -> (logs: [ConversationLog], reader: ConversationReader) {
    var writer = CaptureWriter(.nanoseconds)
    for (index, packet) in packets.enumerated() { writer.add(packet, after: index * 1000) }
    var logs: [ConversationLog] = []
    let reader = ConversationReader { conversation in
      logs.append(ConversationLog(conversation))
      return logs[logs.count - 1]
    }
    try reader.receive(writer.bytes.span.bytes)
    try reader.end()
    return (logs, reader)
  }
}
