import Foundation
import Testing

@Suite("recordings in pcapng are read by tshark as they are by us", .gated)
struct PacketRecordingTests {
  /// Each field of each frame that one end has sent, by tshark and by us.
  private static func expectSame(_ file: String, port: Int, frames: Int) async throws {
    let outcome = try await Program.run(["read", "--json-frames", file], limit: 60)
    outcome.expect(status: 0)
    let events = try await EventLines(outcome.output)
    let ours = events.objects.filter { $0["type"] as? String == "frame" }.map(CaptureOracleTests.row)
    let theirs = try await CaptureOracleTests.dissected(file, port: port)
    for sender in ["client", "server"] {
      #expect(ours.filter { $0.hasPrefix(sender) } == theirs.filter { $0.hasPrefix(sender) })
    }
    #expect(ours.count == frames)
    #expect(events.counts["violation"] == nil && events.counts["gap"] == nil)
    let wrong = try await Peer.launch(
      "/usr/bin/tshark",
      [
        "-r", file, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
        "tcp.checksum.status == 0 or ip.checksum.status == 0 or tcp.analysis.flags",
      ]
    ).outcome()
    #expect(wrong.status == 0 && wrong.text == "", "\(wrong.text)")
  }

  @Test("a session of TLS, with a frame longer than a packet")
  func secure() async throws {
    let folder = try TemporaryFolder()
    let certificates = try await Certificates.make()
    let listener = try await Listener.start(["--echo"] + certificates.server)
    defer { listener.end() }
    let port = try #require(URL(string: listener.url)?.port)
    let big = try folder.file("big", Data((0..<200_000).map { _ in UInt8.random(in: 0...255) }))
    let file = folder.path("run.pcapng")
    try await Program.run(
      "send", listener.url, "-k", "--deflate", "off", "--binary", "hello", "--file", big, "--record", file
    ).expect(status: 0)
    try await Self.expectSame(file, port: port, frames: 6)
    let words = try await Peer.launch("/usr/bin/tshark", ["-r", file, "-Y", "websocket"]).outcome()
    #expect(words.lines.count == 6, "found without being told where: \(words.text)")
  }

  @Test("packets of IPv6, and a listener's side")
  func version6() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("run.pcapng")
    let listener = try await Listener.start(["--echo", "--deflate", "off", "--record", file], on: "[::1]:0")
    let port = try #require(URL(string: listener.url)?.port)
    try await Program.run("send", listener.url, "--binary", "one", "two").expect(status: 0)
    listener.child.send(signal: SIGTERM)
    _ = await listener.child.outcome()
    try await Self.expectSame(file, port: port, frames: 6)
  }

  @Test(
    "what others have captured, with its fragments, Pings and compression, becomes packets with the same frames",
    arguments: [false, true])
  func converted(deflate: Bool) async throws {
    let folder = try TemporaryFolder()
    let (captured, port, _) = try await CaptureOracleTests.converse(folder, deflate: deflate, count: 60)
    let file = folder.path("run.pcapng")
    try await Program.run(["read", captured, "--record", file], limit: 60).expect(status: 0)
    let frames = { (file: String) in
      try await EventLines(try await Program.run(["read", "--json-frames", file], limit: 60).output).objects
        .filter {
          $0["type"] as? String == "frame"
        }.map(CaptureOracleTests.row)
    }
    let (before, after) = (try await frames(captured), try await frames(file))
    for sender in ["client", "server"] {
      #expect(before.filter { $0.hasPrefix(sender) } == after.filter { $0.hasPrefix(sender) })
    }
    if !deflate { try await Self.expectSame(file, port: port, frames: before.count) }
  }
}
