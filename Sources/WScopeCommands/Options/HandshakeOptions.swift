import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// How to reach the peer and what to ask of it.
struct HandshakeOptions: ParsableArguments {
  @OptionGroup var request: RequestOptions

  @OptionGroup var tls: TLSOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for DNS and TCP (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var connectTimeout = Seconds(10)

  @OptionGroup var route: RouteOptions
  @OptionGroup var end: EndpointOptions

  /// What these options make of a URL and of the requests for it.
  func requests(url text: String) throws -> RequestPlan {
    let socket = try SocketURL(text)
    var configuration = ClientConfiguration(
      url: try request.url(socket?.url ?? text), deflate: try end.compression.options(),
      limits: end.limits.limits, timeouts: end.timeouts(connect: connectTimeout),
      tls: try tls.settings(end.identity.identity()))
    configuration.rules = try route.rules(socket: socket?.path)
    var plan = try request.plan(configuration)
    plan.isSocketOfURL = socket != nil && route.unixSocket == nil
    return plan
  }
}
