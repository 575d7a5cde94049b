/// What a person would read of a web page: its title and its text, without a browser.
public struct HTMLText: Hashable, Sendable {
  /// Empty for none.
  public let title: String
  /// The text between the tags, without scripts, styles and comments; blocks begin on a line of their own, and runs of blanks are one space.
  public let lines: [String]

  /// Reads a page as far as it came. It takes time in proportion to the page and fails at nothing.
  public init(_ page: String) {
    var reader = Reader(page)
    reader.read()
    title = reader.title
    lines = reader.lines
  }

  /// Whether the text begins as a page does, whatever its media type is called.
  public static func isPage(_ text: String) -> Bool {
    let start = text.drop(while: \.isWhitespace).prefix(14).lowercased()
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var index = 0
    private var line: [UInt8] = []
    private var isInTitle = false
    private(set) var title = ""
    private(set) var lines: [String] = []

    /// Elements whose content is not text of the page.
    private static let silent = ["script", "style", "noscript", "template", "svg"]
    /// Elements that are part of a line.
    private static let inline: Set = [
      "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q",
      "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ]

    init(_ page: String) { bytes = Array(page.utf8) }

    mutating func read() {
      while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x3C, isMarkup(at: index + 1) {
          readTag()
        } else if byte == 0x26 {
          line += reference()
        } else {
          line.append(byte)
          index += 1
        }
      }
      endLine()
    }

    /// A sign that is followed by something else than a name is text.
    private func isMarkup(at place: Int) -> Bool {
      guard place < bytes.count else { return false }
      let byte = bytes[place]
      return byte == 0x2F || byte == 0x21 || byte == 0x3F || 0x61...0x7A ~= byte | 0x20
    }

    private mutating func readTag() {
      if bytes[index...].starts(with: "<!--".utf8) {
        skip(after: "-->")
        return
      }
      let name = bytes[(index + 1)...].prefix { 0x61...0x7A ~= $0 | 0x20 || 0x2F...0x39 ~= $0 }
      let tag = String(decoding: name, as: UTF8.self).lowercased()
      skipTag()
      if Self.silent.contains(tag) {
        skip(after: "</" + tag)
        skipTag()
      }
      guard !Self.inline.contains(tag.hasPrefix("/") ? String(tag.dropFirst()) : tag) else { return }
      endLine()
      isInTitle = tag == "title"
    }

    /// To the end of a tag, whose values in quotes may hold its sign.
    private mutating func skipTag() {
      var quote: UInt8?
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if let open = quote {
          if byte == open { quote = nil }
        } else if byte == 0x3E {
          return
        } else if byte == 0x22 || byte == 0x27, bytes[index - 2] == 0x3D {
          quote = byte
        }
      }
    }

    private mutating func skip(after end: String) {
      let end = Array(end.utf8)
      while index < bytes.count {
        let piece = bytes[index...].prefix(end.count)
        if piece.count == end.count, zip(piece, end).allSatisfy({ lower($0) == $1 }) {
          index += end.count
          return
        }
        index += 1
      }
    }

    private func lower(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

    private mutating func endLine() {
      let words = line.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map { String(decoding: $0, as: UTF8.self) }
      line = []
      guard !words.isEmpty else { return }
      let text = words.joined(separator: " ")
      if isInTitle { title = title.isEmpty ? text : title } else { lines.append(text) }
    }

    // MARK: Character references

    private static let names = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©", "reg": "®",
      "ndash": "–", "mdash": "—", "hellip": "…", "laquo": "«", "raquo": "»", "middot": "·", "bull": "•",
      "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "times": "×",
    ]

    /// The bytes of the character that is spelled here, or of the sign alone.
    private mutating func reference() -> [UInt8] {
      let name = bytes[(index + 1)...].prefix(10).prefix { $0 != 0x3B }
      let end = name.endIndex
      guard !name.isEmpty, end < bytes.count, bytes[end] == 0x3B,
        let text = Self.character(String(decoding: name, as: UTF8.self))
      else {
        index += 1
        return [0x26]
      }
      index = end + 1
      return Array(text.utf8)
    }

    private static func character(_ name: String) -> String? {
      guard name.hasPrefix("#") else { return names[name] }
      let digits = name.dropFirst()
      let isHex = digits.first == "x" || digits.first == "X"
      let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
  }
}
