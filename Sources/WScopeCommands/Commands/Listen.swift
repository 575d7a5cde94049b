import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// `wscope listen [HOST:]PORT --echo`: the other end.
struct Listen: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Be the other end: accept clients, and echo.",
    usage: "wscope listen --echo [options] [HOST:]PORT")

  @Argument(
    help: ArgumentHelp(
      "A port of loopback; *:PORT is on all interfaces.",
      valueName: "address"))
  var address: String

  @Flag(help: "Send every message back with its type.")
  var echo = false

  @OptionGroup var identity: IdentityOptions

  @Option(
    name: [.customShort("s"), .customLong("subprotocol")],
    help: ArgumentHelp("Speak this subprotocol.", valueName: "id"))
  var subprotocols: [String] = []

  @Option(help: ArgumentHelp("Most time for TLS and the upgrade.", valueName: "s"))
  var handshakeTimeout = Seconds(10)

  @Option(help: ArgumentHelp("Most time for the closing handshake.", valueName: "s"))
  var closeTimeout = Seconds(2)

  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Views") var views: ViewOptions

  func run() throws {
    try Self.listen(
      on: address, echo: echo, identity: try identity.identity(),
      subprotocols: HandshakeOptions.names(subprotocols),
      timeouts: Timeouts(handshake: handshakeTimeout.duration, close: closeTimeout.duration),
      limits: limits, views: views, console: Console())
  }

  /// Listens until a signal ends it.
  static func listen(
    on address: String, echo: Bool, identity: TLSIdentity? = nil, subprotocols: [String] = [],
    timeouts: Timeouts = Timeouts(), limits: LimitOptions, views: ViewOptions, console: Console
  ) throws {
    guard echo else {
      throw Failure(
        .usage, "listen has nothing to say yet on its own",
        hint: "give --echo: every message goes back as it came")
    }
    let (host, port) = try split(address)
    // An echo holds a message until it can send it back, so a limit always binds here.
    let held = Limits(frame: limits.limits.frame, message: UInt64(limits.held))
    try Runner.run(
      ListenPlan(
        server: ServerConfiguration(
          host: host, port: port, subprotocols: subprotocols, limits: held,
          timeouts: timeouts,
          identity: identity),
        views: views.live(console, url: ""), viewPath: views.views))
  }

  private static func split(_ address: String) throws(Failure) -> (host: String, port: Int) {
    let colon = address.lastIndex(of: ":")
    let host = colon.map { String(address[..<$0]) } ?? ""
    let number = colon.map { String(address[address.index(after: $0)...]) } ?? address
    guard let port = Int(number), (0...65535).contains(port) else {
      throw Failure(
        .usage,
        "\(address.debugDescription) is no address to listen on, expected [HOST:]PORT with a port of 0 to 65535"
      )
    }
    switch host {
    case "": return ("127.0.0.1", port)
    case "*": return ("0.0.0.0", port)
    default: return (host.first == "[" && host.last == "]" ? String(host.dropFirst().dropLast()) : host, port)
    }
  }
}
