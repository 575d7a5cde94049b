import ArgumentParser
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// `wscope proxy LISTEN URL`: stands between clients and a server, and shows what passes.
struct Proxy: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "proxy",
    abstract: "Stand between clients and a server, and show what passes.",
    usage: "wscope proxy [options] LISTEN [URL]",
    discussion:
      "Every byte passes as it came, unless changes are asked for. "
      + "wscope proxy --help-all has every option.")

  @Argument(
    help: ArgumentHelp(
      "Where clients connect: [HOST:]PORT (0: any), or the path of a socket file.", valueName: "listen"))
  var address: String?

  @Argument(
    help: ArgumentHelp(
      "The server: ws, wss, http or https, no path; none: clients name it.", valueName: "url"))
  var url: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The rights on that file, in octal (default 600).", valueName: "mode", visibility: .hidden),
    transform: UInt16.mode(argument:))
  var socketMode: UInt16?

  @OptionGroup(title: "Clients") var identityOptions: IdentityOptions
  @OptionGroup(title: "Clients") var passphrase: RareOptions<PassphraseOptions>
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Require these of clients that name servers.", valueName: "user:password"))
  var auth: String?

  @OptionGroup(title: "Server") var server: ProxyServerOptions
  @OptionGroup(title: "Changes") var changes: ProxyChangeOptions
  @OptionGroup(title: "Views") var views: FrameViewOptions
  @OptionGroup(title: "Views") var heads: HandshakeViewOptions
  @OptionGroup(title: "Views") var events: EventOptions
  @OptionGroup(title: "Views") var silence: QuietOptions
  @OptionGroup(title: "Views") var record: RecordOptions

  func run(on console: Console) throws {
    guard let address else {
      throw Failure.missing(
        "no port was given", "0 takes any that is free", in: "proxy", Self.configuration.usage)
    }
    try silence.check(besides: shownOption)
    var target = try target()
    target.shape = try changes.shape()
    target.changes = try changes.requests()
    var listener = ServerConfiguration(
      address: try Self.address(address), timeouts: target.timeouts,
      identity: try identityOptions.identity(passphrase.options))
    listener.keyLogFile = Environment.value("SSLKEYLOGFILE")
    try check(listener.address)
    listener.socketMode = try mode(of: listener.address)
    var live = try views.offline(console, show: silence.quiet ? .off : .line, heads: heads, time: .delta)
    live.namesConnections = true
    try Runner.run(
      ProxyPlan(
        listener: listener, target: target, views: live,
        events: try events.plan(
          besides: views.given ?? heads.given, showsSecrets: heads.showSecrets, limit: EventPlan.listenLimit),
        recording: try record.plan(showsSecrets: heads.showSecrets)))
  }

  private func target() throws -> RelayTarget {
    if let url {
      guard auth == nil else {
        throw Failure(.usage, "--auth is for clients that name their servers, and a URL was given")
      }
      return try RelayTarget(try server.configuration(url: url))
    }
    var target = try RelayTarget(try server.forward(), isForward: true)
    target.credentials = auth.map { Array($0.utf8) }
    return target
  }

  /// Others could reach through this machine what it alone reaches.
  private func check(_ address: Endpoint) throws(Failure) {
    if let auth, !auth.contains(":") {
      throw Failure(.usage, "credentials are USER:PASSWORD (RFC 7617 2), and --auth has no colon")
    }
    guard case .tcp(let host, _) = address, url == nil, auth == nil,
      !LoopbackName.isHost(host.contains(":") ? "[\(host)]" : host)
    else {
      return
    }
    throw Failure(
      .usage, "a proxy to any server that listens on \(host.quoted) would be open to others",
      hint: "--auth USER:PASSWORD asks clients for credentials")
  }

  /// The option that is given and has something shown; nil for none.
  private var shownOption: String? {
    views.given ?? heads.given ?? (views.stats ? "--stats" : events.isGiven ? "--json" : nil)
  }

  private func mode(of address: Endpoint) throws(Failure) -> UInt16 {
    if case .tcp = address, socketMode != nil {
      throw Failure(.usage, "--socket-mode goes with the path of a socket file: a port has none")
    }
    return socketMode ?? 0o600
  }

  /// What holds a slash is a file, for neither a port nor a host does.
  private static func address(_ text: String) throws(Failure) -> Endpoint {
    let path = text.hasPrefix("unix:") ? text.dropFirst(5) : text[...]
    guard path.contains("/"), !path.contains("://") else { return try Listen.address(text) }
    return .unix(path: String(path))
  }
}
