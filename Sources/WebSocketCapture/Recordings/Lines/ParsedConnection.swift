import WebSocketWire

/// One connection of a recording that is read: where its frames are, and what is known of its opening.
struct ParsedConnection {
  /// The frames of one direction.
  private struct Direction {
    /// The number of the last frame that began.
    var number: UInt64 = 0
    /// The payload bytes of the frame that is open, as far as they came.
    var received: UInt64 = 0
    var length: UInt64 = 0
    var isSplit = false
    /// How the frame ends whose violations are still to come, and how many of those there are.
    var due: (violations: UInt64, end: WebSocketEvent?)?
  }

  let number: Int
  /// Whether frames say how many violations follow them; else what follows may be one.
  private let countsViolations: Bool
  private var directions = PerSender(Direction())
  private var summary: ConnectionSummary?
  private var handshake: HandshakeReport?
  /// When something happened last.
  private(set) var last = Duration.zero
  private(set) var isOver = false

  init(_ number: Int, countsViolations: Bool) {
    self.number = number
    self.countsViolations = countsViolations
  }

  mutating func read(_ line: RecordedLine, into sink: any RecordingSink) throws(RecordingFault) {
    if line.type != "violation" { settle(into: sink) }
    last = line.offset ?? last
    switch line.type {
    // A part of a recording begins with what is known of connections that are open.
    case "connected":
      guard summary == nil else { return }
      let connected = try line.summary()
      summary = connected
      emit(.connected(connected), sink)
    case "tls":
      guard handshake == nil else { return }
      emit(.tls(try line.tls()), sink)
    case "handshake":
      guard summary == nil || handshake == nil else { return }
      let report = try line.handshake(summary)
      handshake = report
      emit(.handshake(report), sink)
    case "violation": try readViolation(line, sink)
    case "message":
      // What frames say already.
      guard directions.client.number == 0, directions.server.number == 0 else { return }
      let isText = line.others["kind"]?.text != "binary"
      emit(.message(isText ? .text : .binary, from: try line.needsSender()), sink, bytes: line.content ?? [])
    case "gap": emit(.note(try line.note(), from: try line.needsSender()), sink)
    case "summary":
      try readEnd(line, sink)
      isOver = true
    default: try readFrame(line, sink)
    }
  }

  /// Ends the frames whose violations have not all come.
  mutating func settle(into sink: any RecordingSink) {
    for sender in WebSocketRole.allCases {
      guard let due = directions[sender].due else { continue }
      directions[sender].due = nil
      if let end = due.end { emit(.event(end, from: sender), sink) }
    }
  }

  private func emit(_ event: RecordedEvent, _ sink: any RecordingSink, bytes: [UInt8] = []) {
    sink.handle(event, connection: number, at: last, bytes: bytes.span.bytes)
  }

  // MARK: Frames

  private mutating func readFrame(_ line: RecordedLine, _ sink: any RecordingSink) throws(RecordingFault) {
    let sender = try line.needsSender()
    guard let frame = line.number, frame > 0 else {
      throw RecordingFault("a frame without its number", expected: "a number from 1 on")
    }
    if line.type == "frame" || line.type == "frameStart" {
      guard let header = line.header else {
        throw RecordingFault("a frame without its header", expected: "\"header\"")
      }
      begin(frame, header, line, sender, sink)
      directions[sender].isSplit = line.type == "frameStart"
    } else {
      guard directions[sender].isSplit, frame == directions[sender].number else {
        throw RecordingFault("\(line.type) of frame \(frame), which is not open", expected: "its frameStart")
      }
    }
    switch line.type {
    case "frame":
      try payload(line.content ?? [], sender, sink)
      if let inflated = line.others["inflated"] {
        emit(.event(.inflated(try inflated.context()), from: sender), sink, bytes: try inflated.content())
      }
      try end(line, sender, sink)
    case "frameData":
      let bytes = line.content ?? []
      if let context = line.others["context"] {
        emit(.event(.inflated(try context.deflateContext()), from: sender), sink, bytes: bytes)
      } else {
        try payload(bytes, sender, sink)
      }
    case "frameEnd":
      directions[sender].isSplit = false
      try end(line, sender, sink)
    default: break
    }
  }

  private mutating func begin(
    _ frame: UInt64, _ header: FrameHeader, _ line: RecordedLine, _ sender: WebSocketRole,
    _ sink: any RecordingSink
  ) {
    if frame != directions[sender].number &+ 1 {
      emit(
        .resumed(
          sender, after: frame - 1, isInsideText: line.isOfText && header.opcode == .continuation), sink)
    }
    directions[sender].number = frame
    directions[sender].received = 0
    directions[sender].length = header.payloadLength
    emit(.event(.header(header, offset: line.byteOffset ?? 0), from: sender), sink)
  }

  private mutating func payload(
    _ bytes: [UInt8], _ sender: WebSocketRole, _ sink: any RecordingSink
  ) throws(RecordingFault) {
    guard !bytes.isEmpty else { return }
    directions[sender].received &+= UInt64(bytes.count)
    guard directions[sender].received <= directions[sender].length else {
      throw RecordingFault(
        "\(directions[sender].received) bytes of payload",
        expected: "at most the \(directions[sender].length) of the header")
    }
    emit(.event(.payload, from: sender), sink, bytes: bytes)
  }

  private mutating func end(
    _ line: RecordedLine, _ sender: WebSocketRole, _ sink: any RecordingSink
  ) throws(RecordingFault) {
    let isWhole = directions[sender].received == directions[sender].length
    // What a recording left out was not kept, so there is no more of it.
    let isCut = line.isCut || line.omitted > 0
    guard isWhole || isCut || line.missing > 0 else {
      throw RecordingFault(
        "\(directions[sender].received) bytes of payload",
        expected: "the \(directions[sender].length) of the header")
    }
    let end: WebSocketEvent? = isCut ? .frameCut : isWhole && line.missing == 0 ? .frameEnd : nil
    if line.violations > 0 || !countsViolations {
      directions[sender].due = (countsViolations ? line.violations : .max, end)
    } else if let end {
      emit(.event(end, from: sender), sink)
    }
  }

  private mutating func readViolation(
    _ line: RecordedLine, _ sink: any RecordingSink
  ) throws(RecordingFault) {
    let violation = try line.violation()
    let sender = line.sender ?? .client
    let isOfFrame =
      line.others["frame"]?.integer == directions[sender].number && directions[sender].number > 0
    guard isOfFrame, let due = directions[sender].due else {
      settle(into: sink)
      return emit(.event(.violation(violation), from: sender), sink)
    }
    emit(.event(.violation(violation), from: sender), sink)
    if due.violations > 1, countsViolations {
      directions[sender].due = (due.violations - 1, due.end)
    } else if countsViolations {
      directions[sender].due = nil
      if let end = due.end { emit(.event(end, from: sender), sink) }
    }
  }

  // MARK: The end

  private mutating func readEnd(_ line: RecordedLine, _ sink: any RecordingSink) throws(RecordingFault) {
    let others = line.others
    guard let word = others["ending"]?.text else {
      throw RecordingFault("a summary without an ending", expected: "\"ending\"")
    }
    guard word != "captureEnded", word != "decoded" else { return emit(.openAtEnd, sink) }
    let start = others["start"]?.seconds ?? .zero
    emit(
      .ended(
        try line.ending(word, handshake), address: others["address"]?.text ?? "", start: start,
        isInsideMessage: others["insideMessage"]?.isTrue ?? false), sink)
  }
}

extension RecordedLine {
  fileprivate func needsSender() throws(RecordingFault) -> WebSocketRole {
    guard let sender else { throw RecordingFault("\(type) without a sender", expected: "client or server") }
    return sender
  }
}
