import WebSocketWire

/// Frames, and what they are parts of: messages, Pings, Pongs, Closes; and what is wrong with them.
extension EventEncoder {
  mutating func add(_ frame: FrameRecord, of record: TraceRecord) {
    let (connection, time) = (record.connection, record.time)
    if configuration.frames, frame.hasHeader { addFrame(frame, connection, time) }
    for violation in frame.violations {
      add(violation, from: frame.sender, frame: frame.number, of: connection, at: time)
    }
    switch frame.header.opcode {
    case .text, .binary, .continuation: addData(frame, connection, time)
    case .ping: addPing(frame, "ping", connection, time)
    case .pong: addPing(frame, "pong", connection, time)
    case .close: addClose(frame, connection, time)
    default: break
    }
  }

  // MARK: Messages

  private mutating func addData(_ frame: FrameRecord, _ connection: Int, _ time: Duration) {
    let sender = frame.sender ?? .client
    var message = sender == .client ? client.take() : server.take()
    if frame.header.opcode == .continuation {
      // A fragment of nothing is a violation and a frame, but not a message.
      guard message != nil else { return }
      message?.append(frame, limit: configuration.messageLimit)
    } else {
      if let message { add(message, from: sender, connection, time) }
      message = HeldMessage(frame, limit: configuration.messageLimit)
    }
    guard let message else { return }
    if message.isComplete { return add(message, from: sender, connection, time) }
    if sender == .client { client = message } else { server = message }
  }

  /// Writes the messages whose ends never came.
  mutating func addUnfinished(_ connection: Int, _ time: Duration) {
    if let message = client.take() { add(message, from: .client, connection, time) }
    if let message = server.take() { add(message, from: .server, connection, time) }
  }

  private mutating func add(
    _ message: HeldMessage, from sender: WebSocketRole, _ connection: Int, _ time: Duration
  ) {
    var message = message
    message.endWithScalar()
    line("message", connection, time) { json in
      json.sender(sender)
      json.key("kind")
      json.value(message.kind == .text ? "text" : "binary" as StaticString)
      json.content(message.content, isText: message.kind == .text)
      json.key("size")
      json.value(message.size)
      if message.hasFrames {
        json.key("wireSize")
        json.value(message.wireSize)
        json.key("frames")
        json.value(message.frames)
        json.key("compressed")
        json.value(message.isCompressed)
      }
      if message.isCompressed {
        json.key("compressedSize")
        json.value(message.payloadSize)
      }
      json.omitted(message.omitted)
      if !message.isComplete {
        json.key("complete")
        json.value(false)
      }
    }
  }

  // MARK: Control frames

  private mutating func addPing(
    _ frame: FrameRecord, _ type: StaticString, _ connection: Int, _ time: Duration
  ) {
    // Without a clock no time has passed.
    let roundTrip = configuration.start == nil ? nil : frame.roundTrip
    line(type, connection, time) { json in
      json.sender(frame.sender)
      json.content(frame.payload, isText: true)
      json.omitted(frame.omitted)
      if let roundTrip {
        json.key("roundTrip")
        json.value(seconds: roundTrip)
      }
    }
  }

  private mutating func addClose(_ frame: FrameRecord, _ connection: Int, _ time: Duration) {
    line("close", connection, time) { json in
      json.sender(frame.sender)
      json.close(ClosePayload(payload: frame.payload))
    }
  }

  // MARK: The wire

  private mutating func addFrame(_ frame: FrameRecord, _ connection: Int, _ time: Duration) {
    let header = frame.header
    line("frame", connection, time) { json in
      json.sender(frame.sender)
      json.key("number")
      json.value(frame.number)
      json.key("byteOffset")
      json.value(frame.offset)
      json.header(header)
      json.content(frame.payload, isText: frame.inflated == nil && (frame.isText || header.opcode.isControl))
      json.omitted(frame.omitted)
      if frame.missing > 0 {
        json.key("missing")
        json.value(frame.missing)
      }
      if frame.isCut {
        json.key("cut")
        json.value(true)
      }
      if let inflated = frame.inflated {
        json.key("inflated")
        json.object { json in
          json.content(inflated.bytes, isText: frame.isText)
          json.key("size")
          json.value(inflated.count)
          json.omitted(inflated.omitted)
        }
      }
    }
  }

  // MARK: Violations

  mutating func add(
    _ violation: Violation, from sender: WebSocketRole?, frame: UInt64? = nil, of connection: Int,
    at time: Duration
  ) {
    let rule = violation.rule
    let secrets = HeadSecrets(showsSecrets: configuration.showsSecrets, tokens: [])
    let (words, clause) = rule.source(of: violation.words)
    let isRecording = configuration.isRecording
    line("violation", connection, time) { json in
      json.sender(sender)
      json.key("rule")
      json.value(rule.id)
      json.key("clause")
      json.value(clause)
      json.key("severity")
      json.value(rule.severity.rawValue)
      json.key("words")
      json.value(rule.isHandshake ? secrets.text(words) : words)
      if let code = rule.closeCode {
        json.key("closeCode")
        json.value(code.rawValue)
      }
      if let frame {
        json.key("frame")
        json.value(frame)
      }
      json.key("byteOffset")
      json.value(violation.offset)
      json.key("byteCount")
      json.value(violation.range.upperBound - violation.range.lowerBound)
      if let evidence = secrets.evidence(of: violation) {
        json.key("evidence")
        json.value(hex: evidence)
      }
      if isRecording {
        json.key("frameOffset")
        json.value(violation.frameOffset)
      }
    }
  }
}
