/// The bytes of a dump's rows, until it is known the order of those in a group.
struct DumpOutput {
  private var values: [UInt8] = []
  /// The numbers of a dump that is not in hexadecimal.
  private var numbers = NumberRadix()
  private var words: DumpWords?
  private var reader: DumpRowReader
  private let form: DumpForm
  private var groupSize: Int?
  private var forward = 0
  private var backward = 0
  /// Zeros with which the last word was filled up.
  private var padding = 0
  /// Whether blanks are in the place of the high bytes of a word.
  private var isFilledUp = false

  init(form: DumpForm) {
    self.form = form
    reader = DumpRowReader(isBinary: form.content == .binary)
    if case .words(let base) = form.content { words = DumpWords(base: base) }
  }

  var count: Int {
    form.content == .numbers ? numbers.count : (words?.values.count ?? values.count) - padding
  }

  /// Adds the bytes of a row, which are one of `lengths` if there are any; gives their number.
  mutating func add(_ offset: DumpOffset, in bytes: [UInt8], lengths: [Int], isLast: Bool)
    throws(ParseError) -> Int
  {
    let body = offset.body
    isFilledUp = isFilledUp || offset.gap > 2
    if form.content == .numbers { return try addNumbers(body, in: bytes, lengths: lengths) }
    if words != nil { return try addWords(body, in: bytes, lengths: lengths, isLast: isLast) }
    if lengths.count == 1, !isLast { reader.read(body, after: offset.gap, in: bytes, length: lengths[0]) }
    if lengths.count != 1 || isLast || reader.readings.isEmpty {
      reader.read(body, after: offset.gap, in: bytes)
    }
    let reading = try choose(body, in: bytes, lengths: lengths, isLast: isLast)
    values += reader.values.prefix(reading.count)
    groupSize =
      groupSize.map { $0 == reading.groupSize || reading.count <= $0 ? $0 : 1 } ?? reading.groupSize
    switch reading.isReversed {
    case true?: backward += 1
    case false?:
      forward += 1
      reader.isForward = true
    case nil: break
    }
    guard !lengths.isEmpty else { return reading.count }
    let possible = Set(
      lengths.map { reading.count &- $0 }.filter { 0..<reading.groupSize ~= $0 && hasZeros($0, of: reading) })
    guard let pad = possible.first, possible.count == 1 else {
      throw ParseError(
        at: body.lowerBound, in: bytes,
        "it cannot be told how many bytes of the last word count; dump single bytes",
        isCertain: true)
    }
    padding = pad
    return reading.count - pad
  }

  /// The last bytes, in the order of the digits.
  func last(_ count: Int) -> ArraySlice<UInt8> { values.suffix(count) }

  /// Adds the last bytes again.
  mutating func repeatLast(_ count: Int, times: Int) {
    if form.content == .numbers {
      numbers.repeatLast(count, times: times)
    } else if words != nil {
      words?.repeatLast(count, times: times)
    } else {
      let row = Array(values.suffix(count))
      for _ in 0..<times { values += row }
    }
  }

  // MARK: Rows

  private func choose(
    _ body: Range<Int>, in bytes: [UInt8], lengths: [Int], isLast: Bool
  ) throws(ParseError) -> DumpRowReader.Reading {
    var readings = reader.readings
    guard !readings.isEmpty else { throw notDigits(body, in: bytes) }
    if !lengths.isEmpty {
      // od and hexdump fill the last word up with a zero.
      let fillsUp = isLast && form.delimiter == .blanks
      readings = readings.filter { reading in
        let size = fillsUp ? groupSize ?? reading.groupSize : 1
        return lengths.contains { 0..<size ~= reading.count &- $0 }
      }
      guard !readings.isEmpty else { throw wrongLength(body, in: bytes, lengths: lengths) }
    }
    guard let best = readings.map(\.evidence).min() else { throw notDigits(body, in: bytes) }
    let chosen = readings.filter { $0.evidence == best }
    guard let last = chosen.last else { throw notDigits(body, in: bytes) }
    if lengths.isEmpty, best == .other,
      DumpText(last.end..<body.upperBound, in: bytes).contradicts(last.count)
    {
      let text = DumpText(last.end..<body.upperBound, in: bytes)
      throw ParseError(
        at: text.mismatch(with: reader.values.prefix(last.count)), in: bytes,
        "what follows the bytes of this row does not show them; leave it out if the bytes are right",
        isCertain: true)
    }
    let isClear = lengths.isEmpty ? isClear(readings, best) : true
    guard isClear else {
      throw ParseError(
        at: readings[0].end, in: bytes,
        "the bytes of this row may end here or later; leave out the column of text",
        isCertain: true)
    }
    return last
  }

  /// Whether a gap in a row can be taken for one between bytes: it comes after four bytes or a multiple of them.
  private func isClear(_ readings: [DumpRowReader.Reading], _ best: DumpRowReader.Evidence) -> Bool {
    best == .text || readings.dropLast().allSatisfy { $0.count.isMultiple(of: 4) }
  }

  /// Whether the last bytes of the row, in the order of the digits, can be those of a word that was filled up.
  private func hasZeros(_ count: Int, of reading: DumpRowReader.Reading) -> Bool {
    let last = reader.values.prefix(reading.count).suffix(reading.groupSize)
    return count == 0 || last.prefix(count).allSatisfy { $0 == 0 }
  }

  private func notDigits(_ body: Range<Int>, in bytes: [UInt8]) -> ParseError {
    let place = min(max(reader.stop, body.lowerBound), max(body.upperBound - 1, body.lowerBound))
    let next = bytes.skipBlanks(from: place, before: body.upperBound)
    return ParseError(
      at: next, in: bytes,
      "the bytes of this row are not \(form.content == .binary ? "binary" : "hex") digits in groups",
      isCertain: true)
  }

  private func wrongLength(_ body: Range<Int>, in bytes: [UInt8], lengths: [Int]) -> ParseError {
    let held = reader.readings.map { "\($0.count)" }.joined(separator: " or ")
    let due = lengths.max() ?? 0
    return ParseError(
      at: body.lowerBound, in: bytes,
      due <= 0 || due > 1 << 20
        ? "this row holds \(held) bytes, and the next offset does not follow from it"
        : "this row holds \(held) bytes, and by the next offset there are \(due)",
      isCertain: true)
  }

  // MARK: Numbers

  private mutating func addNumbers(
    _ body: Range<Int>, in bytes: [UInt8], lengths: [Int]
  ) throws(ParseError) -> Int {
    let words = bytes[body].split(whereSeparator: { $0.isBlank })
    for word in words where !word.allSatisfy({ $0.isDecimal || $0 == 0x2D }) {
      throw ParseError(
        at: word.startIndex, in: bytes,
        "\(Escaper.line(bytes: word.prefix(20))) is not a number, as others in this dump are",
        isCertain: true)
    }
    guard lengths.isEmpty || lengths.contains(words.count) else {
      throw ParseError(
        at: body.lowerBound, in: bytes,
        "this row holds \(words.count) bytes, and the next offset does not follow from it",
        isCertain: true)
    }
    for word in words { numbers.add(word) }
    return words.count
  }

  private mutating func addWords(
    _ body: Range<Int>, in bytes: [UInt8], lengths: [Int], isLast: Bool
  ) throws(ParseError) -> Int {
    let held = try words?.add(body, in: bytes) ?? 0
    guard !lengths.isEmpty, !lengths.contains(held) else { return held }
    guard isLast, lengths.contains(held - 1), words?.values.suffix(2).contains(0) == true else {
      throw ParseError(
        at: body.lowerBound, in: bytes,
        "this row holds \(held) bytes, and the next offset does not follow from it", isCertain: true)
    }
    padding = 1
    return held - 1
  }

  // MARK: End

  /// All bytes in their order.
  func finish(in bytes: [UInt8], isClosed: Bool, expecting frames: Bool) throws(ParseError) -> [UInt8] {
    if form.content == .numbers { return try numbers.read(in: bytes, expecting: frames) }
    if let words {
      return try words.finish(in: bytes, padding: padding, isClosed: isClosed, expecting: frames)
    }
    guard let size = groupSize, size > 1 else { return values }
    let reversed = Array(values.reversedGroups(of: size).dropLast(padding))
    guard forward == 0 || backward == 0 else {
      throw error(
        in: bytes, "the column of text shows the bytes of some groups in reverse, and of others not")
    }
    if backward > 0 { return reversed }
    if forward > 0 || reversed == values { return values }
    // Words of od, hexdump and gdb; pairs after a colon are the way of xxd and tcpdump.
    let isWord = form.delimiter == .blanks && values.count > size || reader.hasMarks
    if form.delimiter == .blanks, size == 3 {
      throw error(in: bytes, "words in octal are not read; dump single bytes, as hexdump -C does")
    }
    if isWord, !isClosed, reversed.last == 0 {
      throw error(
        in: bytes, "the last word may be filled up with a zero, and the offset of the end is missing")
    }
    // Only a zero can fill a word up.
    let readings = [
      values.dropping(zeros: padding), values.reversedGroups(of: size).dropping(zeros: padding),
    ]
    .compactMap(\.self)
    if padding > 0, readings.count == 1 { return readings[0] }
    // Pairs after a colon are in the order of the file, whatever is in them, unless blanks fill up a word of `xxd -e`.
    let isPlain =
      form.delimiter != .blanks && !isWord && !isFilledUp && size == 2
      && (FrameLikeness(reversed) < .whole || FrameLikeness.endsWithAFrame(values))
    if frames, !isPlain {
      let best = FrameLikeness.best(readings)
      if best == reversed { return reversed }
      if padding > 0, let best { return best }
    }
    if !isWord, !frames || size == 2 || FrameLikeness.best(readings) == values { return values }
    throw error(
      in: bytes,
      "the bytes of each group may be in reverse, for these are words of \(size) bytes; dump single bytes, as hexdump -C does"
    )
  }

  private func error(in bytes: [UInt8], _ words: String) -> ParseError {
    ParseError(at: 0, in: bytes, words, isCertain: true)
  }
}
