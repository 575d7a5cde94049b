/// The binaries of Erlang and Elixir: sizes and types of segments, binaries joined by `<>`, and lists of them.
struct BitSyntax {
  private var text: [UInt8]
  private var index = 0
  /// The brackets that are open: `[`, `{`, `(` or `<` for `<<`.
  private var open: [UInt8] = []
  /// Binaries right inside of a list, and whether that has strings beside them.
  private var listed: [Range<Int>] = []
  private var hasString = false
  private var starts: [Int] = []
  /// The first thing that is not read, which counts if all else is in order.
  private var problem: ParseError?

  /// What is joined takes a copy of the text each time.
  private static let joinLimit = 1 << 16

  /// nil for a text without binaries.
  static func plain(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    guard bytes.contains(0x3C), bytes.contains("<<".utf8) || bytes.contains("\" <> \"".utf8) else {
      return nil
    }
    var syntax = BitSyntax(text: bytes)
    syntax.removePrompt()
    guard syntax.read() else { return nil }
    if let problem = syntax.problem { throw problem }
    return syntax.text
  }

  private init(text: [UInt8]) { self.text = text }

  /// Takes away the number that the shell of Erlang has in front of what is typed: `1> <<129,5>>`.
  private mutating func removePrompt() {
    let start = text.skipSpace(from: 0)
    let end = text[start...].prefix { $0.isDecimal }.endIndex
    if end > start, text.has("> <<", at: end) { text.blank(start..<end + 1) }
  }

  /// Walks over the text; false where its brackets do not close.
  private mutating func read() -> Bool {
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x22:
        guard let end = text.endOfString(at: index) else { return false }
        hasString = hasString || open.last == 0x5B
        index = end
        join()
      case 0x3C where open.isEmpty && text.has("<>", at: index):
        note(index, "what is joined here is not all bytes; write those of each part")
        index += 2
      case 0x3C where beginsBinary(at: index):
        starts.append(index)
        open.append(byte)
        index += 2
      case 0x3E where text.has(">>", at: index) && open.last == 0x3C:
        endBinary()
      case 0x5B, 0x7B, 0x28:
        if byte == 0x5B { (listed, hasString) = ([], false) }
        open.append(byte)
        index += 1
      case 0x5D, 0x7D, 0x29:
        guard open.popLast().map({ $0 != 0x3C }) == true else { return false }
        if byte == 0x5D, hasString { for range in listed { unwrap(range) } }
        index += 1
      case 0x3A, 0x2F:
        if open.last == 0x3C { readSegment() } else { index += 1 }
      default: index += 1
      }
    }
    return open.isEmpty
  }

  private mutating func note(_ place: Int, _ words: String) {
    problem = problem ?? ParseError(at: place, in: text, words, isCertain: true)
  }

  /// Whether numbers, a string or nothing is in what `<<` opens, and not the end of a shell's text or the like.
  private func beginsBinary(at index: Int) -> Bool {
    guard text.has("<<", at: index) else { return false }
    let first = text.skipSpace(from: index + 2)
    return first < text.count && (text[first].isDecimal || "\"->".utf8.contains(text[first]))
  }

  private mutating func endBinary() {
    open.removeLast()
    let start = starts.removeLast()
    index += 2
    if open.last == 0x5B { listed.append(start..<index) }
    let rest = text.skipSpace(from: index)
    // The shell of Erlang ends what it shows, and what is typed, with a full stop.
    if open.isEmpty, rest == index, text.has(".", at: index), text.skipSpace(from: index + 1) == text.count {
      text[index] = 0x20
    }
    join()
  }

  private mutating func unwrap(_ range: Range<Int>) {
    text.blank(range.lowerBound..<range.lowerBound + 2)
    text.blank(range.upperBound - 2..<range.upperBound)
  }

  // MARK: Joining

  /// Takes `<>` after a binary or a string: strings are next to each other then, and else all is in one binary.
  private mutating func join() {
    let sign = text.skipSpace(from: index)
    guard open.isEmpty, text.has("<>", at: sign), text.count <= Self.joinLimit else { return }
    let next = text.skipSpace(from: sign + 2)
    let (isBinary, isNext) = (text[index - 1] == 0x3E, beginsBinary(at: next))
    guard isNext || next < text.count && text[next] == 0x22 else { return }
    text.blank(sign..<sign + 2)
    if isBinary {
      // It goes on to the end of what is joined to it.
      text[index - 2] = 0x2C
      text[index - 1] = 0x20
    }
    if isBinary, !isNext, let end = text.endOfString(at: next) {
      text.insert(contentsOf: Array(">>".utf8), at: end)
      // As if the string were a binary, which may be joined to more.
      open.append(0x3C)
      starts.append(sign)
      index = end
    } else if isBinary {
      text.blank(next..<next + 2)
      open.append(0x3C)
      starts.append(sign)
      index = next + 2
    } else if isNext {
      joinString(to: next)
    }
  }

  /// Takes a string in front of a binary into it: `"a" <> <<1>>` is `<<"a",1>>`.
  private mutating func joinString(to binary: Int) {
    guard let quote = startOfString else { return }
    text[binary] = 0x2C
    text[binary + 1] = 0x20
    text.insert(contentsOf: Array("<<".utf8), at: quote)
    open.append(0x3C)
    starts.append(quote)
    index = binary + 4
  }

  /// Where the strings begin that end here, which are next to each other.
  private var startOfString: Int? {
    var place = 0
    var first: Int?
    while place < index {
      if text[place] == 0x22, let end = text.endOfString(at: place) {
        first = first ?? place
        place = end
      } else {
        if !text[place].isBlank, text[place] != 0x0A { first = nil }
        place += 1
      }
    }
    return first
  }

  // MARK: Segments

  /// Takes the size and type of a segment, as in `129:8`, `129::size(8)`, `"hello"/binary`, which has to be whole bytes as they are.
  private mutating func readSegment() {
    let start = index
    var depth = 0
    while index < text.count, depth > 0 || text[index] != 0x2C && !text.has(">>", at: index) {
      if text[index] == 0x28 { depth += 1 }
      if text[index] == 0x29 { depth -= 1 }
      index += 1
    }
    let isString = text[..<start].last { !$0.isBlank } == 0x22
    let words = text[start..<index].split { !$0.isLetter && !$0.isDecimal }
      .map { String(decoding: $0, as: UTF8.self) }
    let sizes = words.filter { $0.utf8.allSatisfy(\.isDecimal) }
    let types = Set(words).subtracting(sizes).subtracting(["size", "unsigned", "big", "little", "integer"])
    let isWhole =
      isString
      ? types.isSubset(of: ["binary", "bytes", "utf8"]) && sizes.isEmpty || sizes == ["8"]
      : types.isEmpty && sizes.allSatisfy { $0 == "8" } && sizes.count < 2
    text.blank(start..<index)
    if !isWhole { note(start, "only segments of 8 bits are read; write this one as its bytes") }
  }
}
