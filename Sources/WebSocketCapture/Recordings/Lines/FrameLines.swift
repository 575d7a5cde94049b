import WebSocketWire

/// Where the lines of frames go.
protocol FrameLinesOutput: AnyObject {
  var number: Int { get }
  var log: LineRecorder { get }
  func add(_ violation: Violation, from sender: WebSocketRole, frame: UInt64?, at time: Duration)
}

/// Turns the frames of one direction into lines of a recording: one for a frame that is short, and for a long one its beginning, its
/// bytes as they come, and its end.
struct FrameLines {
  /// How a frame ends.
  enum End {
    case whole, cut, missing
  }

  /// A frame that has begun.
  private struct Open {
    let header: FrameHeader
    let offset: UInt64
    let isOfText: Bool
    var context: DeflateContext?
    var violations: [Violation] = []
    var isSplit = false
    var payloadCount: UInt64 = 0
    var inflatedCount: UInt64 = 0

    /// Whether a payload as it is on the wire is meant as text.
    var isText: Bool { context == nil && header.reserved.isEmpty && (isOfText || header.opcode.isControl) }
  }

  private let sender: WebSocketRole
  /// The members of all frames.
  private let common: [UInt8]
  private var number: UInt64 = 0
  private var open: Open?
  /// The payload of that as far as it is not written, and what it inflates to.
  private var payload: [UInt8] = []
  private var inflated: [UInt8] = []
  /// Whether the fragmented message that is open is a text.
  private var isInsideText = false
  /// The members of the last header, which the next frame often has too.
  private var last: (header: FrameHeader, members: [UInt8])?

  /// The longest payload of a frame that is written in one line, and the most bytes of a line of a longer one.
  static let limit = 1 << 16

  init(connection: Int, sender: WebSocketRole) {
    self.sender = sender
    common = Array("\"connection\":\(connection),\"sender\":\"\(sender.rawValue)\"".utf8)
  }

  /// Goes on after the frame of this number.
  mutating func resume(after number: UInt64, isInsideText: Bool) {
    self.number = number
    self.isInsideText = isInsideText
    open = nil
  }

  mutating func handle(
    _ event: WebSocketEvent, at time: Duration, bytes: RawSpan, to output: some FrameLinesOutput
  ) {
    switch event {
    case .messages(let batch): write(batch, at: time, bytes: bytes, to: output)
    case .header(let header, let offset):
      number &+= 1
      open = Open(header: header, offset: offset, isOfText: follow(header))
      if header.payloadLength > UInt64(Self.limit) { split(at: time, output) }
    case .payload where open != nil:
      open?.payloadCount &+= UInt64(bytes.byteCount)
      if open?.isSplit == true { return write(bytes, isInflated: false, at: time, output) }
      bytes.withUnsafeBytes { payload.append(contentsOf: $0) }
    case .inflated(let context) where open != nil:
      open?.context = context
      open?.inflatedCount &+= UInt64(bytes.byteCount)
      if open?.isSplit != true, inflated.count + bytes.byteCount > Self.limit { split(at: time, output) }
      if open?.isSplit == true { return write(bytes, isInflated: true, at: time, output) }
      bytes.withUnsafeBytes { inflated.append(contentsOf: $0) }
    case .violation(let violation):
      if open == nil || open?.isSplit == true {
        output.add(violation, from: sender, frame: open.map { _ in number }, at: time)
      } else {
        open?.violations.append(violation)
      }
    case .frameEnd: end(.whole, at: time, to: output)
    case .frameCut: end(.cut, at: time, to: output)
    default: break
    }
  }

  /// Writes messages that came together, each of which has one frame.
  private mutating func write(
    _ batch: MessageBatch, at time: Duration, bytes: RawSpan, to output: some FrameLinesOutput
  ) {
    let log = output.log
    let start = log.frameStart(common, at: time)
    let isOfText = batch.kind == .text
    isInsideText = false
    var current: FrameHeader?
    var members: [UInt8] = []
    // Held here while the lines are written, as each access to it there would be checked.
    var json = JSONWriter(secondDigits: 9)
    log.swapWriter(&json)
    batch.forEachFrame(in: bytes) { header, offset, payload in
      guard payload.byteCount <= Self.limit else {
        log.swapWriter(&json)
        handle(.header(header, offset: offset), at: time, bytes: RawSpan(), to: output)
        handle(.payload, at: time, bytes: payload, to: output)
        handle(.frameEnd, at: time, bytes: RawSpan(), to: output)
        log.swapWriter(&json)
        return
      }
      number &+= 1
      if header != current { (current, members) = (header, self.members(header, isOfText)) }
      if isOfText, json.addLine(start, number, Self.offsetKey, offset, members, plain: payload) { return }
      json.add(lines: start)
      json.value(number)
      json.key("byteOffset")
      json.value(offset)
      json.members(members)
      json.content(payload, isText: isOfText)
      json.endLine()
    }
    log.swapWriter(&json)
  }

  private static let offsetKey: StaticString = ",\"byteOffset\":"

  /// Ends the frame that is open, if one is.
  mutating func end(_ end: End, at time: Duration, to output: some FrameLinesOutput) {
    guard let frame = open.take() else { return }
    let missing = end == .whole ? 0 : frame.header.payloadLength - frame.payloadCount
    if frame.isSplit {
      output.log.line("frameEnd", connection: output.number, at: time) { json in
        json.sender(sender)
        json.key("number")
        json.value(number)
        Self.add(frame, end, missing: missing, &json)
      }
      output.log.endedSplitFrame()
      return
    }
    output.log.frame(
      common, number: number, offset: frame.offset, header: members(frame.header, frame.isOfText), at: time
    ) { json in
      json.content(payload, isText: frame.isText)
      Self.add(frame, end, missing: missing, &json)
      if let context = frame.context {
        json.key("inflated")
        json.object { json in
          json.content(inflated, isText: frame.isOfText)
          json.key("size")
          json.value(inflated.count)
          json.value(context)
        }
      }
    }
    payload.removeAll(keepingCapacity: true)
    inflated.removeAll(keepingCapacity: true)
    for violation in frame.violations { output.add(violation, from: sender, frame: number, at: time) }
  }

  private static func add(_ frame: Open, _ end: End, missing: UInt64, _ json: inout JSONWriter) {
    if missing > 0 {
      json.key("missing")
      json.value(missing)
    }
    if end == .cut {
      json.key("cut")
      json.value(true)
    }
    if !frame.violations.isEmpty {
      json.key("violations")
      json.value(frame.violations.count)
    }
  }

  /// Writes the beginning of a frame that is long, and what is held of it.
  private mutating func split(at time: Duration, _ output: some FrameLinesOutput) {
    guard var frame = open else { return }
    output.log.beganSplitFrame()
    output.log.line("frameStart", connection: output.number, at: time) { json in
      json.sender(sender)
      json.key("number")
      json.value(number)
      json.key("byteOffset")
      json.value(frame.offset)
      json.members(members(frame.header, frame.isOfText))
    }
    let violations = frame.violations
    frame.isSplit = true
    frame.violations = []
    open = frame
    for (bytes, isInflated) in [(payload, false), (inflated, true)] where !bytes.isEmpty {
      write(bytes.span.bytes, isInflated: isInflated, at: time, output)
    }
    payload = []
    inflated = []
    for violation in violations { output.add(violation, from: sender, frame: number, at: time) }
  }

  /// Writes bytes of a frame whose beginning is written.
  private func write(_ bytes: RawSpan, isInflated: Bool, at time: Duration, _ output: some FrameLinesOutput) {
    guard let frame = open else { return }
    var rest = bytes
    repeat {
      let piece = rest.extracting(first: Self.limit)
      rest = rest.extracting(droppingFirst: piece.byteCount)
      output.log.line("frameData", connection: output.number, at: time) { json in
        json.sender(sender)
        json.key("number")
        json.value(number)
        json.content(piece, isText: isInflated ? frame.isOfText : frame.isText)
        if isInflated, let context = frame.context { json.value(context) }
      }
    } while rest.byteCount > 0
  }

  /// Whether the frame belongs to a text message.
  private mutating func follow(_ header: FrameHeader) -> Bool {
    guard !header.opcode.isControl else { return false }
    let isOfText = header.opcode == .text || header.opcode == .continuation && isInsideText
    isInsideText = !header.isFinal && isOfText
    return isOfText
  }

  private mutating func members(_ header: FrameHeader, _ isOfText: Bool) -> [UInt8] {
    let isOrdinary = !isOfText || header.opcode == .text
    if isOrdinary, let last, last.header == header { return last.members }
    var json = JSONWriter()
    json.header(header)
    if !isOrdinary {
      json.key("ofText")
      json.value(true)
    }
    if isOrdinary { last = (header, json.bytes) }
    return json.bytes
  }
}

extension JSONWriter {
  /// What a compressed message may refer to.
  mutating func value(_ context: DeflateContext) {
    key("context")
    object { json in
      json.key("contextTakeover")
      json.value(context.side.keepsContext)
      json.key("windowBits")
      json.value(context.side.windowBits)
      json.key("carried")
      json.value(context.isCarried)
    }
  }
}
