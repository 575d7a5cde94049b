public import WebSocketWire

/// Keeps events in a form that does not depend on how the stream was cut.
///
/// Neighbouring payload and message bytes of a frame are joined, and a text's fault is right after the byte that it
/// is about, as when every byte comes alone.
public final class Recorder: EventSink {
  public private(set) var events: [Recorded] = []
  private let policy: Receiver.Policy
  private let role: WebSocketRole?
  private var headerCount: UInt64 = 0
  private var payloadPlace: Int?
  private var begun: (header: FrameHeader, payload: [UInt8], offset: UInt64)?
  /// What our own compressed frames were made of, in their order.
  public private(set) var sentInflated: [[UInt8]] = []

  /// How much is shown of a frame that is given up depends on how much of it had come, so no feed is held to it.
  private var hasGivenUp = false
  private var messagePlace: Int?
  private var inflatedPlace: Int?

  /// `policy` is that of the receiver that feeds it, and `role` the end whose frames are kept as sent; nil for none.
  public init(_ policy: Receiver.Policy = .fail, of role: WebSocketRole? = nil) {
    self.policy = policy
    self.role = role
  }

  public func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    if sender == role { sent(event, bytes: bytes) } else { received(event, bytes: bytes) }
  }

  private func received(_ event: WebSocketEvent, bytes: RawSpan) {
    let bytes = bytes.withUnsafeBytes { Array($0) }
    if hasGivenUp, event.showsFrame { return }
    switch event {
    case .payload: join(payload: bytes)
    case .inflated(let context): join(inflated: bytes, context.isCarried)
    case .messageBytes(let kind): join(bytes, of: kind)
    case .violation(let violation) where violation.rule == .textNotUTF8: insert(violation)
    case .header(let header, let offset):
      headerCount = UInt64(header.count)
      add(.header(header, offset: offset))
    case .opened(let report): add(.opened(report))
    case .handshakeRefused(let report): add(.handshakeRefused(report))
    case .frameEnd: add(.frameEnd)
    case .frameCut: break
    case .messageStart(let kind): add(.messageStart(kind))
    case .messageEnd(let kind, let length): add(.messageEnd(kind, length: length))
    // Only a sink that asks for batches gets one.
    case .messages: break
    case .ping: add(.ping(bytes))
    case .pong: add(.pong(bytes))
    case .close(let body): add(.close(body))
    case .violation(let violation):
      add(.violation(violation))
    case .ended(let ending): add(.ended(Self.settled(ending)))
    }
  }

  private func sent(_ event: WebSocketEvent, bytes: RawSpan) {
    switch event {
    case .header(let header, let offset): begun = (header, [], offset)
    case .inflated: bytes.withUnsafeBytes { sentInflated.append(Array($0)) }
    case .payload: bytes.withUnsafeBytes { begun?.payload.append(contentsOf: $0) }
    default:
      if let (header, payload, offset) = begun { add(.sent(header, payload: payload, offset: offset)) }
      begun = nil
    }
  }

  /// How it ended, once it has.
  public var ending: ConnectionEnd? {
    if case .ended(let ending) = events.last { ending } else { nil }
  }

  /// The violations in their order.
  public var violations: [Violation] {
    events.compactMap { if case .violation(let violation) = $0 { violation } else { nil } }
  }

  /// The messages that are complete, in their order.
  public var messages: [(kind: MessageKind, bytes: [UInt8])] {
    var found: [(kind: MessageKind, bytes: [UInt8])] = []
    var bytes: [UInt8] = []
    for event in events {
      switch event {
      case .messageStart: bytes = []
      case .messageBytes(_, let more): bytes += more
      case .messageEnd(let kind, _): found.append((kind, bytes))
      default: break
      }
    }
    return found
  }

  /// The peer's frames that are complete, in the form of our own.
  public var frames: [Recorded] {
    var found: [Recorded] = []
    var begun: (header: FrameHeader, payload: [UInt8], offset: UInt64)?
    for event in events {
      switch event {
      case .header(let header, let offset): begun = (header, [], offset)
      case .payload(let bytes): begun?.payload += bytes
      case .frameEnd:
        if let (header, payload, offset) = begun {
          found.append(.sent(header, payload: payload, offset: offset))
        }
      default: break
      }
    }
    return found
  }

  /// The header of a frame of our own that is not complete.
  public var unfinished: FrameHeader? { begun?.header }

  /// The frames of our own, in their order.
  public var sent: [(header: FrameHeader, payload: [UInt8])] {
    events.compactMap { if case .sent(let header, let payload, _) = $0 { (header, payload) } else { nil } }
  }

  private func add(_ event: Recorded) {
    if case .violation(let violation) = event, violation.rule.severity == .error, policy == .fail {
      hasGivenUp = true
    }
    events.append(event)
    (payloadPlace, messagePlace, inflatedPlace) = (nil, nil, nil)
  }

  private func join(payload bytes: [UInt8]) {
    if let place = payloadPlace, case .payload(let before) = events[place] {
      events[place] = .payload(before + bytes)
    } else {
      payloadPlace = events.count
      events.append(.payload(bytes))
    }
  }

  private func join(inflated bytes: [UInt8], _ carriesContext: Bool) {
    if let place = inflatedPlace, case .inflated(let before, _) = events[place] {
      events[place] = .inflated(before + bytes, carriesContext: carriesContext)
    } else {
      inflatedPlace = events.count
      events.append(.inflated(bytes, carriesContext: carriesContext))
    }
  }

  private func join(_ bytes: [UInt8], of kind: MessageKind) {
    if let place = messagePlace, case .messageBytes(_, let before) = events[place] {
      events[place] = .messageBytes(kind, before + bytes)
    } else {
      messagePlace = events.count
      events.append(.messageBytes(kind, bytes))
    }
  }

  /// Puts a text's fault after the byte that made it, and what came in the same piece after the fault.
  private func insert(_ violation: Violation) {
    guard let place = payloadPlace, case .payload(let bytes) = events[place] else {
      return add(.violation(violation))
    }
    let count = Int(violation.range.upperBound - headerCount)
    let rest = Array(bytes.dropFirst(count))
    guard !rest.isEmpty else { return add(.violation(violation)) }
    events[place] = .payload(Array(bytes.prefix(count)))
    guard policy == .report, let spot = messagePlace, case .messageBytes(let kind, let text) = events[spot]
    else {
      return add(.violation(violation))
    }
    events[spot] = .messageBytes(kind, text.dropLast(rest.count))
    add(.violation(violation))
    join(payload: rest)
    join(rest, of: kind)
  }

  /// How much of a stranger's bytes is kept depends on how they were cut; only those up to the first wrong one do not.
  private static func settled(_ ending: ConnectionEnd) -> ConnectionEnd {
    guard case .notWebSocket(let violations, let report, let received) = ending,
      let first = violations.first, [.notHTTP, .statusLine, .httpVersion].contains(first.rule)
    else { return ending }
    return .notWebSocket(violations, report, received: Array(received.prefix(Int(first.range.upperBound))))
  }
}

extension WebSocketEvent {
  /// Whether it shows a part of a frame, and no message.
  fileprivate var showsFrame: Bool {
    switch self {
    case .payload, .inflated, .frameEnd, .frameCut: true
    default: false
    }
  }
}
