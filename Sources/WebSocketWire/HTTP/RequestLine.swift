/// The first line of a request, in which any run of blanks parts the words, as RFC 9112 3 lets a server read it.
package struct RequestLine {
  package let method: String
  /// Empty where it is missing; a space in it is kept.
  let target: String
  /// Empty where it is missing.
  let version: String
  /// Whether one space parts the words, with none around them.
  let isTidy: Bool

  package init(_ line: String) {
    let words = line.unicodeScalars.split { $0 == " " || $0 == "\t" }.map { String($0) }
    let last = words.last ?? ""
    let hasVersion = words.count > 2 || words.count == 2 && Self.isVersion(last)
    method = words.first ?? ""
    version = hasVersion ? last : ""
    target = words.dropFirst().dropLast(hasVersion ? 1 : 0).joined(separator: " ")
    isTidy = words.joined(separator: " ") == line
  }

  /// The host and port of a target in absolute form, which count in place of the Host field (RFC 9112 3.2.2); nil for a target of
  /// another form.
  package var authority: String? { absolute?.authority }

  /// The target's path without its query; `/` for an absolute form without one.
  package var path: String {
    let path = (absolute?.rest ?? target[...]).prefix { $0 != "?" }
    return path.isEmpty && absolute != nil ? "/" : String(path)
  }

  private var absolute: (authority: String, rest: Substring)? {
    guard let scheme = Self.schemes.first(where: target.lowercased().hasPrefix) else { return nil }
    let authority = target.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
    return (String(authority), target[authority.endIndex...])
  }

  /// What an absolute form begins with.
  static let schemes = ["ws://", "wss://", "http://", "https://"]

  /// Whether a client of HTTP/1 or later may have sent it: a method, and a version.
  var hasVersion: Bool {
    method.utf8.allSatisfy(HTTPField.isToken) && version.uppercased().hasPrefix("HTTP/")
  }

  /// Whether it begins with a well-known method.
  var hasMethod: Bool { Self.methods.contains(method.uppercased()) }

  /// Whether the version is well formed and of another major version than 1.
  var isOtherMajorVersion: Bool {
    let version = Array(version.utf8)
    guard version.starts(with: "HTTP/".utf8), version.count == 8, version[6] == 0x2E else { return false }
    return [version[5], version[7]].allSatisfy { (0x30...0x39).contains($0) } && version[5] != 0x31
  }

  private static func isVersion(_ word: String) -> Bool { word.lowercased().hasPrefix("http") }

  private static let methods: Set = [
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
  ]
}
