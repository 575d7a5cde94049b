import ArgumentParser
import Testing
import WebSocketTransport

@testable import WScopeCommands

@Suite("A command line is read without the options that few give, and with them where it has one")
struct RareOptionsTests {
  private static let ends = ["ws://h/", "hi"]

  private static func quick(_ arguments: [String]) throws -> Send {
    try RareOptionsParsing.$isOn.withValue(false) { try Send.parse(arguments) }
  }

  /// Words that the quick reading does not know, one alone, joined to its value and among letters that it does know.
  static let rare: [[String]] = [
    ["--sni", "x"], ["--tlsv1.3"], ["--pin", "sha256//x"], ["--passphrase", "x"], ["--netrc"], ["-L"],
    ["--auth", "u:p"], ["-u", "u:p"], ["-uu:p"], ["-p", "8"], ["-p8"], ["-b", "a=b"], ["-nL"], ["-Ln"],
    ["-4"],
    ["-m", "1"], ["--max-time=1"], ["--close-timeout", "1"], ["--max-frame", "1"], ["--deflate-level", "1"],
    ["--unix-socket", "x"], ["--resolve", "h:1:127.0.0.1"], ["--noproxy", "*"], ["--reconnect"], ["-Aname"],
    ["--match-json", "id=7"], ["--output", "f"], ["--split=d"],
    ["--pretty"], ["--view-bytes", "9"], ["--only", "text"], ["--grep=a"], ["--stats"],
  ]

  @Test(arguments: rare)
  func anyOfThemFailsTheQuickReading(words: [String]) throws {
    for arguments in [words + Self.ends, Self.ends + words] {
      #expect(throws: (any Error).self) { try Self.quick(arguments) }
      let command = try Root.command((["send"] + arguments)[...])
      #expect((command as? Send)?.messages == ["hi"])
    }
  }

  private static func requests(_ command: Send) throws -> RequestPlan {
    let handshake: HandshakeOptions? = command.handshake
    return try handshake.requests(url: "ws://h/", end: command.endpoint)
  }

  /// Words that both readings know.
  static let common: [[String]] = [
    [], ["-n"], ["-k"], ["--ca", "x"], ["-H", "a: b", "-Hc: d"], ["-s", "chat", "-o", "http://h"],
    ["--cert", "c", "--key", "k"], ["--proxy", "http://p:1"], ["--deflate", "off"],
    ["--connect-timeout", "1"],
    ["--handshake-timeout", "2"], ["--max-message", "5k"],
  ]

  @Test(arguments: common)
  func bothReadingsMeanTheSame(words: [String]) throws {
    let quick = try Self.quick(words + Self.ends)
    let whole = try Send.parse(words + Self.ends)
    // The readings differ in what they looked for alone, or this compares a reading with itself.
    #expect(quick.handshake.routeDetails.options == nil && whole.handshake.routeDetails.options != nil)
    guard quick.endpoint.identityOptions.cert == nil else {
      #expect(quick.endpoint.identityOptions.cert == whole.endpoint.identityOptions.cert)
      return #expect(quick.endpoint.identityOptions.key == whole.endpoint.identityOptions.key)
    }
    let plans = (
      try Self.requests(quick),
      try Self.requests(whole)
    )
    #expect(plans.0.connection == plans.1.connection)
    #expect(plans.0.own == plans.1.own && plans.0.typed == plans.1.typed)
  }
}
