package import WebSocketWire

/// Reads a line that `EventWriter` has written, or that another program has, for what of it can be sent.
package enum EventReader {
  /// What a line asks for.
  package enum Event: Hashable, Sendable {
    case message(MessageKind, [UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(CloseCode, reason: [UInt8])
    /// Nothing: it says what happened.
    case other
  }

  /// Reads one line, without its end. Fails with half a sentence, which names a byte of it from 1 on.
  package static func read(_ line: [UInt8]) throws(UsageError) -> Event {
    if let fault = UTF8Validator.fault(in: line.span.bytes) {
      throw UsageError("byte \(fault.start + 1): \(Hex.spaced(fault.bytes)) is not UTF-8, and JSON must be")
    }
    var reader = JSONReader(line)
    var members = EventMembers()
    do throws(JSONReader.Fault) {
      try reader.object { (name, reader) throws(JSONReader.Fault) in try members.read(name, &reader) }
      try reader.end()
    } catch {
      throw UsageError("byte \(error.offset + 1): \(error.words)")
    }
    return try members.event()
  }
}
