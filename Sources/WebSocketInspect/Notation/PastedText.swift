/// Text out of which bytes are read: the readers in their order, each of which takes it, passes it on, or fails.
///
/// 1. `SpelledText` makes one byte of each character, `TextMarks` removes what mail, chats and diffs put around a text, and
///    `PrintedForms` what some languages and programs have between bytes.
/// 2. Readers that need evidence of their own: only binary digits, a heading that counts the lines below it, indices that go
///    up by one, cells of `od -c`, offsets that agree with the bytes, blocks that state their length, a column of text that
///    shows the bytes, the sign of a language or a database around all of it. What has one of these has none of the others,
///    and where it is wrong, that is an error and not a reason to go on.
/// 3. Lists and strings, if there are brackets or quotes (`LiteralReader`), and then digits alone (`HexReader`). A list goes
///    first, as its brackets and commas may also be between pairs of digits. Without brackets, digits go first: a list has
///    numbers of three digits or of one, and of these no pairs can be made.
/// 4. Base64 is last, because every even number of hex digits is base64 as well.
/// 5. If no reader takes the text, and frames are expected, words in front are passed over (`TextLabels`), and the rest is
///    read in the same order. A text that says itself that bytes are missing is not tried again.
///
/// Where two readings remain, frames decide (`FrameLikeness`), or the text is refused.
struct PastedText {
  private let bytes: [UInt8]
  private let expectsFrames: Bool
  private let isGuessed: Bool
  /// Whether words in front were passed over.
  private let isLabeled: Bool

  private init(bytes: [UInt8], expectsFrames: Bool, isGuessed: Bool, isLabeled: Bool = false) {
    self.bytes = bytes
    self.expectsFrames = expectsFrames
    self.isGuessed = isGuessed
    self.isLabeled = isLabeled
  }

  /// `text` has one byte a character, as `SpelledText` makes it.
  static func read(_ text: [UInt8], as notation: ByteNotation, expecting frames: Bool) throws(ParseError)
    -> [UInt8]
  {
    let marked = PastedText(
      bytes: TextMarks.removed(from: text), expectsFrames: frames, isGuessed: notation == .auto)
    if notation == .base64 { return try marked.readBase64() }
    let pasted = try marked.plain()
    do throws(ParseError) {
      return try pasted.read()
    } catch {
      guard frames, !error.lacksBytes else { throw pasted.named(error) }
      guard let labeled = try pasted.readLabeled() else { throw pasted.named(error) }
      return labeled
    }
  }

  /// The same text without what languages and programs print between bytes.
  private func plain() throws(ParseError) -> PastedText {
    do throws(ParseError) {
      return PastedText(
        bytes: try PrintedForms.plain(bytes), expectsFrames: expectsFrames, isGuessed: isGuessed)
    } catch {
      throw named(error)
    }
  }

  /// What is left without words in front; nil where those cannot be told from bytes.
  private func readLabeled() throws(ParseError) -> [UInt8]? {
    do throws(ParseError) {
      return try TextLabels.read(bytes) { (text, frames) throws(ParseError) in
        try PastedText(bytes: text, expectsFrames: frames, isGuessed: isGuessed, isLabeled: true).read()
      }
    } catch {
      throw named(error)
    }
  }

  private func read() throws(ParseError) -> [UInt8] {
    if let star = repeatedRows {
      throw ParseError(
        at: star, in: bytes,
        "* means rows that were left out, and without offsets it cannot be told how many (od -v)",
        lacksBytes: true)
    }
    if expectsFrames, let bits = try BinaryReader.read(bytes) { return bits }
    if let content = try RuleContent.read(bytes) { return content }
    if let counted = try CountedLines.read(bytes, expecting: expectsFrames) { return counted }
    if let numbered = try NumberedLines.read(bytes, expecting: expectsFrames) { return numbered }
    if let shown = try CharacterDump.read(bytes) { return shown }
    if let dumped = try OffsetDumpReader.read(bytes, expecting: expectsFrames) { return dumped }
    if let blocks = try SocatReader.read(bytes) { return blocks }
    if let elements = try IndexedListReader.read(bytes) { return elements }
    if let shown = try TextColumnReader.read(bytes) { return shown }
    if let wrapped = try readWrapped() { return wrapped }
    if let values = try CharacterReferences.read(bytes, expecting: expectsFrames) { return values }
    if let escaped = try EscapedWords.read(bytes, expecting: expectsFrames) { return escaped }
    if isGuessed, let blocks = try Base64Blocks.read(bytes) { return blocks }
    var problems: [ParseError] = []
    if expectsFrames, let cells = HexReader.readCells(bytes), FrameLikeness(cells) == .whole { return cells }
    if let packed = try PackedLines.read(bytes) { return packed }
    let hasLiterals = bytes.contains(where: Self.literalSigns.contains)
    if hasLiterals {
      if let values = try readLiterals(&problems) { return values }
    }
    do {
      return try readDigits()
    } catch {
      if error.isCertain { throw error }
      problems.append(error)
    }
    if !hasLiterals, beginsWithShortWord, let values = try readLiterals(&problems) { return values }
    if isGuessed, let values = Base64Reader.guess(bytes, in: 0..<bytes.count, expecting: expectsFrames) {
      return values
    }
    if isGuessed, expectsFrames, let values = Base64Reader.lines(bytes) { return values }
    throw nearest(problems)
  }

  /// Where a line has nothing but `*` after rows of digits without offsets.
  private var repeatedRows: Int? {
    guard bytes.contains(0x2A) else { return nil }
    var last: Range<Int>?
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if content.isEmpty { continue }
      // A line below a row shows the same bytes again, and the offset is in front of those.
      if let last, content.lowerBound > line.lowerBound, bytes[last].prefix(while: { !$0.isBlank }).count >= 4
      {
        continue
      }
      if bytes[content].elementsEqual("*".utf8), let last, !bytes[last].contains(0x3A) {
        let words = bytes[last].split(whereSeparator: { $0.isBlank })
        return words.allSatisfy { $0.count < 4 && $0.allSatisfy { $0.hexValue != nil || $0 == 0x2D } }
          ? content.lowerBound : nil
      }
      last = content
    }
    return nil
  }

  /// Whether the first word can be a number or a name, and not a line of base64.
  private var beginsWithShortWord: Bool {
    let first = TextWords(bytes[...], dividedBy: ByteSet(",;")).first { _ in true }
    return (first?.count ?? 0) <= 24
  }

  private static let literalSigns = ByteSet("\"'([{<")

  // MARK: Readers

  private func readDigits() throws(ParseError) -> [UInt8] {
    let all = bytes.trimmedLines(0..<bytes.count)
    if bytes[all].starts(with: "db ".utf8), bytes.contains("0x".utf8) {
      throw ParseError(at: all.lowerBound, in: bytes, "db is not a byte in front of numbers with 0x")
    }
    if ForeignText.isIntelHex(bytes) {
      throw ParseError(
        at: all.lowerBound, in: bytes,
        "these are records of Intel HEX, which have more than the bytes (objcopy -I ihex -O binary)",
        isCertain: true)
    }
    let values = try HexReader.read(bytes)
    if values.isEmpty, bytes.contains(where: { !$0.isBlank && $0 != 0x0A }) {
      throw ParseError(at: 0, in: bytes, "there are no bytes in this")
    }
    if expectsFrames, FrameLikeness(values) < .whole, let octal = try OctalWords.read(bytes) { return octal }
    try DigitDoubt.check(bytes, reading: values, expecting: expectsFrames)
    try checkOrder(of: values)
    guard expectsFrames else { return values }
    try ColumnDoubt.check(bytes, reading: values)
    return try withoutTime(values)
  }

  /// The bytes after the time of a log that the text begins with; fails where that may be bytes as well.
  private func withoutTime(_ values: [UInt8]) throws(ParseError) -> [UInt8] {
    guard !isLabeled, let time = LineTime.range(in: bytes) else { return values }
    let labeled = try readLabeled()
    if let labeled, labeled == values || FrameLikeness(values) < .whole { return labeled }
    guard labeled != nil || FrameLikeness(values) < .whole else { return values }
    throw ParseError(
      at: time.lowerBound, in: bytes,
      "this may be a time or bytes; leave it out, or put no colon between bytes",
      isCertain: true)
  }

  private func readWrapped() throws(ParseError) -> [UInt8]? {
    guard let wrapped = WrappedHex(bytes) else { return nil }
    if let rest = wrapped.rest {
      throw ParseError(
        at: rest, in: bytes, "more follows this value, of which nothing is read", lacksBytes: true)
    }
    let values = try HexReader.read(bytes, in: wrapped.range)
    guard let count = wrapped.count, count != values.count else { return values }
    throw ParseError(
      at: wrapped.range.lowerBound, in: bytes,
      "the length is given as \(count), and there are \(values.count) bytes",
      lacksBytes: true)
  }

  /// nil when the text has no literals, or something else in it; the reason goes to `problems`.
  private func readLiterals(_ problems: inout [ParseError]) throws(ParseError) -> [UInt8]? {
    do {
      switch try LiteralReader.read(bytes, expecting: expectsFrames) {
      case .bytes(let values)?: return values
      case .strings(let ranges)?: return try readStrings(ranges)
      case nil: return nil
      }
    } catch {
      if error.isCertain { throw error }
      problems.append(error)
      return nil
    }
  }

  /// Strings without escapes, which are spelled bytes themselves.
  private func readStrings(_ ranges: [Range<Int>]) throws(ParseError) -> [UInt8] {
    var values: [UInt8] = []
    do throws(ParseError) {
      if expectsFrames, let short = shortDigits(ranges) ?? markedNumbers(ranges) { return short }
      for range in ranges { values += try HexReader.read(bytes, in: range) }
      if let first = ranges.first, ranges.allSatisfy({ bytes[$0].starts(with: "0b".utf8) }) {
        throw ParseError(
          at: first.lowerBound, in: bytes, "0b is in front of binary digits, which are not read here",
          isCertain: true)
      }
      return values
    } catch {
      guard isGuessed, !error.isCertain else { throw error }
      var values: [UInt8] = []
      for range in ranges {
        // A failure looks at the whole text, so one is enough.
        guard let block = Base64Reader.guess(bytes, in: range, expecting: expectsFrames) else { throw error }
        values += block
      }
      return values
    }
  }

  /// The bytes of strings that have a byte each, of which some have one digit, as `toString(16)` gives them: only whole
  /// frames, as a digit may also be lost.
  private func shortDigits(_ ranges: [Range<Int>]) -> [UInt8]? {
    guard ranges.count > 1, ranges.contains(where: { $0.count == 1 }),
      ranges.allSatisfy({ 1...2 ~= $0.count })
    else {
      return nil
    }
    let values = ranges.map { UInt8(String(decoding: bytes[$0], as: UTF8.self), radix: 16) }
    guard !values.contains(nil), bytes[ranges[0]].first != 0x30 || ranges[0].count == 1 else { return nil }
    let found = values.compactMap { $0 }
    return FrameLikeness(found) == .whole ? found : nil
  }

  /// The bytes of strings that have a number each, as Python's `bin` and `oct` give them.
  private func markedNumbers(_ ranges: [Range<Int>]) -> [UInt8]? {
    let numbers = ranges.map { NumberList.explicit($0, in: bytes).flatMap { UInt8(exactly: $0) } }
    guard ranges.count > 1,
      ranges.allSatisfy({ bytes[$0].first == 0x30 && $0.count > 2 && bytes[$0.lowerBound + 1].isLetter }),
      !numbers.contains(nil)
    else { return nil }
    let found = numbers.compactMap { $0 }
    return FrameLikeness(found) == .whole ? found : nil
  }

  private func readBase64() throws(ParseError) -> [UInt8] {
    if let blocks = try Base64Blocks.read(bytes) { return blocks }
    return try Base64Reader.read(bytes, in: bytes.withoutQuotes(bytes.trimmedLines(0..<bytes.count)))
  }

  /// Refuses words of od or hexdump without offsets, whose bytes look like frames only in reverse.
  private func checkOrder(of values: [UInt8]) throws(ParseError) {
    let likeness = FrameLikeness(values)
    guard expectsFrames, likeness < .whole, ForeignBytes.words(for: values) == nil else { return }
    var first: ArraySlice<UInt8>?
    var words = 0
    var isLast = false
    for word in TextWords(CodeComment.removed(from: bytes)[...], dividedBy: ByteSet(",;{}")) {
      let digits = bytes.hasHexMark(at: word.startIndex, before: word.endIndex) ? word.dropFirst(2) : word
      let length = first?.count ?? digits.count
      guard !isLast, [4, 8, 16].contains(length) else { return }
      first = first ?? digits
      isLast = digits.count != length
      words += 1
    }
    guard let first, words > 1 || bytes.contains(0x78),
      FrameLikeness(values.reversedGroups(of: first.count / 2)) > likeness
    else { return }
    throw ParseError(
      at: first.startIndex, in: bytes,
      "the bytes of each group seem to be in reverse, for these look like words of \(first.count / 2) bytes; dump single bytes",
      isCertain: true)
  }

  // MARK: Failure

  /// The failure of the notation that got furthest.
  private func nearest(_ problems: [ParseError]) -> ParseError {
    let furthest = problems.max { ($0.line, $0.column) < ($1.line, $1.column) }
    return furthest ?? ParseError(at: 0, in: bytes, "there are no bytes in this")
  }

  /// The failure with the name of the notation that the text looks most like.
  private func named(_ problem: ParseError) -> ParseError {
    guard isGuessed else { return problem }
    if let words = ForeignText.words(for: bytes) {
      let place = bytes.trimmedLines(0..<bytes.count).lowerBound
      return ParseError(at: place, in: bytes, words, isCertain: true)
    }
    let nearest = "nearest is \"\(NearestNotation.name(for: bytes))\""
    return ParseError(
      problem,
      sentence: problem.isCertain
        ? "\(problem.sentence) (\(nearest))"
        : "not bytes in any notation; \(nearest) (\(problem.sentence))",
      mayBeRaw: !problem.isCertain)
  }
}
