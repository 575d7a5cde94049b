/// A header that a user adds to a handshake, checked so that it cannot smuggle another line (RFC 9110 5.1, 5.5).
public struct HTTPField: Hashable, Sendable {
  /// The name as it is written: a token (RFC 9110 5.1).
  public let name: String
  /// The value, without white space at its ends and without control characters (RFC 9110 5.5).
  public let value: String

  /// Takes a name and value that may come from anywhere.
  public init(name: String, value: String) throws(UsageError) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isToken) else {
      throw UsageError(
        "\(SecretFilter.field(name).quoted) is not a header name: letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110 5.1)"
      )
    }
    guard value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
      throw UsageError("header \(name): the value holds a control character, which would break the head")
    }
    self.name = name
    self.value = value.trimmingSpaces()
  }

  /// A field of our own, whose parts are known to be in order.
  package init(trusted name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Reads `Name: value`.
  public init(_ line: String) throws(UsageError) {
    guard let colon = line.firstIndex(of: ":") else {
      throw UsageError("header \(SecretFilter.field(line).quoted): expected \"Name: value\"")
    }
    try self.init(name: String(line[..<colon]), value: String(line[line.index(after: colon)...]))
  }

  /// The characters of a token (RFC 9110 5.6.2).
  static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
