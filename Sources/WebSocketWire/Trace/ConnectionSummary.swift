/// How a connection came to be.
package struct ConnectionSummary: Hashable, Sendable {
  /// What was asked for, without user and password.
  package let url: String
  /// The address that answered, with its port.
  package let address: String
  /// Our own end's address, with its port; empty where it has none.
  package let localAddress: String
  /// In the order in which they happened.
  package let phases: [Phase]
  /// The subprotocol in use.
  package let subprotocol: String?
  /// Whether that is a token that was offered after the name of one.
  package let isSubprotocolSecret: Bool
  /// The compression in use; nil for none.
  package let deflate: NegotiatedDeflate?

  package init(
    url: String, address: String, localAddress: String = "", phases: [Phase], subprotocol: String?,
    isSubprotocolSecret: Bool = false, deflate: NegotiatedDeflate? = nil
  ) {
    self.localAddress = localAddress
    self.isSubprotocolSecret = isSubprotocolSecret
    self.url = url
    self.address = address
    self.phases = phases
    self.subprotocol = subprotocol
    self.deflate = deflate
  }
}
