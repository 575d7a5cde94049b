import Foundation
import Testing
import WebSocketWire

@Suite("The options of TLS, at real servers", .gated)
struct TLSOptionTests {
  /// A server that answers a message with what it knows of TLS.
  private static func server(_ options: [String] = []) async throws -> (Certificates, Peer) {
    let certificates = try await Certificates.make()
    return (certificates, try await Peer.start("tls_report_server.py", certificates.serverFiles + options))
  }

  @Test("a client's certificate is shown in each version, from each kind of file", arguments: ["1.2", "1.3"])
  func identity(version: String) async throws {
    let certificates = try await Certificates.make()
    let peer = try await Self.server(["--client-ca", certificates.authority, "--version", version]).1
    defer { peer.end() }
    let send = ["send", "--ca", certificates.authority, "wss://localhost:\(peer.port)/", "who"]
    let folder = certificates.folder
    let file = try folder.file("passphrase-\(version)", Data("secret\nmore\n".utf8))
    let identities: [([String], [String: String])] = [
      (certificates.server, [:]), (["--cert", folder.path("both.pem")], [:]),
      (
        ["--cert", folder.path("leaf.pem"), "--key", folder.path("pkcs8.key"), "--passphrase", "secret"], [:]
      ),
      (["--cert", folder.path("leaf.pem"), "--key", folder.path("sec1.key"), "--pass", "secret"], [:]),
      (["--cert", folder.path("leaf.p12"), "--passphrase-file", file], [:]),
      (["--cert", folder.path("leaf.p12"), "--passphrase-env", "WORD"], ["WORD": "secret"]),
    ]
    for (options, environment) in identities {
      let outcome = try await Program.run(send + options, environment: environment)
      #expect(outcome.text.hasPrefix("TLSv\(version)|"), "\(options) \(outcome.errors)")
      #expect(outcome.text.hasSuffix("|wscope test leaf\n"), "\(outcome.text)")
    }
    let none = try await Program.run(send)
    none.expectFailure(77, saying: "the server refused TLS: ", "--cert FILE")
    let stranger = try await Program.run(send + certificates.stranger)
    stranger.expectFailure(77, saying: "the server refused TLS: ")
    let wrong = try await Program.run(
      send + ["--cert", folder.path("leaf.p12"), "--passphrase-env", "WORD"], environment: ["WORD": "other"])
    wrong.expectFailure(66, saying: "the passphrase does not open \(folder.path("leaf.p12"))")
    #expect(!wrong.errors.contains("other\n"))
  }

  @Test("a passphrase that is not given is asked for on the terminal, and not shown")
  func asks() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Self.server(["--client-ca", certificates.authority]).1
    defer { peer.end() }
    let command = [
      Program.path, "send", "--show", "off", "--ca", certificates.authority, "--cert",
      certificates.folder.path("leaf.pem"), "--key", certificates.folder.path("pkcs8.key"),
      "wss://localhost:\(peer.port)/", "who",
    ]
    let key = certificates.folder.path("pkcs8.key")
    let right = try await Peer.script("ask_passphrase.py", [#"wrong\x15secreX\x7ft\r"#] + command).outcome()
    right.expect(status: 0)
    #expect(right.text.contains("wscope: passphrase of \(key): "), "\(right.text)")
    #expect(right.text.contains("|wscope test leaf") && !right.text.contains("secre"), "\(right.text)")
    let wrong = try await Peer.script("ask_passphrase.py", [#"sesame\r"#] + command).outcome()
    wrong.expect(status: 66)
    #expect(wrong.text.contains("the passphrase does not open the key in"), "\(wrong.text)")
    #expect(!wrong.text.contains("sesame"))
    for giveUp in [#"\x03"#, #"\x04"#] {
      let given = try await Peer.script("ask_passphrase.py", [giveUp] + command).outcome()
      given.expect(status: 130)
    }
    for (signal, status) in [("SIGTERM", Int32(143)), ("SIGHUP", 129), ("SIGINT", 130), ("SIGQUIT", 131)] {
      let ended = try await Peer.script("ask_passphrase.py", [signal] + command).outcome()
      ended.expect(status: status)
      #expect(ended.text.hasSuffix("echo\n"), "\(ended.text) \(ended.errors)")
    }
  }

  @Test("SNI and the name to verify are two settings")
  func names() async throws {
    let (certificates, peer) = try await Self.server()
    defer { peer.end() }
    let trust = ["send", "--ca", certificates.authority]
    let usual = try await Program.run(trust + ["wss://localhost:\(peer.port)/", "a"])
    #expect(usual.text.contains("|localhost|"), "\(usual.text) \(usual.errors)")
    let address = try await Program.run(trust + ["wss://127.0.0.1:\(peer.port)/", "a"])
    #expect(address.text.contains("|None|"), "\(address.text) \(address.errors)")
    let named = try await Program.run(trust + ["--sni", "other.test", "wss://127.0.0.1:\(peer.port)/", "a"])
    #expect(named.text.contains("|other.test|"), "\(named.text) \(named.errors)")
    let wrong = try await Program.run(
      trust + ["--verify-name", "x.test", "wss://localhost:\(peer.port)/", "a"])
    wrong.expectFailure(77, saying: "is for localhost, 127.0.0.1, ::1, not for x.test", "--verify-name")
    let elsewhere = try await Peer.start("websockets_server.py", certificates.elsewhere)
    defer { elsewhere.end() }
    let right = try await Program.run(
      trust + ["--verify-name", "elsewhere.example", "wss://127.0.0.1:\(elsewhere.port)/", "hi"])
    #expect(right.text == "hi\n", "\(right.errors)")
  }

  @Test("versions, ciphers and application protocols are what was asked for")
  func agreement() async throws {
    let (certificates, peer) = try await Self.server(["--alpn", "h2,http/1.1,mine"])
    defer { peer.end() }
    let url = "wss://localhost:\(peer.port)/"
    let trust = ["send", "--ca", certificates.authority]
    let rows: [([String], String)] = [
      ([], "TLSv1.3|"), (["--tls-max", "1.2"], "TLSv1.2|"), (["--tlsv1.3"], "TLSv1.3|"),
      (
        ["--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-CHACHA20-POLY1305"],
        "TLSv1.2|ECDHE-ECDSA-CHACHA20-POLY1305|"
      ),
      (["--ciphers", "ECDHE+AES256"], "TLSv1.3|"), (["--alpn", "mine"], "|mine|"),
      (["--alpn", "none"], "|None|"),
      (["--alpn", "nothing,http/1.1"], "|http/1.1|"),
    ]
    for (options, words) in rows {
      let outcome = try await Program.run(trust + options + [url, "a"])
      #expect(outcome.text.contains(words), "\(options) \(outcome.text) \(outcome.errors)")
    }
    let old = try await Self.server(["--version", "1.1"]).1
    defer { old.end() }
    let oldURL = "wss://localhost:\(old.port)/"
    let allowed = try await Program.run(trust + ["--tls-min", "1.0", oldURL, "a"])
    #expect(allowed.text.hasPrefix("TLSv1.1|"), "\(allowed.errors)")
    let refused = try await Program.run(trust + ["--tls-min", "1.3", oldURL, "a"])
    refused.expectFailure(77, saying: "it does not speak TLS 1.3 (alert 70", "--tls-min 1.0")
  }

  @Test("a pin is held against the server's key, with -k too, and the report has it")
  func pins() async throws {
    let (certificates, peer) = try await Self.server()
    defer { peer.end() }
    let url = "wss://localhost:\(peer.port)/"
    let trust = ["send", "--ca", certificates.authority]
    let script =
      #"openssl x509 -in "$0" -noout -pubkey | openssl pkey -pubin -outform DER | openssl sha256 -binary | base64"#
    let hash = try await Peer.launch("sh", ["-c", script, certificates.serverFiles[0]]).outcome()
    let pin = "sha256//" + hash.text.trimmingCharacters(in: .whitespacesAndNewlines)
    let other = "sha256//" + Base64.encode([UInt8](repeating: 0, count: 32))
    for unchecked in [[], ["-k"]] {
      let right = try await Program.run(
        trust + unchecked + ["--handshake", "--pin", "\(other);\(pin)", url, "a"])
      right.expect(status: 0)
      #expect(right.errors.contains("pin       \(pin)"), "\(right.errors)")
      let wrong = try await Program.run(trust + unchecked + ["--pinnedpubkey", other, url, "a"])
      wrong.expectFailure(77, saying: "the server's key is \(pin), which is not among those that are pinned")
    }
  }

  @Test("--handshake shows TLS and the certificates of a server, trusted or not, and why not")
  func report() async throws {
    let (certificates, peer) = try await Self.server(["--alpn", "http/1.1"])
    defer { peer.end() }
    let url = "wss://localhost:\(peer.port)/"
    let trusted = try await Program.run("send", "--handshake", "--ca", certificates.authority, url, "a")
    for words in [
      "TLSv1.3; TLS_AES_", "; SNI localhost; ALPN http/1.1", "certificate CN=wscope test leaf",
      "for       localhost, 127.0.0.1, ::1", "issuer    CN=wscope test CA", "ok   trusted for localhost",
      "GET / HTTP/1.1",
    ] {
      #expect(trusted.errors.contains(words), "\(words): \(trusted.errors)")
    }
    let cause = "was issued by wscope test CA, which is not trusted"
    let refused = try await Program.run("send", "--handshake", url, "a")
    refused.expectFailure(77, saying: cause, "FAIL the server's certificate \(cause)")
    #expect(!refused.errors.contains("GET /"))
    let accepted = try await Program.run("send", "--handshake", "-k", url, "a")
    accepted.expect(status: 0)
    #expect(accepted.errors.contains("warn the server's certificate \(cause)"), "\(accepted.errors)")
    #expect(accepted.errors.contains("; accepted without verification"), "\(accepted.errors)")
  }

  @Test("a capture can be decrypted with the key log, which is its owner's", arguments: ["1.2", "1.3"])
  func keyLog(version: String) async throws {
    let (certificates, peer) = try await Self.server(["--version", version])
    defer { peer.end() }
    let relay = try await Peer.started(Peer.script("recording_relay.py", ["\(peer.port)"]))
    let folder = try TemporaryFolder()
    let log = folder.path("keys")
    let outcome = try await Program.run(
      [
        "send", "--deflate", "off", "--ca", certificates.authority, "wss://localhost:\(relay.port)/",
        "unmistakable",
      ],
      environment: ["SSLKEYLOGFILE": log])
    outcome.expect(status: 0)
    let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    var capture = CaptureFile()
    for line in await relay.child.outcome().lines {
      let words = line.split(separator: " ")
      guard words.count == 2, let role = WebSocketRole(rawValue: String(words[0])),
        let bytes = Self.bytes(words[1])
      else { continue }
      capture.add(bytes, from: role)
    }
    let dissected = try await Peer.launch(
      "/usr/bin/tshark",
      [
        "-r", try folder.file("capture.pcap", capture.data), "-o", "tls.keylog_file:\(log)", "-d",
        "tcp.port==80,tls", "-d", "tls.port==80,http", "-Y", "websocket", "-V",
      ]
    ).outcome()
    #expect(dissected.text.contains("unmistakable"), "\(dissected.text.prefix(2000)) \(dissected.errors)")
    let unwritable = try await Program.run(
      ["send", "--ca", certificates.authority, "wss://localhost:\(peer.port)/", "a"],
      environment: ["SSLKEYLOGFILE": folder.path("missing/keys")])
    unwritable.expectFailure(73, saying: "the key log ", "cannot be written: no such file or directory")
  }

  @Test("a listener's connections have a key log too")
  func keyLogOfAListener() async throws {
    let certificates = try await Certificates.make()
    let folder = try TemporaryFolder()
    let log = folder.path("keys")
    let listener = try Program.start(
      ["listen", "127.0.0.1:0", "--echo"] + certificates.server, environment: ["SSLKEYLOGFILE": log])
    defer { listener.end() }
    let url = await listener.errors.firstLine().split(separator: " ").last.map(String.init) ?? ""
    try await Program.run("send", "--ca", certificates.authority, url, "hi").expect(status: 0)
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("SERVER_HANDSHAKE_TRAFFIC_SECRET ") }, "\(lines)")
    let unwritable = try await Program.run(
      ["listen", "127.0.0.1:0"] + certificates.server,
      environment: ["SSLKEYLOGFILE": folder.path("missing/keys")])
    unwritable.expectFailure(73, saying: "the key log ")
  }

  private static func bytes(_ digits: Substring) -> [UInt8]? {
    let digits = Array(digits.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
  }

  @Test("a listener's key may be encrypted, or in PKCS #12")
  func listener() async throws {
    let certificates = try await Certificates.make()
    let folder = certificates.folder
    for files in [
      ["--cert", folder.path("leaf.p12")],
      ["--cert", folder.path("leaf.pem"), "--key", folder.path("sec1.key")],
    ] {
      let listener = try await Listener.start(["--echo", "--passphrase", "secret"] + files)
      defer { listener.end() }
      // What is in the list of processes has no passphrase.
      let shown = try await Peer.launch("ps", ["-o", "args=", "-p", "\(listener.child.process)"]).outcome()
      #expect(shown.text.contains("--passphrase") && !shown.text.contains("secret"), "\(shown.text)")
      let outcome = try await Program.run("send", "--ca", certificates.authority, listener.url, "hi")
      #expect(outcome.text == "hi\n", "\(outcome.errors)")
    }
  }
}
