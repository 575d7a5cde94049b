import Foundation
import Testing

@Suite("TLS with a test CA", .gated)
struct TLSTests {
  static let servers = ["websockets_server.py", "ws_server.js"]

  @Test(arguments: servers, ["localhost", "127.0.0.1"])
  func trustsTheAuthorityItIsGiven(server: String, host: String) async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start(server, certificates.server)
    defer { peer.end() }
    for scheme in ["wss", "https"] {
      let outcome = try await Program.run(
        "send", "--ca", certificates.authority, "\(scheme)://\(host):\(peer.port)/", "secret")
      outcome.expect(status: 0)
      outcome.expectOutput(Data("secret\n".utf8))
    }
    let untrusted = try await Program.run("send", "wss://\(host):\(peer.port)/", "secret")
    untrusted.expectFailure(77)
    #expect(untrusted.output.isEmpty)
    for flag in ["-k", "-n", "--no-check"] {
      let unchecked = try await Program.run("send", flag, "wss://\(host):\(peer.port)/", "secret")
      unchecked.expect(status: 0)
      unchecked.expectOutput(Data("secret\n".utf8))
    }
  }

  @Test func distrustsAnotherAuthority() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("websockets_server.py", certificates.stranger)
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "--ca", certificates.authority, "wss://localhost:\(peer.port)/", "secret")
    outcome.expectFailure(77)
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func distrustsAnotherName(host: String) async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("websockets_server.py", certificates.elsewhere)
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "--ca", certificates.authority, "wss://\(host):\(peer.port)/", "secret")
    outcome.expectFailure(77)
    let unchecked = try await Program.run("send", "-k", "wss://\(host):\(peer.port)/", "secret")
    unchecked.expect(status: 0)
  }

  @Test func tellsPlainFromTLS() async throws {
    let certificates = try await Certificates.make()
    let secure = try await Peer.start("websockets_server.py", certificates.server)
    defer { secure.end() }
    let plainToSecure = try await Program.run("send", "ws://127.0.0.1:\(secure.port)/", "hi")
    plainToSecure.expectFailure(80, saying: "does the port want wss://")
    let plain = try await Peer.start("hostile.py", ["ssh"])
    defer { plain.end() }
    let secureToPlain = try await Program.run("send", "wss://127.0.0.1:\(plain.port)/", "hi")
    secureToPlain.expectFailure(77)
  }

  @Test func tellsAPlainClientWhatItWants() async throws {
    let certificates = try await Certificates.make()
    let listener = try await Listener.start(["--echo"] + certificates.server)
    defer { listener.end() }
    let plain = listener.url.replacing("wss://", with: "ws://")
    for _ in 1...2 {
      let outcome = try await Program.run("send", plain, "hi")
      outcome.expectFailure(78, saying: "400 Bad Request", "this port speaks TLS: use wss:// or https://")
    }
    let secure = try await Program.run("send", "--ca", certificates.authority, listener.url, "secret")
    secure.expectOutput(Data("secret\n".utf8))
  }

  @Test func carriesALargeMessage() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("ws_server.js", certificates.server)
    defer { peer.end() }
    let payload = Payload.binary(Payload.large)
    let folder = try TemporaryFolder()
    let outcome = try await Program.run(
      [
        "send", "--ca", certificates.authority, "--binary", "--timeout", "40", "--file",
        folder.file("payload", payload),
        "wss://localhost:\(peer.port)/",
      ], limit: 60)
    outcome.expect(status: 0)
    outcome.expectOutput(payload)
  }

  @Test func listensWithACertificate() async throws {
    let certificates = try await Certificates.make()
    let listener = try await Listener.start(["--echo"] + certificates.server)
    defer { listener.end() }
    #expect(listener.url.hasPrefix("wss://"), "\(listener.url)")
    let own = try await Program.run("send", "--ca", certificates.authority, listener.url, "secret")
    own.expect(status: 0)
    own.expectOutput(Data("secret\n".utf8))
    for client in ["websockets_client.py", "ws_client.js"] {
      let outcome = try await Peer.script(client, [listener.url, certificates.authority]).outcome()
      outcome.expect(status: 0)
      #expect(outcome.text.hasPrefix("ok 1000"), "\(outcome.text)")
    }
  }

  @Test func namesAnAuthorityThatCannotBeRead() async throws {
    let missing = try await Program.run("send", "--ca", "/nonexistent/ca.pem", "wss://127.0.0.1:1/", "hi")
    missing.expectFailure(66, saying: "/nonexistent/ca.pem")
    let folder = try TemporaryFolder()
    let empty = try folder.file("ca.pem", Data("no certificate".utf8))
    let wrong = try await Program.run("send", "--ca", empty, "wss://127.0.0.1:1/", "hi")
    wrong.expectFailure(66, saying: "\(empty) is not a PEM file")
  }
}
