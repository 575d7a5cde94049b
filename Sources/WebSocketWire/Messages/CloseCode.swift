/// The number in a Close frame (RFC 6455 7.4), with the words of IANA's WebSocket Close Code Number registry.
public struct CloseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// 0 to 65,535, of which few have a meaning.
  public let rawValue: UInt16
  /// Any number, also one that no endpoint may send (`isSendable`).
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The job is done (RFC 6455 7.4.1).
  public static let normalClosure = CloseCode(rawValue: 1000)
  /// The endpoint leaves: a server that ends, a page that is left.
  public static let goingAway = CloseCode(rawValue: 1001)
  /// The peer broke the protocol.
  public static let protocolError = CloseCode(rawValue: 1002)
  /// A kind of message that the endpoint does not take.
  public static let unsupportedData = CloseCode(rawValue: 1003)
  /// Never sent: the Close frame had no code.
  public static let noStatusReceived = CloseCode(rawValue: 1005)
  /// Never sent: the stream ended without a Close frame.
  public static let abnormalClosure = CloseCode(rawValue: 1006)
  /// Bytes that do not fit the kind of message, such as text that is not UTF-8.
  public static let invalidFramePayloadData = CloseCode(rawValue: 1007)
  /// A message that the endpoint's own rules forbid.
  public static let policyViolation = CloseCode(rawValue: 1008)
  /// A message over the endpoint's limit.
  public static let messageTooBig = CloseCode(rawValue: 1009)
  /// The server failed to do what was asked.
  public static let internalError = CloseCode(rawValue: 1011)
  /// The client misses an extension that it needs.
  public static let mandatoryExtension = CloseCode(rawValue: 1010)
  /// The server restarts.
  public static let serviceRestart = CloseCode(rawValue: 1012)
  /// The server is overloaded.
  public static let tryAgainLater = CloseCode(rawValue: 1013)
  /// A gateway got an invalid response from its server.
  public static let badGateway = CloseCode(rawValue: 1014)
  /// Never sent: the TLS handshake failed.
  public static let tlsHandshake = CloseCode(rawValue: 1015)

  /// Every code that the registry gives a meaning to, with the registry's words.
  package static let registry: KeyValuePairs<UInt16, String> = [
    1000: "Normal Closure",
    1001: "Going Away",
    1002: "Protocol error",
    1003: "Unsupported Data",
    1004: "Reserved",
    1005: "No Status Rcvd",
    1006: "Abnormal Closure",
    1007: "Invalid frame payload data",
    1008: "Policy Violation",
    1009: "Message Too Big",
    1010: "Mandatory Ext.",
    1011: "Internal Error",
    1012: "Service Restart",
    1013: "Try Again Later",
    1014:
      "The server was acting as a gateway or proxy and received an invalid response from the upstream server. "
      + "This is similar to 502 HTTP Status Code.",
    1015: "TLS handshake",
    3000: "Unauthorized",
    3003: "Forbidden",
    3008: "Timeout",
  ]

  /// The registry's words; nil where it has none.
  public var registeredName: String? { Self.registry.first { $0.key == rawValue }?.value }

  /// Whether a Close frame may carry it: 1000 to 1003, 1007 to 1014, and 3000 to 4999 (RFC 6455 7.4.1, 7.4.2).
  public var isSendable: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }

  /// Whether an endpoint may meet it: those that may be sent, and 1005, 1006 and 1015, which only a local end reports.
  package var isReportable: Bool { isSendable || [1005, 1006, 1015].contains(rawValue) }

  /// A name or what its range is for, in lower case as a sentence wants it.
  public var words: String {
    switch rawValue {
    case 1014: "bad gateway"
    case _ where registeredName != nil: (registeredName ?? "").lowercased()
    case 0...999: "not used"
    case 1016...2999: "reserved for the protocol and its extensions"
    case 3000...3999: "registered by a library or application"
    case 4000...4999: "private use"
    default: "outside of every range"
    }
  }

  /// What an endpoint says with it, in half a sentence (RFC 6455 7.4.1, 7.4.2, and the registry).
  public var meaning: String {
    switch rawValue {
    case 1000: "what the connection was for is done"
    case 1001: "the endpoint leaves, as a server that stops or a page that is left"
    case 1002: "the other end broke the protocol"
    case 1003: "the endpoint takes no data of this kind"
    case 1005, 1006, 1015: "it is for local reports and never appears in a frame"
    case 1007: "the data does not fit its kind, as text that is not UTF-8"
    case 1008: "a message is against the endpoint's own rules"
    case 1009: "a message is too big for the endpoint"
    case 1010: "the client needs an extension that the server did not agree to"
    case 1011: "the server met something that it could not handle"
    case 1012: "the server restarts"
    case 1013: "the server is overloaded; later it may do"
    case 1014: "the server is a gateway, and its own server failed"
    case 3000: "the client has not said who it is, or not well enough"
    case 3003: "the client may not do this"
    case 3008: "something took too long"
    case 3000...3999: "its meaning is a library's or an application's"
    case 4000...4999: "its meaning is between these two endpoints"
    default: "no endpoint should send it"
    }
  }

  /// The number and its words.
  public var description: String { "\(rawValue) \(words)" }
}
