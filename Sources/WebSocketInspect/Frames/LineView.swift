import WebSocketWire

/// A header in one line, or in as few as a narrow terminal allows.
struct LineView {
  private let style: TextStyle
  /// The most columns of a line; nil for any.
  private let width: Int?
  /// What begins the colour of the whole line, where it has one.
  private let colour: StaticString?
  /// Columns of the line up to its next part.
  private var column = 0
  /// Spaces in front of the next part, where that is on the same line.
  private var gap = 0
  /// Bytes of the part that take no column: those of colours, and the later ones of a scalar.
  private var unseen = 0

  private typealias Output = OutputSpan<UInt8>

  /// More than the bytes of a line without its note: each part at its longest, painted, on a line of its own.
  private static let most = 512

  static func write(_ frame: FrameRecord, _ note: String?, width: Int?, into text: inout ByteText) {
    var view = LineView(frame, width: width, style: text.style)
    text.bytes.append(addingCapacity: most + (note?.utf8.count ?? 0)) { (out: inout Output) in
      out.paint(view.colour) { view.parts(of: frame, note, into: &$0) }
      out.append(0x0A)
    }
  }

  private init(_ frame: FrameRecord, width: Int?, style: TextStyle) {
    self.style = style
    self.width = width
    colour = frame.header.opcode.isControl ? style.code(of: .control) : nil
  }

  private mutating func parts(of frame: FrameRecord, _ note: String?, into out: inout Output) {
    let header = frame.header
    part(2, &out) { view, out in
      view.paint(Layout.meaning(of: frame.sender), &out) { view, out in
        view.add(words: Layout.arrow(from: frame.sender), &out)
      }
    }
    part(7, &out) { view, out in
      view.paint(.name, &out) { _, out in out.add(words: header.opcode.name) }
    }
    part(5, &out) { _, out in out.add(header.isFinal ? "fin" : "more") }
    part(9, &out) { _, out in
      out.add("rsv ")
      out.add(.reserved, of: header)
    }
    part(8, &out) { _, out in
      out.add("op ")
      out.add(.opcode, of: header)
    }
    part(19, &out) { view, out in
      guard let key = header.maskingKey else { return out.add("unmasked") }
      out.add("mask ")
      view.paint(.maskKey, &out) { _, out in out.add(hex: 4) { key[$0] } }
    }
    part(16, gap: 2, &out) { _, out in
      out.add("len ")
      out.add(header.payloadLength)
      out.add(" (")
      out.add(UInt64(header.lengthForm.rawValue))
      out.add("-bit)")
    }
    part(header.count * 3 + 4, &out) { view, out in
      view.paint(.dim, &out) { _, out in
        out.add("[")
        out.add(hex: header.count) { header[$0] }
        out.add("]")
      }
    }
    if let inflated = frame.inflated {
      part(14, gap: 3, &out) { _, out in
        out.add("inflated ")
        out.add(inflated.count)
      }
    }
    if let note {
      part(0, &out) { view, out in view.paint(.dim, &out) { $0.add(words: note, &$1) } }
    }
  }

  /// Writes a part of the line, which is never broken, and takes at least this many columns with the gap after it.
  @inline(__always)
  private mutating func part(
    _ least: Int, gap leastGap: Int = 1, _ out: inout Output, _ write: (inout LineView, inout Output) -> Void
  ) {
    let start = out.count
    out.add(spaces: gap)
    var count = columns(of: &out, write)
    if let width, column + count > width, column > 2 {
      out.removeLast(out.count - start)
      if colour != nil { out.add(TextStyle.reset) }
      out.append(0x0A)
      if let colour { out.add(colour) }
      out.add("  ")
      count = columns(of: &out, write)
      column = 2
    }
    gap = max(least - count, leastGap)
    column += count + gap
  }

  /// How many columns that takes which `write` writes.
  private mutating func columns(of out: inout Output, _ write: (inout LineView, inout Output) -> Void) -> Int
  {
    let start = out.count
    unseen = 0
    write(&self, &out)
    return out.count - start - unseen
  }

  /// Words of ours that need not be ASCII.
  private mutating func add(words: String, _ out: inout Output) {
    let start = out.count
    out.add(words: words)
    for place in start..<out.count where out[place] & 0xC0 == 0x80 { unseen += 1 }
  }

  /// What `body` writes, in the colours of its meaning, unless the whole line has those of its own.
  @inline(__always)
  private mutating func paint(
    _ meaning: TextStyle.Meaning, _ out: inout Output, _ body: (inout LineView, inout Output) -> Void
  ) {
    guard colour == nil, let code = style.code(of: meaning) else { return body(&self, &out) }
    out.add(code)
    body(&self, &out)
    out.add(TextStyle.reset)
    unseen += code.utf8CodeUnitCount + TextStyle.reset.utf8CodeUnitCount
  }
}
