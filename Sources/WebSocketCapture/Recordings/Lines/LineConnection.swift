import WebSocketWire

/// Writes one connection of a recording in JSON Lines.
final class LineConnection: RecordedConnection {
  let number: Int
  private let recorder: LineRecorder
  private var encoder: EventEncoder
  private var client: FrameLines
  private var server: FrameLines
  /// The lines of its opening, which each part of the recording has again.
  private(set) var opening: [UInt8] = []
  private var isOpen = false
  private var hasFrames = false
  /// The message that is open, of a source without frames.
  private var message: [UInt8] = []

  init(_ number: Int, _ recorder: LineRecorder) {
    self.number = number
    self.recorder = recorder
    encoder = EventEncoder(recorder.configuration)
    client = FrameLines(connection: number, sender: .client)
    server = FrameLines(connection: number, sender: .server)
  }

  func receive(_ record: TraceRecord) {
    switch record.event {
    case .frame, .violation: return
    case .connected:
      isOpen = true
      recorder.opened(self)
    case .tls, .handshake: break
    case .ended: cutFrames(at: record.time)
    }
    encoder.add(record)
    let lines = encoder.takeLines().bytes
    if case .ended = record.event {
      recorder.ended(self)
      isOpen = false
    } else if isOpen, recorder.isRotated {
      opening += lines
    }
    recorder.append(lines)
    recorder.flushIfFull()
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int
  ) {
    switch event {
    case .header, .messages: hasFrames = true
    // What frames say already.
    case .messageStart, .messageBytes, .messageEnd:
      if !hasFrames { handleMessage(event, from: sender, at: time, bytes: bytes) }
      return
    default: break
    }
    if sender == .client {
      client.handle(event, at: time, bytes: bytes, to: self)
    } else {
      server.handle(event, at: time, bytes: bytes, to: self)
    }
    recorder.flushIfFull()
  }

  /// Writes the messages of a source without frames, which come whole one after the other.
  private func handleMessage(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan
  ) {
    switch event {
    case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
    case .messageEnd(let kind, let length):
      recorder.line("message", connection: number, at: time) { json in
        json.sender(sender)
        json.key("kind")
        json.value(kind == .text ? "text" : "binary" as StaticString)
        json.content(message, isText: kind == .text)
        json.key("size")
        json.value(length)
      }
      message = []
      recorder.flushIfFull()
    default: message = []
    }
  }

  func resume(_ sender: WebSocketRole, after number: UInt64, isInsideText: Bool) {
    if sender == .client {
      client.resume(after: number, isInsideText: isInsideText)
    } else {
      server.resume(after: number, isInsideText: isInsideText)
    }
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    recorder.add(number) { $0.add(note, from: sender, connection: number, time: time) }
  }

  func openAtEnd(_ statistics: ConnectionStatistics, at time: Duration) {
    cutFrames(at: time)
    recorder.ended(self)
    recorder.add(number) {
      $0.add(ending: "captureEnded", statistics, connection: number, time: time)
    }
  }

  private func cutFrames(at time: Duration) {
    client.end(.missing, at: time, to: self)
    server.end(.missing, at: time, to: self)
  }
}

extension LineConnection: FrameLinesOutput {
  var log: LineRecorder { recorder }

  func add(_ violation: Violation, from sender: WebSocketRole, frame: UInt64?, at time: Duration) {
    encoder.add(violation, from: sender, frame: frame, of: number, at: time)
    recorder.append(encoder.takeLines().bytes)
  }
}
