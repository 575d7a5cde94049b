import Foundation
import TerminalTestSupport
import Testing

@Suite("What is asked of a server", .gated)
struct RequestTests {
  @Test func namesItself() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run("send", server.url("/x"), "hi")
    outcome.expect(status: 0)
    #expect(outcome.text == "hi\n")
    let report = try #require(try await server.reports(1).first)
    #expect(report.line == "GET /x HTTP/1.1")
    #expect(report.field("User-Agent") == "wscope/0.1.0")
    #expect(report.messages == ["hi"] && report.close == 1000)
  }

  @Test("any field of the handshake can be another, and the answer to a key of one's own is checked")
  func forges() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run(
      "send", "-H", "sec-websocket-version: 8", "-H", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==", "-H",
      "User-Agent:", "-H", "X-Empty;", "-HConnection: keep-alive, Upgrade", "--method", "PUT", "--path-as-is",
      "--host", "other.example:9", server.url("/a/../b"), "hi")
    outcome.expect(status: 0)
    let report = try #require(try await server.reports(1).first)
    #expect(report.line == "PUT /a/../b HTTP/1.1")
    let mine = report.fields.filter { $0[0] != "Sec-WebSocket-Extensions" }
    #expect(
      mine == [
        ["Upgrade", "websocket"], ["Host", "other.example:9"], ["sec-websocket-version", "8"],
        ["Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEA=="], ["X-Empty", ""],
        ["Connection", "keep-alive, Upgrade"],
      ])
  }

  @Test func proposesASubprotocolForAVersionThatIsNoNumber() async throws {
    let outcome = try await Program.run("send", "-p", "chat", "ws://127.0.0.1:1/", "hi")
    outcome.expectFailure(64, saying: "did you mean --subprotocol (-s)?")
  }

  // MARK: Redirects

  @Test(arguments: [301, 302, 303, 307, 308])
  func followsARedirect(status: Int) async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let target = server.url("/here?x=1", scheme: "http")
    let path = "/to?status=\(status)&url=\(target.replacing("?", with: "%3F").replacing("=", with: "%3D"))"
    let refused = try await Program.run("send", server.url(path), "hi")
    refused.expectFailure(78, saying: "answered \(status)")
    let outcome = try await Program.run("send", "-L", "-H", "X: 1", server.url(path), "hi")
    outcome.expect(status: 0)
    #expect(outcome.text == "hi\n" && outcome.errors.isEmpty, "\(outcome.errors)")
    let reports = try await server.reports(3)
    #expect(reports[2].line == "GET /here?x=1 HTTP/1.1")
    #expect(reports[2].field("X") == "1")
  }

  @Test("a chain of relative redirects is shown with every head")
  func showsTheChain() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run("send", "-L", "--handshake", server.url("/chain/3"), "hi")
    outcome.expect(status: 0)
    for number in 0...3 {
      #expect(outcome.errors.contains("GET /chain/\(number) HTTP/1.1"), "\(outcome.errors)")
    }
    #expect(outcome.errors.split(separator: "← HTTP/1.1 307 Refused").count == 4, "\(outcome.errors)")
    let few = try await Program.run("send", "-L", "--max-redirects", "2", server.url("/chain/3"), "hi")
    few.expectFailure(78, saying: "redirects once more, after 2 redirects", "--max-redirects allows more")
    #expect(few.errors.contains("redirected (307) to \(server.url("/chain/2"))"), "\(few.errors)")
  }

  @Test func leavesALoop() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run("send", "--location", server.url("/loop"), "hi")
    outcome.expectFailure(78, saying: "the redirects go round in a loop: \(server.url("/loop"))")
    #expect(try await server.reports(2).count == 2)
  }

  @Test("what is meant for one origin is not sent to another")
  func dropsSecrets() async throws {
    let first = try await RequestPeer.start()
    let second = try await RequestPeer.start()
    defer {
      first.end()
      second.end()
    }
    let outcome = try await Program.run(
      "send", "-L", "-u", "user:S3cret", "-b", "id=S3cret", "-H", "X: S3cret", "-o", "http://o",
      first.url("/to?url=\(second.url("/"))"), "hi")
    outcome.expect(status: 0)
    let asked = try #require(try await first.reports(1).first)
    #expect(asked.field("Authorization") == "Basic dXNlcjpTM2NyZXQ=" && asked.field("Cookie") == "id=S3cret")
    let report = try #require(try await second.reports(1).first)
    #expect(Set(report.fields.map { $0[0] }).isDisjoint(with: ["Authorization", "Cookie", "X"]))
    #expect(report.field("Host") == "127.0.0.1:\(second.port)" && report.field("Origin") == "http://o")
  }

  @Test func keepsItsTLS() async throws {
    let certificates = try await Certificates.make()
    let secure = try await RequestPeer.start(certificates.serverFiles)
    let plain = try await RequestPeer.start()
    defer {
      secure.end()
      plain.end()
    }
    let url = secure.url("/to?url=\(plain.url("/"))", scheme: "wss", host: "localhost")
    let refused = try await Program.run("send", "--ca", certificates.authority, "-L", url, "hi")
    refused.expectFailure(78, saying: "redirects from TLS to plain text", "--allow-downgrade")
    let outcome = try await Program.run(
      "send", "--ca", certificates.authority, "-L", "--allow-downgrade", url, "hi")
    outcome.expect(status: 0)
    let upgraded = plain.url("/to?url=\(secure.url("/", scheme: "https", host: "localhost"))")
    let other = try await Program.run("send", "--ca", certificates.authority, "-L", upgraded, "hi")
    other.expect(status: 0)
  }

  @Test func saysItOnATerminal() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    try await Screen.wscope(["-L", server.url("/chain/1")]) { screen in
      try await screen.wait(for: "/chain/1 redirects (307) to \(server.url("/chain/0"))")
      try await screen.wait(for: "connected to \(server.url("/chain/0"))")
      try await screen.enter("hello")
      try await screen.wait(for: "  hello")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  // MARK: Credentials

  /// Options that prove who the user is, and the path that asks for it.
  static let proofs: [([String], String)] = [
    (["--auth", "user:S3cret"], "/basic"), (["-u", "user:S3cret"], "/digest/MD5"),
    (["--user=user:S3cret"], "/digest/SHA-256"), (["--bearer", "S3cret-token"], "/bearer"),
    (["--auth-file", "FOLDER/auth"], "/digest/MD5?q=1"), (["--auth-env", "SECRET"], "/basic"),
    (["--bearer-file", "FOLDER/token"], "/bearer"), (["--bearer-env", "TOKEN"], "/bearer"),
    (["--netrc"], "/digest/MD5"), (["--netrc-file", "FOLDER/.netrc"], "/basic"),
    (["-H", "Authorization: Bearer S3cret-token"], "/bearer"),
  ]

  @Test("the server believes it, and it is nowhere to be read", arguments: proofs)
  func provesWhoItIs(options: [String], path: String) async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let folder = try TemporaryFolder()
    _ = try folder.file("auth", Data("user:S3cret\n".utf8))
    _ = try folder.file("token", Data("S3cret-token\n".utf8))
    _ = try folder.file(".netrc", Data("machine 127.0.0.1 login user password S3cret\n".utf8))
    let options = options.map { $0.replacing("FOLDER", with: folder.url.path) }
    let child = try Program.start(
      options + ["--handshake", "--show", "tree", "--wait", "-1", "-x", "hi", server.url(path)],
      environment: ["HOME": folder.url.path, "SECRET": "user:S3cret", "TOKEN": "S3cret-token"])
    defer { child.end() }
    #expect(await child.output.firstLine() == "hi")
    let line = try String(contentsOfFile: "/proc/\(child.process)/cmdline", encoding: .utf8)
    child.send(signal: SIGINT)
    let outcome = await child.outcome()
    outcome.expect(status: 130)
    for secret in ["S3cret", "dXNlcjpTM2NyZXQ="] {
      #expect(!line.contains(secret), "\(line)")
      #expect(!outcome.errors.contains(secret), "\(outcome.errors)")
    }
    #expect(outcome.errors.contains(": Basic ***") || outcome.errors.contains(": Bearer ***"))
  }

  @Test(arguments: ["/basic", "/digest/MD5", "/digest/SHA-256"])
  func isNotBelieved(path: String) async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run("send", "-u", "user:wr0ng", server.url(path), "hi")
    outcome.expectFailure(78, saying: "401")
    #expect(!outcome.errors.contains("wr0ng"))
    let userInfo = "ws://user:S3cret@127.0.0.1:\(server.port)\(path)"
    let right = try await Program.run("send", userInfo, "hi")
    right.expect(status: 0)
  }

  @Test func showsSecretsWhenAsked() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run(
      "send", "--handshake", "--show-secrets", "--bearer", "S3cret-token", server.url("/bearer"), "hi")
    outcome.expect(status: 0)
    #expect(outcome.errors.contains("Authorization: Bearer S3cret-token"))
  }

  // MARK: Cookies

  @Test func keepsCookies() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let folder = try TemporaryFolder()
    let jar = folder.path("jar")
    let first = try await Program.run("send", "-L", "--cookie-jar", jar, server.url("/bounce"), "hi")
    first.expect(status: 0)
    let second = try await Program.run(
      "send", "--handshake", "--cookie-jar", jar, "-b", "more=1", server.url("/set"), "hi")
    second.expect(status: 0)
    #expect(!second.errors.contains("S3cret"), "\(second.errors)")
    let third = try await Program.run("send", "-b", jar, server.url("/"), "hi")
    third.expect(status: 0)
    let reports = try await server.reports(4)
    #expect(
      reports.map { $0.field("Cookie") } == [nil, "seen=1", "seen=1; more=1", "seen=1; id=S3cret-cookie"])
    let lines = try String(contentsOfFile: jar, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(lines.count == 2)
    #expect(lines.last == "#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tid\tS3cret-cookie")
    let attributes = try FileManager.default.attributesOfItem(atPath: jar)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["jar"])
  }

  @Test("curl reads the file of cookies that is written")
  func curlReadsIt() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let folder = try TemporaryFolder()
    let jar = folder.path("jar")
    try await Program.run("send", "--cookie-jar", jar, server.url("/set"), "hi").expect(status: 0)
    let curl = try await Peer.launch(
      "/usr/bin/curl", ["-s", "-b", jar, "-o", "/dev/null", server.url("/page", scheme: "http")]
    ).outcome()
    curl.expect(status: 0)
    #expect(try await server.reports(2).last?.field("Cookie") == "id=S3cret-cookie")
  }

  @Test func saysThatTheJarCannotBeKept() async throws {
    let outcome = try await Program.run(
      "send", "--cookie-jar", "/nonexistent/jar", "ws://127.0.0.1:1/", "hi")
    outcome.expectFailure(73, saying: "/nonexistent/jar cannot be created")
  }

  // MARK: What a refusal holds

  /// A path, what is shown of its answer's content, and what is not.
  static let contents: [(String, [String], String)] = [
    ("/page", ["with a web page", "403 Forbidden\n", "Ask & wait."], "<p>"),
    ("/json", [#"{"error": {"code": 7}}"#], "web page"), ("/gzip", ["not you"], "\\x1f"),
    ("/deflate", ["with a web page", "Ask & wait."], "<p>"),
    ("/br", ["(its body has the coding \"br\", which is not decoded)"], "web page"),
    ("/chunked", ["line 0\n", "line 9\n", "..."], "line 10\n"),
  ]

  @Test(arguments: contents)
  func showsTheContent(path: String, shown: [String], hidden: String) async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run("send", server.url(path), "hi")
    outcome.expectFailure(78, saying: "answered 403 Refused")
    for part in shown { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    #expect(!outcome.errors.contains(hidden), "\(outcome.errors)")
  }

  @Test func showsAllOfIt() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let whole = try await Program.run("send", "--show-body", "all", server.url("/chunked"), "hi")
    whole.expectFailure(78)
    for number in [0, 61, 2999] { #expect(whole.errors.contains("line \(number)\n")) }
    let few = try await Program.run("send", "--show-body", "20", server.url("/chunked"), "hi")
    #expect(few.errors.contains("line 1\n") && !few.errors.contains("line 3"), "\(few.errors)")
    let page = try await Program.run("send", "--show-body", "all", server.url("/deflate"), "hi")
    #expect(page.errors.contains("<p>Ask &amp; wait.</body>"), "\(page.errors)")
  }
}
