import ArgumentParser
import Testing
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("The plan that the options of connect make")
struct ConnectPlanTests {
  private static let inPipe = Console(inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false)
  private static let onTerminal = Console(
    inputIsTerminal: true, outputIsTerminal: true, errorIsTerminal: true)

  private static func plan(_ arguments: [String], _ console: Console = inPipe) throws -> ClientPlan {
    try Connect.parse(arguments).choices.plan("ws://u:p@h:8/x", console)
  }

  /// When the session ends.
  static let ends: [([String], CompletionRule)] = [
    ([], .drain(idle: .seconds(1))),
    (["--timeout", "3"], .drain(idle: .seconds(1), firstReply: .seconds(3))),
    (["--wait", "2"], .stay(.seconds(2))),
    (["--wait", "-1"], .stay(nil)),
    (["--echo"], .untilClosed()),
    (["-x", "a"], .expect(1, within: .seconds(10))),
    (["-x", "a", "-x", "-b"], .expect(2, within: .seconds(10))),
    (["-x", "a", "--expect", "0"], .expect(0, within: .seconds(10))),
    (["-x", "a", "--expect", "5", "--timeout", ".5"], .expect(5, within: .milliseconds(500))),
    (["-x", "a", "--wait", "0"], .stay(.zero)),
    (["-x", "a", "--wait", "1", "--expect", "3"], .stay(.seconds(1))),
    (["--expect", "2"], .expect(2, within: .seconds(10))), (["-1"], .expect(1, within: .seconds(10))),
    (["--until", "a"], .untilReply(within: .seconds(10))),
    (["-x", "a", "--while", "a", "--timeout", "3"], .untilReply(within: .seconds(3))),
    (["--linger", "0.5"], .drain(idle: .milliseconds(500))), (["--hold"], .untilClosed()),
    (["--linger", "2", "--timeout", "9"], .drain(idle: .seconds(2), firstReply: .seconds(9))),
  ]

  @Test(arguments: ends)
  func end(arguments: [String], end: CompletionRule) throws { #expect(try Self.plan(arguments).end == end) }

  /// Options that exclude each other, and the sentence.
  static let misuses: [([String], String)] = [
    (["--echo", "-x", "a"], "--echo sends back what comes, so -x cannot be combined with it"),
    (
      ["--echo", "--expect", "1"],
      "--echo ends with the server, so --expect cannot be combined with it"
    ),
    (["--echo", "--match", "a"], "--echo ends with the server, so --match cannot be combined with it"),
    (["--until", "a", "--hold"], "--until and --hold both say when the run ends: one of them at a time"),
    (
      ["--until", "a", "--expect", "1"],
      "--until and --expect both say when the run ends: one of them at a time"
    ),
    (["-x", "a", "--linger", "1"], "--linger is for the end of standard input, which is not read here"),
    (["-x", "a", "-x", "b", "-1"], "--one-message sends one message, and 2 are given"),
    (
      ["--hold", "--timeout", "1"],
      "--hold stays until the server closes, so --timeout cannot be combined with it"
    ),
    (["--close", "1000", "--no-close"], "--close and --no-close exclude each other"),
    (
      ["--split", "d", "--output", "f"],
      "--split and --output both say where messages are written: one of them at a time"
    ),
    (
      ["--split", "d", "--out", "hex"],
      "--split has a file for each message, so --out hex cannot be combined with it"
    ),
    (["--echo", "--split", "d"], "--echo writes no messages, so --split cannot be combined with it"),
    (["--until", "a(b"], "--until \"a(b\", character 4: missing closing parenthesis"),
    (["--json", "--show", "tree"], "--json has all that views show, so --show cannot be combined with it"),
    (["--json-frames", "--hex"], "--json has all that views show, so --hex cannot be combined with it"),
    (
      ["--out", "jsonl", "--handshake"],
      "--json has all that views show, so --handshake cannot be combined with it"
    ),
    (["--grep", "a(b"], "--grep \"a(b\", character 4: missing closing parenthesis"),
    (["--json", "--only", "text"], "--json has all that views show, so --only cannot be combined with it"),
    (["--json", "--pretty"], "--json has all that views show, so --pretty cannot be combined with it"),
    (["--json", "-P"], "--json has all that views show, so --show-ping-pong cannot be combined with it"),
    (
      ["--echo", "--wait", "1"],
      "--echo ends with the server, so --wait and --timeout cannot be combined with it"
    ),
    (
      ["--echo", "--timeout", "1"],
      "--echo ends with the server, so --wait and --timeout cannot be combined with it"
    ),
    (
      ["--wait", "1", "--timeout", "1"],
      "--wait stays whatever comes, so --timeout cannot be combined with it"
    ),
    (
      ["-x", "a", "--wait", "1", "--timeout", "1"],
      "--wait stays whatever comes, so --timeout cannot be combined with it"
    ),
    (["--in", "raw=2k", "--max-message", "1k"], "--in raw=2048 is more than the 1024 bytes that are held"),
    (["--key", "a.pem"], "--key gives a key alone, expected its certificate with --cert"),
    (["--passphrase", "a"], "--passphrase opens a key, expected one with --cert and --key"),
    (
      ["--cert", "a", "--passphrase", "a", "--passphrase-env", "B"],
      "--passphrase and --passphrase-env were given: one of them at a time"
    ),
    (
      ["--cert", "a", "--passphrase-env", "WSCOPE_NONE"],
      "--passphrase-env: there is no variable \"WSCOPE_NONE\""
    ),
    (
      ["--tls-min", "1.3", "--tls-max", "1.2"],
      "TLS 1.3 at least and TLS 1.2 at most leave no version"
    ),
    (["--tls-min", "1.3", "--tlsv1.3"], "--tls-min and --tlsv1.3 say the same: one of them at a time"),
    (["--sni", "::1"], "\"::1\" is an address, expected a host name (RFC 6066 3)"),
    (["--sni", "a b"], "\"a b\" is not a server name, expected a host name in ASCII"),
    (
      ["--verify-name", "a/b"],
      "\"a/b\" is not a name that a certificate can be for, expected a host name or an address"
    ),
    (["--alpn", "a,,b"], "\"\" is not an application protocol, expected 1 to 255 characters of ASCII"),
    (
      ["--pin", "sha256//eA=="], "\"sha256//eA==\" is not a pin, expected sha256// and the base64 of 32 bytes"
    ),
    (["--ciphers", "nothing"], "\"nothing\" is not a cipher that is known here, expected OpenSSL's names"),
  ]

  @Test(arguments: misuses)
  func excludes(arguments: [String], sentence: String) {
    let error = #expect(throws: (any Error).self) { try Self.plan(arguments) }.map { Failure($0) }
    #expect(error?.status == 64)
    #expect(error?.sentence == sentence)
  }

  /// What `connect` refuses before it makes a plan; without a key the certificate keeps a run from beginning.
  static let misusesOfRun: [([String], String)] = [
    (["--cert", "c"], "no URL was given"),
    (["--cert", "c", "-c", "ws://h/", "ws://h/"], "two URLs were given, one of them with -c"),
    (
      ["--cert", "c", "-l", "0", "-x", "a"], "-l listens, so -x, -w and --timeout cannot be combined with it"
    ),
    (
      ["--cert", "c", "-l", "0", "-w", "1"], "-l listens, so -x, -w and --timeout cannot be combined with it"
    ),
    (["--cert", "c", "-l", "0", "ws://h/"], "-l listens and -c connects: one of them at a time"),
  ]

  @Test(arguments: misusesOfRun)
  func isRefusedBeforeAPlan(arguments: [String], sentence: String) {
    let error = #expect(throws: Failure.self) { try Connect.parse(arguments).run() }
    #expect(error?.status == 64)
    #expect(error?.sentence == sentence)
  }

  /// What `listen` refuses before it listens.
  static let misusesOfListen: [([String], String)] = [
    (["--cert", "c", "--echo", "--broadcast", "0"], "--echo and --broadcast: one of them at a time"),
    (["--cert", "c"], "no port was given"),
    (
      ["--cert", "c", "--unix-socket", "s", "0"], "a port and --unix-socket were given: one of them at a time"
    ),
    (
      ["--cert", "c", "--socket-mode", "600", "0"],
      "--socket-mode goes with --unix-socket: a port has no file"
    ),
    (["--key", "c", "0"], "--key gives a key alone, expected its certificate with --cert"),
  ]

  @Test(arguments: misusesOfListen)
  func isRefusedBeforeListening(arguments: [String], sentence: String) {
    let error = #expect(throws: Failure.self) { try Listen.parse(arguments).run() }
    #expect(error?.status == 64)
    #expect(error?.sentence == sentence)
  }

  @Test func sendsTheArgumentsOfXAsTheyAre() throws {
    let plan = try Self.plan(["-x", "a", "-x", "--b"])
    #expect(plan.input.messages.map(\.kind) == [.text, .text])
    #expect(plan.input.messages.map(\.origin) == ["a message of -x", "a message of -x"])
    #expect(plan.input.splitter == nil && !plan.receivesOnlyWithoutInput)
    #expect(try Self.plan(["-x", "a", "--binary"]).input.messages.first?.kind == .binary)
  }

  @Test func withoutXItReadsInput() throws {
    let plan = try Self.plan([])
    #expect(plan.input.splitter != nil && plan.input.messages.isEmpty && plan.receivesOnlyWithoutInput)
    #expect(try !Self.plan(["--wait", "1"]).receivesOnlyWithoutInput)
  }

  @Test func anEchoHoldsMessagesAndPrintsNothing() throws {
    let plan = try Self.plan(["--echo"])
    #expect(plan.echoes && plan.input.splitter == nil && !plan.output.printsPayload)
    #expect(plan.connection.limits.message == 64 << 20)
    #expect(try Self.plan(["--echo", "--max-message", "1k"]).connection.limits.message == 1024)
    #expect(try Self.plan([]).connection.limits.message == nil)
  }

  @Test func theConfigurationIsWhatWasAskedFor() throws {
    let configuration = try Self.plan([
      "-H", "X-A: b", "--origin", "https://o", "-s", "one,two", "-s", "three", "--deflate", "off",
      "--max-frame", "5", "--connect-timeout", "1", "--handshake-timeout", "2", "--close-timeout", "3",
      "--cert", "c", "--key", "k", "--ca", "a",
    ]).connection
    #expect(configuration.headers.map(\.name) == ["User-Agent", "Origin", "Authorization", "X-A"])
    #expect(configuration.headers.map(\.value) == ["wscope/0.1.0", "https://o", "Basic dTpw", "b"])
    #expect(configuration.subprotocols == ["one", "two", "three"])
    #expect(configuration.deflate == nil && configuration.limits == Limits(frame: 5))
    #expect(
      configuration.timeouts
        == Timeouts(connect: .seconds(1), handshake: .seconds(2), close: .seconds(3)))
    #expect(configuration.tls.trust == .file("a"))
    #expect(configuration.tls.identity == TLSIdentity(certificateChain: "c", privateKey: "k"))
  }

  @Test func tlsIsAsItWasAskedFor() throws {
    let pin = "sha256//" + Base64.encode([UInt8](repeating: 7, count: 32))
    let settings = try Self.plan([
      "--cacert", "a", "--sni", "b.test", "--verify-name", "[::1]", "--alpn", "x, y", "--tlsv1.3",
      "--ciphers",
      "ECDHE+AESGCM", "--pin", pin + ";" + pin, "--pinnedpubkey", pin,
    ]).connection.tls
    #expect(settings.trust == .file("a") && settings.identity == nil)
    #expect(settings.serverName == "b.test" && settings.verifiedName == "::1")
    #expect(settings.applicationProtocols == ["x", "y"] && settings.ciphers == "ECDHE+AESGCM")
    #expect(settings.minimumVersion == .v13 && settings.maximumVersion == .v13)
    #expect(settings.pins.map { "\($0)" } == [pin, pin, pin])
    let usual = try Self.plan([]).connection.tls
    #expect(usual.minimumVersion == .v12 && usual.maximumVersion == .v13 && usual.ciphers == nil)
    #expect(usual.applicationProtocols == ["http/1.1"] && usual.pins == [])
    let old = try Self.plan(["--tls-max", "1.0", "--alpn", "none", "--capath", "/"]).connection.tls
    #expect(old.minimumVersion == .v10 && old.maximumVersion == .v10 && old.applicationProtocols == [])
    #expect(old.trust == .folder("/"))
    let unchecked = try Self.plan(["-k", "--ca", "a"]).connection.tls
    #expect(unchecked.trust == .anyone && unchecked.reportedTrust == .file("a"))
  }

  @Test func withoutOptionsItIsTheUsual() throws {
    let plan = try Self.plan([])
    let fields = try ["User-Agent: wscope/0.1.0", "Authorization: Basic dTpw"].map { try HTTPField($0) }
    var usual = ClientConfiguration(url: try WebSocketURL("ws://u:p@h:8/x"), headers: fields)
    usual.tls.reportedTrust = .system
    // These two are the environment's.
    usual.tls.systemStore = plan.connection.tls.systemStore
    usual.rules = plan.connection.rules
    #expect(plan.connection == usual)
    #expect("\(plan.connection.route.endpoint)" == "h:8")
    #expect(!"\(plan.connection.url)".contains("u:p"))
  }

  @Test(arguments: ["-n", "-k", "--no-check", "--insecure"])
  func trustsAnyone(option: String) throws {
    #expect(try Self.plan([option, "--ca", "a"]).connection.tls.trust == .anyone)
  }

  /// The arguments, whether they run on a terminal, and the view with whether payload is printed and escaped.
  static let views: [([String], Bool, FrameView, Bool, Bool)] = [
    ([], false, .off, true, false), ([], true, .line, false, true),
    (["--show", "off"], true, .off, true, true), (["--show", "tree"], false, .tree, true, false),
    (["--hex"], false, .line, true, false), (["--unescaped"], true, .line, false, false),
    (["--views", "f"], true, .off, true, true), (["--views", "-"], false, .off, false, false),
    (["--views", "-", "--show", "spec"], false, .spec, false, false),
    (["--echo"], true, .line, false, true),
  ]

  @Test(arguments: views)
  func shows(arguments: [String], isOnTerminal: Bool, view: FrameView, prints: Bool, escapes: Bool) throws {
    let plan = try Self.plan(arguments, isOnTerminal ? Self.onTerminal : Self.inPipe)
    #expect(plan.output.views.frames.show == view)
    #expect(plan.output.printsPayload == prints)
    #expect(plan.output.escapesPayload == escapes)
  }

  /// The arguments, and whether frames are events and messages printed.
  static let events: [([String], Bool, Bool)] = [
    (["--json"], false, false), (["--json-frames"], true, false), (["--json", "--json-frames"], true, false),
    (["--out", "jsonl"], false, false), (["--json", "--views", "f"], false, true),
    (["--json", "--views", "-"], false, false), (["--json", "--show", "off"], false, false),
    (["--json", "--echo", "--views", "f"], false, false),
  ]

  @Test("events take the place of messages and of views", arguments: events, [false, true])
  func writesEvents(_ row: ([String], Bool, Bool), isOnTerminal: Bool) throws {
    let (arguments, frames, prints) = row
    let plan = try Self.plan(arguments, isOnTerminal ? Self.onTerminal : Self.inPipe)
    #expect(plan.output.events?.frames == frames && plan.output.events?.messageLimit == 16 << 20)
    #expect(plan.output.events?.showsSecrets == false)
    #expect(plan.output.printsPayload == prints && !plan.output.views.isAnything)
  }

  @Test func withoutJSONThereAreNoEvents() throws {
    #expect(try Self.plan([]).output.events == nil)
    #expect(try Self.plan(["--json", "--show-secrets"]).output.events?.showsSecrets == true)
  }

  /// The color option, whether the variables forbid color, and whether a terminal is colored.
  static let colors: [([String], Bool, Bool)] = [
    ([], false, true), ([], true, false), (["--color", "always"], true, true),
    (["--color", "never"], false, false),
    (["--no-color", "--color", "always"], false, false),
  ]

  @Test(arguments: colors)
  func colorsATerminal(arguments: [String], isForbidden: Bool, isColored: Bool) throws {
    let console = Console(
      inputIsTerminal: true, outputIsTerminal: true, errorIsTerminal: true, forbidsColour: isForbidden)
    #expect(try Self.plan(arguments, console).output.views.style.isColored == isColored)
  }
}
