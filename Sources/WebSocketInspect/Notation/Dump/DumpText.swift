/// The column of a dump that shows the bytes as characters.
struct DumpText {
  private let bytes: [UInt8]
  private let range: Range<Int>

  init(_ range: Range<Int>, in bytes: [UInt8]) {
    self.bytes = bytes
    self.range = bytes.trimmed(range)
  }

  /// Whether the column begins with a sign that frames it.
  var hasFrame: Bool { range.first.map { Self.frameSigns.contains(bytes[$0]) } ?? false }

  private static let frameSigns = ByteSet("|>*[")

  /// Whether the column has about this many characters.
  func isAbout(_ count: Int) -> Bool { range.count - 8...range.count + 16 ~= count }

  /// Whether a column that does not show this many bytes was to do so: it has a frame, about as many characters, or digits in
  /// front that no group is made of.
  func contradicts(_ count: Int) -> Bool {
    if hasFrame { return true }
    let words = bytes[range].split(whereSeparator: { $0.isBlank })
    guard let first = words.first else { return false }
    let isGroup = first.allSatisfy { $0.hexValue != nil }
    let isLast = first.endIndex + 1 >= range.upperBound || bytes[first.endIndex + 1].isBlank
    if isGroup, isLast || first.count <= 2 { return true }
    if words.contains(where: { bytes.hasHexMark(at: $0.startIndex, before: $0.endIndex) }) { return true }
    // An offset, as where the line ends of a dump are lost.
    if words.contains(where: { word in
      word.count > 4 && word.last == 0x3A && word.dropLast().allSatisfy { $0.hexValue != nil }
    }) {
      return true
    }
    return 1...count + 3 ~= range.count
  }

  /// Whether the column shows these bytes, one character each, with or without a frame around them. Blanks at the ends may
  /// be missing, and one divider may be in the middle.
  func shows(_ values: ArraySlice<UInt8>) -> Bool {
    // nc -o puts a number sign in front.
    if range.count > 2, bytes[range.lowerBound] == 0x23, bytes[range.lowerBound + 1] == 0x20,
      range.count - 2 <= values.count,
      DumpText(range.dropFirst(2), in: bytes).shows(values)
    {
      return true
    }
    // A frame and a divider, and no more than that.
    guard withoutBars.count <= values.count + 4, !range.isEmpty || values.allSatisfy({ $0 == 0x20 }) else {
      return false
    }
    let content = values.drop { $0 == 0x20 }
    let leading = values.count - content.count
    let end = content.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? content.startIndex
    let dividers = (8 - leading, values.count / 2 - leading)
    return shows(content[..<end], in: range, dividers: dividers)
      || shows(content[..<end], in: bytes.trimmed(inFrame), dividers: dividers)
      || shows(content[..<end], in: withoutBars, dividers: dividers)
  }

  /// The place of the first character that shows another byte.
  func mismatch(with values: ArraySlice<UInt8>) -> Int {
    let column = inFrame
    return zip(column, values).first { !Self.isPossible(bytes[$0], $1, zero: false) }?.0
      ?? (column.count > values.count ? column.lowerBound + values.count : column.upperBound)
  }

  private func shows(_ content: ArraySlice<UInt8>, in column: Range<Int>, dividers: (Int, Int)) -> Bool {
    if Self.matches(bytes[column], content, zero: showsZeros) { return true }
    guard column.count == content.count + 1 else { return false }
    return shows(content, in: column, dividedAt: dividers.0)
      || shows(content, in: column, dividedAt: dividers.1)
  }

  private func shows(_ content: ArraySlice<UInt8>, in column: Range<Int>, dividedAt middle: Int) -> Bool {
    guard middle > 0, middle < column.count, [0x20, 0x7C].contains(bytes[column.lowerBound + middle]) else {
      return false
    }
    let divider = column.lowerBound + middle
    return Self.matches(bytes[column.lowerBound..<divider], content.prefix(middle), zero: showsZeros)
      && Self.matches(bytes[divider + 1..<column.upperBound], content.dropFirst(middle), zero: showsZeros)
  }

  private static func matches(_ column: ArraySlice<UInt8>, _ values: ArraySlice<UInt8>, zero: Bool) -> Bool {
    column.count == values.count && zip(column, values).allSatisfy { isPossible($0, $1, zero: zero) }
  }

  /// Whether zero may be shown as its digit, which hexyl does inside its box.
  private var showsZeros: Bool { range.first.map { bytes[$0] == 0x7C } ?? false }

  /// A printable character is itself; what is shown for another byte is a matter of taste, but no digit or letter.
  private static func isPossible(_ character: UInt8, _ value: UInt8, zero: Bool) -> Bool {
    if 0x21...0x7E ~= value { return character == value }
    if value == 0, zero, character == 0x30 { return true }
    return !character.isDecimal && (!character.isLetter || character == 0x78)
  }

  private var inFrame: Range<Int> {
    guard range.count > 1, bytes[range.upperBound - 1] == Self.closing(bytes[range.lowerBound]) else {
      return range
    }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  /// The sign that closes a frame which another one opens.
  private static func closing(_ sign: UInt8) -> UInt8? {
    switch sign {
    case 0x7C, 0x2A, 0x22, 0x27: sign
    case 0x3E: 0x3C
    case 0x5B: 0x5D
    default: nil
    }
  }

  private var withoutBars: Range<Int> {
    func isEdge(_ byte: UInt8) -> Bool { byte == 0x7C || byte.isBlank }
    let start = range.first { !isEdge(bytes[$0]) } ?? range.upperBound
    let end = range.last { !isEdge(bytes[$0]) }.map { $0 + 1 } ?? start
    return start..<max(start, end)
  }
}
