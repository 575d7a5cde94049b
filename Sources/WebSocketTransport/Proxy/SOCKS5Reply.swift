/// The reply field of a SOCKS 5 proxy's answer (RFC 1928 6).
public struct SOCKS5Reply: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The number as it is in the answer.
  public let rawValue: UInt8

  /// Any number, also one that the RFC does not name.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether another address of the server may be reached though this one was not.
  var isAboutAddress: Bool { [1, 3, 4, 5, 6, 8].contains(rawValue) }

  /// The RFC's words, with the number.
  public var description: String {
    let words =
      switch rawValue {
      case 0: "succeeded"
      case 1: "general SOCKS server failure"
      case 2: "connection not allowed by ruleset"
      case 3: "network unreachable"
      case 4: "host unreachable"
      case 5: "connection refused"
      case 6: "TTL expired"
      case 7: "command not supported"
      case 8: "address type not supported"
      default: "an unknown code"
      }
    return "\(words) (reply \(rawValue))"
  }
}
