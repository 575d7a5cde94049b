import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// What is said of messages and frames that are compared. What they hold is escaped, and cut to what a line can show.
struct DiffWords {
  private let comparison: JSONComparison
  private let names: DiffNames
  private let byFrame: Bool

  /// The most bytes of a payload that are looked at for a line.
  private static let extent = 800

  init(_ comparison: JSONComparison, names: DiffNames, byFrame: Bool) {
    (self.comparison, self.names, self.byFrame) = (comparison, names, byFrame)
  }

  /// A message from an offset on; a frame has its header's words in front.
  func text(_ item: ComparedItem, from start: Int = 0) -> String {
    var words: [String] = []
    if byFrame || item.opcode != .text {
      words.append(item.opcode.name)
      if byFrame, !item.isFinal { words.append("more") }
      if !item.reserved.isEmpty { words.append("rsv \(item.reserved.digits)") }
    }
    if !item.isWhole { words.append("(not whole)") }
    if item.opcode == .close {
      words += close(ClosePayload(payload: item.content))
    } else {
      words.append(payload(item, from: start))
    }
    return words.joined(separator: " ")
  }

  private func close(_ payload: ClosePayload) -> [String] {
    guard let code = payload.code else { return ["without a code"] }
    return ["\(code.rawValue)"]
      + (payload.reasonBytes.isEmpty ? [] : [Escaper.exact(bytes: payload.reasonBytes).quoted])
  }

  private func payload(_ item: ComparedItem, from start: Int) -> String {
    let piece = item.content[min(start, item.content.count)...].prefix(Self.extent)
    let before = start > 0 ? "..." : ""
    if item.content.isEmpty { return "(empty)" }
    guard UTF8Validator.fault(in: Array(whole(piece)).span.bytes) == nil, item.opcode != .binary else {
      return
        "\(Formatting.bytes(UInt64(item.content.count))): \(before)\(Hex.spaced(Array(piece.prefix(64))))"
    }
    return before + Escaper.exact(bytes: piece)
  }

  /// Without the part of a scalar at the end of what is shown.
  private func whole(_ piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard piece.count == Self.extent else { return piece }
    return piece.dropLast(3).reversed().drop { $0 & 0xC0 == 0x80 || $0 >= 0xC0 }.reversed()[...]
  }

  // MARK: Where two differ

  /// `at /price: 10 in A, 12 in B`, or from which byte on.
  func place(_ first: ComparedItem, _ second: ComparedItem) -> String {
    if first.opcode == .close { return "the Close is another one" }
    if let path = comparison.difference(of: first.content, and: second.content) {
      let (one, other) = (value(path, first), value(path, second))
      let place = "\(path)".isEmpty ? "the whole value" : "at \(Escaper.line("\(path)"))"
      return "\(place): \(one) \(names.inFirst), \(other) \(names.inSecond)"
    }
    if first.isWhole != second.isWhole { return "one of them is not whole" }
    let offset = difference(first, second)
    guard first.content.count != second.content.count else { return "from byte \(offset + 1) on" }
    return
      "from byte \(offset + 1) on, \(Formatting.bytes(UInt64(first.content.count))) \(names.inFirst),"
      + " \(Formatting.bytes(UInt64(second.content.count))) \(names.inSecond)"
  }

  private func value(_ path: JSONPath, _ item: ComparedItem) -> String {
    guard let bytes = path.spelling(in: item.content) else { return "missing" }
    let text = Escaper.exact(bytes: bytes.prefix(40))
    return TextWidth.clipped(bytes.count > 40 ? text + "..." : text, to: 24)
  }

  private func difference(_ first: ComparedItem, _ second: ComparedItem) -> Int {
    zip(first.content, second.content).enumerated().first { $1.0 != $1.1 }?.offset
      ?? min(first.content.count, second.content.count)
  }

  /// Where both are shown from, so that the place is in sight.
  func excerptStart(_ first: ComparedItem, _ second: ComparedItem) -> Int {
    let offset = difference(first, second)
    guard offset > 40 else { return 0 }
    // Not inside a scalar, as far as both are text and the same until there.
    return (offset - 24...offset - 20).last { first.content[$0] & 0xC0 != 0x80 } ?? offset - 20
  }
}
