import Foundation
import TerminalTestSupport
import Testing

@Suite("Through real proxies", .gated)
struct ProxyTests {
  /// Runs the body with a proxy, and with an echo server.
  private static func with(
    _ proxy: ProxyPeer, _ body: (_ proxy: String, _ url: String) async throws -> Void
  ) async throws {
    defer { proxy.end() }
    let server = try await Listener.start()
    defer { server.end() }
    try await body(proxy.address, server.url)
  }

  @Test func throughHTTP() async throws {
    try await Self.with(ProxyPeer.tinyproxy()) { proxy, url in
      let outcome = try await Program.run("send", "--show", "line", "--proxy", proxy, url, "hi")
      outcome.expect(status: 0)
      #expect(outcome.errors.contains(" through http://\(proxy) in "), "\(outcome.errors)")
      #expect(outcome.errors.contains(", proxy "))
      let byEnvironment = try await Program.run(
        ["send", "--show", "line", url, "hi"], environment: ["http_proxy": "http://\(proxy)"])
      #expect(byEnvironment.errors.contains(" through http://\(proxy) in "), "\(byEnvironment.errors)")
      for options in [["--no-proxy-env"], ["--noproxy", "127.0.0.0/8"]] {
        let direct = try await Program.run(
          ["send", "--show", "line"] + options + [url, "hi"], environment: ["http_proxy": "http://\(proxy)"])
        direct.expect(status: 0)
        #expect(!direct.errors.contains("through"))
      }
      let closed = try FreePort.find()
      let unreachable = try await Program.run("send", "--proxy", proxy, "ws://127.0.0.1:\(closed)/", "hi")
      unreachable.expectFailure(
        69, saying: "500 Unable to connect", "the proxy cannot reach 127.0.0.1:\(closed)")
    }
  }

  @Test func withPasswordThroughHTTP() async throws {
    try await Self.with(ProxyPeer.tinyproxy("BasicAuth me Qz9")) { proxy, url in
      let known = try await Program.run(
        "send", "--proxy", "http://me:Qz9@\(proxy)", "--show", "line", url, "hi")
      known.expect(status: 0)
      #expect(!known.errors.contains("Qz9"))
      let unknown = try await Program.run("send", "--proxy", proxy, url, "hi")
      unknown.expectFailure(69, saying: "407", "it is the proxy that asks", "--proxy-auth-file")
      let folder = try TemporaryFolder()
      let file = folder.url.appendingPathComponent("auth")
      try Data("me:Qz9\n".utf8).write(to: file)
      try await Program.run("send", "--proxy", proxy, "--proxy-auth-file", file.path, url, "hi").expect(
        status: 0)
    }
  }

  @Test func throughTLS() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("websockets_server.py", certificates.server)
    defer { peer.end() }
    try await Self.with(ProxyPeer.tinyproxy()) { proxy, _ in
      let options = ["send", "--proxy", proxy, "--ca", certificates.authority]
      try await Program.run(options + ["wss://localhost:\(peer.port)/", "hi"]).expect(status: 0)
      let renamed =
        options + ["--connect-to", "other.test:443:localhost:\(peer.port)", "wss://other.test/", "hi"]
      try await Program.run(renamed).expectFailure(77, saying: "other.test")
    }
  }

  @Test(arguments: ["socks5", "socks5h"])
  func throughSOCKS(scheme: String) async throws {
    try await Self.with(ProxyPeer.microsocks()) { proxy, url in
      let named = url.replacing("127.0.0.1", with: "localhost")
      try await Program.run("send", "--proxy", "\(scheme)://\(proxy)", named, "hi").expect(status: 0)
      let closed = try FreePort.find()
      try await Program.run("send", "--proxy", "\(scheme)://\(proxy)", "ws://127.0.0.1:\(closed)/", "hi")
        .expectFailure(69, saying: "connection refused (reply 5)")
      try await Program.run("send", "--proxy", "http://\(proxy)", url, "hi")
        .expectFailure(69, saying: "not an HTTP proxy", "try --proxy socks5://\(proxy)")
    }
  }

  @Test func withPasswordThroughSOCKS() async throws {
    try await Self.with(ProxyPeer.microsocks(["-u", "me", "-P", "Qz9"])) { proxy, url in
      try await Program.run("send", "--proxy", "socks5h://me:Qz9@\(proxy)", url, "hi").expect(status: 0)
      try await Program.run("send", "--proxy", "socks5h://me:no@\(proxy)", url, "hi")
        .expectFailure(69, saying: "did not accept the user and password")
      try await Program.run("send", "--proxy", "socks5h://\(proxy)", url, "hi")
        .expectFailure(69, saying: "it is the proxy that asks")
    }
  }

  @Test(arguments: [false, true])
  func withProofThroughSquid(digest: Bool) async throws {
    try await Self.with(await ProxyPeer.squid(digest: digest)) { proxy, url in
      let known = try await Program.run(
        "send", "--proxy", "http://me:Qz9@\(proxy)", "--write-out", "%{http_connect}", url, "hi")
      known.expect(status: 0)
      #expect(known.text == "hi\n200")
      let wrong = try await Program.run(
        "send", "--proxy", "http://me:no@\(proxy)", "--write-out", "%{http_connect} %{http_code}", url, "hi")
      wrong.expectFailure(69, saying: "407", "are the user and password of --proxy right?")
      #expect(wrong.text == "407 000")
      try await Program.run("send", "--proxy", proxy, url, "hi")
        .expectFailure(69, saying: "407", "--proxy-auth-file", digest ? "Digest realm" : "Basic realm")
    }
  }

  @Test(arguments: ["socks5", "socks5h"])
  func throughDante(scheme: String) async throws {
    try await Self.with(await ProxyPeer.dante()) { proxy, url in
      try await Program.run("send", "--proxy", "\(scheme)://\(proxy)", url, "hi").expect(status: 0)
      let other = url.replacing("127.0.0.1", with: "127.0.0.9")
      try await Program.run("send", "--proxy", "\(scheme)://\(proxy)", other, "hi")
        .expectFailure(69, saying: "connection not allowed by ruleset (reply 2)", "its rules do not allow it")
    }
  }

  @Test("TLS with a proxy is verified for the proxy, and a sentence says that it is the proxy's")
  func throughTLSWithTheProxy() async throws {
    let certificates = try await Certificates.make()
    let inner = try await ProxyPeer.tinyproxy("BasicAuth me Qz9")
    defer { inner.end() }
    let stunnel = try await ProxyPeer.stunnel(certificates.folder.path("both.pem"), before: inner.address)
    try await Self.with(stunnel) { proxy, url in
      let named = "https://me:Qz9@localhost:\(stunnel.port)"
      let trusted = ["SSL_CERT_FILE": certificates.authority, "SSL_CERT_DIR": "/nonexistent"]
      let send = ["send", "--proxy", named, "--show", "line", url, "hi"]
      let known = try await Program.run(send, environment: trusted)
      known.expect(status: 0)
      #expect(known.errors.contains("proxy TLS "), "\(known.errors)")
      try await Program.run(
        send, environment: ["SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": "/nonexistent"]
      )
      .expectFailure(77, saying: "TLS with the proxy https://localhost:\(stunnel.port): ", "no store")
      let strange = ["SSL_CERT_FILE": certificates.folder.path("other.pem"), "SSL_CERT_DIR": "/nonexistent"]
      try await Program.run(send, environment: strange).expectFailure(
        77, saying: "the proxy's certificate", "--proxy-insecure")
      try await Program.run(send + ["--proxy-insecure"], environment: strange).expect(status: 0)
      let unknown = try await Program.run(
        ["send", "--proxy", "https://localhost:\(stunnel.port)", url, "hi"], environment: trusted)
      unknown.expectFailure(69, saying: "407", "it is the proxy that asks")
    }
  }

  @Test func pastAnAddressThatSwallowsPackets() async throws {
    let deaf = try await Peer.start("full_backlog.py", ["127.0.0.2"])
    defer { deaf.end() }
    let server = try await Listener.start(on: "127.0.0.1:\(deaf.port)")
    defer { server.end() }
    let outcome = try await Program.run(
      "send", "--handshake", "--resolve", "x.test:\(deaf.port):127.0.0.2,127.0.0.1",
      "ws://x.test:\(deaf.port)/", "hi")
    outcome.expect(status: 0)
    #expect(outcome.errors.contains("(after 127.0.0.2:\(deaf.port): no answer)"), "\(outcome.errors)")
  }

  @Test func toAnAddressOfIPv6Alone() async throws {
    let server = try await Listener.start(on: "[::1]:0")
    defer { server.end() }
    let port = server.url.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
    // Not every machine has an address of IPv6 for localhost.
    let named = ["--resolve", "x.test:\(port):127.0.0.1,[::1]", "ws://x.test:\(port)/"]
    for options in [[server.url], ["-6"] + named, named] {
      let outcome = try await Program.run(["send", "--write-out", "%{remote_ip}"] + options + ["hi"])
      outcome.expect(status: 0)
      #expect(outcome.text == "hi\n::1")
    }
    try await Program.run(["send", "-4"] + named + ["hi"]).expectFailure(69)
  }

  @Test func toASocketFile() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    let server = try Program.start(["listen", "--unix-socket", path, "--echo"], limit: 60)
    defer { server.end() }
    _ = await server.errors.firstLine()
    for options in [["--unix-socket", path, "ws://h.test/x"], ["ws+unix:\(path):/x"]] {
      try await Program.run(["send"] + options + ["hi"]).expect(status: 0)
    }
    let other = try await Listener.start(["--greet", "by TCP"])
    defer { other.end() }
    try await Screen.wscope([other.url]) { screen in
      try await screen.wait(for: "by TCP")
      try await screen.enter("/connect ws+unix:\(path):/x")
      try await screen.wait { $0.contains("connected to ws://localhost/x") && $0.currentRow == ">" }
      try await screen.enter("by the file")
      try await screen.wait { $0.rows.filter { $0 == "  by the file" }.count == 1 }
      try await screen.enter("/connect \(other.url)")
      try await screen.wait { $0.rows.filter { $0.contains("by TCP") }.count == 2 }
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func toPlaces() async throws {
    let server = try await Listener.start()
    defer { server.end() }
    let port = server.url.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
    for options in [
      ["--resolve", "x.test:\(port):127.0.0.1", "ws://x.test:\(port)/"],
      ["--connect-to", "x.test:80:127.0.0.1:\(port)", "ws://x.test/"], ["-4", "ws://localhost:\(port)/"],
      ["--interface", "lo", server.url], ["--interface", "127.0.0.2", server.url],
    ] {
      try await Program.run(["send"] + options + ["hi"]).expect(status: 0)
    }
    try await Program.run("send", "-6", server.url, "hi").expectFailure(68, saying: "no IPv6 address")
  }
}
