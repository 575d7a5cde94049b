/// What a server agrees to when it accepts a handshake, and the fields that it adds (RFC 6455 4.2.2).
public struct UpgradeTerms: Hashable, Sendable {
  /// Spoken by the server; the first of the client's that is among them is chosen.
  public let subprotocols: [String]
  /// Added to the 101, in their order.
  public let headers: [HTTPField]
  /// The compression that is agreed to where a client offers it; nil for none (RFC 7692).
  public let deflate: DeflateOptions?
  /// The paths at which HEAD is answered as GET is, which a refused method is reported (RFC 9110 10.2.1).
  package var headPaths: Set<String> = []

  /// No subprotocols, no fields, and compression.
  public init() {
    (subprotocols, headers, deflate) = ([], [], .default)
  }

  /// Fails when a subprotocol is not a token or a header would fight with the handshake's own.
  public init(
    subprotocols: [String] = [], headers: [HTTPField] = [], deflate: DeflateOptions? = .default
  ) throws(UsageError) {
    try OpeningRequest.check(answer: headers)
    try OpeningRequest.check(subprotocols: subprotocols, headers: headers)
    self.subprotocols = subprotocols
    self.headers = headers
    self.deflate = deflate
  }

  /// The subprotocol that is chosen for a request.
  func subprotocol(for request: HTTPHead) -> String? {
    request.elements("Sec-WebSocket-Protocol").first { subprotocols.contains($0) }
  }

  /// The answer to a request's offers of compression.
  func compression(for request: HTTPHead) -> DeflateTerms? {
    deflate.flatMap { options in
      DeflateTerms.answer(
        to: ExtensionElement.list(in: request) ?? [], wanted: options.terms.first ?? .default)
    }
  }
}
