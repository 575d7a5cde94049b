import ArgumentParser
import Testing
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("What a client asks for after an answer that refuses")
struct RequestChainTests {
  private static func chain(_ arguments: [String], url: String = "ws://h/a") throws -> RequestChain {
    let console = Console(inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false)
    return RequestChain(try Connect.parse(arguments).choices.plan(url, console).requests)
  }

  private static func answer(_ lines: String...) -> HTTPHead {
    HTTPHead(Array((["HTTP/1.1 " + lines[0]] + lines.dropFirst() + ["", ""]).joined(separator: "\r\n").utf8))
  }

  private static func field(_ name: String, _ chain: RequestChain) -> String? {
    chain.configuration.headers.first { $0.name == name }?.value
  }

  @Test func followsOnlyWhenAsked() throws {
    var chain = try Self.chain([])
    #expect(try chain.next(after: Self.answer("302 Found", "Location: /b")) == nil)
    chain = try Self.chain(["-L"])
    #expect(try chain.next(after: Self.answer("404 No", "Location: /b")) == nil)
    #expect(try chain.next(after: Self.answer("302 Found")) == nil)
    #expect(
      try chain.next(after: Self.answer("302 Found", "Location: /b"))
        == "ws://h/a redirects (302) to ws://h/b")
    #expect("\(chain.configuration.url)" == "ws://h/b")
    #expect(chain.trail == ["redirected (302) to ws://h/b"])
  }

  @Test func dropsWhatIsMeantForOneOrigin() throws {
    var chain = try Self.chain(["-L", "-u", "u:p", "-H", "X: 1"])
    let sentence = try chain.next(after: Self.answer("307 x", "Location: ws://i/?token=secret"))
    #expect(
      sentence
        == "ws://h/a redirects (307) to ws://i/?token=***; header fields, cookies and credentials of the command line are not sent there"
    )
    #expect(Self.field("X", chain) == nil && Self.field("Authorization", chain) == nil)
    _ = try chain.next(after: Self.answer("307 x", "Location: ws://h/b"))
    #expect(Self.field("X", chain) == "1" && Self.field("Authorization", chain) == "Basic dTpw")
  }

  /// The arguments, the URL, a Location, and a part of the sentence.
  static let faults: [([String], String, String, String)] = [
    (["-L"], "ws://h/a", "/a", "the redirects go round in a loop: ws://h/a was asked for before"),
    (
      ["-L"], "wss://h/a", "http://h/a",
      "wss://h/a redirects from TLS to plain text, which is not followed: ws://h/a"
    ),
    (["-L", "--max-redirects", "0"], "ws://h/a", "/b", "ws://h/a redirects once more, after 0 redirects"),
    (["-L"], "ws://h/a", "mailto:x", "redirects to the scheme \"mailto\", expected ws, wss, http or https"),
    (["-L"], "ws://h/a", "http://[/", "ws://h/a redirects to what is not a URL: "),
  ]

  @Test(arguments: faults)
  func isNotFollowed(arguments: [String], url: String, location: String, part: String) throws {
    var chain = try Self.chain(arguments, url: url)
    let failure = #expect(throws: Failure.self) {
      try chain.next(after: Self.answer("302 Found", "Location: \(location)"))
    }
    #expect(failure?.status == 78)
    #expect(failure?.sentence.contains(part) == true, "\(String(describing: failure))")
  }

  @Test(
    arguments: [
      (301, "POST", "GET"), (302, "POST", "GET"), (303, "PUT", "GET"), (307, "POST", "POST"),
      (308, "PUT", "PUT"), (301, "PUT", "PUT"), (303, "HEAD", "HEAD"),
    ])
  func keepsItsMethod(status: Int, method: String, next: String) throws {
    var chain = try Self.chain(["-L", "-X", method])
    #expect(chain.configuration.method == method)
    _ = try chain.next(after: Self.answer("\(status) x", "Location: /b"))
    #expect(chain.configuration.method == next)
  }

  private static let digest = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\""

  @Test func answersAChallengeOnce() throws {
    var chain = try Self.chain(["-u", "u:p"])
    let sentence = try chain.next(
      after: Self.answer("401 No", "WWW-Authenticate: Basic realm=x", Self.digest))
    #expect(sentence == "ws://h/a asks for credentials by Digest (401), which are sent now")
    #expect(Self.field("Authorization", chain)?.hasPrefix("Digest username=\"u\"") == true)
    #expect(try chain.next(after: Self.answer("401 No", Self.digest)) == nil)
    #expect(try chain.next(after: Self.answer("401 No", Self.digest + ", stale=true")) != nil)
    #expect(try chain.next(after: Self.answer("401 No", Self.digest + ", stale=true")) == nil)
  }

  @Test(
    arguments: [
      [], ["--bearer", "t"], ["-u", "u:p", "-H", "Authorization: x"], ["-u", "u:p", "-H", "Authorization:"],
    ])
  func answersNoChallenge(arguments: [String]) throws {
    var chain = try Self.chain(arguments)
    #expect(try chain.next(after: Self.answer("401 No", Self.digest)) == nil)
  }
}
