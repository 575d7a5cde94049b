/// The head of an HTTP/1.1 message exactly as it arrived: order, case, duplicates, raw bytes and offsets (RFC 9112 2.1).
///
/// Parsing is total; what a strict reader would refuse is kept as a fact for `Rule` to judge.
public struct HTTPHead: Hashable, Sendable {
  /// One header line.
  public struct Field: Hashable, Sendable {
    /// The name as written.
    public let name: String
    /// The value without the white space around it; bytes above 0x7F are read as UTF-8 if they are, else as Latin-1.
    public let value: String
    /// Where the line stands in the head, its line end excluded.
    public let range: Range<Int>
  }

  /// Every byte of the head, the empty line included.
  public let bytes: [UInt8]
  /// The request or status line.
  public let startLine: String
  /// Where the start line stands, its line end excluded.
  public let startLineRange: Range<Int>
  /// All fields in their order.
  public let fields: [Field]
  /// Lines that are no field: without a colon, with an empty name or one that holds white space, folded, or with a control
  /// character in the value (RFC 9112 5.1, 5.2; RFC 9110 5.5).
  public let malformed: [Range<Int>]
  /// Offsets of line feeds with no carriage return before them (RFC 9112 2.2).
  public let bareLineFeeds: [Int]

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
    for line in lines.dropFirst() where !line.isEmpty {
      let colon = bytes[line].firstIndex(of: 0x3A)
      let name = bytes[line.lowerBound..<(colon ?? line.lowerBound)]
      guard let colon, !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        malformed.append(line)
        continue
      }
      let value = Self.trimmed(bytes[(colon + 1)..<line.upperBound])
      if value.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) { malformed.append(line) }
      fields.append(Field(name: Self.text(name), value: Self.text(value), range: line))
    }
    self.bytes = bytes
    startLineRange = lines.first ?? 0..<0
    startLine = Self.text(bytes[startLineRange])
    self.fields = fields
    self.malformed = malformed
    bareLineFeeds = bare
  }

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

extension StringProtocol {
  /// Without the spaces and tabs around it, which HTTP calls optional white space (RFC 9110 5.6.3).
  func trimmingSpaces() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let last = lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(self[...last].drop(while: isSpace))
  }
}
