/// What a server or a proxy asks for with 401 or 407: a scheme and its parameters (RFC 9110 11.3).
package struct HTTPChallenge: Hashable, Sendable {
  /// The scheme as it was written.
  package let name: String
  /// The names are in lower case, the values without their quotes; of a name that is there twice the first counts.
  package let parameters: [String: String]

  /// The scheme in lower case.
  package var scheme: String { name.lowercased() }

  /// The challenges of all fields of that name, `WWW-Authenticate` or `Proxy-Authenticate`, in their order (RFC 9110 11.6.1). What
  /// breaks the grammar is passed over.
  package static func list(in head: HTTPHead, field name: String) -> [HTTPChallenge] {
    head.fields(name).flatMap { list($0.value) }
  }

  /// The challenges of one field. A comma parts challenges as well as the parameters of one of them.
  static func list(_ text: String) -> [HTTPChallenge] {
    var scanner = Scanner(bytes: Array(text.utf8))
    var challenges: [HTTPChallenge] = []
    var scheme: String?
    var parameters: [String: String] = [:]
    while let item = scanner.next() {
      switch item {
      case .scheme(let name):
        if let scheme { challenges.append(HTTPChallenge(name: scheme, parameters: parameters)) }
        (scheme, parameters) = (name, [:])
      case .parameter(let name, let value):
        parameters.merge([name: value]) { first, _ in first }
      }
    }
    return challenges + (scheme.map { [HTTPChallenge(name: $0, parameters: parameters)] } ?? [])
  }

  private struct Scanner {
    enum Item {
      case scheme(String)
      case parameter(String, String)
    }

    let bytes: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// nil at the end; a byte that has no place is passed over.
    mutating func next() -> Item? {
      while index < bytes.count {
        let word = token()
        guard !word.isEmpty else {
          index += 1
          continue
        }
        let end = index
        skipSpaces()
        if peek == 0x3D {
          // More signs in a row end the base64 that some schemes have in place of parameters.
          while peek == 0x3D { index += 1 }
          skipSpaces()
          return .parameter(word.lowercased(), value())
        }
        index = end
        return .scheme(word)
      }
      return nil
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func token() -> String {
      let word = bytes[index...].prefix(while: HTTPField.isToken)
      index = word.endIndex
      return HTTPHead.text(word)
    }

    private mutating func value() -> String {
      guard peek == 0x22 else {
        let word = bytes[index...].prefix { $0 != 0x2C && $0 != 0x20 && $0 != 0x09 }
        index = word.endIndex
        return HTTPHead.text(word)
      }
      index += 1
      var word: [UInt8] = []
      while let byte = peek, byte != 0x22 {
        if byte == 0x5C, index + 1 < bytes.count { index += 1 }
        word.append(bytes[index])
        index += 1
      }
      index += 1
      return HTTPHead.text(word[...])
    }

    private mutating func skipSpaces() {
      while peek == 0x20 || peek == 0x09 { index += 1 }
    }
  }
}
