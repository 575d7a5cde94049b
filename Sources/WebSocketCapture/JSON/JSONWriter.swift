import WebSocketWire

/// Writes JSON into a buffer of bytes (RFC 8259); it knows where a comma goes, and its caller the structure.
///
/// What could deceive a terminal (`TerminalSafety`) is written as an escape, so a line of it can be shown as it is.
package struct JSONWriter {
  /// What is written so far.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false
  /// How many digits a time in seconds has after the point: 6 or 9.
  private let secondDigits: Int

  /// `secondDigits` is 6 for microseconds, or 9 for nanoseconds.
  package init(secondDigits: Int = 6) { self.secondDigits = secondDigits }

  /// Forgets what is written. The memory stays, up to 1 MiB of it.
  package mutating func clear() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
    needsComma = false
  }

  // MARK: Structure

  /// Writes an object, whose members `body` writes.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(0x7B)
    body(&self)
    close(0x7D)
  }

  /// Begins an object that is a line.
  package mutating func beginLine() { open(0x7B) }

  /// Ends the object that is a line, and the line.
  package mutating func endLine() {
    bytes += [0x7D, 0x0A]
    needsComma = false
  }

  /// Writes lines that are whole.
  package mutating func add(lines: [UInt8]) { bytes += lines }

  /// Swaps what is written for a block, of which the memory is used and not the bytes.
  mutating func swapLines(with block: inout [UInt8]) {
    swap(&bytes, &block)
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Writes a line of its beginning, a number, more of it, another number, more of it, and a string that is its last value. False where
  /// the bytes of that are not all ASCII that needs no escape, and nothing is written.
  @inline(__always)
  mutating func addLine(
    _ start: [UInt8], _ first: UInt64, _ middle: StaticString, _ second: UInt64, _ end: [UInt8],
    plain text: RawSpan
  ) -> Bool {
    text.withUnsafeBytes { text in
      guard Self.endOfPlain(text, from: 0, stops: true) == text.count else { return false }
      let parts = start.count + middle.utf8CodeUnitCount + end.count
      bytes.append(addingCapacity: parts + text.count + 64) { (target: inout OutputSpan<UInt8>) in
        start.withUnsafeBytes { target.add($0) }
        target.add(first)
        target.add(UnsafeRawBufferPointer(start: middle.utf8Start, count: middle.utf8CodeUnitCount))
        target.add(second)
        target.append(0x2C)
        end.withUnsafeBytes { target.add($0) }
        for byte in ",\"text\":\"".utf8 { target.append(byte) }
        target.add(text)
        for byte in "\"}\n".utf8 { target.append(byte) }
      }
      return true
    }
  }

  /// Writes an array, whose elements `body` writes.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    open(0x5B)
    body(&self)
    close(0x5D)
  }

  /// Writes the name of a member, which needs no escapes.
  @inline(__always)
  package mutating func key(_ name: StaticString) {
    let count = name.utf8CodeUnitCount
    let comma = needsComma ? 1 : 0
    bytes.append(addingCapacity: count + 4) { (target: inout OutputSpan<UInt8>) in
      if comma == 1 { target.append(0x2C) }
      target.append(0x22)
      target.add(UnsafeRawBufferPointer(start: name.utf8Start, count: count))
      target.append(0x22)
      target.append(0x3A)
    }
    needsComma = false
  }

  /// Writes members as they are, which have the commas between them.
  package mutating func members(_ members: [UInt8]) {
    separate()
    bytes += members
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  @inline(__always)
  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  // MARK: Values

  package mutating func null() { literal("null") }

  package mutating func value(_ isTrue: Bool) { literal(isTrue ? "true" : "false") }

  /// Writes a number in decimal; a negative one is 0.
  @inline(__always)
  package mutating func value(_ number: some BinaryInteger) {
    separate()
    bytes.append(addingCapacity: 20) { (target: inout OutputSpan<UInt8>) in
      target.add(UInt64(clamping: number))
    }
  }

  /// Writes a number as it is spelled.
  package mutating func number(_ spelling: StaticString) { literal(spelling) }

  /// Writes a time in seconds, with `secondDigits` after the point; a negative one is 0.
  package mutating func value(seconds time: Duration) {
    separate()
    let (seconds, attoseconds) = max(.zero, time).components
    let digits = secondDigits
    bytes.append(addingCapacity: 30) { (target: inout OutputSpan<UInt8>) in
      target.add(UInt64(seconds))
      target.append(0x2E)
      target.add(fraction: attoseconds, digits: digits)
    }
  }

  /// Writes a string.
  package mutating func value(_ text: String) {
    var text = text
    text.withUTF8 { string(UnsafeRawBufferPointer($0)) }
  }

  /// Writes a string of our own that needs no escapes.
  package mutating func value(_ text: StaticString) {
    separate()
    let count = text.utf8CodeUnitCount
    bytes.append(addingCapacity: count + 2) { (target: inout OutputSpan<UInt8>) in
      target.append(0x22)
      target.add(UnsafeRawBufferPointer(start: text.utf8Start, count: count))
      target.append(0x22)
    }
  }

  /// Writes a string that `body` appends, and that needs no escapes.
  package mutating func value(plain body: (inout [UInt8]) -> Void) {
    separate()
    bytes.append(0x22)
    body(&bytes)
    bytes.append(0x22)
  }

  /// Writes a string; the bytes must be UTF-8.
  package mutating func value(utf8 text: RawSpan) { text.withUnsafeBytes { string($0) } }

  /// Writes a string whose bytes are ASCII that needs no escape; false where they are not, and nothing is written.
  package mutating func value(plain text: RawSpan, key name: StaticString) -> Bool {
    text.withUnsafeBytes { text in
      guard Self.endOfPlain(text, from: 0, stops: true) == text.count else { return false }
      key(name)
      separate()
      bytes.append(addingCapacity: text.count + 2) { (target: inout OutputSpan<UInt8>) in
        target.append(0x22)
        target.add(text)
        target.append(0x22)
      }
      return true
    }
  }

  /// Writes the bytes as a string in base64 with padding (RFC 4648 4).
  package mutating func value(base64 data: RawSpan) {
    separate()
    bytes.append(addingCapacity: (data.byteCount + 2) / 3 * 4 + 2) { (target: inout OutputSpan<UInt8>) in
      target.append(0x22)
      data.withUnsafeBytes { target.add(base64: $0) }
      target.append(0x22)
    }
  }

  /// Writes the bytes as a string of hexadecimal digits.
  package mutating func value(hex data: some Sequence<UInt8>) { value(Hex.packed(data)) }

  private mutating func literal(_ word: StaticString) {
    separate()
    bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  // MARK: Strings

  private mutating func string(_ text: UnsafeRawBufferPointer) {
    separate()
    bytes.append(0x22)
    var start = 0
    while start < text.count {
      let end = Self.endOfPlain(text, from: start)
      bytes.append(addingCapacity: end - start) { (target: inout OutputSpan<UInt8>) in
        target.add(UnsafeRawBufferPointer(rebasing: text[start..<end]))
      }
      start = end
      guard start < text.count else { break }
      bytes.append(addingCapacity: Self.escapedSize * 6 + 16) { (target: inout OutputSpan<UInt8>) in
        start = target.add(escaped: text, from: start, atLeast: Self.escapedSize)
      }
    }
    bytes.append(0x22)
  }

  /// After how many bytes with escapes among them plain ones are looked for again.
  private static let escapedSize = 1024

  /// Where the first scalar from `start` on is that has to be escaped, or the end. With `stops` it is the first that is not ASCII, too.
  private static func endOfPlain(
    _ text: UnsafeRawBufferPointer, from start: Int, stops: Bool = false
  ) -> Int {
    var index = start
    while text.count - index >= blockSize, isPlainBlock(text, at: index) { index += blockSize }
    while index < text.count {
      if text.count - index >= 8,
        JSONEscapes.isPlain(text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index += 8
        continue
      }
      let byte = text[index]
      if byte < 0x80 {
        if JSONEscapes.isSpecial(byte) { return index }
        index += 1
      } else {
        if stops { return index }
        let (scalar, count) = JSONEscapes.scalar(text, at: index)
        if TerminalSafety.mustEscape(scalar) { return index }
        index += count
      }
    }
    return index
  }

  /// Whether a block of bytes is ASCII that needs no escape. Without a way out of it, the loop is done by instructions for many bytes.
  @inline(__always)
  private static func isPlainBlock(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    // The printable characters are 0x20 to 0x7E, of which two need an escape.
    var (highest, nearest) = (UInt8.min, UInt8.max)
    for place in 0..<blockSize {
      let byte = text[start &+ place]
      highest = max(highest, byte &- 0x20)
      nearest = min(nearest, min(byte ^ 0x22, byte ^ 0x5C))
    }
    return highest < 0x5F && nearest > 0
  }

  private static let blockSize = 256
}
