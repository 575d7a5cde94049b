/// The parameters of one `permessage-deflate` element, an offer's or an answer's (RFC 7692 7.1).
public struct DeflateTerms: Hashable, Sendable, CustomStringConvertible {
  /// `client_max_window_bits`, which in an offer may be without a value: the client would obey any.
  public enum ClientWindow: Hashable, Sendable {
    /// Without a value, in an offer only: the client would obey any window.
    case any
    /// 2 to this power is the window in bytes; 8 to 15.
    case bits(Int)
  }

  /// Where the terms are written, which decides what they may say.
  package enum Place: Sendable {
    case offer, answer
  }

  /// The extension's name (RFC 7692 7).
  package static let name = "permessage-deflate"

  /// The server compresses each message from nothing (RFC 7692 7.1.1.1).
  public var serverNoContextTakeover = false
  /// The client does (RFC 7692 7.1.1.2).
  public var clientNoContextTakeover = false
  /// The server's window, 8 to 15 bits; nil when nothing is said (RFC 7692 7.1.2.1).
  public var serverMaxWindowBits: Int?
  /// The client's; nil when nothing is said (RFC 7692 7.1.2.2).
  public var clientMaxWindowBits: ClientWindow?

  /// Asks for nothing.
  public init() {}

  /// What a client offers unless set otherwise: it asks for nothing and would obey any window.
  public static let `default`: DeflateTerms = {
    var terms = DeflateTerms()
    terms.clientMaxWindowBits = .any
    return terms
  }()

  /// Reads an element; fails over another name, and over parameters that are unknown, repeated or have a wrong value.
  package init(_ element: ExtensionElement, in place: Place) throws(DeflateRefusal) {
    guard element.name == Self.name else {
      throw DeflateRefusal("RFC 7692 7", "\(element.name) is not \(Self.name)")
    }
    var seen: Set<String> = []
    for parameter in element.parameters {
      guard seen.insert(parameter.name).inserted else {
        throw DeflateRefusal("RFC 7692 7.1", "\(parameter.name) appears twice")
      }
      try take(parameter, in: place)
    }
  }

  private mutating func take(
    _ parameter: ExtensionElement.Parameter, in place: Place
  ) throws(DeflateRefusal) {
    switch parameter.name {
    case "server_no_context_takeover":
      try Self.requireNoValue(parameter, "RFC 7692 7.1.1.1")
      serverNoContextTakeover = true
    case "client_no_context_takeover":
      try Self.requireNoValue(parameter, "RFC 7692 7.1.1.2")
      clientNoContextTakeover = true
    case "server_max_window_bits":
      serverMaxWindowBits = try Self.bits(parameter, "RFC 7692 7.1.2.1")
    case "client_max_window_bits" where parameter.value == nil && place == .offer:
      clientMaxWindowBits = .any
    case "client_max_window_bits":
      clientMaxWindowBits = .bits(try Self.bits(parameter, "RFC 7692 7.1.2.2"))
    default:
      throw DeflateRefusal("RFC 7692 7.1", "\(parameter.name) is not a parameter of \(Self.name)")
    }
  }

  private static func requireNoValue(
    _ parameter: ExtensionElement.Parameter, _ clause: Clause
  ) throws(DeflateRefusal) {
    guard let value = parameter.value else { return }
    throw DeflateRefusal(clause, "\(parameter.name) has the value \(value), and takes none")
  }

  /// 8 to 15, in decimal, without leading zeros.
  private static func bits(
    _ parameter: ExtensionElement.Parameter, _ clause: Clause
  ) throws(DeflateRefusal) -> Int {
    guard let value = parameter.value else {
      throw DeflateRefusal(clause, "\(parameter.name) has no value, expected 8 to 15")
    }
    guard let bits = Digits.decimal(value), (8...15).contains(bits), "\(bits)" == value else {
      throw DeflateRefusal(clause, "\(parameter.name) is \(value), expected 8 to 15")
    }
    return bits
  }

  /// The element that says the same.
  package var element: ExtensionElement {
    var parameters: [ExtensionElement.Parameter] = []
    if serverNoContextTakeover { parameters.append(.init("server_no_context_takeover")) }
    if clientNoContextTakeover { parameters.append(.init("client_no_context_takeover")) }
    if let serverMaxWindowBits {
      parameters.append(.init("server_max_window_bits", "\(serverMaxWindowBits)"))
    }
    switch clientMaxWindowBits {
    case .any: parameters.append(.init("client_max_window_bits"))
    case .bits(let bits): parameters.append(.init("client_max_window_bits", "\(bits)"))
    case nil: break
    }
    return ExtensionElement(Self.name, parameters)
  }

  /// As written in a head.
  public var description: String { element.description }
}
