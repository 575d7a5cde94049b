import Foundation
import Testing

@Suite("Through real proxies", .gated)
struct ProxyTests {
  /// Runs the body with a proxy that listens on a port, and with an echo server.
  private static func with(
    _ start: (_ port: Int, _ folder: TemporaryFolder) throws -> Child,
    _ body: (_ proxy: String, _ url: String) async throws -> Void
  ) async throws {
    let server = try await Listener.start()
    defer { server.end() }
    let folder = try TemporaryFolder()
    let port = try FreePort.find()
    let proxy = try start(port, folder)
    defer { proxy.end() }
    // A proxy says nothing when it listens: the first connect that it takes shows it.
    for _ in 0..<500 {
      let knock = try await Program.run(
        "send", "--proxy", "socks5://127.0.0.1:\(port)", "--handshake-timeout", "0.2", "ws://127.0.0.1:1/",
        "x")
      if !knock.errors.contains("cannot be reached") { break }
    }
    try await body("127.0.0.1:\(port)", server.url)
  }

  private static func tinyproxy(_ more: String = "") -> (Int, TemporaryFolder) throws -> Child {
    { port, folder in
      let file = folder.url.appendingPathComponent("tinyproxy.conf")
      try Data("Port \(port)\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\n\(more)\n".utf8).write(to: file)
      return try Peer.launch("/usr/bin/tinyproxy", ["-d", "-c", file.path])
    }
  }

  private static func microsocks(_ more: [String] = []) -> (Int, TemporaryFolder) throws -> Child {
    { port, _ in try Peer.launch("/usr/bin/microsocks", ["-i", "127.0.0.1", "-p", "\(port)"] + more) }
  }

  @Test func throughHTTP() async throws {
    try await Self.with(Self.tinyproxy()) { proxy, url in
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
    try await Self.with(Self.tinyproxy("BasicAuth me Qz9")) { proxy, url in
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
    try await Self.with(Self.tinyproxy()) { proxy, _ in
      let options = ["send", "--proxy", proxy, "--ca", certificates.authority]
      try await Program.run(options + ["wss://localhost:\(peer.port)/", "hi"]).expect(status: 0)
      let renamed =
        options + ["--connect-to", "other.test:443:localhost:\(peer.port)", "wss://other.test/", "hi"]
      try await Program.run(renamed).expectFailure(77, saying: "other.test")
    }
  }

  @Test(arguments: ["socks5", "socks5h"])
  func throughSOCKS(scheme: String) async throws {
    try await Self.with(Self.microsocks()) { proxy, url in
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
    try await Self.with(Self.microsocks(["-u", "me", "-P", "Qz9"])) { proxy, url in
      try await Program.run("send", "--proxy", "socks5h://me:Qz9@\(proxy)", url, "hi").expect(status: 0)
      try await Program.run("send", "--proxy", "socks5h://me:no@\(proxy)", url, "hi")
        .expectFailure(69, saying: "did not accept the user and password")
      try await Program.run("send", "--proxy", "socks5h://\(proxy)", url, "hi")
        .expectFailure(69, saying: "it is the proxy that asks")
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
