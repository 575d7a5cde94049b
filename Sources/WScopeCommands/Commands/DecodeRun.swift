import WebSocketInspect
import WebSocketWire

/// Bytes through the decoder and onto standard output: those of one side, or of both, which their MASK bits tell apart.
final class DecodeRun {
  private let console: Console
  private let renderer: FrameRenderer
  private let style: Style
  private var directions: [DecodeDirection] = []
  /// nil where all bytes are one side's.
  private var splitter: DirectionSplitter?
  private var offset: UInt64 = 0
  /// What is to be shown next.
  var pending: [UInt8] = []

  /// `role` is the sender of all frames; nil for what their MASK bits say.
  init(
    role: Role?, limits: Limits, deflate: DeflateParameters?, renderer: FrameRenderer, style: Style,
    console: Console
  ) {
    self.console = console
    self.renderer = renderer
    self.style = style
    splitter = role == nil ? DirectionSplitter() : nil
    directions = (role.map { [$0] } ?? Role.allCases).map {
      DecodeDirection($0, limits: limits, deflate: deflate?[$0], renderer: renderer, run: self)
    }
  }

  func take(_ bytes: [UInt8]) throws(Failure) {
    if splitter != nil {
      splitter?.split(bytes.span.bytes) { sender, bytes, offset in
        for one in directions where one.sender == sender { one.take(bytes, at: offset) }
      }
    } else {
      directions.first?.take(bytes.span.bytes, at: offset)
    }
    offset += UInt64(bytes.count)
    try flush()
  }

  /// Shows what is unfinished, and throws the failure that the whole input amounts to.
  func end() throws(Failure) {
    if offset == 0 { throw Failure(.badData, "there are no bytes to decode") }
    for one in directions { one.end(style: style) }
    let undecided = splitter?.undecided
    if renderer.view != .spec {
      if let undecided {
        pending += Array(RemainderView.render(undecided, style: style).utf8)
        pending += Array("  which side sent it is not known: the MASK bit has not come\n".utf8)
      }
      pending += Array((summary + "\n").utf8)
    }
    try flush()
    let first = directions.compactMap(\.firstViolation).min { $0.inputOffset < $1.inputOffset }
    if let (violation, place) = first {
      let count = directions.reduce(0) { $0 + $1.violations }
      throw Failure(
        .protocolBroken,
        "\(Units.count(count, "violation")), the first at byte \(place): \(violation.rule.id) (\(violation.rule.clause))"
      )
    }
    if let remainder = undecided ?? directions.compactMap(\.receiver.remainder).first {
      throw Failure(.badData, "the input ends \(RemainderView.words(remainder))")
    }
    if directions.contains(where: \.isCutByClose) {
      throw Failure(.badData, "a Close frame comes inside a fragmented message, whose end never came")
    }
  }

  private var summary: String {
    let spoken = directions.filter { $0.receiver.offset > 0 }
    let frames = spoken.reduce(0) { $0 + Int(clamping: $1.receiver.frames) }
    let violations = spoken.reduce(0) { $0 + $1.violations }
    var parts = ["\(Units.count(frames, "frame")), \(Units.bytes(offset))"]
    if spoken.count > 1 {
      parts += spoken.map { one in
        let count = Units.count(Int(clamping: one.receiver.frames), "frame")
        return "\(count) from the \(one.sender?.rawValue ?? ""), \(Units.bytes(one.receiver.offset))"
      }
    }
    for one in spoken where one.receiver.isInsideMessage {
      let owner = spoken.count > 1 ? " of the \(one.sender?.rawValue ?? "")" : ""
      parts.append("inside a fragmented message\(owner)")
    }
    if violations > 0 { parts.append(Units.count(violations, "violation")) }
    return parts.joined(separator: spoken.count > 1 ? "; " : ", ")
  }

  private func flush() throws(Failure) {
    defer { pending.removeAll(keepingCapacity: true) }
    if !pending.isEmpty { try console.print(pending) }
  }
}
