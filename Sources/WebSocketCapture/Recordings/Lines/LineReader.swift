import WebSocketWire

/// Reads the JSON Lines of wscope-events(5) that hold frames: the bytes of a file in, what happened out, in bounded memory.
package struct LineReader: RecordingReading {
  private let sink: any RecordingSink
  private var parser: RecordingParser
  /// The beginning of a line whose end has not come.
  private var held: [UInt8] = []
  /// Offset in the file of the next line, or of what is held.
  private var offset: UInt64 = 0
  private var lines = 0

  /// The most bytes of a line.
  package static let limit = 64 << 20

  package init(into sink: any RecordingSink) {
    self.sink = sink
    parser = RecordingParser(sink)
  }

  /// How many lines were read.
  package var count: Int { lines }

  /// Whether the file ended inside a line, as the recording of a program that was killed can.
  package private(set) var isCut = false

  /// Takes the next bytes of the file. Fails where they are not such lines; then nothing more can be read.
  package mutating func receive(_ bytes: RawSpan) throws(CaptureFault) {
    var rest = bytes
    while let end = rest.withUnsafeBytes({ $0.firstIndex(of: 0x0A) }) {
      let line = rest.extracting(0..<end)
      if held.isEmpty {
        try read(line.withUnsafeBytes { Array($0) }, size: end + 1)
      } else {
        line.withUnsafeBytes { held.append(contentsOf: $0) }
        var whole: [UInt8] = []
        swap(&whole, &held)
        try read(whole, size: whole.count + 1)
      }
      rest = rest.extracting(droppingFirst: end + 1)
    }
    guard held.count + rest.byteCount <= Self.limit else {
      throw CaptureFault(
        .jsonLines, at: offset, found: "a line of more than \(Self.limit) bytes", expected: "an event")
    }
    rest.withUnsafeBytes { held.append(contentsOf: $0) }
  }

  /// Takes the end of the file, which may be inside a line.
  package mutating func end() throws(CaptureFault) {
    guard !held.isEmpty else { return parser.end() }
    var last: [UInt8] = []
    swap(&last, &held)
    var reader = JSONReader(last)
    if (try? reader.skip()) != nil, (try? reader.end()) != nil {
      try read(last, size: last.count)
    } else if lines > 0 {
      isCut = true
    } else {
      try read(last, size: last.count)
    }
    parser.end()
  }

  private mutating func read(_ line: [UInt8], size: Int) throws(CaptureFault) {
    defer { offset &+= UInt64(size) }
    let isBlank = line.allSatisfy { $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
    guard !isBlank else { return }
    lines += 1
    do throws(RecordingFault) {
      try parser.read(line)
    } catch {
      throw CaptureFault(
        .jsonLines, at: offset &+ UInt64(error.offset), found: error.found, expected: error.expected)
    }
  }
}

/// What is wrong with a line.
struct RecordingFault: Error {
  /// The byte at fault, within the line.
  var offset = 0
  let found: String
  let expected: String

  init(_ found: String, expected: String) { (self.found, self.expected) = (found, expected) }

  /// `unit` is what the bytes are all of.
  init(_ fault: JSONReader.Fault, in line: [UInt8], unit: String = "line") {
    offset = fault.offset
    let piece = line[min(fault.offset, line.count)...].prefix(16)
    let text = String(decoding: piece, as: UTF8.self)
    let mark = " is expected"
    if fault.words.hasSuffix(mark) {
      found = piece.isEmpty ? "the end of the \(unit)" : text.quoted
      expected = String(fault.words.dropLast(mark.count))
    } else {
      found = "\(piece.isEmpty ? "the end of the \(unit)" : text.quoted) (\(fault.words))"
      expected = "JSON"
    }
  }
}
