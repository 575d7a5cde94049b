import WebSocketWire

/// Sends one message piece by piece.
struct PieceSender {
  /// Whether a part of the message was handed over.
  private(set) var hasBegun = false
  private let kind: MessageKind
  private let length: UInt64?
  private let queue: SendQueue
  private var sent: UInt64 = 0
  private var validator: UTF8Validator?

  /// `length` is that of the message in bytes; nil where it is not known.
  init(_ kind: MessageKind, length: UInt64?, to queue: SendQueue) {
    self.kind = kind
    self.length = length
    self.queue = queue
    validator = kind == .text ? UTF8Validator() : nil
  }

  /// Sends the next piece.
  mutating func send(_ piece: [UInt8]) async throws {
    if let fault = validator?.append(piece.span.bytes) { throw WebSocketConnection.notText(fault) }
    guard let length else { return try await sendFragment(piece) }
    try await begin(length)
    guard UInt64(piece.count) <= length - sent else { throw Self.wrongLength(length) }
    sent += UInt64(piece.count)
    if sent == length, let fault = validator?.finish() { throw WebSocketConnection.notText(fault) }
    if !piece.isEmpty { try await queue.send(.piece(.array(piece))) }
  }

  /// Completes the message.
  mutating func finish() async throws {
    if let fault = validator?.finish() { throw WebSocketConnection.notText(fault) }
    guard let length else {
      // Each piece is sent when it comes, so only an empty fragment can be known to be the last.
      try await queue.send(.fragment(kind, .array([]), isFirst: !hasBegun, isLast: true))
      return endTurn()
    }
    try await begin(length)
    guard sent == length else { throw Self.wrongLength(length) }
    endTurn()
  }

  private mutating func begin(_ length: UInt64) async throws {
    guard !hasBegun else { return }
    guard length < 1 << 63 else {
      throw WebSocketError(.open, .usage("a frame carries less than 2^63 bytes (RFC 6455 5.2)"))
    }
    try await queue.send(.begin(kind, length: length))
    hasBegun = true
  }

  private mutating func sendFragment(_ piece: [UInt8]) async throws {
    try await queue.send(.fragment(kind, .array(piece), isFirst: !hasBegun, isLast: false))
    hasBegun = true
  }

  private mutating func endTurn() {
    if hasBegun { queue.endTurn() }
    hasBegun = false
  }

  private static func wrongLength(_ length: UInt64) -> WebSocketError {
    WebSocketError(
      .open, .usage("the pieces of a message do not have the \(length) bytes that it was begun with"))
  }
}
