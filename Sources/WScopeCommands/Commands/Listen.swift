import ArgumentParser
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// `wscope listen [HOST:]PORT`: the other end.
struct Listen: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "listen",
    abstract: "Run a server: accept clients and print what they send.",
    usage: "wscope listen [options] [HOST:]PORT")

  @Argument(
    help: ArgumentHelp(
      "On loopback; HOST:PORT or *:PORT elsewhere; 0: any.", valueName: "[host:]port"))
  var address: String?

  @Option(help: ArgumentHelp("Listen on a socket file instead.", valueName: "path"), completion: .file())
  var unixSocket: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The rights on that file, in octal (default 600).", valueName: "mode"),
    transform: UInt16.mode(argument:))
  var socketMode: UInt16?

  @Flag(help: "Send every message back with its type.")
  var echo = false

  @Flag(help: "Send each client's messages to all others.")
  var broadcast = false

  @Option(
    name: .customLong("greet"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this to each client at once.", valueName: "message"))
  var greetings: [String] = []

  @Flag(help: "Serve one client; the status tells how it ended.")
  var once = false

  @OptionGroup var mock: MockOptions
  @OptionGroup var events: EventOptions
  @OptionGroup(title: "Admission") var admission: AdmissionOptions
  @OptionGroup(title: "Connection") var connection: EndpointOptions
  @OptionGroup(title: "Views") var views: ViewOptions
  @OptionGroup(title: "Views") var record: RecordOptions

  func run(on console: Console) throws {
    let connection: EndpointOptions? = connection
    let replies = [(echo, "--echo"), (broadcast, "--broadcast"), (mock.file != nil, "--replay")].filter(\.0)
    guard replies.count < 2 else {
      throw Failure(.usage, "\(replies[0].1) and \(replies[1].1): one of them at a time")
    }
    let recording = try mock.recording(connection, console)
    var admission = admission
    recording?.speak(in: &admission)
    try Self.listen(
      ServerConfiguration(
        address: try listenAddress(), socketMode: try mode(),
        policy: try admission.policy(connection.deflate()),
        maxClients: admission.maxClients,
        timeouts: connection.timeouts(), identity: try connection.identity()),
      reply: try recording.map { .replay(try mock.plan($0)) }
        ?? (echo ? .echo : broadcast ? .broadcast : .print),
      greetings: greetings, isOnce: once,
      endpoint: connection, views: views, events: events, record: record, console: console)
  }

  /// Listens until a signal, or with `isOnce` a client, ends it.
  static func listen(
    _ server: ServerConfiguration, reply: ReplyChoice, greetings: [String] = [], isOnce: Bool = false,
    endpoint: EndpointOptions?, views: ViewOptions?, events: EventOptions?, record: RecordOptions?,
    console: Console
  ) throws {
    var server = server
    server.keyLogFile = Environment.value("SSLKEYLOGFILE")
    // A message is held until it can be sent or written whole, so a limit always binds here.
    server.limits = endpoint.limits
    server.limits.message = server.limits.message ?? LimitOptions.heldOfClientByDefault
    let choice = try views.live(console)
    let events = try events?.plan(views, limit: EventPlan.listenLimit)
    let hasPrompt = console.hasPrompt && !reply.isAnswer && events == nil
    try Runner.run(
      ListenPlan(
        server: server, reply: reply, greetings: greetings, isOnce: isOnce,
        readsInput: !hasPrompt && Descriptor.isFed(STDIN_FILENO), heldInput: endpoint.held,
        printsPayload: reply.isPrint && !hasPrompt && views.leavePayload(choice, console)
          && (events == nil || views.path != nil),
        escapesPayload: console.outputIsTerminal && !views.unescaped,
        views: events == nil ? choice : choice.off, events: events,
        viewPath: hasPrompt ? nil : views.path,
        recording: try record?.plan(showsSecrets: views?.heads.showSecrets ?? false)),
      prompt: hasPrompt
        ? try PromptSettings(
          views, role: .server, kind: .text, limit: endpoint.held, historyName: "_listen", console) : nil)
  }

  private func listenAddress() throws(Failure) -> Endpoint {
    switch (address, unixSocket) {
    case (let address?, nil): return try Self.address(address)
    case (nil, let path?): return .unix(path: path)
    case (nil, nil):
      throw Failure.missing(
        "no port was given", "listen 0 takes any that is free", in: "listen", Self.configuration.usage)
    default: throw Failure(.usage, "a port and --unix-socket were given: one of them at a time")
    }
  }

  private func mode() throws(Failure) -> UInt16 {
    if socketMode != nil, unixSocket == nil {
      throw Failure(.usage, "--socket-mode goes with --unix-socket: a port has no file")
    }
    return socketMode ?? 0o600
  }

  static func address(_ text: String) throws(Failure) -> Endpoint {
    let colon = text.lastIndex(of: ":")
    let host = colon.map { String(text[..<$0]) } ?? ""
    let number = colon.map { String(text[text.index(after: $0)...]) } ?? text
    guard let port = Digits.decimal(number), (0...65535).contains(port) else {
      throw Failure(
        .usage,
        "\(SecretFilter.url(text).quoted) is not an address to listen on, expected [HOST:]PORT with a port of 0 to 65535"
      )
    }
    guard !host.contains("@") else {
      throw Failure(
        .usage, "\(SecretFilter.url(text).quoted) holds a user, and a listener takes none before its address",
        hint: "--auth USER:PASSWORD asks clients for one")
    }
    let isBracketed = host.first == "[" && host.last == "]"
    guard isBracketed || !host.contains(":") else {
      throw Failure(
        .usage,
        "\(SecretFilter.url(text).quoted) is not an address to listen on, expected [HOST:]PORT with a port of 0 to 65535",
        hint: "an IPv6 address is written in brackets")
    }
    switch host {
    case "": return .tcp(host: "127.0.0.1", port: port)
    case "*": return .tcp(host: "0.0.0.0", port: port)
    default:
      // An address with a zone is one of this machine's.
      let zoneless = isBracketed && host.contains("%") ? host.prefix { $0 != "%" } + "]" : host[...]
      guard HostSyntax.isField(zoneless), !host.contains("*") else {
        throw Failure(
          .usage, "\(host.quoted) is not a host to listen on", hint: "an address of this machine or * for all"
        )
      }
      let bare = isBracketed ? String(host.dropFirst().dropLast()) : host
      return .tcp(host: bare, port: port)
    }
  }
}
