package import WebSocketWire

/// What one end of a recorded connection did, so that it can be done again, and what the other end said.
package struct RecordedPart: Sendable {
  /// A frame, or a whole message.
  package struct Step: Sendable {
    package var frame: RecordedFrame
    /// How many messages of the other end came before.
    package let after: Int
  }

  /// In their order, with times since the opening.
  package fileprivate(set) var steps: [Step] = []
  /// The Close, where this end was the first to send one.
  package fileprivate(set) var close: Step?
  /// The other end's messages, and its Close where that came first.
  package fileprivate(set) var expected: [ComparedItem] = []
  /// When each of them came, since the opening.
  package fileprivate(set) var arrivals: [Duration] = []

  /// The steps by how many messages of the other end came before them: those of none first.
  package var groups: [[Step]] {
    var groups = [[Step]](repeating: [], count: expected.count + 1)
    for step in steps + (close.map { [$0] } ?? []) { groups[step.after].append(step) }
    return groups
  }

  /// When a group's message came, since the opening; of the first, when its first step was done.
  package func start(of group: Int) -> Duration {
    group > 0 && group <= arrivals.count ? arrivals[group - 1] : steps.first?.frame.time ?? .zero
  }
}

/// Makes the part of one end out of the frames of both.
package struct RecordedPartBuilder: Sendable {
  private let role: WebSocketRole
  private let joinsFragments: Bool
  private var joiner: ItemJoiner
  private var part = RecordedPart()
  private var base: Duration?
  private var message: RecordedFrame?
  /// A frame that is not whole, which is fine where it is the last one.
  private var hasCut = false
  /// Payloads of the other end's Pings, which the new connection answers by itself.
  private var pings: [[UInt8]] = []
  private var hasClosed = false
  /// How many bytes are held, about.
  package private(set) var heldCount = 0
  /// Why it cannot be done again; half a sentence.
  package private(set) var fault: String?

  private static let pingLimit = 1024
  /// What a frame takes beside its payload, in bytes.
  private static let frameSize = 256

  /// `limit` is the most bytes of a message. With `joinsFragments` a message is one step.
  package init(_ role: WebSocketRole, joinsFragments: Bool, limit: Int) {
    (self.role, self.joinsFragments) = (role, joinsFragments)
    joiner = ItemJoiner(byFrame: false, limit: limit, senders: [role.peer])
  }

  package mutating func add(_ frame: RecordedFrame) {
    base = base ?? frame.time
    heldCount += frame.content.count + Self.frameSize
    if let item = joiner.add(frame) {
      part.expected.append(item)
      part.arrivals.append(frame.time)
    }
    let isFirstClose = frame.header.opcode == .close && !hasClosed
    if frame.header.opcode == .close { hasClosed = true }
    guard frame.sender == role else {
      if frame.header.opcode == .ping { note(ping: frame.content) }
      return
    }
    // What comes after our Close, and what answers theirs, is not sent.
    guard part.close == nil, isFirstClose || frame.header.opcode != .close, fault == nil else { return }
    guard !hasCut else {
      fault = "frames of the \(role) are missing or not whole, and others follow them"
      return
    }
    if !frame.isWhole { hasCut = true } else { take(frame) }
  }

  /// The part, of a connection that opened then; nil where that is not known.
  package mutating func finish(opening: Duration?) -> RecordedPart {
    let start = min(opening ?? base ?? .zero, base ?? .zero)
    for index in part.steps.indices { part.steps[index].frame.time -= start }
    part.close?.frame.time -= start
    for index in part.arrivals.indices { part.arrivals[index] -= start }
    return part
  }

  /// Whether the other end had a message that is too long.
  package var hasOverlong: Bool { joiner.hasOverlong }

  private mutating func note(ping: [UInt8]) {
    if pings.count == Self.pingLimit { pings.removeFirst() }
    pings.append(ping)
  }

  private mutating func take(_ frame: RecordedFrame) {
    switch frame.header.opcode {
    case .close:
      let step = RecordedPart.Step(frame: frame, after: part.expected.count)
      if frame.isSendableClose { part.close = step } else { part.steps.append(step) }
    case .pong where pings.contains(frame.content): break
    case _ where joinsFragments && !frame.header.opcode.isControl && frame.hasHeader: join(frame)
    default: part.steps.append(RecordedPart.Step(frame: frame, after: part.expected.count))
    }
  }

  private mutating func join(_ frame: RecordedFrame) {
    if frame.header.opcode != .continuation, let kind = MessageKind(frame.header.opcode) {
      message = RecordedFrame(from: role, at: frame.time, kind, [])
    }
    message?.content += frame.content
    message?.time = frame.time
    guard frame.header.isFinal, let whole = message else { return }
    message = nil
    part.steps.append(RecordedPart.Step(frame: whole, after: part.expected.count))
  }
}

extension RecordedFrame {
  /// Whether a connection can send it as its own Close (RFC 6455 5.5.1).
  package var isSendableClose: Bool {
    let payload = ClosePayload(payload: content)
    return header.opcode == .close && header.isFinal && header.reserved.isEmpty && content.count != 1
      && (payload.code?.isSendable ?? true) && UTF8Validator.fault(in: payload.reasonBytes.span.bytes) == nil
  }
}
