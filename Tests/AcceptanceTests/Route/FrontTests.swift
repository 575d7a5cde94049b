import Foundation
import Testing

/// Servers in front of other servers, as most that people connect to are.
@Suite("Servers behind nginx, HAProxy and stunnel", .gated)
struct FrontTests {
  private static func backend() async throws -> (server: Listener, address: String) {
    let server = try await Listener.start()
    return (server, String(server.url.dropFirst("ws://".count).dropLast()))
  }

  @Test(arguments: ["1.2", "1.3"])
  func nginxDemandsACertificate(version: String) async throws {
    let certificates = try await Certificates.make()
    let (server, address) = try await Self.backend()
    defer { server.end() }
    let nginx = try await ProxyPeer.nginx(certificates, tls: version, before: address, demands: true)
    defer { nginx.end() }
    let url = "wss://localhost:\(nginx.port)/"
    let send = ["send", "--ca", certificates.authority]
    let known = try await Program.run(
      send + ["--write-out", "%{ssl_version} %{http_code}"] + certificates.server + [url, "hi"])
    known.expect(status: 0)
    #expect(known.text == "hi\nTLSv\(version) 101")
    try await Program.run(send + [url, "hi"]).expectFailure(
      78, saying: "No required SSL certificate was sent", "--cert FILE and --key FILE")
    try await Program.run(send + certificates.stranger + [url, "hi"]).expectFailure(
      78, saying: "it does not accept our certificate")
    let other = version == "1.2" ? ["--tls-min", "1.3"] : ["--tls-max", "1.2"]
    try await Program.run(send + other + [url, "hi"]).expectFailure(77, saying: "it does not speak TLS")
    try await Program.run("send", "ws://localhost:\(nginx.port)/", "hi").expectFailure(
      78, saying: "the port speaks TLS: try wss://")
  }

  @Test func nginxDropsTheUpgrade() async throws {
    let certificates = try await Certificates.make()
    let (server, address) = try await Self.backend()
    defer { server.end() }
    let nginx = try await ProxyPeer.nginx(certificates, tls: "1.3", before: address, demands: false)
    defer { nginx.end() }
    let url = "wss://localhost:\(nginx.port)"
    try await Program.run("send", "--ca", certificates.authority, url, "hi").expect(status: 0)
    try await Program.run("send", "--ca", certificates.authority, url + "/plain", "hi").expectFailure(
      78, saying: "426", "a proxy between may drop it")
  }

  @Test func pingsKeepATunnelThroughHAProxy() async throws {
    let (server, address) = try await Self.backend()
    defer { server.end() }
    let haproxy = try await ProxyPeer.haproxy(before: address)
    defer { haproxy.end() }
    let stay = ["ws://\(haproxy.address)/", "-x", "hi", "-w", "3"]
    try await Program.run(stay).expectFailure(80, saying: "ended the stream without a Close frame")
    try await Program.run(stay + ["--ping-interval", "0.3"]).expect(status: 0)
  }

  @Test func haproxyEndsTLS() async throws {
    let certificates = try await Certificates.make()
    let (server, address) = try await Self.backend()
    defer { server.end() }
    let haproxy = try await ProxyPeer.haproxy(before: address, tls: certificates.folder.path("both.pem"))
    defer { haproxy.end() }
    for version in ["1.2", "1.3"] {
      let outcome = try await Program.run(
        "send", "--ca", certificates.authority, "--tls-min", version, "--tls-max", version,
        "wss://localhost:\(haproxy.port)/", "hi")
      outcome.expect(status: 0)
    }
    try await Program.run("send", "ws://localhost:\(haproxy.port)/", "hi").expectFailure(
      80, saying: "does the port want wss://, or the server a subprotocol (-s)?")
  }

  @Test func stunnelDemandsACertificate() async throws {
    let certificates = try await Certificates.make()
    let (server, address) = try await Self.backend()
    defer { server.end() }
    let stunnel = try await ProxyPeer.stunnel(
      certificates.folder.path("both.pem"), before: address, demands: certificates.authority)
    defer { stunnel.end() }
    let url = "wss://localhost:\(stunnel.port)/"
    let send = ["send", "--ca", certificates.authority]
    try await Program.run(send + certificates.server + [url, "hi"]).expect(status: 0)
    try await Program.run(send + [url, "hi"]).expectFailure(77, saying: "it demands a certificate of ours")
    try await Program.run(send + ["--tls-max", "1.2", url, "hi"]).expectFailure(77, saying: "--cert FILE")
  }

  @Test("an alert about a bad certificate, where none was shown, asks for one")
  func aBadCertificateMayBeAMissingOne() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("hostile.py", ["steps", "1503030002022a", "end"])
    defer { peer.end() }
    let url = "wss://localhost:\(peer.port)/"
    try await Program.run("send", url, "hi").expectFailure(
      77, saying: "alert 42", "give one with --cert FILE and --key FILE")
    try await Program.run(["send"] + certificates.server + [url, "hi"]).expectFailure(
      77, saying: "alert 42", "give one that it accepts with --cert FILE and --key FILE")
  }
}
