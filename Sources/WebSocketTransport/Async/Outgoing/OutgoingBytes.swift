import NIOCore

/// The payload of a message as its sender has it, so that it is copied once, to the wire.
enum OutgoingBytes: Sendable {
  case text(String)
  case array([UInt8])
  case buffer(ByteBuffer)

  /// In bytes.
  var count: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .array(let bytes): bytes.count
    case .buffer(let buffer): buffer.readableBytes
    }
  }

  /// Calls `body` with the bytes, which live as long as the call.
  func withBytes<Value, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Value) throws(Failure) -> Value {
    switch self {
    case .text(let text): try body(text.utf8Span.span.bytes)
    case .array(let bytes): try body(bytes.span.bytes)
    case .buffer(let buffer): try body(buffer.readableBytesSpan)
    }
  }
}
