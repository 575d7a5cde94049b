import WebSocketWire

/// A frame byte by byte, every byte named; a masked payload is beside its unmasked form.
struct HexView {
  private let frame: FrameRecord
  /// Columns of the longest row of digits, and of the gap after it.
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
    _ place: Int?, _ bytes: UnsafeRawBufferPointer, _ meaning: TextStyle.Meaning, into text: inout ByteText,
    _ words: (inout ByteText) -> Void
  ) {
    let line = text.bytes.count
    let offset = place.map { frame.offset &+ UInt64($0) }
    text.add(row: DumpBytes(bytes: bytes, offset: offset, meaning: meaning, name: ""), width: width)
    words(&text)
    text.endLine(trimmedFrom: line)
  }

  // MARK: Header

  private func header(into text: inout ByteText) {
    let header = frame.header
    header.bytes.withUnsafeBytes { bytes in
      func row(_ range: Range<Int>, _ meaning: TextStyle.Meaning, _ words: (inout ByteText) -> Void) {
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
    let base = frame.header.count
    let isMasked = frame.header.isMasked
    let name: StaticString =
      frame.inflated != nil ? "compressed  " : isMasked ? "unmasked    " : "payload     "
    (isMasked ? frame.wirePayload : []).withUnsafeBytes { wire in
      frame.payload.withUnsafeBytes { plain in
        /// A masked row is above its unmasked one, which has no place on the wire then.
        func masked(_ range: Range<Int>) -> DumpBytes? {
          isMasked ? bytes(wire, range, at: base, .maskKey, "masked      ") : nil
        }
        var start = 0
        if frame.header.opcode == .close, plain.count >= 2 {
          start = 2
          if let masked = masked(0..<start) { text.add(rows: masked, width: width) }
          let code = UnsafeRawBufferPointer(rebasing: plain[..<start])
          row(isMasked ? nil : base, code, .payload, into: &text) { text in
            text.add(name)
            text.add("code ")
            text.add(words: ClosePayload(payload: frame.payload).code?.description ?? "")
          }
        }
        let rest = start..<plain.count
        text.add(
          rows: bytes(plain, rest, at: isMasked ? nil : base, .payload, name), under: masked(rest),
          width: width)
      }
    }
  }

  /// Bytes of a payload that begins at a byte of the frame.
  private func bytes(
    _ payload: UnsafeRawBufferPointer, _ range: Range<Int>, at base: Int?, _ meaning: TextStyle.Meaning,
    _ name: StaticString
  ) -> DumpBytes {
    DumpBytes(
      bytes: UnsafeRawBufferPointer(rebasing: payload[range]),
      offset: base.map { frame.offset &+ UInt64($0 + range.lowerBound) }, meaning: meaning, name: name)
  }

  /// What the payload inflates to, which has no place on the wire.
  private func inflated(into text: inout ByteText) {
    (frame.inflated?.bytes ?? []).withUnsafeBytes {
      text.add(
        rows: DumpBytes(bytes: $0, offset: nil, meaning: .payload, name: "inflated    "), width: width)
    }
  }
}
