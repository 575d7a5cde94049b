import Foundation
import Testing

@Suite("What happens, as JSON Lines that a validator of another language accepts", .gated)
struct EventTests {
  @Test func ofAnEchoWithCompression() async throws {
    let peer = try await Peer.start("websockets_server.py", ["--deflate"])
    defer { peer.end() }
    let long = String(repeating: "abc ", count: 2000)
    let outcome = try await Program.run(
      "send", "--json-frames", peer.url + "?x=1", "hi", long, "\u{1b}[31m \u{202e}\"")
    outcome.expect(status: 0)
    #expect(outcome.errors.isEmpty && !outcome.text.contains("\u{1b}") && !outcome.text.contains("\u{202e}"))
    let events = try await EventLines(outcome.output)
    #expect(
      events.counts == ["connected": 1, "handshake": 1, "frame": 8, "message": 6, "close": 2, "summary": 1])
    #expect(events.types.prefix(2) == ["connected", "handshake"] && events.types.last == "summary")
    #expect(events.members("connected", "role", "url", "subprotocol") == ["client \(peer.url)?x=1 <null>"])
    for sender in ["client", "server"] {
      #expect(
        events.members("message", "sender", "kind", "text").filter { $0.hasPrefix(sender) } == [
          "\(sender) text hi", "\(sender) text \(long)", "\(sender) text \u{1b}[31m \u{202e}\"",
        ])
    }
    let compressed = try #require(events.objects.first { $0["size"] as? Int == 8000 })
    #expect(compressed["compressed"] as? Bool == true)
    #expect((compressed["wireSize"] as? Int).map { $0 < 200 } == true, "\(compressed)")
    #expect(events.members("summary", "ending", "by", "code") == ["closed client 1000"])
  }

  @Test func ofBinaryMessages() async throws {
    let peer = try await Peer.start("ws_server.js")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--out", "jsonl", "--binary", "--hex-data", "00ff", peer.url)
    outcome.expect(status: 0)
    let events = try await EventLines(outcome.output)
    #expect(
      events.members("message", "sender", "kind", "base64", "size") == [
        "client binary AP8= 2", "server binary AP8= 2",
      ])
    #expect(events.counts["frame"] == nil)
  }

  @Test func ofFragmentsAndPings() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--json", peer.url + "fragments", "hello")
    outcome.expect(status: 0)
    let events = try await EventLines(outcome.output)
    #expect(events.members("message", "sender", "text", "frames") == ["client hello 1", "server hello 4"])
    #expect(events.members("ping", "sender") == ["server"] && events.members("pong", "sender") == ["client"])
  }

  @Test func ofACloseWithAReason() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      "send", "--json", "--expect", "2", peer.url + "close/4000/so%20long", "hello")
    outcome.expectFailure(79, saying: "4000")
    let events = try await EventLines(outcome.output)
    #expect(
      events.members("close", "sender", "code", "reason") == ["server 4000 so long", "client 4000 "])
    #expect(events.members("summary", "ending", "by", "code", "reason") == ["closed server 4000 so long"])
    #expect(events.members("error", "status") == ["79"] && events.types.last == "error")
  }

  @Test func ofAViolation() async throws {
    let peer = try await Peer.start("hostile.py", ["frames", "81 02 c3 28"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--json-frames", peer.url, "hello")
    outcome.expectFailure(76, saying: "text-not-utf8")
    let events = try await EventLines(outcome.output)
    #expect(
      events.members("violation", "sender", "rule", "clause", "frame") == [
        "server text-not-utf8 RFC 6455 8.1 1"
      ])
    #expect(events.members("summary", "ending", "rule") == ["violated text-not-utf8"])
    #expect(events.members("error", "status") == ["76"])
  }

  @Test func ofARefusal() async throws {
    let listener = try await Listener.start(["--reject", "403", "--json"])
    defer { listener.end() }
    let outcome = try await Program.run("send", "--json", listener.url, "hello")
    outcome.expectFailure(78, saying: "403")
    let events = try await EventLines(outcome.output)
    #expect(events.types == ["handshake", "summary", "error"])
    #expect(events.members("summary", "ending", "httpStatus") == ["refused 403"])
    listener.child.send(signal: SIGTERM)
    let served = try await EventLines(await listener.child.outcome().output)
    #expect(served.types == ["listening", "handshake", "summary", "error"])
    #expect(served.members("summary", "ending", "httpStatus", "connection") == ["declined 403 0"])
  }

  @Test func ofAWrongHandshake() async throws {
    let peer = try await Peer.start("hostile.py", ["wrong_accept"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--json", peer.url, "hello")
    outcome.expectFailure(81)
    let events = try await EventLines(outcome.output)
    let failed = try #require(
      events.objects.first { $0["type"] as? String == "handshake" }?["failed"] as? [[String: String]])
    #expect(failed.map { $0["rule"] } == ["accept-field"])
    #expect(events.members("summary", "ending") == ["notWebSocket"])
  }

  @Test func ofTLS() async throws {
    let certificates = try await Certificates.make()
    let peer = try await Peer.start("websockets_server.py", certificates.server)
    defer { peer.end() }
    let url = "wss://localhost:\(peer.port)/"
    let untrusted = try await Program.run("send", "--json", url, "hello")
    untrusted.expectFailure(77)
    let failed = try await EventLines(untrusted.output)
    #expect(failed.types == ["tls", "error"])
    let trust = try #require(failed.objects.first?["trust"] as? [String: Any])
    #expect(trust["trusted"] as? Bool == false && trust["accepted"] as? Bool == false)
    let trusted = try await Program.run("send", "--json", "--ca", certificates.authority, url, "hello")
    trusted.expect(status: 0)
    let events = try await EventLines(trusted.output)
    #expect(events.types == ["connected", "tls", "handshake", "message", "close", "summary"])
    let chain = try #require(
      events.objects.first { $0["type"] as? String == "tls" }?["chain"] as? [[String: Any]])
    #expect((chain.first?["names"] as? [String])?.contains { $0.contains("localhost") } == true, "\(chain)")
  }

  @Test func ofAHostThatDoesNotAnswer() async throws {
    let port = try FreePort.find()
    let outcome = try await Program.run("send", "--json", "127.0.0.1:\(port)", "hello")
    outcome.expectFailure(69)
    let events = try await EventLines(outcome.output)
    #expect(events.members("error", "status", "connection") == ["69 1"] && events.counts == ["error": 1])
  }

  @Test func ofADeadline() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run("send", "--json", "--timeout", "0.2", peer.url + "silent", "hello")
    outcome.expectFailure(75)
    let events = try await EventLines(outcome.output)
    #expect(events.members("summary", "ending") == ["closed"])
    #expect(events.members("error", "status") == ["75"] && events.types.last == "error")
  }

  @Test func ofConnectsThatAreTriedAgain() async throws {
    let port = try FreePort.find()
    let outcome = try await Program.run("connect", "--json", "--reconnect-attempts", "1", "127.0.0.1:\(port)")
    outcome.expectFailure(69)
    let events = try await EventLines(outcome.output)
    #expect(events.members("error", "status", "connection") == ["69 1", "69 2"])
    #expect(events.objects.map { $0["retryIn"] != nil } == [true, false])
  }

  @Test func ofAListenerWithTwoClients() async throws {
    let listener = try await Listener.start(["--echo", "--json-frames"])
    defer { listener.end() }
    let held = try Program.start(["connect", listener.url], input: .held)
    defer { held.end() }
    held.write("one\n")
    #expect(await held.output.firstLine() == "one")
    try await Program.run("send", listener.url, "two").expect(status: 0)
    held.closeInput()
    #expect(await held.outcome().status == 0)
    listener.child.send(signal: SIGTERM)
    let outcome = await listener.child.outcome()
    outcome.expect(status: 143)
    let events = try await EventLines(outcome.output)
    #expect(events.members("listening", "url", "connection") == ["\(listener.url) 0"])
    #expect(events.members("connected", "connection", "role") == ["1 server", "2 server"])
    #expect(
      events.members("message", "connection", "sender", "text") == [
        "1 client one", "1 server one", "2 client two", "2 server two",
      ])
    #expect(events.members("summary", "connection", "ending") == ["2 closed", "1 closed"])
    #expect(events.members("error", "status") == ["143"])
  }

  @Test func ofAPaste() async throws {
    let outcome = try await Program.run("decode", "--json", "81 05 68 65 6c 6c 6f 89 00 c2 01 61 82 05 61")
    outcome.expectFailure(76, saying: "reserved-bits")
    let events = try await EventLines(outcome.output)
    #expect(
      events.types == [
        "frame", "message", "frame", "ping", "frame", "violation", "message", "frame", "message", "summary",
        "error",
      ])
    #expect(events.objects.allSatisfy { $0["time"] == nil && $0["connection"] as? Int == 1 })
    #expect(events.members("frame", "name", "missing") == ["TEXT -", "PING -", "BINARY -", "BINARY 4"])
    #expect(
      events.members("message", "sender", "text", "base64") == [
        "server hello -", "server - YQ==", "server - YQ==",
      ])
    #expect(events.members("summary", "ending") == ["decoded"])
    for option in [["--hex"], ["--show", "tree"]] {
      try await Program.run(["decode", "--json", "8900"] + option).expectFailure(
        64, saying: "cannot be combined")
    }
  }

  // MARK: Where they go

  @Test func goToAFileBesideThePayload() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let outcome = try await Program.run("send", "--json", "--views", folder.path("events"), peer.url, "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    let events = try await EventLines(try Data(contentsOf: URL(fileURLWithPath: folder.path("events"))))
    #expect(events.counts["message"] == 2 && events.types.last == "summary")
  }

  @Test(arguments: [["--show", "line"], ["--hex"], ["--handshake"], ["-P"]])
  func areNotMixedWithViews(options: [String]) async throws {
    for command in [["send", "--json", "ws://127.0.0.1:9/", "a"], ["listen", "--json", "0"]] {
      try await Program.run(command + options).expectFailure(64, saying: "--json has all that views show")
    }
  }

  @Test(arguments: [false, true])
  func keepSecrets(areShown: Bool) async throws {
    let listener = try await Listener.start(
      ["-s", "bearer", "--json"] + (areShown ? ["--show-secrets"] : []))
    defer { listener.end() }
    let url = listener.url.replacing("://", with: "://user:Qz9a@") + "?token=Qz9b"
    let outcome = try await Program.run(
      [
        "send", "--json", "-H", "X-Api-Key: Qz9c", "-s", "bearer,Qz9d", "-H", "Cookie: a=Qz9e", "--expect",
        "0",
      ]
        + (areShown ? ["--show-secrets"] : []) + [url, "hello"])
    outcome.expect(status: 0)
    listener.child.send(signal: SIGTERM)
    let served = await listener.child.outcome()
    for output in [outcome, served] {
      _ = try await EventLines(output.output)
      for secret in ["Qz9b", "Qz9c", "Qz9d", "Qz9e", Data("user:Qz9a".utf8).base64EncodedString()] {
        #expect(output.text.contains(secret) == areShown, "\(secret) in \(output.text)")
      }
      #expect(!output.text.contains("Qz9a"))
    }
  }

  // MARK: As input

  @Test func areRelayedToAnotherServer() async throws {
    let source = try await Peer.start("websockets_server.py")
    defer { source.end() }
    let target = try await Listener.start(["--once"])
    defer { target.end() }
    let script =
      "\"$0\" --json \"$1\" </dev/null | grep -E 'connected|greeting [13]|\"close\"|summary' | \"$0\" \"$2\" --in jsonl"
    let shell = try Child(
      "/bin/sh", ["-c", script, Program.path, source.url + "greet/5", target.url],
      environment: Program.environment)
    let outcome = await shell.outcome()
    outcome.expect(status: 0)
    let received = await target.child.outcome()
    received.expectOutput(Data("greeting 1\ngreeting 3\n".utf8))
  }

  @Test func canBeWrittenByHand() async throws {
    let listener = try await Listener.start(["--once", "--json"])
    defer { listener.end() }
    let lines = [
      #"{"type":"message","text":"one\ntwo"}"#, "", #"{"type":"message","base64":"AP8="}"#,
      #"{"type":"ping","text":"p"}"#,
      #"{"type":"close","code":4001,"reason":"done"}"#, #"{"type":"message","text":"never"}"#,
    ]
    let outcome = try await Program.run(
      "connect", "--in", "jsonl", listener.url, input: .text(lines.joined(separator: "\n")))
    outcome.expect(status: 0)
    let events = try await EventLines(await listener.child.outcome().output)
    #expect(events.members("message", "kind", "text", "base64") == ["text one\ntwo -", "binary - AP8="])
    #expect(events.members("ping", "sender", "text") == ["client p"])
    #expect(events.members("close", "sender", "code", "reason").first == "client 4001 done")
  }

  @Test func areRefusedWhereTheyAreNone() async throws {
    let listener = try await Listener.start(["--once"])
    defer { listener.end() }
    let outcome = try await Program.run(
      "connect", "--in", "jsonl", listener.url,
      input: .text("{\"type\":\"message\",\"text\":\"a\"}\n{\"type\":\"message\"}\n"))
    outcome.expectFailure(
      65,
      saying:
        "standard input, line 2, the message has neither \"text\" nor \"base64\"; nothing of this line was sent"
    )
    await listener.child.outcome().expectOutput(Data("a\n".utf8))
  }
}
