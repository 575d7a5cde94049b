/// How a connection came to be.
public struct ConnectionSummary: Hashable, Sendable {
  /// What was asked for, without user and password.
  public let url: String
  /// The address that answered, with its port.
  public let address: String
  /// In the order in which they happened.
  public let phases: [Phase]
  /// The subprotocol in use.
  public let subprotocol: String?
  /// The compression in use; nil for none.
  public let deflate: NegotiatedDeflate?

  public init(
    url: String, address: String, phases: [Phase], subprotocol: String?, deflate: NegotiatedDeflate? = nil
  ) {
    self.url = url
    self.address = address
    self.phases = phases
    self.subprotocol = subprotocol
    self.deflate = deflate
  }
}
