import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// How to reach the peer and what to ask of it.
struct HandshakeOptions: ParsableArguments {
  @Option(
    name: [.customShort("H", allowingJoined: true), .customLong("header")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this header field, spelled \"Name: value\".", valueName: "field"))
  var headers: [String] = []

  @Option(
    name: [.customShort("s"), .customLong("subprotocol")],
    help: ArgumentHelp("Offer this subprotocol.", valueName: "id"))
  var subprotocols: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("origin")],
    help: ArgumentHelp("Send this Origin field.", valueName: "origin"))
  // A list, so that a second one is refused and does not take the place of the first.
  var origins: [String] = []

  @OptionGroup var tls: TLSOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for DNS and TCP (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var connectTimeout = Seconds(10)

  @OptionGroup var route: RouteOptions
  @OptionGroup var end: EndpointOptions

  /// The configuration that these options make for a URL.
  func configuration(url text: String) throws -> ClientConfiguration {
    var lines = try headers.map { try HTTPField($0) }
    lines += try origins.map { try HTTPField(name: "Origin", value: $0) }
    let socket = try SocketURL(text)
    var configuration = ClientConfiguration(
      url: try WebSocketURL(socket?.url ?? text), subprotocols: Self.names(subprotocols), headers: lines,
      deflate: try end.compression.options(), limits: end.limits.limits,
      timeouts: end.timeouts(connect: connectTimeout),
      tls: try tls.settings(end.identity.identity()))
    configuration.rules = try route.rules(socket: socket?.path)
    return configuration
  }

  /// Each value may hold several names between commas.
  static func names(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }) }
  }
}
