import Foundation
import SystemCalls
import Testing

@Suite("Whom wscope listen lets in", .gated)
struct AdmissionTests {
  private static func knock(_ listener: Listener, _ options: String...) async throws -> String {
    let url = listener.url.hasPrefix("ws") ? listener.url : "ws://localhost/"
    let outcome = try await Peer.script("admission_client.py", options + [url]).outcome()
    outcome.expect(status: 0)
    return outcome.text
  }

  @Test(arguments: [false, true])
  func asksForCredentials(isSecure: Bool) async throws {
    let certificates = try await Certificates.make()
    let listener = try await Listener.start(
      ["--auth", "user:pass:word", "--greet", "hi"] + (isSecure ? certificates.server : []))
    defer { listener.end() }
    let trust = isSecure ? ["--ca", certificates.authority] : []
    let challenge = "refused 401 Basic realm=\"wscope\", charset=\"UTF-8\" - -\n"
    for (options, report) in [
      (["--user", "user:pass:word"], "open - - hi\n"), (["--user", "user:pass"], challenge), ([], challenge),
    ] {
      let outcome = try await Peer.script("admission_client.py", trust + options + [listener.url]).outcome()
      #expect(outcome.text == report, "\(outcome.errors)")
    }
    let url = listener.url.replacing("://", with: "://user:pass%3aword@")
    try await Program.run(["send"] + trust + [url, "hello"]).expect(status: 0)
    try await Program.run(["send"] + trust + [listener.url, "hello"]).expectFailure(78, saying: "401")
  }

  @Test func allowsOrigins() async throws {
    let listener = try await Listener.start([
      "--allow-origin", "https://good.example", "--greet", "hi", "--show", "line",
    ])
    defer { listener.end() }
    #expect(try await Self.knock(listener) == "open - - hi\n")
    for origin in ["https://good.example", "http://localhost:8080", "http://127.0.0.1"] {
      #expect(try await Self.knock(listener, "--origin", origin) == "open - - hi\n")
    }
    #expect(try await Self.knock(listener, "--origin", "http://evil.example").hasPrefix("refused 403 "))
    let story = await listener.child.errors.wait(for: "did not get in")
    let line =
      /from 127\.0\.0\.1:\d+ did not get in: 403, its Origin http:\/\/evil\.example is not allowed: --allow-origin lets it in\n/
    #expect(story.contains(line), "\(story)")
  }

  @Test(arguments: [[], ["--page"]])
  func keepsPagesOfOtherMachinesFromLoopback(options: [String]) async throws {
    for address in ["127.0.0.1:0", "[::1]:0", "localhost:0"] {
      let listener = try await Listener.start(options + ["--greet", "hi"], on: address)
      defer { listener.end() }
      #expect(try await Self.knock(listener) == "open - - hi\n")
      #expect(try await Self.knock(listener, "--origin", "http://localhost:1") == "open - - hi\n")
      #expect(try await Self.knock(listener, "--origin", "null").hasPrefix("refused 403 "), "\(address)")
    }
    for (choice, address) in [(["--allow-origin", "*"], "127.0.0.1:0"), ([], "*:0")] {
      var listener = try await Listener.start(options + choice + ["--greet", "hi"], on: address)
      defer { listener.end() }
      listener.url = listener.url.replacing("0.0.0.0", with: "127.0.0.1")
      #expect(try await Self.knock(listener, "--origin", "http://evil.example") == "open - - hi\n")
    }
  }

  /// What the system's list of processes shows of a command line with secrets in it.
  @Test func keepsSecretsFromTheListOfProcesses() async throws {
    let listener = try await Listener.start([
      "--auth", "user:secret", "-H", "Set-Cookie: secret", "-HX-Auth-Token:secret", "--header=X-One: shown",
    ])
    defer { listener.end() }
    func picture(_ child: Child) throws -> String {
      String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: "/proc/\(child.process)/cmdline")), as: UTF8.self)
    }
    let shown = try picture(listener.child)
    #expect(
      !shown.contains("secret") && !shown.contains("user") && shown.contains("X-One: shown"), "\(shown)")
    let client = try Program.start(
      [listener.url.replacing("://", with: "://user:secret@"), "-H", "Cookie: secret"], input: .held)
    defer { client.end() }
    client.write("hello\n")
    await listener.child.output.wait(for: "hello\n")
    #expect(!(try picture(client)).contains("secret"))
  }

  @Test func choosesASubprotocolAndAddsFields() async throws {
    let listener = try await Listener.start([
      "-s", "chat,superchat", "-H", "X-Server: wscope", "--greet", "hi", "--max-clients", "9",
    ])
    defer { listener.end() }
    #expect(try await Self.knock(listener, "--subprotocol", "mqtt,superchat") == "open superchat wscope hi\n")
    #expect(try await Self.knock(listener, "--subprotocol", "mqtt") == "open - wscope hi\n")
    let client = try Peer.launch(
      Peer.tool("wsdump"), ["-r", "-s", "superchat", "--eof-wait", "1", listener.url], input: .held)
    #expect(await client.output.wait(for: "hi").contains("hi"))
    client.closeInput()
    _ = await client.outcome()
  }

  @Test func refusesEveryHandshake() async throws {
    let listener = try await Listener.start(["--reject", "503", "-H", "X-Server: wscope"])
    defer { listener.end() }
    #expect(try await Self.knock(listener) == "refused 503 - - wscope\n")
    let outcome = try await Program.run("send", listener.url, "hi")
    outcome.expectFailure(78, saying: "503 Service Unavailable", "every handshake is refused")
    let elsewhere = try await Listener.start(["--reject", "307", "-HLocation: ws://elsewhere.example/"])
    defer { elsewhere.end() }
    try await Program.run("send", elsewhere.url, "hi").expectFailure(78, saying: "ws://elsewhere.example/")
  }

  @Test func hasSoManyPlaces() async throws {
    let listener = try await Listener.start(["--max-clients", "1", "--echo"])
    defer { listener.end() }
    let first = try Program.start([listener.url], input: .held)
    first.write("hello\n")
    await first.output.wait(for: "hello\n")
    try await Program.run("send", listener.url, "hi").expectFailure(78, saying: "503", "the server is full")
    first.closeInput()
    await first.outcome().expect(status: 0)
    try await Program.run("send", listener.url, "hi").expect(status: 0)
  }

  @Test func listensOnAUnixSocket() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("socket")
    let arguments = ["listen", "--unix-socket", path, "--greet", "hi", "--show", "line"]
    let killed = try Program.start(arguments)
    let line = await killed.errors.firstLine()
    #expect(line == "listening on the unix socket \(path) (ws)")
    killed.end()
    _ = await killed.status()
    #expect(FileManager.default.fileExists(atPath: path), "what a killed listener leaves")

    let listener = Listener(child: try Program.start(arguments + ["--socket-mode", "620"]), url: "")
    defer { listener.end() }
    #expect(await listener.child.errors.firstLine() == line)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o620)
    #expect(try await Self.knock(listener, "--unix", path) == "open - - hi\n")
    let websocat = try await Peer.launch(
      Peer.tool("websocat"), ["-tu", "--ws-c-uri=ws://localhost/", "ws-c:unix:\(path)", "-"]
    ).outcome()
    #expect(websocat.text.hasPrefix("hi"), "\(websocat.text) \(websocat.errors)")
    try await Program.run(arguments).expectFailure(73, saying: path, "address already in use")
    #expect(try await Self.knock(listener, "--unix", path) == "open - - hi\n", "the first one goes on")
    listener.child.send(signal: SIGTERM)
    #expect(await listener.child.status() == 143)
    #expect(!FileManager.default.fileExists(atPath: path))

    let file = try folder.file("file", Data("mine".utf8))
    try await Program.run("listen", "--unix-socket", file).expectFailure(73, saying: file)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data("mine".utf8))
    let long = folder.path(String(repeating: "x", count: 200))
    try await Program.run("listen", "--unix-socket", long).expectFailure(73, saying: "too long")
  }

  /// Options that are refused as usage before anything listens.
  static let misuse: [[String]] = [
    ["-H", "X: a\r\nY: b"], ["-H", "no colon"], ["-H", "Upgrade: x"], ["-s", "a b"], ["-s", "a\r\nb"],
    ["--auth", "user"], ["--auth", "a:b\r\nc"], ["--allow-origin", "good.example"],
    ["--allow-origin", "https://good.example/"], ["--reject", "200"], ["--reject", "600"],
    ["--socket-mode", "600"], ["--unix-socket", "x", "--socket-mode", "8"], ["--max-clients", "0"],
    ["--echo", "--broadcast"], ["--unix-socket", "/tmp/socket"],
  ]

  @Test(arguments: misuse)
  func refusesMisuse(options: [String]) async throws {
    try await Program.run(["listen", "0"] + options).expectFailure(64)
  }
}
