import WebSocketWire

/// A frame byte by byte, every byte named; a masked payload stands beside its unmasked form.
struct HexView {
  private let frame: FrameRecord
  /// Columns of the longest row of digits, and of the gap behind it.
  private let width: Int

  static func write(_ frame: FrameRecord, into text: inout ByteText) {
    let view = HexView(frame)
    view.header(into: &text)
    view.payload(into: &text)
    view.inflated(into: &text)
  }

  private init(_ frame: FrameRecord) {
    self.frame = frame
    let longest = max(
      5, frame.header.lengthForm.extraBytes,
      min(max(frame.payload.count, frame.inflated?.bytes.count ?? 0), HexDump.rowLength))
    width = longest * 3 - 1 + 4
  }

  /// Writes a line: its place on the wire, if it has one, its bytes, and what `words` writes of them.
  private func row(
    _ place: Int?, _ bytes: UnsafeRawBufferPointer, _ meaning: Style.Meaning, into text: inout ByteText,
    _ words: (inout ByteText) -> Void
  ) {
    let line = text.bytes.count
    text.add(row: bytes, at: place.map { frame.offset &+ UInt64($0) }, meaning, width: width)
    words(&text)
    text.endLine(trimmedFrom: line)
  }

  // MARK: Header

  private func header(into text: inout ByteText) {
    let header = frame.header
    header.bytes.withUnsafeBytes { bytes in
      func row(_ range: Range<Int>, _ meaning: Style.Meaning, _ words: (inout ByteText) -> Void) {
        let piece = UnsafeRawBufferPointer(rebasing: bytes[range])
        self.row(range.lowerBound, piece, meaning, into: &text, words)
      }
      row(0..<1, .name) { text in
        value(of: .fin, into: &text)
        text.add(", ")
        value(of: .reserved, into: &text)
        text.add(", ")
        value(of: .opcode, into: &text)
        text.add(" ")
        text.add(words: header.opcode.name)
      }
      row(1..<2, .name) { text in
        value(of: .mask, into: &text)
        text.add(", ")
        value(of: .length, into: &text)
        guard header.lengthForm != .bits7 else { return }
        text.add(": ")
        text.add(words: HeaderField.length.meaning(in: header, from: frame.sender))
      }
      if let range = HeaderField.extendedLength.bytes(in: header) {
        row(range, .name) { text in
          text.add("length ")
          text.add(header.payloadLength)
          text.add(", ")
          text.add(words: HeaderField.extendedLength.meaning(in: header, from: frame.sender))
        }
      }
      if let range = HeaderField.maskingKey.bytes(in: header) {
        row(range, .maskKey) { $0.add("masking key") }
      }
    }
  }

  private func value(of field: HeaderField, into text: inout ByteText) {
    text.add(words: field.name)
    text.add(" ")
    text.add(field, of: frame.header)
  }

  // MARK: Payload

  private func payload(into text: inout ByteText) {
    let wire = frame.header.isMasked ? frame.wirePayload : []
    let base = frame.header.count
    let name: StaticString =
      frame.inflated != nil ? "compressed  " : frame.header.isMasked ? "unmasked    " : "payload     "
    wire.withUnsafeBytes { wire in
      frame.payload.withUnsafeBytes { plain in
        forEachPiece { range in
          let piece = UnsafeRawBufferPointer(rebasing: plain[range])
          let place: Int? = base + range.lowerBound
          guard frame.header.isMasked else {
            return row(place, piece, .payload, into: &text) { text in
              text.add(name)
              words(range, piece, into: &text)
            }
          }
          let masked = UnsafeRawBufferPointer(rebasing: wire[range])
          row(place, masked, .maskKey, into: &text) {
            $0.add("masked      ")
            $0.add(printable: masked)
          }
          row(nil, piece, .payload, into: &text) {
            $0.add(name)
            words(range, piece, into: &$0)
          }
        }
      }
    }
  }

  /// The payload in rows; the code of a Close frame has one of its own (RFC 6455 5.5.1).
  private func forEachPiece(_ body: (Range<Int>) -> Void) {
    let count = frame.payload.count
    let start = frame.header.opcode == .close && count >= 2 ? 2 : 0
    if start > 0 { body(0..<start) }
    for row in stride(from: start, to: count, by: HexDump.rowLength) {
      body(row..<min(row + HexDump.rowLength, count))
    }
  }

  private func words(_ range: Range<Int>, _ piece: UnsafeRawBufferPointer, into text: inout ByteText) {
    guard frame.header.opcode == .close, range == 0..<2 else { return text.add(printable: piece) }
    text.add("code ")
    text.add(words: CloseBody(payload: frame.payload).code?.description ?? "")
  }

  /// What the payload inflates to, which has no place on the wire.
  private func inflated(into text: inout ByteText) {
    (frame.inflated?.bytes ?? []).withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: HexDump.rowLength) {
        let piece = UnsafeRawBufferPointer(
          rebasing: bytes[start..<min(start + HexDump.rowLength, bytes.count)])
        row(nil, piece, .payload, into: &text) {
          $0.add("inflated    ")
          $0.add(printable: piece)
        }
      }
    }
  }
}
