public import WebSocketWire

/// All that a client needs to know to connect.
public struct ClientConfiguration: Hashable, Sendable {
  /// What is asked for.
  public var url: WebSocketURL
  /// How its server is reached: straight to its host, unless said otherwise.
  public var route: Route { (try? wantedRoute()) ?? Route(to: url) }
  /// Offered in this order.
  public var subprotocols: [String]
  /// The method of the request line: GET, unless a server is to be tested.
  public var method = "GET"
  /// The user's own header fields; each replaces the handshake's own of that name.
  public var headers: [HTTPField]
  /// The names of fields of the handshake that are left out.
  public var omittedFields: Set<String> = []
  /// The compression that is offered; nil for none (RFC 7692).
  public var deflate: DeflateOptions?
  /// The most that is accepted of the server.
  public var limits: Limits
  /// How long each step may take.
  public var timeouts: Timeouts
  /// How TLS is spoken where the URL asks for it, whom it believes, and who the client is.
  public var tls: TLSSettings
  /// Whether Pings are answered, as RFC 6455 5.5.2 demands.
  public var answersPings = true
  private let otherRoute: Route?
  /// What says how any URL is reached where no route was given; nil for straight to its host.
  package var rules: RouteRules?

  /// The defaults are those of a command line: compression is offered, and a message may have any length.
  public init(
    url: WebSocketURL, route: Route? = nil, subprotocols: [String] = [], headers: [HTTPField] = [],
    deflate: DeflateOptions? = .default, limits: Limits = Limits(),
    timeouts: Timeouts = Timeouts(), tls: TLSSettings = TLSSettings()
  ) {
    self.url = url
    otherRoute = route
    self.subprotocols = subprotocols
    self.headers = headers
    self.deflate = deflate
    self.limits = limits
    self.timeouts = timeouts
    self.tls = tls
  }

  /// The route. Fails where the rules name a proxy that cannot be understood.
  func wantedRoute() throws(UsageError) -> Route {
    if let otherRoute { return otherRoute }
    return try rules?.route(to: url) ?? Route(to: url)
  }

  /// The request, with a fresh key.
  func request() throws(UsageError) -> OpeningRequest {
    var generator = PooledGenerator()
    return try OpeningRequest(
      url: url, method: method, key: AcceptKey.randomKey(using: &generator), subprotocols: subprotocols,
      headers: headers, omittedFields: omittedFields, deflate: deflate)
  }
}
