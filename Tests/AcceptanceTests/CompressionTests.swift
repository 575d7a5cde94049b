import Foundation
import Testing

@Suite("permessage-deflate on the command line", .gated)
struct CompressionTests {
  private static let text = String(repeating: "the same again ", count: 40)

  @Test func showsBothSizesInEachView() async throws {
    let bytes = "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00"
    let line = try await Program.run("decode", "--deflate", "on", bytes)
    line.expect(status: 0)
    #expect(line.text.contains("len 7 (7-bit)   [c1 07]   inflated 5\n  Hello\n"), "\(line.text)")
    let tree = try await Program.run("decode", "--deflate", "on", "--show", "tree", bytes)
    for words in [
      "RSV1: the message is compressed", "window 15 bits, context new", "context carried over",
      "inflated 5 bytes (140 % on the wire), UTF-8: Hello",
    ] {
      #expect(tree.text.contains(words), "\(tree.text)")
    }
    let hex = try await Program.run("decode", "--deflate", "on", "--hex", bytes)
    #expect(hex.text.contains("f2 48 cd c9 c9 07 00    compressed  .H....."), "\(hex.text)")
    #expect(hex.text.contains("            48 65 6c 6c 6f          inflated    Hello\n"), "\(hex.text)")
  }

  @Test func decodesByTheParametersGiven() async throws {
    let bytes = "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00"
    let dropped = ["decode", "--deflate", "server_no_context_takeover"]
    let server = try await Program.run(dropped + ["--role", "server", bytes])
    server.expect(status: 76)
    #expect(
      server.text.contains("deflate-corrupt  bytes 2..<7: the message does not inflate"), "\(server.text)")
    // The MASK bit says the same, and of a client's frames another.
    let unmasked = try await Program.run(dropped + [bytes])
    #expect(unmasked.status == 76 && unmasked.text == server.text, "\(unmasked.text)")
    let masked = "c1 87 00 00 00 00 f2 48 cd c9 c9 07 00 c1 85 00 00 00 00 f2 00 11 00 00"
    let client = try await Program.run(dropped + [masked])
    client.expect(status: 0)
    #expect(client.text.contains("Hello"), "\(client.text)")
    try await Program.run("decode", "--deflate", "x=1", bytes).expectFailure(
      64, saying: "x is not a parameter")
    try await Program.run("decode", bytes).expect(status: 76)
  }

  /// What the client says, what the listener says, and whether and how they then compress.
  static let pairs: [([String], [String], String?)] = [
    ([], [], "; permessage-deflate\n"),
    (["--deflate", "off"], [], nil),
    ([], ["--deflate", "off"], nil),
    (
      ["--deflate", "client_no_context_takeover; server_max_window_bits=9"], ["--deflate-level", "9"],
      "; permessage-deflate (client: context dropped, window 15 bits; server: context kept, window 9 bits)\n"
    ),
    (
      [], ["--deflate", "client_max_window_bits=10; server_max_window_bits=10"],
      "; permessage-deflate (both ends: context kept, window 10 bits)\n"
    ),
  ]

  @Test(arguments: pairs)
  func agreesAsItIsTold(client: [String], server: [String], words: String?) async throws {
    let listener = try await Listener.start(["--echo"] + server)
    defer { listener.end() }
    let outcome = try await Program.run(
      ["send", "--show", "line"] + client + [listener.url, Self.text, "short"])
    outcome.expect(status: 0)
    outcome.expectOutput(Data("\(Self.text)\nshort\n".utf8))
    let compressed = outcome.errors.components(separatedBy: "rsv 100").count - 1
    #expect(compressed == (words == nil ? 0 : 2), "\(outcome.errors)")
    #expect(outcome.errors.contains("inflated \(Self.text.count)") == (words != nil), "\(outcome.errors)")
    if let words { #expect(outcome.errors.contains(words), "\(outcome.errors)") }
  }

  @Test func compressesWhatIsLongEnough() async throws {
    let listener = try await Listener.start(["--echo", "--deflate-threshold", "1M"])
    defer { listener.end() }
    let outcome = try await Program.run(
      "send", "--show", "line", "--deflate-threshold", "5", listener.url, "four", "fives")
    outcome.expect(status: 0)
    #expect(outcome.errors.components(separatedBy: "rsv 100").count == 2, "\(outcome.errors)")
  }

  static let parameters = [
    "permessage-deflate", "permessage-deflate; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; client_max_window_bits; server_max_window_bits=9",
    "permessage-deflate; server_max_window_bits=12; client_no_context_takeover",
  ]

  @Test(arguments: ["websockets_server.py", "ws_server.js"], parameters)
  func agreesWithServers(server: String, offer: String) async throws {
    let peer = try await Peer.start(server, ["--deflate"])
    defer { peer.end() }
    let folder = try TemporaryFolder()
    for size in [0, 1, 1000, 100_000, Payload.large] {
      let payload = Payload.text(size)
      let outcome = try await Program.run(
        "send", "--show", "line", "--timeout", "30", "--deflate-threshold", "0", "--deflate", offer, peer.url,
        "\(Self.text)", "--file", folder.file("payload", payload))
      outcome.expect(status: 0)
      outcome.expectOutput(Data("\(Self.text)\n".utf8) + payload + Data("\n".utf8))
      #expect(outcome.errors.components(separatedBy: "rsv 100").count >= 3, "\(outcome.errors.prefix(2000))")
    }
    let fragments = try await Program.run(
      "send", "--deflate", offer, peer.url + "fragments", Self.text, "ä€𝄞 " + Self.text)
    fragments.expect(status: 0)
    fragments.expectOutput(Data("\(Self.text)\nä€𝄞 \(Self.text)\n".utf8))
  }

  @Test(
    arguments: ["websockets_client.py", "ws_client.js"],
    [
      "on", "client_max_window_bits=9; server_max_window_bits=9",
      "server_no_context_takeover; client_no_context_takeover",
    ])
  func agreesWithClients(client: String, wanted: String) async throws {
    let listener = try await Listener.start(["--echo", "--deflate", wanted, "--deflate-threshold", "0"])
    defer { listener.end() }
    let child = try Peer.script(client, [listener.url, "--deflate"])
    let outcome = await child.outcome()
    #expect(outcome.status == 0 && outcome.text.hasPrefix("ok 1000"), "\(outcome.text) \(outcome.errors)")
  }
}
