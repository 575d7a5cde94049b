import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// What is asked of the server.
struct RequestOptions: ParsableArguments {
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Send this Host field.", valueName: "host", visibility: .hidden))
  var host: String?

  @Option(
    name: [.customLong("method"), .customShort("X", allowingJoined: true), .customLong("request")],
    parsing: .unconditional,
    help: ArgumentHelp("Ask with this method, not GET.", valueName: "method", visibility: .hidden))
  var method = "GET"

  @Flag(help: ArgumentHelp("Send the URL's path as it is written.", visibility: .hidden))
  var pathAsIs = false

  @Option(
    name: [.customShort("p", allowingJoined: true), .customLong("protocol")], parsing: .unconditional,
    help: ArgumentHelp(
      "Send this Sec-WebSocket-Version, not 13.", valueName: "version", visibility: .hidden),
    transform: Self.version)
  var version: Int?

  @Option(
    name: [.customShort("A", allowingJoined: true), .customLong("user-agent")], parsing: .unconditional,
    help: ArgumentHelp(
      "Send this User-Agent field (default \(ProgramVersion.userAgent)).", valueName: "name",
      visibility: .hidden))
  var userAgent = ProgramVersion.userAgent

  @OptionGroup var credentials: CredentialOptions
  @OptionGroup var cookies: CookieOptions
  @OptionGroup var redirects: RedirectOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show so much of a refusal's content as it is (all: up to 64M).", valueName: "bytes",
      visibility: .hidden),
    transform: ShownContent.init(argument:))
  var showBody: ShownContent?

  /// The URL that a text means.
  func url(_ text: String) throws(UsageError) -> WebSocketURL {
    try WebSocketURL(text, keepsPath: pathAsIs)
  }

  /// What these options make of the requests of a connection; reads the files and variables that they name.
  func plan(_ connection: ClientConfiguration) throws -> RequestPlan {
    let (typed, omitted) = try HeaderLines.read(headers)
    var base = connection
    base.subprotocols = Self.names(subprotocols)
    base.method = method
    if let showBody { base.limits.refusal = showBody.limit }
    if showBody != nil { base.timeouts.refusal = base.timeouts.handshake }
    guard origins.count < 2 else {
      throw Failure(.usage, "Origin is given twice, and a head has one (RFC 9110 5.3)")
    }
    var own = [try HTTPField(name: "User-Agent", value: userAgent)]
    if let origin = origins.first {
      // What the drafts before RFC 6455 called it; wscat does the same.
      let isDraft = version.map { $0 < 13 } ?? false
      own.append(try HTTPField(name: isDraft ? "Sec-WebSocket-Origin" : "Origin", value: origin))
    }
    if let version { own.append(try HTTPField(name: "Sec-WebSocket-Version", value: "\(version)")) }
    let plan = RequestPlan(
      connection: base, own: own, host: try host.map { try HTTPField(name: "Host", value: $0) }, typed: typed,
      omitted: omitted, credentials: try credentials.given(), netrc: try credentials.netrc(),
      cookies: try cookies.literal.map { try HTTPField(name: "Cookie", value: $0).value },
      jar: try cookies.file(), redirects: redirects.rules, showsContent: showBody)
    // A request that cannot be made is refused before anything is connected.
    let first = plan.configuration(for: base.url)
    try OpeningRequest.check(subprotocols: first.subprotocols, headers: first.headers)
    return plan
  }

  /// Each value may hold several names between commas.
  static func names(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }) }
  }

  private static func version(_ text: String) throws -> Int {
    if let number = Digits.decimal(text), number <= 255 { return number }
    throw ValueError(
      expected: "a version of the protocol, 0 to 255"
        + (Digits.decimal(text) == nil ? "; did you mean --subprotocol (-s)?" : ""))
  }
}
