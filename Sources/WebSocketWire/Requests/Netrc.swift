/// The users and passwords of a `.netrc` file, which ftp, curl and others read.
package struct Netrc: Hashable, Sendable {
  /// What is wrong with the file. What it holds is not shown, since it can be a password.
  package struct Fault: Error, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let words: String
  }

  private struct Entry: Hashable, Sendable {
    /// In lower case; nil for the default.
    let machine: String?
    var login: String?
    var password: String?
  }

  private var entries: [Entry] = []

  /// Reads `machine`, `default`, `login`, `password`, `account` and `macdef`, quoted words, and comments from `#` at the start of a line.
  package init(_ text: String) throws(Fault) {
    var words = Words(text)
    while let word = try words.next() {
      switch word {
      case "machine": entries.append(Entry(machine: try words.value(of: word).lowercased()))
      case "default": entries.append(Entry(machine: nil))
      case "login", "password", "account":
        let value = try words.value(of: word)
        guard let last = entries.indices.last else {
          throw Fault(line: words.line, words: "\(word) comes after machine or default")
        }
        if word == "login" { entries[last].login = value }
        if word == "password" { entries[last].password = value }
      case "macdef": words.skipMacro()
      default:
        throw Fault(
          line: words.line,
          words: "expected machine, default, login, password, account or macdef, or a word in quotes")
      }
    }
  }

  /// The first that fits the host, and the user where one is known already; the default fits every host.
  package func credentials(host: String, user: [UInt8]? = nil) -> HTTPCredentials? {
    let found = entries.first { entry in
      (entry.machine == nil || entry.machine == host.lowercased())
        && (user == nil || entry.login == nil || entry.login.map { Array($0.utf8) } == user)
    }
    guard let found, found.login != nil || found.password != nil else { return nil }
    return HTTPCredentials(
      user: user ?? Array((found.login ?? "").utf8), password: Array((found.password ?? "").utf8))
  }

  /// The words of the text.
  private struct Words {
    private var rest: Substring.UnicodeScalarView
    private(set) var line = 1
    private var isAtLineStart = true

    init(_ text: String) { rest = Substring(text).unicodeScalars }

    /// nil at the end.
    mutating func next() throws(Fault) -> String? {
      while let first = rest.first {
        if first == "\n" {
          line += 1
          isAtLineStart = true
        } else if first == "#", isAtLineStart {
          rest = rest.drop { $0 != "\n" }
          continue
        } else if !isBlank(first) {
          isAtLineStart = false
          return first == "\"" ? try quoted() : plain()
        }
        rest = rest.dropFirst()
      }
      return nil
    }

    mutating func value(of name: String) throws(Fault) -> String {
      guard let value = try next() else { throw Fault(line: line, words: "a word is missing after \(name)") }
      return value
    }

    /// A macro ends at an empty line.
    mutating func skipMacro() {
      var length = 0
      while let scalar = rest.popFirst() {
        if scalar != "\n" {
          length += scalar == "\r" ? 0 : 1
        } else {
          line += 1
          isAtLineStart = true
          if length == 0 { return }
          length = 0
        }
      }
    }

    private mutating func plain() -> String {
      let word = rest.prefix { $0 != "\n" && !isBlank($0) }
      rest = rest[word.endIndex...]
      return String(word)
    }

    /// A backslash takes the next character as it is, but for `\n`, `\r` and `\t`.
    private mutating func quoted() throws(Fault) -> String {
      var word = String.UnicodeScalarView()
      rest = rest.dropFirst()
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\"": return String(word)
        case "\\":
          guard let escaped = rest.popFirst() else { continue }
          word.append(["n": "\n", "r": "\r", "t": "\t"][escaped] ?? escaped)
        case "\n": throw Fault(line: line, words: "a quote is not closed")
        default: word.append(scalar)
        }
      }
      throw Fault(line: line, words: "a quote is not closed")
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
    }
  }
}
