import WebSocketWire

/// Where lines for a person or bytes for a pipe go, from the event loop: a bounded queue that never makes the loop wait.
protocol ByteOutput: AnyObject {
  /// Whether the producer should pause.
  var isFull: Bool { get }
  /// Called when a full queue has room again, after `notePause`.
  var onRoom: () -> Void { get set }
  func append(_ bytes: RawSpan)
  /// Appends the bytes of the batch's messages, each with that byte after it, if there is one.
  func append(_ batch: MessageBatch, of bytes: RawSpan, end: UInt8?)
  /// Begins to write what is queued, unless a write is under way.
  func flush()
  /// Notes that the producer has been stopped, so that `onRoom` is called.
  func notePause()
}

extension ByteOutput {
  func append(_ batch: MessageBatch, of bytes: RawSpan, end: UInt8?) {
    for piece in batch.pieces {
      append(bytes.extracting(piece.bytes))
      if let end, piece.endsMessage { append([end]) }
    }
  }

  func append(_ bytes: [UInt8]) { append(bytes.span.bytes) }
  func append(_ text: String) { append(Array(text.utf8)) }
}
