import ArgumentParser
import Foundation
import Testing
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("The requests that options make")
struct RequestPlanTests {
  private static let console = Console(
    inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false)

  private static func plan(_ arguments: [String], url: String = "ws://h/x") throws -> RequestPlan {
    try Connect.parse(arguments).choices.plan(url, console).requests
  }

  /// The fields beyond those of the handshake, as they are sent.
  private static func fields(_ arguments: [String], url: String = "ws://h/x", to other: String? = nil)
    throws -> [String]
  {
    let plan = try plan(arguments, url: url)
    return plan.configuration(for: try other.map { try WebSocketURL($0) } ?? plan.connection.url).headers
      .map { "\($0.name): \($0.value)" }
  }

  private static let agent = "User-Agent: wscope/0.1.0"

  /// Options, and the fields that they make for the first URL.
  static let rows: [([String], [String])] = [
    ([], [agent]), (["-A", "x/1"], ["User-Agent: x/1"]), (["--user-agent=x"], ["User-Agent: x"]),
    (["-H", "user-agent: y"], ["user-agent: y"]), (["-H", "User-Agent:"], []),
    (["-H", "X;", "-H", "Y: 1", "-HY: 2"], [agent, "X: ", "Y: 1", "Y: 2"]),
    (["-o", "http://a"], [agent, "Origin: http://a"]),
    (["-o", "http://a", "-H", "ORIGIN: http://b"], [agent, "ORIGIN: http://b"]),
    (["--host", "i:9"], [agent, "Host: i:9"]), (["--host", "i", "-H", "Host: j"], [agent, "Host: j"]),
    (["-p", "8", "-o", "a"], [agent, "Sec-WebSocket-Origin: a", "Sec-WebSocket-Version: 8"]),
    (["-p13", "-o", "a"], [agent, "Origin: a", "Sec-WebSocket-Version: 13"]),
    (["--auth", "u:p"], [agent, "Authorization: Basic dTpw"]),
    (["-u", "u:p:q"], [agent, "Authorization: Basic dTpwOnE="]),
    (["--user", "u"], [agent, "Authorization: Basic dTo="]),
    (["--bearer", "t0k.en"], [agent, "Authorization: Bearer t0k.en"]),
    (["--oauth2-bearer", "t"], [agent, "Authorization: Bearer t"]),
    (["--auth", "u:p", "-H", "Authorization: x"], [agent, "Authorization: x"]),
    (["--auth", "u:p", "-H", "Authorization:"], [agent]),
    (["-b", "a=1; b=2", "--cookie", "c=3"], [agent, "Cookie: a=1; b=2; c=3"]),
    (["-b", "a=1", "-H", "Cookie: d"], [agent, "Cookie: d"]),
  ]

  @Test(arguments: rows)
  func fieldsAre(arguments: [String], fields: [String]) throws {
    #expect(try Self.fields(arguments) == fields)
  }

  @Test("what is meant for one origin is not shown to another")
  func otherOrigin() throws {
    let options = [
      "-H", "X: 1", "-b", "a=1", "-u", "u:p", "--host", "i", "-o", "http://o", "-H", "User-Agent: x", "-s",
      "chat", "-s", "bearer, tok",
    ]
    #expect(try Self.fields(options, to: "ws://h:81/") == [Self.agent, "Origin: http://o"])
    #expect(try Self.fields(options, to: "wss://h/") == [Self.agent, "Origin: http://o"])
    #expect(try Self.fields(options, to: "ws://h/other").contains("X: 1"))
    let plan = try Self.plan(options)
    let elsewhere = try WebSocketURL("ws://i/")
    #expect(plan.keepsSomething(from: elsewhere) && !plan.keepsSomething(from: plan.connection.url))
    #expect(plan.configuration(for: elsewhere).subprotocols == ["chat", "bearer"])
  }

  @Test func theURLsOwnCredentialsAreKept() throws {
    #expect(try Self.fields([], url: "ws://u:p@h/") == [Self.agent, "Authorization: Basic dTpw"])
    #expect(try Self.fields(["-u", "a:b"], url: "ws://u:p@h/").contains("Authorization: Basic YTpi"))
    #expect(
      try Self.fields([], url: "ws://u:p@h/", to: "ws://h/y") == [Self.agent, "Authorization: Basic dTpw"])
    #expect(try Self.fields([], url: "ws://u:p@h/", to: "ws://i/y") == [Self.agent])
  }

  @Test func pathsStayAsTheyAre() throws {
    #expect(try Self.plan([], url: "ws://h/a/../b c\\d").connection.url.resource == "/b%20c/d")
    #expect(
      try Self.plan(["--path-as-is"], url: "ws://h/a/../b c\\d").connection.url.resource
        == "/a/../b%20c\\d")
    #expect(try Self.plan(["--path-as-is"], url: "ws://h?a").connection.url.resource == "/?a")
  }

  @Test func filesAreRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wscope-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return url.path
    }
    let headers = try file("h", "X: 1\r\n\nCookie:\nY: 2\n")
    #expect(try Self.fields(["-H", "@\(headers)", "-b", "a=1"]) == [Self.agent, "X: 1", "Y: 2"])
    let secret = try file("s", "u:p\n")
    #expect(try Self.fields(["--auth-file", secret]) == [Self.agent, "Authorization: Basic dTpw"])
    let token = try file("t", "tok\r\n")
    #expect(try Self.fields(["--bearer-file", token]) == [Self.agent, "Authorization: Bearer tok"])
    let netrc = try file("n", "machine h login u password p\nmachine i login a password b\n")
    #expect(try Self.fields(["--netrc-file", netrc]).last == "Authorization: Basic dTpw")
    #expect(
      try Self.fields(["--netrc-file", netrc], to: "ws://i/").last == "Authorization: Basic YTpi")
    #expect(try Self.fields(["--netrc-file", netrc], url: "ws://u@h/").last == "Authorization: Basic dTpw")
    #expect(try Self.fields(["--netrc-file", netrc], url: "ws://x@h/").last == "Authorization: Basic eDo=")
    let cookies = try file("c", "h\tFALSE\t/\tFALSE\t0\tid\t7\n")
    #expect(try Self.fields(["-b", cookies, "-b", "a=1"]) == [Self.agent, "Cookie: id=7; a=1"])
    #expect(try Self.fields(["--cookie-jar", cookies]) == [Self.agent, "Cookie: id=7"])
    #expect(try Self.fields(["--cookie-jar", folder.path + "/new"]) == [Self.agent])
    let broken = try file("b", "a=b")
    for (arguments, status) in [
      (["-b", broken], 65), (["-b", folder.path + "/none"], 66), (["--netrc-file", broken], 65),
      (["--auth-file", folder.path + "/none"], 66), (["--bearer-file", try file("e", "")], 65),
      (["--auth-file", headers], 65), (["--cookie-jar", folder.path + "/none/jar"], 73),
      (["-H", "@\(folder.path)/none"], 66),
    ] as [([String], Int32)] {
      let failure = #expect(throws: Failure.self) { try Self.plan(arguments) }
      #expect(failure?.status == status, "\(arguments)")
    }
  }

  @Test(
    arguments: [
      ["--auth", "u:p", "--bearer", "t"], ["--auth", "a\u{7}:b"], ["--bearer", "a b"], ["--bearer", ""],
      ["--auth-env", "WSCOPE_NO_SUCH_VARIABLE"], ["-o", "a", "-o", "b"],
    ])
  func isMisused(arguments: [String]) {
    let failure = #expect(throws: Failure.self) { try Self.plan(arguments) }
    #expect(failure?.status == 64)
  }

  @Test(
    arguments: [
      ["-H", "X: a\r\nY: b"], ["-H", "no colon"], ["--host", "a b"], ["-A", "a\nb"], ["-b", "a=1\r\nX: y"],
      ["-o", "a\rb"],
      ["-H", "Host: a", "-H", "host: b"], ["-s", "a b"],
    ])
  func isNoRequest(arguments: [String]) {
    #expect(throws: UsageError.self) { try Self.plan(arguments) }
  }

  @Test func aVersionIsANumber() {
    let error = #expect(throws: (any Error).self) { try Connect.parse(["-p", "chat", "ws://h"]) }
    #expect(error.map { Root.message(for: $0) }?.contains("did you mean --subprotocol") == true)
  }

  @Test func contentIsCounted() throws {
    #expect(try ShownContent(argument: "2k").limit == 2048)
    #expect(try ShownContent(argument: "all").limit == 64 << 20)
    #expect(try Self.plan(["--show-body", "9"]).connection.limits.refusal == 9)
  }

  @Test("what is meant for one place is not sent to another socket file")
  func otherSocket() throws {
    let options = ["-H", "X: 1", "-u", "u:p", "--unix-socket", "/run/a"]
    let plan = try Self.plan(options)
    #expect(plan.at(socket: nil).configuration(for: plan.connection.url).headers.count == 3)
    #expect(plan.at(socket: "/run/a").configuration(for: plan.connection.url).headers.count == 3)
    let other = plan.at(socket: "/run/b")
    #expect(other.configuration(for: plan.connection.url).headers.map(\.name) == ["User-Agent"])
    #expect(other.connection.route == Route(to: .unix(path: "/run/b"), usesTLS: false))
  }

  @Test("the socket file of a URL is that URL's alone")
  func socketOfAURL() throws {
    let plan = try Self.plan(["-H", "X: 1"], url: "ws+unix:/run/a:/x")
    #expect(plan.connection.route == Route(to: .unix(path: "/run/a"), usesTLS: false))
    let other = plan.at(socket: nil)
    #expect(other.connection.route == Route(to: .tcp(host: "localhost", port: 80), usesTLS: false))
    #expect(other.configuration(for: plan.connection.url).headers.map(\.name) == ["User-Agent"])
  }
}
