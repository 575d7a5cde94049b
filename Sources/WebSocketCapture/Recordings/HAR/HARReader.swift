import WebSocketWire

/// Reads the WebSocket connections of a HAR file, as the developer tools of browsers export them (HAR 1.2, `_webSocketMessages`).
///
/// It holds messages and not frames. The file is held whole, because the messages of a connection come before its request.
package struct HARReader: RecordingReading {
  private let sink: any RecordingSink
  private var bytes: [UInt8] = []

  /// The most bytes of a file.
  package static let limit = 256 << 20

  /// A file that is not whole cannot be read.
  package var isCut: Bool { false }

  package init(into sink: any RecordingSink) { self.sink = sink }

  /// Takes the next bytes of the file. Fails where there are too many.
  package mutating func receive(_ more: RawSpan) throws(CaptureFault) {
    guard bytes.count + more.byteCount <= Self.limit else {
      throw CaptureFault(
        .har, at: UInt64(Self.limit), found: "a longer file", expected: "at most \(Self.limit) bytes")
    }
    more.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Reads the file, which is whole. Fails where it is not HAR, after all connections before that place.
  package func end() throws(CaptureFault) {
    if let fault = UTF8Validator.fault(in: bytes.span.bytes) {
      throw CaptureFault(.har, at: fault.start, found: Hex.spaced(fault.bytes), expected: "UTF-8")
    }
    // A byte order mark, which RFC 8259 8.1 lets a reader pass over, becomes blanks so that offsets stay.
    var text = bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { for index in 0..<3 { text[index] = 0x20 } }
    var reader = JSONReader(text, allowsHalfPairs: true)
    var entries = HAREntries(sink)
    do throws(JSONReader.Fault) {
      try reader.object { (name, reader) throws(JSONReader.Fault) in
        guard name == "log" else { return try reader.skip() }
        try reader.object { (name, reader) throws(JSONReader.Fault) in
          guard name == "entries" else { return try reader.skip() }
          try reader.array { (_, reader) throws(JSONReader.Fault) in try entries.read(&reader) }
        }
      }
      try reader.end()
    } catch {
      let fault = RecordingFault(error, in: text, unit: "file")
      throw CaptureFault(.har, at: UInt64(fault.offset), found: fault.found, expected: fault.expected)
    }
  }
}
