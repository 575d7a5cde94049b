import Foundation
import Testing

@Suite("wscope proxy between clients and servers of others, by every way to a server", .gated)
struct ProxyRouteTests {
  private static func wait(for words: String, in proxy: Listener) async -> String {
    let shown = await proxy.child.output.wait { String(decoding: $0, as: UTF8.self).contains(words) }
    return String(decoding: shown, as: UTF8.self)
  }

  @Test("TLS with clients and with the server, whose certificates each side verifies")
  func tls() async throws {
    let certificates = try await Certificates.make()
    let server = try await Listener.start(
      [
        "--echo", "--show", "off", "--cert", certificates.serverFiles[0], "--key",
        certificates.serverFiles[1],
      ])
    defer { server.end() }
    let proxy = try await Listener.start(
      [
        server.url.replacing("127.0.0.1", with: "localhost"), "--ca", certificates.authority, "--cert",
        certificates.serverFiles[0], "--key", certificates.serverFiles[1], "--handshake",
      ], as: "proxy")
    defer { proxy.end() }
    let client = try await Program.run([
      "send", "--ca", certificates.authority, proxy.url.replacing("127.0.0.1", with: "localhost"), "hello",
    ])
    client.expect(status: 0)
    #expect(client.text == "hello\n")
    let text = await Self.wait(for: "connection 1: closed by the client", in: proxy)
    #expect(text.contains("TLSv1.3") && text.contains("to wss://localhost:"))
    #expect(!text.contains("reset"))

    let distrusting = try await Listener.start([server.url], as: "proxy")
    defer { distrusting.end() }
    let refused = try await Program.run(["send", distrusting.url, "hello"])
    refused.expectFailure(78, saying: "502 Bad Gateway", "certificate")
  }

  @Test("socket files at both sides")
  func unixSockets() async throws {
    let folder = try TemporaryFolder()
    let server = try Program.start(
      ["listen", "--unix-socket", folder.path("server"), "--echo", "--show", "off"])
    defer { server.end() }
    _ = await server.errors.firstLine()
    let proxy = Listener(
      child: try Program.start(["proxy", folder.path("proxy"), "ws+unix:\(folder.path("server"))"]), url: "")
    defer { proxy.end() }
    _ = await proxy.child.errors.firstLine()
    let client = try await Program.run(["send", "ws+unix:\(folder.path("proxy")):/chat", "hello"])
    client.expect(status: 0)
    #expect(client.text == "hello\n")
    let text = await Self.wait(for: "connection 1: closed by the client", in: proxy)
    #expect(text.contains("connection 1: to ws://localhost/chat"))
    #expect(!text.contains("reset"))
  }

  @Test("through another proxy, which is asked for a tunnel")
  func throughProxy() async throws {
    let server = try await Listener.start(["--echo", "--show", "off"])
    defer { server.end() }
    let outer = try await ProxyPeer.tinyproxy()
    defer { outer.end() }
    let proxy = try await Listener.start([server.url, "--proxy", "http://\(outer.address)"], as: "proxy")
    defer { proxy.end() }
    let client = try await Program.run(["send", proxy.url, "hello"])
    client.expect(status: 0)
    #expect(client.text == "hello\n")
  }

  @Test(
    "clients and servers of others", arguments: ["websockets_client.py", "ws_client.js"],
    ["websockets_server.py", "ws_server.js"])
  func peers(client: String, server: String) async throws {
    let server = try await Peer.start(server)
    defer { server.end() }
    let proxy = try await Listener.start([server.url, "--view-bytes", "16"], as: "proxy")
    defer { proxy.end() }
    let outcome = try await Peer.script(client, [proxy.url]).outcome()
    outcome.expect(status: 0)
    let text = await Self.wait(for: "closed by", in: proxy)
    #expect(text.contains("→") && text.contains("←") && !text.contains("violation"))
  }
}
