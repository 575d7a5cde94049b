import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// What of the way to the server few change.
struct RouteDetailOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Connect to this socket file, and not to the URL's host.", valueName: "path", visibility: .hidden),
    completion: .file())
  var unixSocket: String?

  @Option(
    help: ArgumentHelp(
      "Take this address for a host and port.", valueName: "host:port:address", visibility: .hidden))
  var resolve: [String] = []

  @Option(
    help: ArgumentHelp(
      "Connect to another host and port (host1:port1:host2:port2).", valueName: "places", visibility: .hidden)
  )
  var connectTo: [String] = []

  @Flag(
    name: [.customShort("4"), .customLong("ipv4")],
    help: ArgumentHelp("Use IPv4 addresses alone.", visibility: .hidden))
  var usesFourOnly = false

  @Flag(
    name: [.customShort("6"), .customLong("ipv6")],
    help: ArgumentHelp("Use IPv6 addresses alone.", visibility: .hidden))
  var usesSixOnly = false

  @Option(
    name: [.customLong("interface"), .customLong("bind")],
    help: ArgumentHelp(
      "Connect from this interface or local address.", valueName: "name", visibility: .hidden))
  var localEnd: String?

  /// The socket file to connect to, beside the one that the URL names; nil where there is none.
  func socket(of url: String?) throws(Failure) -> String? {
    if let url, let unixSocket, url != unixSocket {
      throw Failure(.usage, "the URL names a unix socket and --unix-socket another: one of them at a time")
    }
    return unixSocket ?? url
  }

  /// Changes what is asked to be changed.
  func apply(to rules: inout RouteRules) throws {
    if usesFourOnly, usesSixOnly { throw Failure(.usage, "-4 and -6 exclude each other") }
    rules.connectTo = try ConnectToRules(connectTo)
    rules.addressing = try addressing()
  }

  private func addressing() throws -> Addressing {
    var addressing = Addressing()
    addressing.overrides = try ResolveOverrides(resolve)
    addressing.localEnd = try localEnd.map { text throws(Failure) in
      guard let end = Addressing.LocalEnd(text) else {
        throw Failure(
          .usage, "--interface \(text.quoted) is neither an address nor the name of an interface, as in eth0")
      }
      return end
    }
    addressing.family = usesFourOnly ? .four : usesSixOnly ? .six : addressing.localEnd?.family
    return addressing
  }
}
