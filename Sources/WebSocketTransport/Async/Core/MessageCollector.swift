import WebSocketWire

/// Puts a message that comes in pieces together; a binary one then has the bytes where they were collected.
struct MessageCollector {
  private var bytes: [UInt8] = []
  private var lastCount = 0

  /// How much is reserved, or kept, for a message before it has come, in bytes.
  private static let keptCapacity = 65536

  /// Begins a message, for which there is as much room as the last one took.
  mutating func begin() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
    bytes.reserveCapacity(min(lastCount, Self.keptCapacity))
  }

  mutating func append(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }

  /// Ends the message.
  mutating func finish(_ kind: MessageKind) -> WebSocketMessage {
    lastCount = bytes.count
    guard kind == .binary, bytes.capacity - bytes.count <= bytes.count / 4 + 64 else {
      return bytes.withUnsafeBytes { WebSocketMessage(kind, $0) }
    }
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return .binary(taken)
  }
}

extension WebSocketMessage {
  /// A copy of bytes, those of a text in UTF-8.
  init(_ kind: MessageKind, _ bytes: UnsafeRawBufferPointer) {
    self = kind == .text ? .text(String(decoding: bytes, as: UTF8.self)) : .binary(Array(bytes))
  }
}
