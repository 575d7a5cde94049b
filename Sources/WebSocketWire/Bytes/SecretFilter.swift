/// Puts `***` in the place of what others must not read, in anything that was typed or will be shown.
///
/// A secret is the user and password of a URL, however the URL is broken (RFC 3986 3.2.1); the value of a query parameter,
/// option or JSON member whose name says so (`SecretNames`); the value of a header field that carries credentials; what follows
/// the word Bearer (RFC 6750 2.1); and a JSON Web Token anywhere (RFC 7515 7.1). What is not certain counts as a secret. Every
/// function takes time in proportion to the text.
package enum SecretFilter {
  /// What is shown in place of a secret.
  package static let mark = "***"

  /// A text that is one URL, or was meant to be: blanks and quotes end nothing.
  package static func url(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let start = authorityStart(in: bytes[...])
    return string(webTokens(bytes[..<start] + queries(location(bytes[start...]))))
  }

  /// A path and query, as a request line holds them.
  package static func resource(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return string(webTokens(queries(path(bytes[...]))))
  }

  /// Any text, with URLs, parameters and header lines somewhere in it.
  package static func text(_ text: String) -> String {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.map { string(webTokens(words(in: fields(in: Array($0))))) }.joined(separator: "\n")
  }

  /// The value of a header field, with the name of its scheme where that is well known.
  package static func value(_ value: String, ofField name: String) -> String {
    let name = name.lowercased()
    if name == subprotocolField { return subprotocols(value, after: nil) }
    guard SecretNames.isField(name) else { return name == "location" ? url(value) : text(value) }
    return scheme(of: Array(value.utf8)[...]) + mark
  }

  /// A header line that has no colon where one is expected: its first word alone, as the rest can be a value.
  package static func field(_ line: String) -> String {
    let bytes = Array(text(line).utf8)
    let word = bytes.prefix { isLetter($0) || isDigit($0) || "-_.".utf8.contains($0) }
    guard word.endIndex < bytes.endIndex else { return string(bytes) }
    // The character after the name may have several bytes.
    let rest = bytes[(word.endIndex + 1)...].prefix { $0 & 0xC0 == 0x80 }
    return string(bytes[..<rest.endIndex]) + mark
  }

  /// A line of a head that is not a field, though it may begin with the name of one.
  package static func brokenField(_ line: String) -> String {
    let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }.lowercased()
    return !line.contains(":") && SecretNames.isField(name) ? field(line) : text(line)
  }

  // MARK: URLs

  /// After the scheme and its slashes, be it `ws://`, `ws:/`, `//` or `ws:`; the start where there is no scheme.
  private static func authorityStart(in bytes: ArraySlice<UInt8>) -> Int {
    let text = bytes.drop(while: isBlank)
    let scheme = text.prefix { isLetter($0) || isDigit($0) || "+.-".utf8.contains($0) }
    let slashes: (Int) -> Int = { start in start + bytes[start...].prefix { $0 == 0x2F || $0 == 0x5C }.count }
    guard !scheme.isEmpty, scheme.endIndex < bytes.endIndex, bytes[scheme.endIndex] == 0x3A else {
      return slashes(text.startIndex)
    }
    let start = slashes(scheme.endIndex + 1)
    return start > scheme.endIndex + 1 || isKnown(scheme) ? start : text.startIndex
  }

  private static func isKnown(_ scheme: ArraySlice<UInt8>) -> Bool {
    ["ws", "wss", "http", "https"].contains(string(scheme).lowercased())
  }

  /// What follows a scheme's slashes. A slash in a password must not save it, so the last at sign counts, unless what is in
  /// front of it can only be a host and a path without a colon.
  private static func location(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let authority = bytes.prefix { !isDelimiter($0) }
    guard let at = lastAt(in: bytes) else { return port(authority) + bytes[authority.endIndex...] }
    if at.lowerBound < authority.endIndex { return hidden + bytes[at] + bytes[at.upperBound...] }
    if authority.contains(0x40) || authority.contains(0x3A) || authority.contains(where: isBlank) {
      let isHandle = isHost(authority) && bytes[at.lowerBound - 1] == 0x2F
      let between = bytes[authority.endIndex..<at.lowerBound]
      if !(isHandle && !between.contains(0x3A)) { return hidden + bytes[at] + bytes[at.upperBound...] }
    }
    return authority + path(bytes[authority.endIndex...])
  }

  /// A path that holds a colon in front of an at sign can be the end of a broken user and password.
  private static func path(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard let at = lastAt(in: bytes), bytes[..<at.lowerBound].contains(0x3A) else { return Array(bytes) }
    let lead = bytes.prefix { isDelimiter($0) }
    return lead + hidden + bytes[at] + bytes[at.upperBound...]
  }

  /// A port that is not a number can be a password whose at sign is missing, unless it is what one mistypes a number as.
  private static func port(_ authority: ArraySlice<UInt8>) -> [UInt8] {
    guard !isHost(authority), let colon = authority.firstIndex(of: 0x3A), authority.first != 0x5B,
      !authority.allSatisfy({ isDigit($0) || $0 == 0x3A || $0 == 0x2E || 0x61...0x66 ~= $0 | 0x20 }),
      !isMistyped(authority[(colon + 1)...], after: authority[..<colon])
    else { return Array(authority) }
    return authority[...colon] + hidden
  }

  /// Whether the text is short and has digits and signs alone, or follows an address or the name of a machine and begins with a digit.
  private static func isMistyped(_ port: ArraySlice<UInt8>, after host: ArraySlice<UInt8>) -> Bool {
    guard port.count <= 6, port.contains(where: isDigit) else { return false }
    if port.allSatisfy({ isDigit($0) || " _,.'+-".utf8.contains($0) }) { return true }
    let isMachine =
      string(host).lowercased() == "localhost"
      || host.contains(0x2E) && host.allSatisfy { isDigit($0) || $0 == 0x2E }
    return isMachine && port.first.map(isDigit) == true && port.allSatisfy { isDigit($0) || isLetter($0) }
  }

  /// The last at sign, or its percent-encoded form where there is none.
  private static func lastAt(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    if let at = bytes.lastIndex(of: 0x40) { return at..<at + 1 }
    guard bytes.count >= 3 else { return nil }
    let last = (bytes.startIndex...bytes.endIndex - 3).last { bytes[$0..<$0 + 3].elementsEqual("%40".utf8) }
    // Encoded, it is mostly part of a path, so it counts in an authority alone.
    guard let last, !bytes[..<last].contains(where: isDelimiter) else { return nil }
    return last..<last + 3
  }

  /// Whether the authority is a name or address, and a port if there is one.
  private static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.first == 0x5B { return !bytes.contains(0x40) }
    let name = bytes.prefix { isLetter($0) || isDigit($0) || $0 >= 0x80 || "._-%".utf8.contains($0) }
    let rest = bytes[name.endIndex...]
    return rest.isEmpty || rest.first == 0x3A && rest.dropFirst().allSatisfy(isDigit)
  }

  // MARK: Parameters

  /// The text with the values of `name=value` hidden where the name says that they are secret.
  private static func queries(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var nameStart = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      output.append(byte)
      index += 1
      if byte == 0x3D, SecretNames.isParameter(bytes[nameStart..<index - 1]) {
        if index < bytes.count, isQuote(bytes[index]) {
          output.append(bytes[index])
          let end = closing(bytes[index], in: bytes[(index + 1)...])
          output += hidden
          index = end
          nameStart = index
          continue
        }
        let end = bytes[index...].firstIndex { "&;#\"'<> \t".utf8.contains($0) } ?? bytes.count
        if end > index { output += hidden }
        index = end
      }
      if !isNameByte(byte) { nameStart = index }
    }
    return output
  }

  /// Tabs and line ends are not part of a URL, and so do not end a name in one.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "_-.%[]\t\r".utf8.contains(byte)
  }

  // MARK: Words

  /// The line with the words hidden that are URLs, or a user and password in front of a host.
  private static func words(in line: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var rest = line[...]
    var last = line[..<line.startIndex]
    while !rest.isEmpty {
      let gap = rest.prefix(while: isWordEnd)
      output += gap
      let word = rest[gap.endIndex...].prefix { !isWordEnd($0) }
      rest = rest[word.endIndex...]
      let at = lastAt(in: word)
      // A quote, a bracket or a name can be in front of a URL; a colon or an at sign makes it part of a password.
      if let start = schemeStart(in: word),
        at == nil || !word[..<start].contains(where: { $0 == 0x3A || $0 == 0x40 })
      {
        let authority = authorityStart(in: word[start...])
        output += word[..<authority] + location(word[authority...])
      } else if let at, word[..<at.lowerBound].contains(0x3A) {
        output += hidden + word[at.lowerBound...]
      } else if string(last.suffix(6)).lowercased() == "bearer", word.prefix(while: isTokenByte).count >= 8 {
        output += hidden + word.drop(while: isTokenByte)
      } else {
        output += word
      }
      last = word
    }
    return queries(output)
  }

  /// Where a URL begins within a word: at the letters in front of a colon and a slash, or at two slashes.
  private static func schemeStart(in word: ArraySlice<UInt8>) -> Int? {
    for index in word.indices where word[index] == 0x2F || word[index] == 0x5C {
      guard index > word.startIndex else { continue }
      switch word[index - 1] {
      case 0x3A:
        let scheme = word[..<(index - 1)].reversed().prefix {
          isLetter($0) || isDigit($0) || "+.-".utf8.contains($0)
        }
        return index - 1 - scheme.count
      case 0x2F where index - 1 == word.startIndex: return index - 1
      default: continue
      }
    }
    let colon = word.firstIndex(of: 0x3A)
    return colon.flatMap { isKnown(word[..<$0]) ? word.startIndex : nil }
  }

  private static func isWordEnd(_ byte: UInt8) -> Bool { isBlank(byte) || "\"<>".utf8.contains(byte) }

  // MARK: Header fields

  /// The line with the value hidden that follows the name of such a field and a colon. Quotes may be around both or around
  /// each, and what follows the closing one stays.
  private static func fields(in line: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var done = 0
    for colon in line.indices where line[colon] == 0x3A && colon >= done {
      let end =
        line[done..<colon].lastIndex { !isBlank($0) && !isQuote($0) && $0 != 0x5C }.map { $0 + 1 } ?? done
      let start = line[done..<end].lastIndex { !isNameByte($0) }.map { $0 + 1 } ?? done
      let name = string(line[start..<end]).lowercased()
      let isSubprotocol = name == subprotocolField
      guard isSubprotocol || SecretNames.isField(name) else { continue }
      let value = line[(colon + 1)...].drop { isBlank($0) || isQuote($0) || $0 == 0x5C }
      guard !value.isEmpty else { break }
      var quote: UInt8?
      if isQuote(line[value.startIndex - 1]) {
        quote = line[value.startIndex - 1]
      } else if start > 0, isQuote(line[start - 1]), !line[end..<colon].contains(line[start - 1]) {
        quote = line[start - 1]
      }
      let valueEnd = quote.map { closing($0, in: value) } ?? value.endIndex
      let shown =
        isSubprotocol
        ? subprotocols(string(value[..<valueEnd]), after: nil) : scheme(of: value[..<valueEnd]) + mark
      output += line[done..<value.startIndex] + Array(shown.utf8)
      done = valueEnd
    }
    return output + line[done...]
  }

  /// Where the quote is that ends a value: not after a backslash, and with nothing after it that can be more of the value.
  private static func closing(_ quote: UInt8, in value: ArraySlice<UInt8>) -> Int {
    var isEscaped = false
    for index in value.indices {
      if value[index] == quote, !isEscaped {
        let next = value[(index + 1)...].first ?? 0x20
        if isBlank(next) || ",}])>'\"&".utf8.contains(next) { return index }
      }
      isEscaped = value[index] == 0x5C && !isEscaped
    }
    return value.endIndex
  }

  // MARK: Tokens

  /// The text without JSON Web Tokens: three parts or more with dots between them, of which the first is that of a JSON object.
  private static func webTokens(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      let word = rest.prefix { isLetter($0) || isDigit($0) || "-_.".utf8.contains($0) }
      if word.starts(with: "eyJ".utf8), word.count >= 20, word.filter({ $0 == 0x2E }).count >= 2 {
        output += hidden
        rest = rest[word.endIndex...]
      } else if word.isEmpty {
        output.append(first)
        rest = rest.dropFirst()
      } else {
        output += word
        rest = rest[word.endIndex...]
      }
    }
    return output
  }

  /// `Bearer ` and its like (IANA HTTP Authentication Schemes); nothing for anything else.
  private static func scheme(of value: ArraySlice<UInt8>) -> String {
    let word = value.prefix { !isBlank($0) }
    let known = ["basic", "bearer", "digest", "negotiate", "ntlm", "hoba", "dpop", "scram-sha-256"]
    return word.endIndex < value.endIndex && known.contains(string(word).lowercased())
      ? string(word) + " " : ""
  }

  /// Browsers can set no header, so tokens go in this field: after an element that announces one, or within it. `previous` is the
  /// element before the first.
  package static func subprotocols(_ value: String, after previous: String?) -> String {
    var followsName = previous.map(SecretNames.announcesToken) ?? false
    return value.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let element = part.trimmingSpaces()
      let isSecret = followsName || SecretNames.isToken(element)
      followsName = SecretNames.announcesToken(element)
      guard isSecret, !element.isEmpty else { return String(part) }
      return part.prefix { $0 == " " || $0 == "\t" } + mark
    }.joined(separator: ",")
  }

  /// Those of these names, in the order in which they are offered, that hold a token.
  package static func secretSubprotocols(_ names: [String]) -> [String] {
    zip([nil] + names.map(Optional.some), names).filter { subprotocols($1, after: $0) != $1 }.map(\.1)
  }

  /// In lower case.
  private static let subprotocolField = "sec-websocket-protocol"

  // MARK: Bytes

  private static let hidden = Array(mark.utf8)

  private static func string(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
  private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 }
  /// What a token holds that goes after a scheme's name (RFC 9110 11.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "-._~+/=".utf8.contains(byte)
  }
  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
  private static func isDelimiter(_ byte: UInt8) -> Bool {
    byte == 0x2F || byte == 0x5C || byte == 0x3F || byte == 0x23
  }
}
