/// Knows which message a frame belongs to, and holds none of its bytes (RFC 6455 5.4).
package struct MessageAssembler: Sendable {
  /// The message that is open now.
  package private(set) var open: MessageKind?

  package init() {}

  /// Takes the next header and moves on.
  package mutating func place(_ header: FrameHeader) -> FragmentPosition {
    if header.opcode == .continuation {
      guard let kind = open else { return .unexpectedContinuation }
      if header.isFinal { open = nil }
      return .middle(kind)
    }
    guard let kind = MessageKind(header.opcode) else { return .control }
    let before = open
    open = header.isFinal ? nil : kind
    return before.map { .interruption(kind, of: $0) } ?? .start(kind)
  }
}
