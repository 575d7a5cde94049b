import WebSocketWire

/// A header in one line, or in as few as a narrow terminal allows.
struct LineView {
  /// The most columns of a line; nil for any.
  private let width: Int?
  /// Columns of the line up to its next part.
  private var column = 0
  /// Spaces in front of the next part, where that stands on the same line.
  private var gap = 0

  static func write(_ frame: FrameRecord, _ note: String?, width: Int?, into text: inout ByteText) {
    var view = LineView(width: width)
    if frame.header.opcode.isControl {
      text.paint(.control) { view.parts(of: frame, note, into: &$0) }
    } else {
      view.parts(of: frame, note, into: &text)
    }
    text.endLine()
  }

  private init(width: Int?) { self.width = width }

  private mutating func parts(of frame: FrameRecord, _ note: String?, into text: inout ByteText) {
    let header = frame.header
    part(2, &text) {
      $0.paint(Layout.meaning(of: frame.sender)) { $0.add(words: Layout.arrow(from: frame.sender)) }
    }
    part(7, &text) { $0.paint(.name) { $0.add(words: header.opcode.name) } }
    part(5, &text) { $0.add(header.isFinal ? "fin" : "more") }
    part(9, &text) {
      $0.add("rsv ")
      $0.add(.reserved, of: header)
    }
    part(8, &text) {
      $0.add("op ")
      $0.add(.opcode, of: header)
    }
    part(19, &text) {
      guard let key = header.maskingKey else { return $0.add("unmasked") }
      $0.add("mask ")
      $0.paint(.maskKey) { $0.add(hex: key) }
    }
    part(16, gap: 2, &text) {
      $0.add("len ")
      $0.add(header.payloadLength)
      $0.add(" (")
      $0.add(UInt64(header.lengthForm.rawValue))
      $0.add("-bit)")
    }
    part(header.count * 3 + 4, &text) {
      $0.paint(.dim) {
        $0.add("[")
        $0.add(hex: header)
        $0.add("]")
      }
    }
    if let inflated = frame.inflated {
      part(14, gap: 3, &text) {
        $0.add("inflated ")
        $0.add(inflated.count)
      }
    }
    if let note { part(0, &text) { $0.paint(.dim) { $0.add(words: note) } } }
  }

  /// Writes a part of the line, which is never broken, and takes at least so many columns with the gap behind it.
  private mutating func part(
    _ least: Int, gap leastGap: Int = 1, _ text: inout ByteText, _ write: (inout ByteText) -> Void
  ) {
    let start = text.bytes.count
    text.add(spaces: gap)
    let place = text.column
    write(&text)
    let count = text.column - place
    if let width, column + count > width, column > 2 {
      text.wrap(from: start, indent: "  ")
      column = 2
    }
    gap = max(least - count, leastGap)
    column += count + gap
  }
}
