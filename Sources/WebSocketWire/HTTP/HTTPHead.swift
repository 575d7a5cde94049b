/// The head of an HTTP/1.1 message exactly as it arrived: order, case, duplicates, raw bytes and offsets (RFC 9112 2.1).
///
/// Parsing is total; what a strict reader would refuse is kept as a fact for `Rule` to judge.
public struct HTTPHead: Hashable, Sendable {
  /// One header line.
  public struct Field: Hashable, Sendable {
    /// The name as written.
    public let name: String
    /// The value without the white space around it, and with a space for each fold; bytes above 0x7F are read as UTF-8 if they
    /// are, else as Latin-1.
    public fileprivate(set) var value: String
    /// Where it is in the head, from its name to the end of its last line, the line end excluded.
    public fileprivate(set) var range: Range<Int>

    /// Whether the value holds a control character other than a tab.
    var hasControlCharacter: Bool {
      value.unicodeScalars.contains { $0.value < 0x20 && $0.value != 0x09 || $0.value == 0x7F }
    }

    /// Whether the value holds what makes it malformed.
    var hasLineEndOrNUL: Bool { value.unicodeScalars.contains { $0.value == 0x0D || $0.value == 0x00 } }

    /// Takes the text of one more line.
    fileprivate mutating func append(_ more: String, to end: Int) {
      if !value.isEmpty, !more.isEmpty { value += " " }
      value += more
      range = range.lowerBound..<end
    }
  }

  /// Every byte of the head, the empty line included.
  public let bytes: [UInt8]
  /// The request or status line.
  public let startLine: String
  /// Where the start line is, its line end excluded.
  package let startLineRange: Range<Int>
  /// All fields in their order.
  public let fields: [Field]
  /// Lines that are not a field: without a colon, with a name that is not a token, or with a carriage return or NUL in the value
  /// (RFC 9112 5.1; RFC 9110 5.1, 5.5).
  package let malformed: [Range<Int>]
  /// Lines that begin with white space and continue the field before them (RFC 9112 5.2).
  package let folds: [Range<Int>]
  /// Offsets of line feeds with no carriage return before them (RFC 9112 2.2).
  package let bareLineFeeds: [Int]

  /// Reads a head, the empty line at its end included. It never fails; what is missing is empty.
  public init(_ bytes: [UInt8]) {
    var lines: [Range<Int>] = []
    var bare: [Int] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      let hasReturn = index > start && bytes[index - 1] == 0x0D
      if !hasReturn { bare.append(index) }
      lines.append(start..<(hasReturn ? index - 1 : index))
      start = index + 1
    }
    if start < bytes.count { lines.append(start..<bytes.count) }

    var fields: [Field] = []
    var malformed: [Range<Int>] = []
    var folds: [Range<Int>] = []
    var followsField = false
    for line in lines.dropFirst() where !line.isEmpty {
      let text = bytes[line]
      if followsField, text.first == 0x20 || text.first == 0x09 {
        folds.append(line)
        fields[fields.count - 1].append(Self.text(Self.trimmed(text)), to: line.upperBound)
        if text.contains(where: Self.isDangerous) { malformed.append(line) }
        continue
      }
      let colon = text.firstIndex(of: 0x3A)
      let name = text[..<(colon ?? line.lowerBound)]
      followsField = false
      guard let colon, !name.isEmpty, name.allSatisfy(HTTPField.isToken) else {
        malformed.append(line)
        continue
      }
      followsField = true
      let value = Self.trimmed(text[(colon + 1)...])
      if value.contains(where: Self.isDangerous) { malformed.append(line) }
      fields.append(Field(name: Self.text(name), value: Self.text(value), range: line))
    }
    self.bytes = bytes
    startLineRange = lines.first ?? 0..<0
    startLine = Self.text(bytes[startLineRange])
    self.fields = fields
    self.malformed = malformed
    self.folds = folds
    bareLineFeeds = bare
  }

  /// Whether others may take the byte for the end of a line or of a string (RFC 9110 5.5).
  private static func isDangerous(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x00 }

  /// All fields of that name, letter case ignored (RFC 9110 5.1).
  public func fields(_ name: String) -> [Field] {
    let wanted = name.lowercased()
    return fields.filter { $0.name.lowercased() == wanted }
  }

  /// The elements of a list field, of all its lines together (RFC 9110 5.6.1).
  public func elements(_ name: String) -> [String] {
    fields(name).flatMap { $0.value.split(separator: ",").map { $0.trimmingSpaces() } }.filter { !$0.isEmpty }
  }

  /// The three parts of the start line; the last may hold spaces (RFC 9112 3, 4).
  public var startLineParts: [String] {
    startLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let front = bytes.drop(while: isSpace)
    return front.prefix((front.lastIndex { !isSpace($0) } ?? front.startIndex - 1) + 1 - front.startIndex)
  }

  package static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
