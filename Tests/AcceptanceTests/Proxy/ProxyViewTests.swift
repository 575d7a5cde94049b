import Foundation
import Testing

@Suite("wscope proxy shows what passes between clients and a server", .gated)
struct ProxyViewTests {
  /// Starts a proxy before a server and waits for the line that names its port.
  private static func start(_ url: String, _ options: [String] = []) async throws -> Listener {
    try await Listener.start([url] + options, as: "proxy")
  }

  @Test("frames of both sides with the number of their connection, and how it ended")
  func frames() async throws {
    let server = try await Listener.start(["--echo", "--show", "off"])
    defer { server.end() }
    let proxy = try await Self.start(server.url, ["--time", "off"])
    defer { proxy.end() }
    for number in 1...2 {
      let client = try await Program.run(["send", proxy.url + "chat/\(number)", "hello \(number)"])
      client.expect(status: 0)
      #expect(client.text == "hello \(number)\n")
    }
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("connection 2: closed by the client")
    }
    let text = String(decoding: shown, as: UTF8.self)
    for number in 1...2 {
      #expect(text.contains("connection \(number): 127.0.0.1:"))
      #expect(text.contains("to \(proxy.url)chat/\(number) (\(server.url.dropFirst(5).dropLast()))"))
      #expect(text.contains("connection \(number)\n  hello \(number)\n"))
    }
    #expect(text.components(separatedBy: "→ TEXT").count == 3)
    #expect(text.components(separatedBy: "← TEXT").count == 3)
    #expect(!text.contains("reset"))
  }

  @Test("a refused upgrade and HTTP without one pass, and are shown as such")
  func others() async throws {
    let server = try await Listener.start(["--reject", "403", "--show", "off"])
    defer { server.end() }
    let proxy = try await Self.start(server.url)
    defer { proxy.end() }
    let refused = try await Program.run(["send", proxy.url + "closed", "x"])
    refused.expectFailure(78, saying: "403")
    let page = try await Child(
      "/usr/bin/curl",
      ["-s", "-o", "/dev/null", "-w", "%{http_code}", proxy.url.replacing("ws:", with: "http:")],
      environment: Program.environment
    ).outcome()
    #expect(page.text == "426")
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("spoke HTTP without a WebSocket")
    }
    let text = String(decoding: shown, as: UTF8.self)
    #expect(text.contains("connection 1: the request for /closed was refused with 403 Forbidden\n"))
  }

  @Test("what a server breaks is shown with its clause, and reaches the client")
  func violations() async throws {
    let server = try await Peer.start("hostile.py", ["frames", "81 7e 00 05 68 65 6c 6c 6f"])
    defer { server.end() }
    let proxy = try await Self.start(server.url)
    defer { proxy.end() }
    let client = try await Program.run(["send", proxy.url, "x"])
    client.expectFailure(76, saying: "length-not-minimal")
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("RFC 6455 5.2")
    }
    #expect(
      String(decoding: shown, as: UTF8.self).contains("violation  length-not-minimal  bytes 2..<4 (00 05)"))
  }

  @Test("a request whose server is not there is answered with 502, and anything else with a reset")
  func notConnected() async throws {
    let port = try FreePort.find()
    let proxy = try await Self.start("ws://127.0.0.1:\(port)")
    defer { proxy.end() }
    let client = try await Program.run(["send", proxy.url, "x"])
    client.expectFailure(78, saying: "502 Bad Gateway", "127.0.0.1:\(port) cannot be reached")
    let words = await proxy.child.errors.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("was not relayed")
    }
    let text = String(decoding: words, as: UTF8.self)
    #expect(text.contains("its request was answered with 502: 127.0.0.1:\(port) cannot be reached"))
  }

  @Test("a recording has both sides, and replays as the client's", arguments: ["jsonl", "pcapng"])
  func recording(format: String) async throws {
    let folder = try TemporaryFolder()
    let server = try await Listener.start(["--echo", "--show", "off"])
    defer { server.end() }
    let file = folder.path("seen.\(format)")
    let proxy = try await Self.start(server.url, ["--show", "off", "--record", file])
    let client = try await Program.run(["send", proxy.url, "one", "two"])
    client.expectOutput(Data("one\ntwo\n".utf8))
    proxy.child.send(signal: SIGTERM)
    let outcome = await proxy.child.outcome()
    outcome.expect(status: 143)
    #expect(outcome.output.isEmpty)
    let read = try await Program.run(["read", "--show", "spec", "--only", "text", file])
    read.expect(status: 0)
    let texts = read.lines.map { $0.split(separator: " ").last ?? "" }.sorted()
    #expect(texts == ["text=one", "text=one", "text=two", "text=two"])
    let replay = try await Program.run(["replay", file, server.url])
    replay.expect(status: 0)
  }

  @Test("--close-after ends both streams after exactly so many bytes, and a line says so")
  func closeAfter() async throws {
    let server = try await Listener.start(["--echo", "--show", "off"])
    defer { server.end() }
    let proxy = try await Self.start(server.url, ["--close-after", "1000"])
    defer { proxy.end() }
    let client = try await Program.run([
      "send", "--deflate", "off", proxy.url, String(repeating: "x", count: 5000),
    ])
    client.expectFailure(80, saying: "without a Close frame")
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("connection 1: ended without a Close frame")
    }
    #expect(String(decoding: shown, as: UTF8.self).contains("connection 1: ended by --close-after\n"))
  }

  @Test("--set-header and --remove-header change the request that the server gets, and a line says so")
  func headers() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let proxy = try await Self.start(
      server.url("", host: "127.0.0.1"),
      ["--set-header", "Host: example.com", "--set-header", "X-More: 1", "--remove-header", "user-agent"])
    defer { proxy.end() }
    let client = try await Program.run(["send", "--expect", "0", proxy.url, "x"])
    client.expect(status: 0)
    let report = try await server.reports(1)[0]
    #expect(report.field("Host") == "example.com" && report.field("X-More") == "1")
    #expect(report.field("User-Agent") == nil)
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("connection 1: closed by")
    }
    #expect(
      String(decoding: shown, as: UTF8.self).contains(
        "connection 1: its request was changed here: Host, User-Agent, X-More\n"))
  }

  @Test("JSON Lines are as the schema says")
  func events() async throws {
    let server = try await Listener.start(["--echo", "--show", "off"])
    defer { server.end() }
    let proxy = try await Self.start(server.url, ["--json"])
    let client = try await Program.run(["send", proxy.url, "hello"])
    client.expect(status: 0)
    _ = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("\"type\":\"summary\"")
    }
    proxy.child.send(signal: SIGTERM)
    let outcome = await proxy.child.outcome()
    outcome.expect(status: 143)
    let lines = try await EventLines(outcome.output)
    #expect(lines.members("message", "sender", "text") == ["client hello", "server hello"])
  }

  @Test(
    "what cannot be meant is refused in one sentence",
    arguments: [
      (["0", "ws://127.0.0.1:9/chat"], "the URL names \"/chat\", expected none"),
      (["0", "ws://me:secret@127.0.0.1:9"], "the URL holds a user"),
      (["0", "ftp://127.0.0.1"], "expected ws or wss"), (["70000", "ws://127.0.0.1:9"], "is not an address"),
      ([], "no port was given"), (["0", "ws://h", "--socket-mode", "600"], "--socket-mode goes with"),
    ])
  func misuse(arguments: [String], words: String) async throws {
    let outcome = try await Program.run(["proxy"] + arguments)
    outcome.expectFailure(64, saying: words)
  }
}
