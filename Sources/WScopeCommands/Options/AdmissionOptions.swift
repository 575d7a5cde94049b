import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// Which clients a listener accepts, and the fields that it adds to its answers.
struct AdmissionOptions: ParsableArguments {
  @Option(
    name: [.customShort("s"), .customLong("subprotocol")],
    help: ArgumentHelp("Speak this subprotocol.", valueName: "name"))
  var subprotocols: [String] = []

  @Option(
    name: .customLong("allow-origin"),
    help: ArgumentHelp("Let in pages of this Origin too; '*': of all.", valueName: "origin"))
  var origins: [String] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Require these credentials.", valueName: "user:password"))
  var auth: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Admit at most this many clients.", valueName: "n"),
    transform: Int.argument(in: 1...1_000_000))
  var maxClients: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Refuse every handshake with it (300-599).", valueName: "status"),
    transform: Int.argument(in: 300...599))
  var reject: Int?

  @Option(
    name: [.customShort("H", allowingJoined: true), .customLong("header")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Add a header (name: value) to the answers.", valueName: "field"))
  var headers: [String] = []

  @Flag(help: "Serve a browser a page that connects back.")
  var page = false

  /// The policy that these options make.
  func policy(_ deflate: DeflateOptions?) throws -> UpgradePolicy {
    var policy = try UpgradePolicy(
      subprotocols: RequestOptions.names(subprotocols), origins: origins, credentials: auth,
      headers: headers.map { try HTTPField($0) }, rejection: reject, page: page ? ListenPage.make() : nil,
      deflate: deflate)
    policy.remedies = Self.remedies
    return policy
  }

  /// The option to look at when a client is refused; the client is reported, and the listener's user.
  static let remedies: [UpgradePolicy.Cause: String] = [
    .origin: "--allow-origin lets it in", .credentials: "--auth asks for them", .page: "--page has one at /",
    .rejection: "--reject asks for that", .room: "--max-clients has no more",
  ]
}
