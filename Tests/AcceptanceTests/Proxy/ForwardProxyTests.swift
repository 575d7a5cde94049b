import Foundation
import Testing

@Suite("wscope proxy without a URL: clients name the server", .gated)
struct ForwardProxyTests {
  @Test("CONNECT makes a tunnel, in which frames are seen", arguments: [[], ["--auth", "me:Qz9"]])
  func tunnel(options: [String]) async throws {
    let server = try await Listener.start(["--echo", "--show", "off"])
    defer { server.end() }
    let proxy = try await Listener.start(options, as: "proxy")
    defer { proxy.end() }
    let user = options.isEmpty ? "" : "me:Qz9@"
    let address = proxy.url.dropFirst("ws://".count).dropLast()
    let client = try await Program.run([
      "send", "--proxy", "http://\(user)\(address)", server.url + "chat", "hello",
    ])
    client.expect(status: 0)
    #expect(client.text == "hello\n")
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("connection 1: closed by the client")
    }
    let text = String(decoding: shown, as: UTF8.self)
    #expect(text.contains("to \(server.url)chat (\(server.url.dropFirst(5).dropLast()))"))
    #expect(text.contains("→ TEXT") && text.contains("← TEXT"))
  }

  @Test("TLS in a tunnel passes, and is said to be TLS")
  func encrypted() async throws {
    let certificates = try await Certificates.make()
    let server = try await Listener.start(["--echo", "--show", "off"] + certificates.server)
    defer { server.end() }
    let proxy = try await Listener.start([], as: "proxy")
    defer { proxy.end() }
    let client = try await Program.run([
      "send", "--ca", certificates.authority, "--proxy", proxy.url.replacing("ws:", with: "http:"),
      server.url, "hello",
    ])
    client.expect(status: 0)
    let shown = await proxy.child.output.wait { bytes in
      String(decoding: bytes, as: UTF8.self).contains("spoke TLS: ")
    }
    #expect(!String(decoding: shown, as: UTF8.self).contains("connection 1"))
  }

  @Test("curl gets a page by a URL in absolute form, and by a tunnel", arguments: [[], ["--proxytunnel"]])
  func pages(options: [String]) async throws {
    let server = try await Listener.start(["--page", "--show", "off"])
    defer { server.end() }
    let proxy = try await Listener.start([], as: "proxy")
    defer { proxy.end() }
    let url = server.url.replacing("ws:", with: "http:")
    let curl = try await Child(
      "/usr/bin/curl", ["-s", "--proxy", proxy.url.replacing("ws:", with: "http:")] + options + [url],
      environment: Program.environment
    ).outcome()
    curl.expect(status: 0)
    let direct = try await Child("/usr/bin/curl", ["-s", url], environment: Program.environment).outcome()
    #expect(curl.text == direct.text && curl.text.contains("<html"))
  }

  @Test("a server that cannot be reached is 502, a wrong request 400, missing credentials 407")
  func refusals() async throws {
    let port = try FreePort.find()
    let proxy = try await Listener.start(["--auth", "me:Qz9"], as: "proxy")
    defer { proxy.end() }
    let address = proxy.url.replacing("ws:", with: "http:")
    for (arguments, status) in [
      (["--proxy-user", "me:Qz9", "http://127.0.0.1:\(port)/"], "502"),
      (["http://127.0.0.1:\(port)/"], "407"),
    ] {
      let curl = try await Child(
        "/usr/bin/curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--proxy", address] + arguments,
        environment: Program.environment
      ).outcome()
      #expect(curl.text == status)
    }
    let open = try await Listener.start([], as: "proxy")
    defer { open.end() }
    let direct = try await Program.run(["send", open.url, "x"])
    direct.expectFailure(78, saying: "400 Bad Request", "this is a proxy")
  }

  @Test(
    "a proxy to any server is not open to others",
    arguments: [
      (["*:0"], "would be open to others"), (["0.0.0.0:0"], "would be open to others"),
      (["[::]:0"], "would be open to others"), (["0", "--auth", "me"], "USER:PASSWORD"),
      (["0", "ws://h", "--auth", "me:x"], "--auth is for clients that name their servers"),
    ])
  func isClosed(arguments: [String], words: String) async throws {
    let outcome = try await Program.run(["proxy"] + arguments)
    outcome.expectFailure(64, saying: words)
  }
}
