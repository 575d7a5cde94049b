import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("wscope read --follow", .gated)
struct FollowTests {
  private static func capture(_ count: Int) -> CaptureFile {
    var capture = CaptureFile()
    capture.add(Openings.request, from: .client)
    capture.add(Openings.response, from: .server)
    for index in 0..<count { capture.add(hex("81 01") + [0x61 + UInt8(index % 26)], from: .server) }
    return capture
  }

  @Test(
    "what is added is shown when it is there, a packet in two parts too; a signal ends it with the counts")
  func grows() async throws {
    let folder = try TemporaryFolder()
    let (one, two) = (Self.capture(1).data, Self.capture(2).data)
    let file = try folder.file("growing.pcap", one)
    let child = try Program.start(["read", "--follow", "--stats", "--show", "line", file])
    var shown = await child.output.wait(for: "\n  a\n")
    #expect(shown.contains("\n  a\n"), "\(shown)")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.seekToEnd()
    let rest = two.dropFirst(one.count)
    try handle.write(contentsOf: rest.prefix(20))
    try handle.write(contentsOf: rest.dropFirst(20))
    shown = await child.output.wait(for: "\n  b\n")
    #expect(shown.contains("\n  b\n"), "\(shown)")
    child.send(signal: SIGINT)
    let outcome = await child.outcome()
    outcome.expect(status: 128 + SIGINT)
    #expect(outcome.text.contains("open when the capture ends"), "\(outcome.text)")
    #expect(outcome.lines.last == "7 packets, 1 TCP connection, 1 of WebSocket")
    #expect(outcome.errors.contains("← server  2 messages, 2 frames"), "\(outcome.errors)")
  }

  @Test("a file that is empty yet, a pipe that ends, a file that is made shorter, and more than one")
  func others() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("growing.pcapng", Data())
    let child = try Program.start(["read", "--follow", "--json", file])
    let data = Self.capture(1).data
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.write(contentsOf: data)
    let events = await child.output.wait(for: "\"message\"")
    #expect(events.contains("\"text\":\"a\""), "\(events)")
    try handle.truncate(atOffset: 10)
    let shorter = await child.outcome()
    shorter.expectFailure(65, saying: "was made shorter while it was read")
    let piped = try await Program.run(["read", "--follow", "-"], input: .bytes(data))
    piped.expect(status: 0)
    #expect(piped.text.contains("\n  a\n"), "\(piped.text)")
    try await Program.run("read", "--follow", file, file).expectFailure(64, saying: "one file is expected")
    try await Program.run("read", "--follow", folder.path("none")).expectFailure(66)
  }

  @Test("it ends when no one reads what it shows")
  func readerGoes() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("one.pcap", Self.capture(3).data)
    let child = try Program.start(["read", "--follow", file], output: .unread)
    #expect(child.readOneLineAndHangUp().hasPrefix("connection 1: "))
    #expect(await child.status() == 0)
  }
}
