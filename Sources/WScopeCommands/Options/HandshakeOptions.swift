import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// How to reach the peer and what to ask of it.
struct HandshakeOptions: ParsableArguments {
  // Side by side, because the parser's checks of a debug build take four times as long with each level of groups.
  @OptionGroup var request: RequestOptions
  @OptionGroup var requestDetails: RareOptions<RequestDetailOptions>
  @OptionGroup var credentials: RareOptions<CredentialOptions>
  @OptionGroup var cookies: RareOptions<CookieOptions>
  @OptionGroup var redirects: RareOptions<RedirectOptions>
  @OptionGroup var tls: TLSOptions
  @OptionGroup var tlsDetails: RareOptions<TLSDetailOptions>

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for DNS and TCP (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var connectTimeout = Seconds(10)

  @OptionGroup var route: RouteOptions
  @OptionGroup var routeDetails: RareOptions<RouteDetailOptions>
  @OptionGroup var proxyDetails: RareOptions<ProxyOptions>
}

/// Without options of the group, each has its default.
extension HandshakeOptions? {
  /// What these options make of a URL and of the requests for it.
  func requests(url text: String, end: EndpointOptions?) throws -> RequestPlan {
    let socket = try SocketURL(text)
    var configuration = ClientConfiguration(
      url: try url(socket?.url ?? text), deflate: try end.deflate(), limits: end.limits,
      timeouts: end.timeouts(connect: self?.connectTimeout ?? Seconds(10)),
      tls: try (self?.tls).settings(end.identity(), details: self?.tlsDetails.options))
    configuration.rules = try rules(socket: socket?.path)
    var plan = try plan(configuration)
    plan.isSocketOfURL = socket != nil && self?.routeDetails.options?.unixSocket == nil
    return plan
  }
}
