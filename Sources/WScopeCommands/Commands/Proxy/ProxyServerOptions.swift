import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// How the server of a relay is reached, and whom we believe to be it.
struct ProxyServerOptions: ParsableArguments {
  @OptionGroup var tls: TLSOptions
  @OptionGroup var tlsDetails: RareOptions<TLSDetailOptions>

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for DNS and TCP (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var connectTimeout = Seconds(10)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for TLS, of both sides (default 10).", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var handshakeTimeout = Seconds(10)

  @OptionGroup var route: RouteOptions
  @OptionGroup var routeDetails: RareOptions<RouteDetailOptions>
  @OptionGroup var proxyDetails: RareOptions<ProxyOptions>

  /// What these options make of the way to servers that clients name.
  func forward() throws -> ClientConfiguration {
    var configuration = ClientConfiguration(
      url: try WebSocketURL("ws://localhost/"),
      timeouts: Timeouts(connect: connectTimeout.duration, handshake: handshakeTimeout.duration))
    configuration.rules = try RouteRules(
      proxy: route.proxy, proxyDetails.options, routeDetails.options, socket: nil)
    // The environment's proxy may be this one.
    configuration.rules?.environment = ProxyEnvironment()
    return configuration
  }

  /// What these options make of the URL.
  func configuration(url text: String) throws -> ClientConfiguration {
    let socket = try SocketURL(text)
    let url = try WebSocketURL(socket?.url ?? text)
    guard url.resource == "/" else {
      throw Failure(
        .usage,
        "the URL names \(SecretFilter.resource(url.resource).quoted), expected none: clients say themselves what they ask the server for"
      )
    }
    guard url.userInfo == nil else {
      throw Failure(
        .usage, "the URL holds a user, and what clients send passes as it came",
        hint: "clients send their own credentials")
    }
    var configuration = ClientConfiguration(
      url: url,
      timeouts: Timeouts(connect: connectTimeout.duration, handshake: handshakeTimeout.duration),
      tls: try (tls as TLSOptions?).settings(nil, details: tlsDetails.options))
    configuration.rules = try RouteRules(
      proxy: route.proxy, proxyDetails.options, routeDetails.options, socket: socket?.path)
    return configuration
  }
}
