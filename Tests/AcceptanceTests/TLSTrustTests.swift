import Foundation
import Testing

@Suite("What a TLS failure says", .gated)
struct TLSTrustTests {
  @Test("a demanded client certificate is status 77 and points to --cert", arguments: ["1.2", "1.3"])
  func demandedCertificate(version: String) async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("tls_server.py", ["demand-\(version)"] + certificates.serverFiles)
    defer { peer.end() }
    let url = "wss://localhost:\(peer.port)/"
    let outcome = try await Program.run("send", "--ca", certificates.authority, url, "hi")
    outcome.expectFailure(77, saying: "the server refused TLS: ", "--cert FILE")
    expectNoDump(outcome)
  }

  @Test("a server that speaks only an old TLS is refused", arguments: ["1.0", "1.1"])
  func oldServer(version: String) async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("tls_server.py", ["only-\(version)"] + certificates.serverFiles)
    defer { peer.end() }
    for trust in [["--ca", certificates.authority], ["-k"]] {
      let outcome = try await Program.run(["send"] + trust + ["wss://localhost:\(peer.port)/", "hi"])
      outcome.expectFailure(77, saying: "it does not speak TLS 1.2 or 1.3 (alert 70, protocol_version)")
      expectNoDump(outcome)
    }
  }

  @Test("a listener does not speak an old TLS", arguments: ["-tls1", "-tls1_1", "-tls1_2", "-tls1_3"])
  func oldClient(version: String) async throws {
    let certificates = try await Certificates.make()
    let listener = try await Listener.start(["--echo"] + certificates.server)
    defer { listener.end() }
    let place = try #require(URL(string: listener.url))
    let client = try Peer.launch(
      "openssl",
      [
        "s_client", "-connect", "\(try #require(place.host())):\(try #require(place.port))", version,
        "-cipher",
        "DEFAULT@SECLEVEL=0",
      ])
    let outcome = await client.outcome()
    let isNew = ["-tls1_2", "-tls1_3"].contains(version)
    #expect((outcome.status == 0) == isNew, "\(outcome.errors)")
    #expect(outcome.errors.contains("protocol version") != isNew, "\(outcome.errors)")
  }

  @Test("a server that leaves at any place of its handshake ends the run with a sentence")
  func cutHandshake() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("tls_server.py", ["cut"] + certificates.serverFiles)
    defer { peer.end() }
    // The answer is about 1,000 bytes long, so the last cuts leave while its certificate is verified, or after.
    for _ in 0..<6 {
      let outcome = try await Program.run(
        "send", "--ca", certificates.authority, "wss://localhost:\(peer.port)/", "hi")
      #expect([77, 80].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains("ended"), "\(outcome.errors)")
      expectNoDump(outcome)
    }
  }

  @Test("an address in the certificate vouches for no name")
  func addressForName() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("websockets_server.py", certificates.addressOnly)
    defer { peer.end() }
    let named = try await Program.run(
      "send", "--ca", certificates.authority, "wss://localhost:\(peer.port)/", "secret")
    named.expectFailure(77, saying: "is for evil.test, 127.0.0.1, not for localhost")
    #expect(named.output.isEmpty)
    let addressed = try await Program.run(
      "send", "--ca", certificates.authority, "wss://127.0.0.1:\(peer.port)/", "secret")
    addressed.expectOutput(Data("secret\n".utf8))
  }

  @Test("every authority that OpenSSL finds in a folder is trusted, whatever its name is made of")
  func hashedFolders() async throws {
    let folder = try TemporaryFolder()
    let script = Peer.folder.appendingPathComponent("hashed_folder.sh").path
    let made = try await Peer.launch("sh", [script, folder.url.path]).outcome()
    let names = made.text.split(separator: "\n").map(String.init)
    try #require(names.count == 10, "\(made.text) \(made.errors)")
    let folders = "/nonexistent:\(folder.path("trusted"))"
    for name in names {
      let listener = try await Listener.start([
        "--echo", "--cert", folder.path(name + ".pem"), "--key", folder.path(name + ".key"),
      ])
      defer { listener.end() }
      let port = try #require(URL(string: listener.url)?.port)
      let send = ["send", "wss://localhost:\(port)/", "hi"]
      let trusting = try await Program.run(
        send, environment: ["SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": folders])
      #expect(trusting.text == "hi\n", "\(name): \(trusting.errors)")
      let strange = try await Program.run(
        send, environment: ["SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": folder.url.path])
      strange.expectFailure(77, saying: "which is not trusted")
      let file = try await Program.run(
        send,
        environment: ["SSL_CERT_FILE": folder.path("trusted/\(name).pem"), "SSL_CERT_DIR": "/nonexistent"])
      #expect(file.text == "hi\n", "\(name): \(file.errors)")
    }
  }

  /// Neither names of BoringSSL nor places in its source reach a person.
  private func expectNoDump(_ outcome: Outcome) {
    for word in ["OPENSSL", "BoringSSL", "NIOSSL", ".cc", "routines", "0x"] {
      #expect(!outcome.errors.contains(word), "\(outcome.errors)")
    }
  }
}
