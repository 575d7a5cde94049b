import WebSocketWire

/// JSON in lines: a member or an element on each, indented by its depth. Every token is shown as it came, so numbers, the order of
/// members and members of the same name stay what they are.
struct JSONView {
  /// The most bytes that are shown in this way.
  static let limit = 256 << 10

  private let content: UnsafeRawBufferPointer
  private let extent: PayloadExtent?
  /// The columns at which a line is broken; nil for never.
  private let width: Int?
  private let unescaped: Bool
  private var breaker = LineBreaker()
  private var place = JSONPlace()
  /// The line that is being written, from 1.
  private var line = 1
  /// What a token is written as, before lines are broken. Kept between tokens, so that most need no memory of their own.
  private var piece: [UInt8] = []

  /// Whether a text is JSON that is shown in this way: an object or an array, no longer than `limit`.
  static func suits(_ content: [UInt8]) -> Bool {
    guard content.count <= limit else { return false }
    return content.withUnsafeBytes { JSONTokens.areContainer($0) }
      && UTF8Validator.fault(in: content.span.bytes) == nil
  }

  /// Writes whole lines; how many bytes of the content are shown. What does not suit is shown as far as it does.
  static func write(
    _ content: [UInt8], extent: PayloadExtent?, width: Int?, unescaped: Bool, into text: inout ByteText
  ) -> Int {
    content.withUnsafeBytes { content in
      var view = JSONView(content, extent: extent, width: width, unescaped: unescaped)
      return view.write(into: &text)
    }
  }

  private init(_ content: UnsafeRawBufferPointer, extent: PayloadExtent?, width: Int?, unescaped: Bool) {
    self.content = content
    self.extent = extent
    self.width = width
    self.unescaped = unescaped
  }

  private mutating func write(into text: inout ByteText) -> Int {
    var tokens = JSONTokens(content)
    var shown = 0
    write("  ", into: &text)
    while let (token, range) = tokens.next() {
      let isKey = token == .string && place.isAtKey
      let isClosing = token == .closeObject || token == .closeArray
      let beginsLine = isClosing ? !place.isAtStart : place.isAtStart || place.isAfterComma
      guard place.accept(token) else { break }
      if case .bytes(let most)? = extent, range.lowerBound >= most { return end(shown, into: &text) }
      if beginsLine {
        if case .lines(let most)? = extent, line >= most { return end(shown, into: &text) }
        endLine(into: &text)
        // Inside of the container that it begins, an opening token counts already.
        let depth = token == .openObject || token == .openArray ? place.depth - 1 : place.depth
        piece.append(contentsOf: repeatElement(0x20, count: 2 * depth))
        flush(into: &text)
      }
      let part = range.lowerBound..<shownEnd(of: range)
      text.paint(isKey ? .jsonKey : token.meaning) { write(content[part], into: &$0) }
      shown = part.upperBound
      if part.upperBound < range.upperBound { return end(shown, into: &text) }
      if token == .colon { write(" ", into: &text) }
    }
    return end(place.isOver ? content.count : shown, into: &text)
  }

  /// How much of a token is shown, of a long string a part.
  private func shownEnd(of range: Range<Int>) -> Int {
    let token = UnsafeRawBufferPointer(rebasing: content[range])
    switch extent {
    case nil: return range.upperBound
    case .bytes(let count): return range.lowerBound + PayloadExtent.whole(token, count - range.lowerBound)
    case .lines(let lines):
      let width = width ?? PayloadExtent.usualWidth
      let room = max(0, lines - line) * max(1, width - 2) + width - breaker.column
      return range.lowerBound + PayloadExtent.whole(token, room)
    }
  }

  private mutating func end(_ shown: Int, into text: inout ByteText) -> Int {
    text.endLine()
    return shown
  }

  private mutating func endLine(into text: inout ByteText) {
    piece.append(0x0A)
    flush(into: &text)
  }

  private mutating func write(_ words: StaticString, into text: inout ByteText) {
    piece.append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    flush(into: &text)
  }

  private mutating func write(_ token: Slice<UnsafeRawBufferPointer>, into text: inout ByteText) {
    let token = UnsafeRawBufferPointer(rebasing: token)
    if unescaped {
      piece.append(contentsOf: token)
    } else {
      var escaper = StreamEscaper(escapesLayout: true, isReversible: true)
      escaper.escape(token, into: &piece)
      escaper.finish(into: &piece)
    }
    flush(into: &text)
  }

  private mutating func flush(into text: inout ByteText) {
    let start = text.bytes.count
    breaker.write(piece, width: width, into: &text.bytes)
    piece.removeAll(keepingCapacity: true)
    line += text.bytes[start...].count { $0 == 0x0A }
  }
}

extension JSONTokens.Token {
  fileprivate var meaning: TextStyle.Meaning {
    switch self {
    case .string: .jsonString
    case .number: .jsonNumber
    case .word: .jsonWord
    default: .payload
    }
  }
}
